import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {assignIds} from '../../../source/cluster/ids.ts';
import {textOf} from '../../../source/host/remarks.ts';
import {remarksOf} from '../../../source/kafka/settled/remarks.ts';
import type {Standing} from '../../../source/kafka/settled/standing.ts';
import {viewOf} from '../../../source/kafka/settled/view.ts';
import {both, changed, judge, linesOf, one, running, subjects, withHosts} from '../../helpers/judge.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {bareStanding, clusterId, disk, runningStandings} from '../../helpers/standings.ts';

test('the file that was installed fits', () => {
	for (const differences of both(sampleCluster)) expect(differences).toEqual([]);
});

test('the order of the hosts in the file means nothing', () => {
	const {roles} = sampleCluster;
	const turned = {
		...sampleCluster,
		roles: {...roles, zookeeper: [...roles.zookeeper].reverse(), kafka: [...roles.kafka].reverse()},
	};
	expect(judge(turned, running)).toEqual([]);
	expect(assignIds(turned, new Map()).roles.kafka).toEqual(['kafka-01', 'kafka-02', 'kafka-03']);
});

test('hosts without anything are free', () => {
	expect(judge(sampleCluster, new Map(sampleCluster.hosts.map(({name}) => [name, bareStanding])))).toEqual([]);
});

describe('the name', () => {
	test('alone is put back', () => {
		for (const differences of both({...sampleCluster, name: 'other'})) {
			expect(subjects(differences)).toEqual(['Name of the cluster']);
			expect(linesOf(differences[0]!.wayOut)).toContain('`name: orders`');
		}
	});

	test('of a file that takes one host of a running cluster is said with all hosts of that cluster', () => {
		const file = {...one, name: 'test'};
		const standings = new Map([['kafka-01', running.get('kafka-01')!]]);
		for (const differences of both(file, standings)) {
			expect(differences[0]!.there).toBe('kafka-01 belongs to the cluster orders (kafka-01, kafka-02, kafka-03)');
		}
	});
});

test('a disk of another node does not make its host that broker', () => {
	const file = {...sampleCluster, kafka: {...sampleCluster.kafka, ids: {...sampleCluster.kafka.ids, 'kafka-02': 9}}};
	const [path] = sampleCluster.kafka.dataDirs;
	const there = changed(running, 'kafka-02', standing => ({
		...standing,
		disks: new Map([...standing.disks, [path!, disk(path!, {meta: {broker: '9', clusterId}})]]),
	}));
	const [recorded, byItself] = both(file, there);
	for (const differences of [recorded!, byItself!]) expect(subjects(differences)).toContain('Broker id of kafka-02');
	expect(recorded![0]).toMatchObject({
		there: 'broker 2, as kafka-01 has it on record',
		wanted: `9, whose data is in ${path}`,
		wayOut: [{say: 'Bring the right disk back.'}],
	});
	expect(byItself![0]!.there).toBe('it runs as broker 2');
	expect(linesOf(judge(file, running)[0]!.wayOut)).toContain('`ids: {kafka-02: 2}`');
	// Replaced by hand, and registered under its new id.
	const taken = new Map(
		[...there].map(([name, standing]) => [
			name,
			standing.serves === undefined ? standing : {...standing, serves: {...standing.serves, brokers: [1, 3, 9]}},
		]),
	);
	expect(judge(file, taken)).toEqual([]);
});

