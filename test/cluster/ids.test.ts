import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../source/cluster/file/parse.ts';
import {assignIds, type EarlierIds, type FoundIds, giveIds} from '../../source/cluster/ids.ts';
import {InputError} from '../../source/core/errors.ts';

type Found = Readonly<Record<string, FoundIds>>;

function cluster(settings = '') {
	return parseCluster(
		`name: a\nhosts: [k1, k2, k3, spare]\nroles: {zookeeper: [k1, k2, k3], kafka: [k3, k2, k1]}\n${settings}`,
		'kafka-setup.yaml',
	);
}

function ids(settings: string, found: Found) {
	const {zookeeper, kafka} = assignIds(cluster(settings), new Map(Object.entries(found)));
	return {zookeeper: zookeeper.ids, kafka: kafka.ids};
}

function conflicts(settings: string, found: Found): string {
	try {
		ids(settings, found);
	} catch (error) {
		if (error instanceof InputError) return error.message;
		throw error;
	}
	throw new Error('No conflict was found.');
}

describe('ids', () => {
	test('bare hosts get numbers from 1 on, in the order of the role', () => {
		expect(ids('', {})).toEqual({zookeeper: {k1: 1, k2: 2, k3: 3}, kafka: {k3: 1, k2: 2, k1: 3}});
	});

	test('what the file says and what a host has is kept, and the gaps are filled', () => {
		expect(ids('kafka: {ids: {k2: 0}}\n', {k1: {kafka: 1}, k2: {zookeeper: 1}, k3: {zookeeper: 7}})).toEqual({
			zookeeper: {k1: 2, k2: 1, k3: 7},
			kafka: {k3: 2, k2: 0, k1: 1},
		});
	});

	test('a second assignment changes nothing', () => {
		const first = assignIds(cluster(), new Map());
		expect(assignIds(first, new Map())).toEqual(first);
	});

	test('the number of a host that left the role is not given to another', () => {
		expect(ids('', {spare: {kafka: 1, zookeeper: 2}})).toEqual({zookeeper: {k1: 1, k2: 3, k3: 4}, kafka: {k3: 2, k2: 3, k1: 4}});
	});

	test('the file contradicting a disk stops the run', () => {
		expect(conflicts('kafka: {ids: {k2: 5}}\n', {k2: {kafka: 2}})).toContain(
			'k2 has broker id 2 on its disk, but kafka.ids gives it 5: an id never changes once there is data',
		);
	});

	test('two hosts with one number stop the run', () => {
		expect(conflicts('', {k1: {zookeeper: 4}, k3: {zookeeper: 4}})).toContain('k1 and k3 have the same ZooKeeper id 4');
		expect(conflicts('kafka: {ids: {k2: 5}}\n', {k1: {kafka: 5}})).toContain('k2 and k1 have the same broker id 5');
	});

	test('a number that Kafka gave out by itself stops the run', () => {
		expect(conflicts('', {k1: {kafka: 1001}})).toContain('k1 has broker id 1001, which is outside 0-1000');
	});

	test('disks of two Kafka clusters stop the run', () => {
		expect(conflicts('', {k1: {clusterId: 'aaa'}, k2: {clusterId: 'bbb'}, k3: {clusterId: 'aaa'}})).toContain(
			"the brokers' disks belong to 2 different Kafka clusters (k3, k1: aaa; k2: bbb)",
		);
		expect(ids('', {k1: {clusterId: 'aaa'}, spare: {clusterId: 'bbb'}}).kafka).toEqual({k3: 1, k2: 2, k1: 3});
	});

	test('all conflicts are told at once', () => {
		const message = conflicts('zookeeper: {ids: {k1: 9}}\n', {
			k1: {zookeeper: 1, kafka: 3, clusterId: 'a'},
			k2: {kafka: 3, clusterId: 'b'},
		});
		expect(message.split('\n')).toHaveLength(4);
	});

	test.each([0, 256])('a ZooKeeper id %d on a disk, or in the file of another host, stops the run', id => {
		expect(conflicts('', {k1: {zookeeper: id}})).toContain(`k1 has ZooKeeper id ${id}, which is outside 1-255`);
		expect(() => cluster(`zookeeper: {ids: {k1: ${id}}}\n`)).toThrow(InputError);
	});

	test('what the directories of a host disagree on stops the run', () => {
		expect(conflicts('', {k1: {kafka: 2, conflicts: ['k1 is of two minds']}})).toContain('k1 is of two minds');
		expect(ids('', {spare: {conflicts: ['spare is no broker']}}).kafka).toEqual({k3: 1, k2: 2, k1: 3});
	});

	test('a myid that vanished from beside data is not given out anew, unless the file says it', () => {
		const found = {k2: {lost: [{role: 'zookeeper', path: '/zk/myid'}]}} as const;
		expect(conflicts('', found)).toContain(
			'k2 has ZooKeeper data, but /zk/myid is gone or empty: put the id back, or say it in zookeeper.ids',
		);
		expect(conflicts('', {k2: {lost: [{role: 'zookeeper' as const, path: '/zk/myid', holds: 'text' as const}]}})).toContain(
			'/zk/myid holds no id',
		);
		expect(ids('zookeeper: {ids: {k2: 2}}\n', found).zookeeper).toEqual({k1: 1, k2: 2, k3: 3});
	});

	test('what lies behind a link may be data, of a cluster that no id in the file tells', () => {
		const lost = (role: 'kafka' | 'zookeeper', path: string) => ({k2: {lost: [{role, path, holds: 'link' as const}]}});
		const kafka = conflicts('kafka: {ids: {k2: 2}}\n', lost('kafka', '/d1/meta.properties'));
		expect(kafka).not.toContain('kafka.ids');
		expect(kafka).toContain(
			'k2 may have Kafka data: /d1/meta.properties is or lies behind a symbolic link that is not followed: put what it leads to in its place',
		);
		const zookeeper = lost('zookeeper', '/zk/myid');
		expect(conflicts('', zookeeper)).toMatch(/put what it leads to in its place, or say the id in zookeeper\.ids$/);
		expect(ids('zookeeper: {ids: {k2: 2}}\n', zookeeper).zookeeper).toMatchObject({k2: 2});
	});
});

