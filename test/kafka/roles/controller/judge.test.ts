import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../../../source/cluster/cluster.ts';
import type {Disk} from '../../../../source/kafka/settled/look.ts';
import {isRecord} from '../../../../source/kafka/settled/record.ts';
import type {Standing} from '../../../../source/kafka/settled/standing.ts';
import {both, changed, judge, linesOf, subjects, running as withZookeeper} from '../../../helpers/judge.ts';
import {kraftCluster, sampleCluster} from '../../../helpers/sample-cluster.ts';
import {bareStanding, clusterId, directoryId, disk, quorumFor, runningStandings} from '../../../helpers/standings.ts';

const running = runningStandings(kraftCluster);
const {controller} = kraftCluster;
const dataDir = controller.dataDir;
const on79: Cluster = {...kraftCluster, platform: {...kraftCluster.platform, version: '7.9'}};

/** Other data in the directory of the controller of a host. */
const onDisk = (standings: ReadonlyMap<string, Standing>, name: string, meta: Disk['meta']) =>
	changed(standings, name, standing => ({
		...standing,
		disks: new Map([...standing.disks, [dataDir, meta === undefined ? disk(dataDir) : disk(dataDir, {meta})]]),
	}));

test('the file that was installed fits, with records and without', () => {
	for (const differences of both(kraftCluster, running)) expect(differences).toEqual([]);
	for (const differences of both(on79, runningStandings(on79))) expect(differences).toEqual([]);
});

describe('controllers', () => {
	const withControllers = (hosts: readonly string[], ids: Readonly<Record<string, number>>): Cluster => ({
		...kraftCluster,
		roles: {...kraftCluster.roles, controller: hosts},
		controller: {...controller, ids},
	});

	test.each([
		['fewer', withControllers(['kafka-01'], {'kafka-01': 101})],
		['others', withControllers(['kafka-01', 'kafka-02', 'kafka-04'], {'kafka-01': 101, 'kafka-02': 102, 'kafka-04': 104})],
		['the same with another id', withControllers(['kafka-01', 'kafka-02', 'kafka-03'], {...controller.ids, 'kafka-03': 113})],
	])('%s than at the first install are refused', (_, file) => {
		for (const differences of both(file, running)) {
			expect(subjects(differences)).toEqual(['KRaft controllers']);
			expect(differences[0]).toMatchObject({there: 'kafka-01 (101), kafka-02 (102), kafka-03 (103)'});
			expect(linesOf(differences[0]!.wayOut)).toContain('`controller: [kafka-01, kafka-02, kafka-03]`');
		}
	});

	test('may be any before one is formatted, though hosts have a record of the draw', () => {
		const begun = new Map(
			[...running].map(([name, {record, disks}]) => [
				name,
				{...bareStanding, record, disks: new Map([...disks.keys()].map(path => [path, disk(path)]))},
			]),
		);
		expect(judge(withControllers(['kafka-01'], {'kafka-01': 101}), begun)).toEqual([]);
		// From the first one on they are settled.
		const formatted = onDisk(begun, 'kafka-01', {broker: '101', clusterId, directoryId: directoryId('kafka-01', 'controller')});
		expect(subjects(judge(withControllers(['kafka-01'], {'kafka-01': 101}), formatted))).toEqual(['KRaft controllers']);
		expect(judge(kraftCluster, formatted)).toEqual([]);
	});

	test('that vote as the file says were changed by hand: the record follows', () => {
		const ids = {'kafka-01': 101, 'kafka-02': 102, 'kafka-03': 113};
		const file = withControllers(['kafka-01', 'kafka-02', 'kafka-03'], ids);
		const voting = (voters: readonly number[]) =>
			new Map(
				[...running].map(([name, standing]) => [
					name,
					{...standing, serves: {...standing.serves!, voters: voters.map(id => ({id, directoryId: ''}))}},
				]),
			);
		expect(subjects(judge(file, voting([101, 102, 113])))).not.toContain('KRaft controllers');
		for (const voters of [
			[101, 102],
			[101, 102, 103],
			[101, 102, 103, 113],
		]) {
			expect(subjects(judge(file, voting(voters)))).toContain('KRaft controllers');
		}
	});

	test('that are to become one process with their brokers, or two again, are refused', () => {
		const combined = {...kraftCluster, controller: {...controller, combined: true}};
		expect(subjects(judge(combined, running))).toContain('controller.combined');
		expect(judge(kraftCluster, runningStandings(combined)).find(({subject}) => subject === 'controller.combined')).toMatchObject({
			there: 'each controller is one process with its broker',
			wayOut: [{say: 'Put `combined: true` back into the cluster file.'}],
		});
	});

	test('on another port are refused', () => {
		expect(judge({...kraftCluster, controller: {...controller, port: 9193}}, running)).toMatchObject([
			{subject: 'controller.port', there: '9093', wanted: '9193'},
		]);
	});

	test('in another directory are refused', () => {
		const file = {...kraftCluster, controller: {...controller, dataDir: '/data/controller'}};
		const there = new Map(
			[...running].map(([name, standing]) => [
				name,
				{...standing, disks: new Map([...standing.disks, ['/data/controller', disk('/data/controller')]])},
			]),
		);
		for (const differences of both(file, there)) {
			expect(subjects(differences)).toEqual(['kafka-01', 'kafka-02', 'kafka-03'].map(name => `controller.dataDir of ${name}`));
		}
	});
});

