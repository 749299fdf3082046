import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, describe, expect, it, vi} from 'vitest';
import type {HostIdentity} from '../../source/cluster/identity.ts';
import {wizardFunctions} from '../../source/commands/install/wizard-functions.ts';
import type {Change, RunEvent} from '../../source/core/events.ts';
import {openClusters} from '../../source/state/store/clusters.ts';
import {wizardOptions} from '../helpers/wizard-options.ts';
import type {Host} from './host.ts';
import {scene} from './scene.ts';

const all = await scene();
afterAll(() => all.close());
afterEach(() => vi.unstubAllEnvs());

/** A host that left the cluster: its ids stay reserved. */
const gone: HostIdentity = {
	name: 'kafka-00',
	machineId: 'm0',
	controller: {id: 101, dataDir: '/var/lib/kafka/controller', hasData: true},
	kafka: {id: 1, dataDirs: ['/var/lib/kafka/data']},
};

/** An operator's folder, in which the cluster of a file was installed on these hosts. */
function installedOn(file: string, ...hosts: readonly HostIdentity[]): string {
	const config = all.folder();
	const at = '2026-01-01T00:00:00.000Z';
	openClusters(join(config, 'kafka-setup')).keep({name: 'matrix', file, hosts, firstAt: at, lastAt: at, recordedBy: '0.1.0'});
	return config;
}

function review(host: Host, config: string, file: string) {
	vi.stubEnv('MATRIX_HOST', host.disk);
	vi.stubEnv('MATRIX_DATABASE', 'app-secret');
	vi.stubEnv('XDG_CONFIG_HOME', config);
	const say = (text: string) => expect.unreachable(text);
	const {plan} = wizardFunctions(wizardOptions(say));
	return plan(readFileSync(file, 'utf8'), file, new Map(), () => {});
}

async function run(verb: 'plan' | 'apply', host: Host, config: string, file: string): Promise<readonly RunEvent[]> {
	const {said} = await all.operate(host, config, [verb, file, '--reporter', 'json']).ended;
	return said
		.split('\n')
		.filter(line => line.startsWith('{'))
		.map(line => JSON.parse(line));
}

type Planned = readonly {readonly id: string; readonly title: string; readonly changes: readonly Change[]}[];

/** The stages that a run has announced, each with all that it has changed or would change. */
function stagesOf(events: readonly RunEvent[]): Planned {
	const begun = events.find(event => event.type === 'run-started');
	const finished = events.filter(event => event.type === 'step-finished');
	expect(events.at(-1)).toMatchObject({type: 'run-finished', outcome: 'succeeded'});
	return (begun?.stages ?? []).map(({id, title}) => ({
		id,
		title,
		changes: finished.filter(({ref}) => ref.stage === id).flatMap(({changes}) => changes),
	}));
}

/** What is written into files below /etc, by stage. That a package brings a file or a folder first is not known to a plan. */
const written = (stages: Planned) =>
	stages.map(({id, title, changes}) => ({
		id,
		title,
		files: changes
			.filter(({puts = []}) => puts.some(({name}) => name.startsWith('/etc/')))
			.map(({puts, after}) => ({puts, after})),
	}));

describe('the plan that Review shows', () => {
	it.each([
		['a first install, beside the ids of a host that left', false],
		['a change of a running cluster', true],
	])(
		'is the one of plan, byte for byte, and the one that apply runs: %s',
		async (_, second) => {
			const {installed, changed} = all.files;
			const config = installedOn(installed, gone);
			const host = await all.host();
			if (second) await run('apply', host, config, installed);
			const file = second ? changed : installed;
			const {stages} = await review(host, config, file);
			const reviewed: Planned = stages.map(({id, title, hosts}) => ({id, title, changes: hosts.flatMap(one => one.changes)}));
			expect(JSON.stringify(reviewed)).toBe(JSON.stringify(stagesOf(await run('plan', host, config, file))));
			const properties = reviewed.flatMap(({changes}) => changes).find(({what}) => what.includes('server.properties'));
			expect(properties?.after).toContain(second ? 'log.retention.hours=48\n' : 'node.id=2\n');
			expect(written(reviewed)).toEqual(written(stagesOf(await run('apply', host, config, file))));
		},
		180_000,
	);
});

it('Review refuses what the run refuses, in the same words', async () => {
	const file = all.files.installed;
	const config = installedOn(file, {name: 'kafka-01', machineId: 'another one'});
	const host = await all.host();
	const refused = await review(host, config, file).then(
		() => undefined,
		(error: Error & {hint?: string}) => ({message: error.message, hint: error.hint}),
	);
	const events = await run('apply', host, config, file);
	expect(events.at(-1)).toMatchObject({type: 'run-finished', outcome: 'failed', failure: refused});
	expect(refused?.message).toContain('recorded is another one');
});