describe('ids of earlier', () => {
	const given = (earlier: EarlierIds, found: Found = {}, settings = '') => {
		const {cluster: settled, problems} = giveIds(cluster(settings), new Map(Object.entries(found)), earlier);
		return {zookeeper: settled.zookeeper.ids, kafka: settled.kafka.ids, problems};
	};

	test('a host that has an empty disk now keeps what it had', () => {
		expect(given(new Map([['k2', {zookeeper: 3, kafka: 7}]]))).toEqual({
			zookeeper: {k1: 1, k2: 3, k3: 2},
			kafka: {k3: 1, k2: 7, k1: 2},
			problems: [],
		});
	});

	test('the disk and the file come first', () => {
		expect(given(new Map([['k2', {kafka: 7}]]), {k2: {kafka: 5}}).kafka).toMatchObject({k2: 5});
		expect(given(new Map([['k2', {kafka: 7}]]), {}, 'kafka: {ids: {k2: 6}}\n').kafka).toMatchObject({k2: 6});
	});

	test('those of a host that left the cluster are not given out again', () => {
		expect(given(new Map([['gone', {zookeeper: 1, kafka: 2}]]))).toMatchObject({
			zookeeper: {k1: 2, k2: 3, k3: 4},
			kafka: {k3: 1, k2: 3, k1: 4},
		});
	});

	test('a lost myid is told with what was recorded', () => {
		const {problems} = given(new Map([['k2', {zookeeper: 9}]]), {k2: {lost: [{role: 'zookeeper', path: '/zk/myid'}]}});
		expect(problems).toEqual([
			'k2 has ZooKeeper data, but /zk/myid is gone or empty (recorded is 9): put the id back, or say it in zookeeper.ids',
		]);
	});
});