describe('the directory of a controller', () => {
	const foreign = {broker: '102', clusterId, directoryId: 'AAECAwQFBgcICQoLDA0ODw'};

	test('is the one that the others know, unless the operator says that it is another', () => {
		const other = onDisk(running, 'kafka-02', foreign);
		const [difference, ...more] = judge(kraftCluster, other);
		expect([more, difference?.subject]).toEqual([[], 'Data of the controller on kafka-02']);
		expect(difference!.there).toContain('AAECAwQFBgcICQoLDA0ODw');
		expect(difference!.wanted).toContain(directoryId('kafka-02', 'controller'));
		expect(judge(kraftCluster, other, {replaced: ['kafka-02']})).toEqual([]);
	});

	test('is another where that votes: it was replaced by hand, and the record follows', () => {
		const votes = (directory: string) =>
			new Map(
				[...onDisk(running, 'kafka-02', foreign)].map(([name, standing]) => [
					name,
					{...standing, serves: {...standing.serves!, voters: [{id: 102, directoryId: directory}]}},
				]),
			);
		expect(judge(kraftCluster, votes(foreign.directoryId))).toEqual([]);
		expect(subjects(judge(kraftCluster, votes('another')))).toEqual(['Data of the controller on kafka-02']);
	});

	test('is any where voters are known by a list', () => {
		expect(judge(on79, onDisk(runningStandings(on79), 'kafka-02', foreign))).toEqual([]);
	});

	test('of another Kafka cluster stops the run', () => {
		const other = onDisk(running, 'kafka-02', {...foreign, clusterId: 'another'});
		expect(subjects(judge(kraftCluster, other))).toContain("Kafka's cluster id");
	});

	test('that is empty was lost, where the host says that it was formatted', () => {
		const empty = onDisk(running, 'kafka-02', undefined);
		expect(judge(kraftCluster, empty)).toMatchObject([{subject: `Data in ${dataDir} on kafka-02`}]);
		const never = changed(empty, 'kafka-02', standing => ({...standing, formatted: new Map()}));
		expect(judge(kraftCluster, never)).toEqual([]);
	});
});

test('one emptied log directory of two of a broker is noticed, and a new one is not one that was lost', () => {
	const two = {...kraftCluster, kafka: {...kraftCluster.kafka, dataDirs: ['/data/1', '/data/2']}};
	const empty = changed(runningStandings(two), 'kafka-01', standing => ({
		...standing,
		disks: new Map([...standing.disks, ['/data/2', disk('/data/2')]]),
	}));
	expect(subjects(judge(two, empty))).toEqual(['Data in /data/2 on kafka-01']);
	const added = {...kraftCluster, kafka: {...kraftCluster.kafka, dataDirs: [...kraftCluster.kafka.dataDirs, '/data/2']}};
	const there = changed(running, 'kafka-01', standing => ({
		...standing,
		disks: new Map([...standing.disks, ['/data/2', disk('/data/2')]]),
	}));
	expect(judge(added, there)).toEqual([]);
});