describe('data', () => {
	test('that other directories hold is not left behind', () => {
		const file = {
			...sampleCluster,
			kafka: {...sampleCluster.kafka, dataDirs: ['/data/1']},
			zookeeper: {...sampleCluster.zookeeper, dataDir: '/data/zookeeper'},
			connect: {...sampleCluster.connect, dataDir: '/data/connect'},
		};
		const there = new Map(
			[...running].map(([name, standing]) => [
				name,
				{
					...standing,
					disks: new Map([
						...standing.disks,
						...['/data/1', '/data/zookeeper', '/data/connect'].map(path => [path, disk(path)] as const),
					]),
				},
			]),
		);
		for (const differences of both(file, there)) {
			expect(subjects(differences)).toEqual([
				...['kafka-01', 'kafka-02', 'kafka-03'].map(name => `kafka.dataDirs of ${name}`),
				...['kafka-01', 'kafka-02', 'kafka-03'].map(name => `zookeeper.dataDir of ${name}`),
				'connect.dataDir of kafka-03',
			]);
		}
	});

	test('offsets that are moved by hand get into the new directory also where that is a mount', () => {
		const file = {...sampleCluster, connect: {...sampleCluster.connect, dataDir: '/data/connect'}};
		for (const [difference] of both(file)) {
			expect(linesOf(difference!.wayOut)).toContain(
				'sudo mkdir -p /data/connect && sudo cp -aT /var/lib/kafka-connect /data/connect',
			);
		}
	});

	test('a further directory is a further disk', () => {
		const file = {...sampleCluster, kafka: {...sampleCluster.kafka, dataDirs: [...sampleCluster.kafka.dataDirs, '/data/2']}};
		const there = new Map(
			[...running].map(([name, standing]) => [
				name,
				{...standing, disks: new Map([...standing.disks, ['/data/2', disk('/data/2')]])},
			]),
		);
		for (const differences of both(file, there)) expect(differences).toEqual([]);
	});

	const twoDisks = {...sampleCluster, kafka: {...sampleCluster.kafka, dataDirs: ['/data/1', '/data/2']}};
	const onMounts = new Map(
		[...runningStandings(twoDisks)].map(([name, standing]) => [
			name,
			{
				...standing,
				record: {
					...(standing.record as Extract<Standing['record'], {cluster: string}>),
					data: {zookeeper: [], kafka: ['/data/1', '/data/2'].map(path => ({path, mount: path})), connect: []},
				},
				disks: new Map([...standing.disks].map(([path, one]) => [path, path.startsWith('/data') ? {...one, mount: path} : one])),
			},
		]),
	);

	test('on a disk that is not mounted stops the run, and so does one emptied disk of two', () => {
		expect(judge(twoDisks, onMounts)).toEqual([]);
		const unmounted = changed(onMounts, 'kafka-02', standing => ({
			...standing,
			disks: new Map([...standing.disks, ['/data/1', disk('/data/1')]]),
		}));
		expect(subjects(judge(twoDisks, unmounted))).toEqual(['Disk of /data/1 on kafka-02']);
		const emptied = changed(onMounts, 'kafka-02', standing => ({
			...standing,
			disks: new Map([...standing.disks, ['/data/1', disk('/data/1', {mount: '/data/1'})]]),
		}));
		expect(subjects(judge(twoDisks, emptied))).toEqual(['Data in /data/1 on kafka-02']);
		expect(judge(twoDisks, emptied, {replaced: ['kafka-02']})).toEqual([]);
	});
});

describe('the cluster id', () => {
	test('of the disks, the records and ZooKeeper is one', () => {
		const other = changed(running, 'kafka-02', standing => ({
			...standing,
			serves: {clusterId: 'another', brokers: []},
		}));
		expect(subjects(judge(sampleCluster, other))).toContain("Kafka's cluster id");
	});

	test('that ZooKeeper has lost stops the run, and no directory is to be emptied', () => {
		const lost = new Map(
			[...running].map(([name, standing]) => [name, {...standing, serves: {clusterId: undefined, brokers: []}}]),
		);
		for (const differences of both(sampleCluster, lost)) {
			expect(subjects(differences)).toEqual(["Kafka's cluster id"]);
			expect(linesOf(differences[0]!.wayOut)).toContain('Keep every data directory as it is');
		}
		expect(clusterId).toBeDefined();
	});
});

