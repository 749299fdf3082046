import {describe, expect, it} from 'vitest';
import type {Cluster} from '../../../../source/cluster/cluster.ts';
import type {Connection} from '../../../../source/core/connection.ts';
import {StepError} from '../../../../source/core/errors.ts';
import type {EventBody} from '../../../../source/core/events.ts';
import type {Context, ConvergeStep, Stage} from '../../../../source/core/plan.ts';
import {run} from '../../../../source/core/runner.ts';
import {textOf} from '../../../../source/host/remarks.ts';
import {planFor} from '../../../../source/kafka/plan.ts';
import {leftRegistry} from '../../../../source/kafka/roles/schema-registry/left-registry.ts';
import {remarksOf} from '../../../../source/kafka/settled/remarks.ts';
import {viewOf} from '../../../../source/kafka/settled/view.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {type Answer, fakeConnection, matches, noDial} from '../../../helpers/fake-connection.ts';
import {changed, running} from '../../../helpers/judge.ts';
import {bareMaterials} from '../../../helpers/materials.ts';
import {sampleCluster, sampleFacts} from '../../../helpers/sample-cluster.ts';

/** The sample cluster, whose file has Schema Registry on kafka-02 now. */
const moved: Cluster = {...sampleCluster, roles: {...sampleCluster.roles, 'schema-registry': ['kafka-02']}};
const {hosts} = moved;
const [first] = hosts;

const ours = '# Written by kafka-setup for the cluster orders. What is changed here\n\nlisteners=http://0.0.0.0:8080\n';
const asked = '/^systemctl show confluent-schema-registry -p ActiveState,UnitFileState; /';
const stands = (active: string, enabled: string, settings = ours): Answer => ({
	command: asked,
	stdout: `ActiveState=${active}\nUnitFileState=${enabled}\n\n${settings}`,
});
const subjects = (code: number): Answer => ({command: '/curl .*http:\\/\\/kafka-02:8080\\/subjects/', code});
const stop: Answer = {command: 'systemctl disable --now confluent-schema-registry'};
const notes = [
	'clients that use http://kafka-01:8080 must change to http://kafka-02:8080: schema.registry.url of producers, consumers and tools. kafka-setup changes it for Connect',
	'left: the package, /etc/schema-registry/schema-registry.properties, and the openings of Schema Registry in the firewall of kafka-01',
];

const left = (cluster = moved, seconds = 5): ConvergeStep => leftRegistry(cluster, first!, hosts, seconds);

describe('the plan of a host that Schema Registry has left', () => {
	it.each([
		['active', 'enabled', 'stop and disable confluent-schema-registry'],
		['activating', 'disabled', 'stop confluent-schema-registry'],
		['failed', 'enabled', 'disable confluent-schema-registry'],
	])('where it is %s and %s: %s', async (active, enabled, what) => {
		const connection = fakeConnection([stands(active, enabled)]);
		const context = fakeContext(connection);
		expect(await left().check(context)).toEqual([
			{what, reason: 'the file has Schema Registry on kafka-02; it keeps its schemas in Kafka'},
		]);
		expect(context.seen.notes).toEqual(notes);
	});

	it.each([
		['no package is', '', ''],
		['it stands still', 'inactive', 'disabled'],
		['it has failed and is disabled', 'failed', 'disabled'],
	])('is empty where %s', async (_, active, enabled) => {
		const context = fakeContext(fakeConnection([stands(active, enabled)]));
		expect(await left().check(context)).toEqual([]);
		expect(context.seen.notes).toEqual([]);
	});

	it.each([
		['of somebody else', 'listeners=http://0.0.0.0:8081\n'],
		['of another cluster', ours.replace('orders', 'other')],
		['that are gone', ''],
	])('leaves one with settings %s, and names it', async (_, settings) => {
		const context = fakeContext(fakeConnection([stands('active', 'enabled', settings)]));
		expect(await left().check(context)).toEqual([]);
		expect(context.seen.notes).toEqual([
			'left: confluent-schema-registry, whose settings kafka-setup has not written; the file has no Schema Registry on kafka-01',
		]);
	});
});

describe('the old registry', () => {
	it('is stopped in its turn, the last one, once the new one answers', async () => {
		const connection = fakeConnection([stands('active', 'enabled'), subjects(7), subjects(22), subjects(0), stop]);
		const context = fakeContext(connection);
		await left().apply(context);
		connection.done();
		expect(context.seen).toMatchObject({turns: [{last: true}], shown: [stop.command], notes});
	});

	it('stays where the new one does not answer', async () => {
		const connection = fakeConnection([stands('active', 'enabled'), subjects(7)]);
		await expect(left(moved, -1).apply(fakeContext(connection))).rejects.toMatchObject({
			message: 'Schema Registry on kafka-02 did not answer kafka-01 in -1 s: the one on kafka-01 was not stopped',
			hint: expect.stringContaining('journalctl -u confluent-schema-registry -n 50 on kafka-02'),
		});
		connection.done();
	});

	it('stays where one of two new ones does not answer', async () => {
		const two = {...moved, roles: {...moved.roles, 'schema-registry': ['kafka-02', 'kafka-03']}};
		const connection = fakeConnection([stands('active', 'enabled'), subjects(0), {command: '/curl .*kafka-03/', code: 7}]);
		await expect(left(two, -1).apply(fakeContext(connection))).rejects.toThrow('Schema Registry on kafka-03 did not answer');
		connection.done();
	});

	it('stays when the run is stopped meanwhile', async () => {
		const stopped = new AbortController();
		stopped.abort();
		const connection = fakeConnection([stands('active', 'enabled'), subjects(7)]);
		await expect(left().apply(fakeContext(connection, {signal: stopped.signal}))).rejects.toMatchObject({
			name: 'CancelledError',
		});
		connection.done();
	});

	it('on a host to which the port of the new one may be closed is stopped when the others of the stage are done', async () => {
		const apart: Cluster = {...moved, roles: {...moved.roles, kafka: ['kafka-02', 'kafka-03']}};
		const connection = fakeConnection([stands('active', 'enabled'), stop]);
		await left(apart).apply(fakeContext(connection));
		connection.done();
		// Without them in the run, it has to ask.
		const asks = fakeConnection([stands('active', 'enabled'), subjects(0), stop]);
		await leftRegistry(apart, first!, [first!], 5).apply(fakeContext(asks));
		asks.done();
	});
});

