import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import type {ConvergeStep} from '../../source/core/plan.ts';
import {textOf} from '../../source/host/remarks.ts';
import {movedBroker, movedRegistry} from '../../source/kafka/moved-ports.ts';
import {schemaRegistry} from '../../source/kafka/roles/schema-registry/stage.ts';
import {fakeContext} from '../helpers/context.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const alone: Cluster = {...sampleCluster, roles: {...sampleCluster.roles, 'schema-registry': [], connect: []}};
const at = (port: number): Cluster => ({...sampleCluster, kafka: {...sampleCluster.kafka, port}});
const ours = '# Written by kafka-setup for the cluster orders.\n';
const broker = (port: number, host = 'kafka-01') =>
	`${ours}listeners=PLAINTEXT://:${port}\nadvertised.listeners=PLAINTEXT://${host}:${port}\n`;
const registry = (port: number) => `${ours}listeners=http://0.0.0.0:${port}\n`;

describe('clients are told of another port', () => {
	test('of a broker, and what follows by itself', () => {
		expect(movedBroker(at(9093), 'kafka-01')(broker(9092), broker(9093)).map(textOf)).toEqual([
			'clients that use kafka-01:9092 must change to kafka-01:9093: bootstrap.servers of producers, consumers and tools. kafka-setup changes it for Schema Registry and Connect',
		]);
		const only = {...alone, kafka: {...alone.kafka, port: 9093}};
		expect(movedBroker(only, 'kafka-01')(broker(9092), broker(9093)).map(textOf)).toEqual([
			'clients that use kafka-01:9092 must change to kafka-01:9093: bootstrap.servers of producers, consumers and tools',
		]);
	});

	test('of a registry', () => {
		const moved = {...sampleCluster, 'schema-registry': {...sampleCluster['schema-registry'], port: 8081}};
		expect(movedRegistry(moved, 'kafka-01')(registry(8080), registry(8081)).map(textOf)).toEqual([
			'clients that use http://kafka-01:8080 must change to http://kafka-01:8081: schema.registry.url of producers, consumers and tools. kafka-setup changes it for Connect',
		]);
	});

	test('that was written by hand: each that is gone, and none that stays', () => {
		const before = `${ours}listeners=PLAINTEXT://:9092,SASL://:9094 , odd\nadvertised.listeners=PLAINTEXT://a:9092, SASL://a:9094\n`;
		expect(movedBroker(sampleCluster, 'kafka-01')(before, broker(9092)).map(line => textOf(line).slice(0, 32))).toEqual([
			'clients that use kafka-01:9094 m',
		]);
	});
});

test.each([
	['a first install', undefined],
	['the same port', broker(9092)],
	['settings without listeners', `${ours}broker.id=1\n`],
	['settings that are none', `${ours}listeners=\\uXYZ\n`],
	['a listener without a port', `${ours}listeners=PLAINTEXT://kafka-01\n`],
])('%s tells nobody to change', (_, before) => {
	expect(movedBroker(sampleCluster, 'kafka-01')(before, broker(9092))).toEqual([]);
	expect(movedRegistry(sampleCluster, 'kafka-01')(before === broker(9092) ? registry(8080) : before, registry(8080))).toEqual([]);
});

test('the settings that a package brought tell nobody to change', () => {
	expect(movedBroker(sampleCluster, 'kafka-01')('listeners=PLAINTEXT://:9095\n', broker(9092))).toEqual([]);
	expect(movedRegistry(sampleCluster, 'kafka-01')('listeners=http://0.0.0.0:8081\n', registry(8080))).toEqual([]);
});

test('the plan of a registry says so', async () => {
	const moved = {...sampleCluster, 'schema-registry': {...sampleCluster['schema-registry'], port: 8081}};
	const step = (of: Cluster) =>
		schemaRegistry(of, of.hosts)
			.begin()(of.hosts[0]!)
			.find(({id}) => id === 'configuration') as ConvergeStep;
	const folder = tempDir();
	const connection = localConnection({paths: {'/etc/schema-registry': folder}});
	const [change] = await step(sampleCluster).check(fakeContext(connection));
	writeFileSync(join(folder, 'schema-registry.properties'), change!.after!);
	const context = fakeContext(connection);
	await step(moved).check(context);
	expect(context.seen.notes).toEqual([expect.stringContaining('must change to http://kafka-01:8081')]);
	expect(context.seen.reports).toEqual([{kind: 'todo', what: context.seen.notes[0]}]);
});