describe('brokers', () => {
	const two = {
		...sampleCluster,
		roles: {...sampleCluster.roles, kafka: ['kafka-01', 'kafka-02']},
		kafka: {...sampleCluster.kafka, ids: {'kafka-01': 1, 'kafka-02': 2}},
	};

	test('that are registered and not in the file stop the run', () => {
		for (const differences of both(two)) expect(subjects(differences)).toContain('Broker 3');
	});

	test('that are down stop it as long as they have copies, or nobody can say', () => {
		const stopped = new Map(
			[...running].map(([name, standing]) => [
				name,
				{
					...standing,
					serves: {clusterId, brokers: [1, 2]},
					...(name === 'kafka-03' ? {kafka: {...standing.kafka!, active: false, enabled: false}} : {}),
				},
			]),
		);
		expect(subjects(judge(two, stopped, {assignments: undefined}))).toEqual(['Broker 3']);
		expect(subjects(judge(two, stopped, {assignments: [{topic: 'a', partition: 0, replicas: [3], inSync: [3]}]}))).toEqual([
			'Broker 3',
		]);
		expect(judge(two, stopped, {assignments: [{topic: 'a', partition: 0, replicas: [1, 2], inSync: [1, 2]}]})).toEqual([]);
	});

	test('may be added', () => {
		const added = withHosts(one, ['kafka-01', 'kafka-02', 'kafka-03']);
		const file: Cluster = {
			...added,
			roles: {...added.roles, zookeeper: ['kafka-01'], connect: ['kafka-01']},
			zookeeper: {...added.zookeeper, ids: {'kafka-01': 1}},
		};
		const standings = new Map([
			...runningStandings(one),
			['kafka-02', bareStanding] as const,
			['kafka-03', bareStanding] as const,
		]);
		for (const differences of both(file, standings)) expect(differences).toEqual([]);
	});
});

describe('Connect', () => {
	const moved = {...sampleCluster, roles: {...sampleCluster.roles, connect: ['kafka-02']}};
	const stopped = (copied: boolean) =>
		changed(
			changed(running, 'kafka-03', standing => ({...standing, connect: {...standing.connect, active: false, enabled: false}})),
			'kafka-02',
			standing => ({
				...standing,
				disks: new Map([...standing.disks, ['/var/lib/kafka-connect', disk('/var/lib/kafka-connect', {hasOffsets: copied})]]),
			}),
		);

	test('is not moved beside a worker that runs, nor without its offsets', () => {
		for (const differences of both(moved)) {
			expect(subjects(differences)).toEqual(['Connect on kafka-03']);
			expect(linesOf(differences[0]!.wayOut)).toContain('ssh kafka-03 sudo systemctl disable --now kafka-connect-standalone');
		}
		expect(judge(moved, stopped(false))[0]!.there).toBe('it has the offsets of orders in /var/lib/kafka-connect');
		expect(judge(moved, stopped(true))).toEqual([]);
	});

	test('on a host that is not in the file any more is asked for', () => {
		const file = {...moved, hosts: [{name: 'kafka-01'}, {name: 'kafka-02'}]};
		const standings = new Map([...running].filter(([name]) => name !== 'kafka-03'));
		const differences = judge(file, standings).find(({subject}) => subject === 'Connect on kafka-03');
		expect(linesOf(differences!.wayOut)).toContain('Add kafka-03 to `hosts:`');
	});
});

describe('a record', () => {
	test('that is damaged or of a newer version stops the run', () => {
		for (const bad of ['damaged', 'newer'] as const) {
			const standings = changed(running, 'kafka-02', standing => ({...standing, record: {bad}}));
			expect(subjects(judge(sampleCluster, standings))).toEqual(['Record of kafka-02']);
		}
	});

	test('of another host is a clone, a rename or a wrong address', () => {
		const clone = changed(running, 'kafka-02', () => running.get('kafka-01')!);
		expect(subjects(judge(sampleCluster, clone))).toContain('Host kafka-02');
	});

	test('that peers have of a host which knows nothing of itself tells that it was wiped', () => {
		const wiped = changed(running, 'kafka-02', standing => ({
			...bareStanding,
			disks: new Map([...standing.disks.keys()].map(path => [path, disk(path)])),
		}));
		expect(subjects(judge(sampleCluster, wiped))).toEqual(['Host kafka-02']);
		expect(judge(sampleCluster, wiped, {replaced: ['kafka-02']})).toEqual([]);
	});

	test('that is older than those of its peers is said, and updated', () => {
		const old = changed(running, 'kafka-02', standing => ({
			...standing,
			record: {...(standing.record as Extract<Standing['record'], {cluster: string}>), revision: 0},
		}));
		expect(judge(sampleCluster, old)).toEqual([]);
		expect(
			remarksOf(viewOf({cluster: sampleCluster, standings: old, replaced: []}))
				.get('kafka-02')!
				.map(textOf)
				.join(),
		).toContain('older');
	});
});
