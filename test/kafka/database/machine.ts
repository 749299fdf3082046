import {expect} from 'vitest';
import type {CommandResult, Connection} from '../../../source/core/connection.ts';
import type {Host} from '../../../source/core/inventory.ts';
import type {Step} from '../../../source/core/plan.ts';
import {Secret} from '../../../source/core/secret.ts';
import {checkStep, type HostCheck} from '../../../source/kafka/preflight/host-check.ts';
import {fakeContext} from '../../helpers/context.ts';
import {noDial} from '../../helpers/fake-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

export const host = {name: 'kafka-03'};
export const [sample] = sampleCluster.connect.sources;
export const password = 'never in a command';
export const materials = {plugin: {jars: '/usr/share/java/kafka-connect-jdbc'}, secret: async () => new Secret(password)};

const down = 'LoadState=not-found\nActiveState=inactive\n== started\n== now\n== answers\n';
export const withJava = 'java /usr/bin/java\njars\n';
export const say = (word: string, ...values: readonly string[]) =>
	[word, ...values.map(one => `+${Buffer.from(one).toString('base64')}`)].join(' ');
export const well = [say('source', '0'), say('open', 'PostgreSQL', '15', '"', 'true'), say('table', '0')].join('\n');

/** A host by the words of what it is asked; what is not among them fails. An answer may change from one time to the next. */
export function machine(answers: Readonly<Record<string, string | Error | readonly (string | Error)[]>>) {
	const asked: string[] = [];
	const inputs: string[] = [];
	const left = new Map(Object.entries(answers).map(([key, said]) => [key, Array.isArray(said) ? [...said] : [said]]));
	const kinds: readonly [string, RegExp][] = [
		['unit', /^export UNIT=/],
		['reach', /^said=.*\/dev\/tcp\//],
		['means', /^java=\$\(command -v/],
		['put', /mktemp -d \/run\/kafka-setup-database/],
		['login', /DatabaseCheck$/],
		['source', /source-orders\.properties/],
	];
	const connection: Connection = {
		async exec({text}, {input} = {}): Promise<CommandResult> {
			const [kind = text] = kinds.find(([, pattern]) => pattern.test(text)) ?? [];
			const all = left.get(kind);
			if (all === undefined) throw new Error(`unscripted: ${text}`);
			asked.push(kind);
			expect(text).not.toContain(password);
			if (input instanceof Secret) inputs.push(input.reveal());
			const said = all.length > 1 ? all.shift()! : all[0]!;
			if (said instanceof Error) throw said;
			return {code: 0, stdout: said, stderr: ''};
		},
		dial: noDial,
		async close() {},
	};
	return {asked, inputs, connection};
}

export const contextOn = (connection: Connection, name = host.name) => fakeContext(connection, {host: {name}});
export const ready = {unit: down, reach: 'reach 0 0\n', means: withJava, put: 'put /run/kafka-setup-database.abcdef 61500\n'};

export type Made = (on: Host) => readonly (HostCheck | Step)[];
export const stepOf = ([one]: ReturnType<Made>): Step => ('look' in one! ? checkStep(one, false) : one!);
