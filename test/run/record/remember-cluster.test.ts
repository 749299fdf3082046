import {expect, test} from 'vitest';
import type {FoundIds} from '../../../source/cluster/ids.ts';
import type {Seen} from '../../../source/kafka/identity/identity.ts';
import {rememberCluster} from '../../../source/run/record/remember-cluster.ts';
import type {StoredCluster} from '../../../source/state/store/clusters.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';

const names = ['kafka-01', 'kafka-02', 'kafka-03'];

const seen = (machines: string, found: FoundIds = {}): Seen => ({
	factsOf: new Map(names.map((name, at) => [name, {...sampleFacts, machineId: `${machines[at]}`}])),
	found: new Map(names.map(name => [name, found])),
});

/** A memory that notes what was kept; `broken` says that it can't keep. */
function memory(stored: readonly StoredCluster[] = [], replaced: readonly string[] = [], broken = false) {
	const kept: StoredCluster[] = [];
	const said: string[] = [];
	const one = rememberCluster(
		{
			list: () => stored,
			keep(cluster) {
				if (broken) throw new Error('the disk is full');
				kept.push(cluster);
			},
		},
		{file: '/orders.yaml', name: 'orders', replaced, version: '0.1.0', say: text => void said.push(text)},
	);
	return {...one, kept, said};
}

function stored(machines = 'abc'): StoredCluster {
	const {record, kept} = memory();
	record(sampleCluster, seen(machines, {zookeeper: 1, kafka: 1, clusterId: 'x'}));
	return {...kept[0]!, firstAt: '2025-01-01T00:00:00.000Z', recordedBy: '0.0.9'};
}

test('at first nothing is recorded, then what was seen, then what it became', () => {
	const {recorded, record, kept} = memory([
		{...stored(), file: '/others.yaml'},
		{...stored(), name: 'payments'},
	]);
	expect(recorded).toBeUndefined();
	record(sampleCluster, seen('abc'));
	record(sampleCluster, seen('abc'));
	expect(kept).toHaveLength(1);
	record(sampleCluster, seen('abc', {zookeeper: 1, kafka: 1, clusterId: 'x'}));
	expect(kept.map(({clusterId, hosts}) => [clusterId, hosts[0]!.kafka?.clusterId])).toEqual([
		[undefined, undefined],
		['x', 'x'],
	]);
	expect(kept[1]).toMatchObject({name: 'orders', file: '/orders.yaml', recordedBy: '0.1.0', firstAt: kept[0]!.firstAt});
});

test('what did not change is not written again', () => {
	const {record, kept} = memory([stored()]);
	record(sampleCluster, seen('abc', {zookeeper: 1, kafka: 1, clusterId: 'x'}));
	expect(kept).toEqual([]);
});

test('a replaced host takes the place of what it was; the first time stays', () => {
	const {recorded, replaced, record, kept} = memory([stored()], ['kafka-02']);
	expect([recorded?.hosts.map(({machineId}) => machineId), replaced]).toEqual([['a', 'b', 'c'], ['kafka-02']]);
	record(sampleCluster, seen('aZc', {zookeeper: 1, kafka: 1, clusterId: 'x'}));
	expect(kept[0]!.hosts.map(({machineId}) => machineId)).toEqual(['a', 'Z', 'c']);
	expect(kept[0]).toMatchObject({firstAt: '2025-01-01T00:00:00.000Z', recordedBy: '0.1.0', clusterId: 'x'});
});

test('what can not be kept does not stop the run, and is said', () => {
	const {record, said} = memory([], [], true);
	record(sampleCluster, seen('abc'));
	expect(said).toEqual(['Which machines orders is installed on could not be remembered: the disk is full']);
});
