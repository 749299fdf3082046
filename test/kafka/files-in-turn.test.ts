import {expect, test} from 'vitest';
import type {ConvergeStep, Stage} from '../../source/core/plan.ts';
import {Secret} from '../../source/core/secret.ts';
import {kafka} from '../../source/kafka/roles/broker/stage.ts';
import {connect} from '../../source/kafka/roles/connect/stage.ts';
import {schemaRegistry} from '../../source/kafka/roles/schema-registry/stage.ts';
import {zookeeper} from '../../source/kafka/roles/zookeeper/stage.ts';
import {nothingKnown} from '../../source/kafka/settled/record-steps.ts';
import {fakeContext} from '../helpers/context.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

const {hosts} = sampleCluster;
const folder = '/usr/share/java/kafka-connect-jdbc';
const materials = {
	plugin: {
		jars: `${folder}/lib`,
		upload: {folder, version: '1', files: new Map([['manifest.json', Buffer.from('{}')]]), sha256: 'abc'},
	},
	secret: async () => new Secret('s3cret'),
};
const withDriver = {...sampleCluster, connect: {...sampleCluster.connect, driver: '/driver.jar'}};

const stepsOf = (stage: Stage, index: number) =>
	stage
		.begin()(hosts[index]!)
		.filter((step): step is ConvergeStep => step.check !== undefined && step.apply !== undefined);

/** Of the steps of a stage, those that on a host where the unit runs do nothing before the host's turn. */
async function inTurn(unit: string, steps: readonly ConvergeStep[]): Promise<readonly string[]> {
	const waits: string[] = [];
	for (const step of steps) {
		const connection = fakeConnection(
			Array.from({length: 2}, () => ({
				command: `systemctl show ${unit} -p ActiveState,SubState,MainPID,NRestarts`,
				stdout: 'ActiveState=active\nSubState=running\n',
			})),
		);
		const turn = async () => Promise.reject(new Error('not its turn yet'));
		const error = await step.apply(fakeContext(connection, {turn})).then(
			() => undefined,
			(failure: Error) => failure.message,
		);
		if (error === 'not its turn yet') waits.push(step.id);
	}
	return waits;
}

test.each<[string, string, Stage, number, readonly string[]]>([
	[
		'a ZooKeeper member',
		'confluent-zookeeper',
		zookeeper(sampleCluster, hosts, {known: nothingKnown()}),
		0,
		['myid', 'configuration', 'log-configuration', 'unit-folder', 'unit'],
	],
	[
		'a broker',
		'confluent-kafka',
		kafka(sampleCluster, hosts, {known: nothingKnown()}),
		0,
		['configuration', 'log-configuration', 'unit-folder', 'unit'],
	],
	[
		'a registry',
		'confluent-schema-registry',
		schemaRegistry(sampleCluster, hosts),
		0,
		['configuration', 'log-configuration', 'unit-folder', 'unit'],
	],
	[
		'a worker',
		'kafka-connect-standalone',
		connect(withDriver, hosts, {...materials, known: nothingKnown()}),
		2,
		[
			'sources',
			'secrets',
			'worker',
			'plugin',
			'driver',
			'rest-jaas',
			'rest-login',
			'worker-login',
			'password-orders',
			'source-orders',
			'service',
			'log-configuration',
			'unit-folder',
			'unit',
			'left-sources',
		],
	],
])('all that %s reads is written in its turn, just before its start', async (_what, unit, stage, index, ids) => {
	const steps = stepsOf(stage, index);
	expect(await inTurn(unit, steps)).toEqual(ids);
	const after = steps.slice(steps.findIndex(step => step.id === ids[0]));
	expect(after.map(({id}) => id).slice(0, ids.length + 1)).toEqual([...ids, 'start']);
});

test("a running worker's file is not written with the registry, and one that is down has it from there", async () => {
	const worker = stepsOf(schemaRegistry(sampleCluster, hosts), 2).find(({id}) => id === 'worker')!;
	const state = (active: string) => ({
		command: 'systemctl show kafka-connect-standalone -p ActiveState,SubState,MainPID,NRestarts',
		stdout: `ActiveState=${active}\nSubState=x\n`,
	});
	expect(await worker.check(fakeContext(fakeConnection([state('active')])))).toEqual([]);
	const down = fakeConnection([state('inactive'), {command: '/connect-avro-standalone.properties/'}]);
	expect(await worker.check(fakeContext(down))).toMatchObject([{what: expect.stringContaining('create')}]);
});
