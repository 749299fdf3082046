import {expect} from 'vitest';
import {kraftOn} from '../../helpers/kraft-lab.ts';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {failuresOf} from '../../helpers/run-report.ts';
import type {Fault} from './fault.ts';
import {type Scene, tryFault} from './try-fault.ts';

const three = ['kafka-01', 'kafka-02', 'kafka-03'];
const [one] = three as [string];

const onThree: Scene = {
	file: kraftOn(three, three, {hosts: three, roles: {'schema-registry': [one], connect: [one]}}),
	options: [],
};
const onOne: Scene = {
	file: kraftOn([one], [one], {hosts: [one], roles: {'schema-registry': [one], connect: [one]}}),
	options: [],
};

/** Three hosts with nothing on them, and one with a database. */
export async function bareHosts(): Promise<Scene> {
	await lab('up', '3', '--db');
	// The second has a disk of its own, which can be filled.
	await lab('reset', ...three.map(host => `${host}:debian${host === 'kafka-02' ? ',disk=4G' : ''}`), 'db-01');
	return onThree;
}

/** One host with the whole platform on it, beside one with a database. */
export async function installedHost(): Promise<Scene> {
	await lab('up', one, '--db');
	await lab('reset', `${one}:debian`, 'db-01');
	const ran = await kafkaSetup(['apply', await clusterFile(onOne.file), '--reporter', 'json']);
	expect(ran.code, `${ran.stderr}${JSON.stringify(failuresOf(ran.events))}`).toBe(0);
	return onOne;
}

/**
 * Tries faults one after another, and tells of each how long it took to be named, fixed and green.
 * `KAFKA_SETUP_FAULTS`: the ids of those that are wanted, separated by commas.
 */
export async function tryAll(faults: readonly Fault[], scene: Scene, host?: string): Promise<readonly string[]> {
	const failed: string[] = [];
	const wanted = process.env.KAFKA_SETUP_FAULTS?.split(',');
	for (const fault of faults.filter(({id}) => wanted?.includes(id) ?? true)) {
		const startedAt = Date.now();
		const on = host === undefined || fault.host !== undefined ? fault : {...fault, host};
		const error = await tryFault(on, scene).catch((thrown: unknown) => thrown);
		const seconds = Math.round((Date.now() - startedAt) / 1000);
		const {named} = fault;
		const by =
			'check' in named
				? `check ${named.check}`
				: `step ${named.step}${named.diagnosis === undefined ? '' : ` (${named.diagnosis})`}`;
		process.stderr.write(
			`${error === undefined ? '✔' : '✖'} ${fault.id.padEnd(26)} ${by.padEnd(44)} ${seconds} s${fault.altered === true ? '  (altered answer)' : ''}\n`,
		);
		if (error !== undefined)
			failed.push(`${fault.id} (${fault.title}): ${error instanceof Error ? error.message : String(error)}`);
		if (error !== undefined) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		// What a fault left must not become the next one's.
		if (error !== undefined && fault.fix !== undefined) await undo(on);
	}
	return failed;
}

async function undo({host = 'kafka-02', fix = ''}: Fault): Promise<void> {
	for (const name of host.split(' ')) await lab('exec', name, `{ ${fix}\n} 2>/dev/null || :`);
}
