import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import type {HostIdentity} from '../../../source/cluster/identity.ts';
import {wizardFunctions} from '../../../source/commands/install/wizard-functions.ts';
import type {RunEvent} from '../../../source/core/events.ts';
import {readClusterFile} from '../../../source/local/cluster-file.ts';
import {createSecretResolver} from '../../../source/local/secrets.ts';
import {openCluster} from '../../../source/run/cluster-session.ts';
import {execute} from '../../../source/run/execute.ts';
import {installation} from '../../../source/run/operation.ts';
import {runFile} from '../../../source/run/run.ts';
import {openClusters} from '../../../source/state/store/clusters.ts';
import {failure, knownLine, scene} from '../../helpers/ssh-scene.ts';
import {tempDir} from '../../helpers/temp-dir.ts';
import {wizardOptions} from '../../helpers/wizard-options.ts';

afterEach(() => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
});

const how = {version: '0.1.0', acceptNewHostKeys: false};
const nobody = createSecretResolver(async label => {
	throw new Error(`Nobody was to be asked for ${label}.`);
});
const never = () => new AbortController().signal;

/** A host that left the cluster: its ids stay reserved. */
const gone: HostIdentity = {
	name: 'h0',
	machineId: 'm0',
	zookeeper: {id: 1, dataDir: '/var/lib/zookeeper', hasData: true},
	kafka: {id: 1, dataDirs: ['/var/lib/kafka/data'], clusterId: 'abc'},
};

/** A cluster file of one host, which is this machine, and a record of the cluster in which these hosts are. */
async function installed(...hosts: readonly HostIdentity[]) {
	const config = tempDir();
	vi.stubEnv('XDG_CONFIG_HOME', config);
	const set = await scene();
	const server = await set.server();
	await set.write('known_hosts', knownLine(server));
	const file = join(tempDir(), 'orders.yaml');
	writeFileSync(
		file,
		`name: orders\nhosts: [{name: h1, port: ${server.port}}]\nroles: {zookeeper: [h1], kafka: [h1]}\nssh: {configFile: ${set.settings.configFile}}\n`,
	);
	const folder = join(config, 'kafka-setup');
	const at = '2026-01-01T00:00:00.000Z';
	openClusters(folder).keep({name: 'orders', file, hosts, firstAt: at, lastAt: at, recordedBy: '0.1.0'});
	const remembered = () => readFileSync(join(folder, 'clusters.json'), 'utf8');
	const said: string[] = [];
	const {plan, ids} = wizardFunctions({...wizardOptions(text => said.push(text), never()), ...how});
	const review = (path = file) => plan(readFileSync(file, 'utf8'), path, new Map(), () => {});
	return {file, review, ids, said, remembered};
}

/** The events of a run that prints JSON lines. */
async function eventsOf(file: string): Promise<readonly RunEvent[]> {
	let text = '';
	const out = vi.spyOn(process.stdout, 'write').mockImplementation(chunk => {
		text += String(chunk);
		return true;
	});
	await runFile({...how, file, mode: 'check', operation: installation(), reporter: 'json', verbose: false});
	out.mockRestore();
	return text
		.trim()
		.split('\n')
		.map(line => JSON.parse(line));
}

test('the plan that Review shows is the one that is run: the ids of a host that left stay reserved', async () => {
	const {file, review, said, remembered} = await installed(gone);
	const before = remembered();
	const {stages} = await review();
	const events = await eventsOf(file);

	const begun = events.find(event => event.type === 'run-started')!;
	const finished = events.filter(event => event.type === 'step-finished');
	const run = begun.stages.map(({id, title, hosts}) => ({
		id,
		title,
		hosts: hosts.map(({name}) => ({
			name,
			changes: finished.filter(({ref}) => ref.stage === id && ref.host === name).flatMap(one => (one.failure ? [] : one.changes)),
		})),
	}));
	expect(JSON.stringify(stages.map(stage => ({...stage, hosts: stage.hosts.map(({name, changes}) => ({name, changes}))})))).toBe(
		JSON.stringify(run),
	);
	const changes = stages.flatMap(stage => stage.hosts.flatMap(host => host.changes));
	expect(changes.find(({what}) => what.includes('server.properties'))?.after).toContain('broker.id=2\n');
	expect(said).toEqual([]);
	expect(remembered()).toBe(before);
});

test('Review refuses what a run would refuse, in the same words', async () => {
	const {file, review} = await installed({name: 'h1', machineId: 'another one'}, gone);
	const refused = await failure(review());
	const session = await openCluster({
		...how,
		cluster: await readClusterFile(file),
		file,
		mode: 'apply',
		operation: installation(),
		secrets: nobody,
		say: () => {},
	});
	const events: RunEvent[] = [];
	const {error} = await execute({
		...session,
		mode: 'apply',
		emit: event => events.push(event),
		stop: never(),
		drop: never(),
	});
	expect(events.map(({type}) => type)).toEqual(['run-started', 'host-connected', 'run-finished']);
	expect(refused.message).toContain('recorded is another one');
	expect([refused.message, refused.hint]).toEqual([(error as Error).message, (error as Error & {hint: string}).hint]);
});

test('the IDs page knows what is remembered, too', async () => {
	const {file, ids} = await installed(gone);
	const roles = {controller: [], zookeeper: ['h1'], kafka: ['h1'], 'schema-registry': [], connect: []};
	const asked = {hosts: [{name: 'h1'}], roles, controller: {ids: {}}, zookeeper: {ids: {}}, kafka: {ids: {}}};
	const idsFor = async (name: string, path: string) => (await ids(name, path))(asked, new Map()).given.kafka.map(({id}) => id);
	expect(await idsFor('orders', file)).toEqual([2]);
	expect(await idsFor('payments', file)).toEqual([1]);
});

test('what is remembered belongs to a file: written to another one, it is another cluster', async () => {
	const {file, review} = await installed({name: 'h1', machineId: 'another one'});
	expect((await review(`${file}.new`)).stages.length).toBeGreaterThan(0);
});
