import {expect, test} from 'vitest';
import type {Quorum} from '../../../../source/cluster/identity.ts';
import {
	controllers,
	drawId,
	kindOf,
	quorumOf,
	quorumOptions,
	quorumProperties,
} from '../../../../source/kafka/roles/controller/quorum.ts';
import {kraftCluster} from '../../../helpers/sample-cluster.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const drawn = (mark: string): Quorum => ({
	kind: 'dynamic',
	clusterId: `cluster-${mark}`,
	combined: false,
	directoryIds: Object.fromEntries(hosts.map(name => [name, `${name}-${mark}`])),
});
const on79 = {...kraftCluster, platform: {...kraftCluster.platform, version: '7.9'}};

test('ids are 16 bytes as Kafka writes them, never beginning with a dash, and never the same', () => {
	const ids = Array.from({length: 2000}, drawId);
	for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
	expect(new Set(ids).size).toBe(ids.length);
});

test('a new quorum is drawn whole: an id for the cluster, and one for the directory of each controller', () => {
	const {kind, clusterId, directoryIds} = quorumOf(kraftCluster, [undefined, undefined]);
	expect([kind, Object.keys(directoryIds)]).toEqual(['dynamic', hosts]);
	expect(new Set([clusterId, ...Object.values(directoryIds)]).size).toBe(4);
	expect(quorumOf(kraftCluster, []).clusterId).not.toBe(clusterId);
});

test('of 7.9 it is made from a list of voters, whose directories have no ids that anyone has to know', () => {
	expect(quorumOf(on79, [{directoryIds: {'kafka-01': 'by the tool'}}])).toMatchObject({kind: 'static', directoryIds: {}});
});

test('what is known is kept, each part by the best who knows it; only the rest is drawn', () => {
	const onDisk = {directoryIds: {'kafka-02': 'from the disk'}};
	const record = {...drawn('record'), directoryIds: {'kafka-01': 'from a record', 'kafka-02': 'from a record'}};
	const memory = {...drawn('memory'), kind: 'static' as const};
	expect(quorumOf(kraftCluster, [onDisk, record, memory])).toEqual({
		kind: 'dynamic',
		clusterId: 'cluster-record',
		directoryIds: {'kafka-01': 'from a record', 'kafka-02': 'from the disk', 'kafka-03': 'kafka-03-memory'},
		combined: false,
	});
	expect(quorumOf(kraftCluster, [undefined, drawn('memory')])).toEqual(drawn('memory'));
});

test('what a quorum is made as stays so, whatever the version would make now', () => {
	expect(quorumOf(kraftCluster, [{kind: 'static'}])).toMatchObject({kind: 'static', directoryIds: {}});
	expect(kindOf(on79, {quorum: drawn('a')})).toBe('dynamic');
	expect([kindOf(on79, {}), kindOf(kraftCluster, {})]).toEqual(['static', 'dynamic']);
});

test('how the controllers are found: by a list with their ids, or by addresses alone', () => {
	expect(controllers(kraftCluster)).toBe('kafka-01:9093,kafka-02:9093,kafka-03:9093');
	expect(quorumProperties(kraftCluster, {quorum: drawn('a')})).toEqual({
		'controller.quorum.bootstrap.servers': 'kafka-01:9093,kafka-02:9093,kafka-03:9093',
		'controller.listener.names': 'CONTROLLER',
	});
	expect(quorumProperties(on79, {})).toEqual({
		'controller.quorum.voters': '101@kafka-01:9093,102@kafka-02:9093,103@kafka-03:9093',
		'controller.listener.names': 'CONTROLLER',
	});
	expect(quorumOptions(kraftCluster, {quorum: drawn('a')})).toEqual([
		'--initial-controllers',
		'101@kafka-01:9093:kafka-01-a,102@kafka-02:9093:kafka-02-a,103@kafka-03:9093:kafka-03-a',
	]);
	// The tool refuses them beside a list of voters.
	expect(quorumOptions(on79, {quorum: {...drawn('a'), kind: 'static'}})).toEqual([]);
});