describe('replaced controllers', () => {
	const emptied = (standings: ReadonlyMap<string, Standing>, names: readonly string[]) =>
		names.reduce(
			(all, name) =>
				changed(all, name, standing => ({
					...bareStanding,
					disks: new Map([...standing.disks.keys()].map(path => [path, disk(path)])),
				})),
			standings,
		);
	const assignments = [{topic: 'a', partition: 0, replicas: [1, 2, 3], inSync: [1, 2, 3]}];
	const replaced = (file: Cluster, names: readonly string[]) =>
		judge(file, emptied(runningStandings(file), names), {replaced: names, assignments: names.length === 1 ? assignments : []});

	test('as many as could lead are refused in both kinds: they would lead an empty cluster', () => {
		for (const file of [kraftCluster, on79]) {
			expect(replaced(file, ['kafka-02', 'kafka-03'])).toMatchObject([
				{subject: 'Replaced controllers', there: 'kafka-02, kafka-03 without data, of 3'},
			]);
		}
	});

	test('one of a list of voters is formatted again, and catches up', () => {
		expect(replaced(on79, ['kafka-02'])).toEqual([]);
	});

	test('one of a dynamic quorum is refused, with the way by hand: its old directory has to leave first', () => {
		const [difference, ...more] = replaced(kraftCluster, ['kafka-02']);
		expect([more, difference?.subject]).toEqual([[], 'Replaced controller kafka-02']);
		const text = linesOf(difference!.wayOut);
		const servers = 'kafka-metadata-quorum --bootstrap-controller kafka-01:9093,kafka-03:9093';
		const lines = [
			`${servers} remove-controller --controller-id 102 --controller-directory-id ${directoryId('kafka-02', 'controller')}`,
			'--no-initial-controllers',
			'sudo systemctl start confluent-kcontroller',
			`${servers} --command-config /etc/kafka/controller.properties add-controller`,
		];
		const places = lines.map(line => text.indexOf(line));
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(places).not.toContain(-1);
	});

	test('the only one has nobody to learn from', () => {
		const one = {
			...kraftCluster,
			roles: {...kraftCluster.roles, controller: ['kafka-01']},
			controller: {...controller, ids: {'kafka-01': 101}},
		};
		const [difference] = replaced(one, ['kafka-01']);
		expect(linesOf(difference!.wayOut)).toContain('kafka-setup destroy FILE --data orders');
	});
});

describe('what keeps the metadata', () => {
	test('of a cluster with ZooKeeper is not moved by an edit', () => {
		for (const differences of both({...kraftCluster, platform: sampleCluster.platform}, withZookeeper)) {
			expect(subjects(differences)).toContain('Metadata of the cluster');
			const found = differences.find(({subject}) => subject === 'Metadata of the cluster')!;
			expect([found.there.split(':')[0], found.wanted]).toEqual(['roles.zookeeper', 'roles.controller']);
			expect(linesOf(found.wayOut)).toContain('as a new cluster, without their topics');
		}
	});

	test('nor that of a cluster with controllers', () => {
		for (const differences of both({...sampleCluster, platform: kraftCluster.platform}, running)) {
			expect(differences.find(({subject}) => subject === 'Metadata of the cluster')).toMatchObject({wanted: 'roles.zookeeper'});
		}
	});

	test('is free where nothing is installed', () => {
		expect(judge(kraftCluster, new Map(kraftCluster.hosts.map(({name}) => [name, bareStanding])))).toEqual([]);
	});
});

test('the records of all hosts are whole, and have what the controllers were made with', () => {
	for (const {record} of running.values()) {
		expect(isRecord(record) && record.quorum).toEqual(quorumFor(kraftCluster));
		expect(isRecord(record) && record.keeper).toBe('controller');
	}
});