describe('ids of nodes, which controllers and brokers have from one space', () => {
	const kraft = (settings = '', roles = 'controller: [k1, k2, k3], kafka: [k3, k2, k1]', hosts = 'k1, k2, k3, spare') =>
		parseCluster(`name: a\nhosts: [${hosts}]\nroles: {${roles}}\n${settings}`, 'kafka-setup.yaml');
	const given = (found: Found = {}, settings = '', earlier: EarlierIds = new Map(), cluster = kraft(settings)) => {
		const {cluster: done, problems} = giveIds(cluster, new Map(Object.entries(found)), earlier);
		return {controller: done.controller.ids, kafka: done.kafka.ids, problems};
	};

	test('begin at 101 for controllers and at 1 for brokers, in the order of the roles', () => {
		expect(given()).toEqual({controller: {k1: 101, k2: 102, k3: 103}, kafka: {k3: 1, k2: 2, k1: 3}, problems: []});
	});

	test('that a host has, or had, are kept; the file comes first', () => {
		const found = {k1: {controller: 7, kafka: 9}, k2: {kafka: 101}};
		expect(given(found, 'controller: {ids: {k3: 55}}\n', new Map([['k2', {controller: 300, kafka: 5}]]))).toEqual({
			controller: {k1: 7, k2: 300, k3: 55},
			kafka: {k3: 1, k2: 101, k1: 9},
			problems: [],
		});
	});

	test.each<[string, Found, string, EarlierIds]>([
		['in the file', {}, 'kafka: {ids: {k2: 101, k1: 102}}\n', new Map()],
		['on a disk', {k2: {kafka: 101}, k1: {kafka: 102}}, '', new Map()],
		[
			'on record',
			{},
			'',
			new Map([
				['k2', {kafka: 101}],
				['k1', {kafka: 102}],
			]),
		],
	])('that brokers have %s are given to no controller', (_, found, settings, earlier) => {
		const all = given(found, settings, earlier);
		expect(all).toMatchObject({controller: {k1: 103, k2: 104, k3: 105}, kafka: {k3: 1}, problems: []});
	});

	test.each<[string, Found, string, EarlierIds]>([
		['of which both are in the file', {}, 'controller: {ids: {k1: 2}}\nkafka: {ids: {k2: 2}}\n', new Map()],
		['of which both are on disks', {k1: {controller: 2}, k2: {kafka: 2}}, '', new Map()],
		['of which one is in the file and one on a disk', {k1: {controller: 2}}, 'kafka: {ids: {k2: 2}}\n', new Map()],
		['of which one is on a disk and one on record', {k2: {kafka: 2}}, '', new Map([['k1', {controller: 2}]])],
	])('that are the same, %s, are told once', (_, found, settings, earlier) => {
		// A file that says so itself does not get as far.
		const cluster = kraft();
		const own = settings.includes('controller') ? {controller: {...cluster.controller, ids: {k1: 2}}} : {};
		const brokers = settings.includes('kafka') ? {kafka: {...cluster.kafka, ids: {k2: 2}}} : {};
		expect(given(found, '', earlier, {...cluster, ...own, ...brokers}).problems).toEqual([
			'KRaft controllers on k1 and Kafka on k2 have the same id 2',
		]);
	});

	test('of controllers that left are not given to brokers, and stop nobody who has one', () => {
		const gone = new Map([['gone', {controller: 2}]]);
		expect(given({}, '', gone).kafka).toEqual({k3: 1, k2: 3, k1: 4});
		expect(given({k2: {kafka: 2}}, '', gone)).toMatchObject({kafka: {k3: 1, k2: 2, k1: 3}, problems: []});
		const both = given({k2: {kafka: 2}, k1: {controller: 2}}, '', gone);
		expect(both.problems).toEqual(['KRaft controllers on k1 and Kafka on k2 have the same id 2']);
	});

	test('that are given out at once do not meet either: the 101st broker gets another than the first controller', () => {
		const names = Array.from({length: 110}, (_, index) => `b${index + 1}`);
		const many = kraft('', `controller: [c1, c2, c3], kafka: [${names.join(', ')}]`, ['c1', 'c2', 'c3', ...names].join(', '));
		const {controller, kafka, problems} = given({}, '', new Map(), many);
		const ids = [...Object.values(controller), ...Object.values(kafka)];
		expect([new Set(ids).size, kafka.b101, problems]).toEqual([113, 104, []]);
	});

	test('of one process with both roles are one: that of its broker', () => {
		const text = 'controller: {combined: true}\n';
		expect(given({k2: {kafka: 7}}, text)).toEqual({
			controller: {k1: 2, k2: 7, k3: 1},
			kafka: {k3: 1, k2: 7, k1: 2},
			problems: [],
		});
	});

	test('of ZooKeeper members are of a space of their own', () => {
		const {zookeeper, kafka} = giveIds(cluster('zookeeper: {ids: {k1: 5}}\nkafka: {ids: {k2: 5}}\n'), new Map()).cluster;
		expect([zookeeper.ids.k1, kafka.ids.k2]).toEqual([5, 5]);
	});
});