/**
 * Runs a stage in which kafka-01 has the old registry and kafka-02 gets the new one by `start`, which says when it is up.
 * What was done, in its order, and what became of the old one.
 */
async function beside(start: (context: Context, up: () => void) => Promise<void>) {
	const done: string[] = [];
	const stand = {old: true, fresh: false};
	const up = () => {
		done.push('new one up');
		stand.fresh = true;
	};
	const fresh: ConvergeStep = {
		id: 'start',
		title: 'Start Schema Registry',
		check: async () => (stand.fresh ? [] : [{what: 'start'}]),
		apply: context => start(context, up),
	};
	const connection: Connection = {
		async exec(given) {
			const command = given.text;
			const code = command.startsWith('curl ') && !stand.fresh ? 7 : 0;
			if (command === stop.command) {
				done.push('old one stopped');
				stand.old = false;
			}
			return {code, stdout: matches(asked, command) ? stands(stand.old ? 'active' : 'inactive', '').stdout! : '', stderr: ''};
		},
		dial: noDial,
		async close() {},
	};
	const two = hosts.slice(0, 2);
	const events: EventBody[] = [];
	await run({
		plan: {
			cluster: 'orders',
			stages: [
				{
					id: 'schema-registry',
					title: 'Schema Registry',
					hosts: two,
					begin: () => host => (host === first ? [left()] : [fresh]),
				},
			],
		},
		mode: 'apply',
		sessions: new Map(two.map(host => [host.name, {host, facts: sampleFacts, connection}])),
		reconnect: async session => session,
		emit: event => events.push(event),
		signal: new AbortController().signal,
	});
	const ended = events.flatMap(event => (event.type === 'step-finished' && event.ref.host === 'kafka-01' ? [event.outcome] : []));
	return {done, ended};
}

describe('beside the new registry, the old one', () => {
	it('waits until that has started', async () => {
		const {done, ended} = await beside(async (_, up) => {
			await new Promise(resolve => setImmediate(resolve));
			up();
		});
		expect({done, ended}).toEqual({done: ['new one up', 'old one stopped'], ended: ['changed']});
	});

	it('lets one go first that runs already and is restarted in its turn', async () => {
		const {done, ended} = await beside(async (context, up) => {
			await context.turn();
			up();
		});
		expect({done, ended}).toEqual({done: ['new one up', 'old one stopped'], ended: ['changed']});
	});

	it('stays where that does not start', async () => {
		const {done, ended} = await beside(async () => {
			throw new StepError('it ended at once');
		});
		expect({done, ended}).toEqual({done: [], ended: ['cancelled']});
	});
});

function stageOf(cluster: Cluster): Stage {
	return planFor(cluster, bareMaterials(), {stage: 'schema-registry'}).stages[0]!;
}

describe('the stage', () => {
	it('has the same steps whatever the hosts say, and is for every host of the file', () => {
		const spare = {...moved, hosts: [...hosts, {name: 'spare'}]};
		const stage = stageOf(spare);
		const stepsOf = stage.begin();
		expect(stage.hosts.map(({name}) => name)).toEqual(['kafka-01', 'kafka-02', 'kafka-03', 'spare']);
		expect(stage.hosts.map(host => stepsOf(host).map(({id}) => id))).toEqual([
			['left-registry', 'subjects'],
			[
				'firewall',
				'own-group-cp-schema-registry',
				'configuration',
				'log-configuration',
				'unit-folder',
				'unit',
				'start',
				'subjects',
			],
			['left-registry', 'own-group-cp-kafka-connect', 'worker', 'subjects'],
			['left-registry'],
		]);
	});

	it('is not there where the file has no registry, and a remark says which one stays', () => {
		const none: Cluster = {...sampleCluster, roles: {...sampleCluster.roles, 'schema-registry': [], connect: []}};
		expect(() => stageOf(none)).toThrow('stage schema-registry has nothing to do');
		const remarks = (standings = running) => remarksOf(viewOf({cluster: none, standings, replaced: []}));
		expect(remarks().get('kafka-01')).toContain('Schema Registry runs on kafka-01 and the file has none: it stays');
		const enabled = changed(running, 'kafka-01', standing => ({...standing, registry: {active: false, enabled: true}}));
		expect(remarks(enabled).get('kafka-01')).toContain('Schema Registry is enabled on kafka-01 and the file has none: it stays');
		expect(
			[...remarksOf(viewOf({cluster: moved, standings: running, replaced: []})).values()].flat().map(textOf).join(),
		).not.toContain('stays');
	});
});
