import {describe, expect, test} from 'vitest';
import type {Difference} from '../../../source/core/events.ts';
import type {Cluster} from '../../../source/kafka/cluster.ts';
import {giveIds} from '../../../source/kafka/ids.ts';
import {differencesOf} from '../../../source/kafka/settled/judge.ts';
import {remarksOf} from '../../../source/kafka/settled/remarks.ts';
import type {Standing} from '../../../source/kafka/settled/standing.ts';
import {viewOf} from '../../../source/kafka/settled/view.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {bareStanding, clusterId, disk, runningStandings, withoutRecords} from '../../helpers/standings.ts';

const running = runningStandings(sampleCluster);
const linesOf = (wayOut: Difference['wayOut']) => wayOut.map(line => ('say' in line ? line.say : line.run)).join('\n');
const one: Cluster = withHosts(sampleCluster, ['kafka-01']);

function withHosts(cluster: Cluster, hosts: readonly string[]): Cluster {
	const ids = Object.fromEntries(hosts.map((name, index) => [name, index + 1]));
	return {
		...cluster,
		hosts: hosts.map(name => ({name})),
		roles: {zookeeper: hosts, kafka: hosts, 'schema-registry': [hosts[0]!], connect: [hosts.at(-1)!]},
		zookeeper: {...cluster.zookeeper, ids},
		kafka: {...cluster.kafka, ids},
	};
}

type Options = {readonly replaced?: readonly string[]; readonly assignments?: Parameters<typeof viewOf>[0]['assignments']};

const judge = (cluster: Cluster, standings: ReadonlyMap<string, Standing>, {replaced = [], assignments}: Options = {}) =>
	differencesOf(viewOf({cluster, standings, replaced, assignments}));
const subjects = (differences: readonly Difference[]) => differences.map(({subject}) => subject);
const changed = (standings: ReadonlyMap<string, Standing>, name: string, change: (standing: Standing) => Standing) =>
	new Map([...standings].map(([host, standing]) => [host, host === name ? change(standing) : standing]));

/** An edit of a running cluster is judged alike with records on its hosts, and by what runs where an earlier version kept none. */
const both = (cluster: Cluster, standings = running) => [judge(cluster, standings), judge(cluster, withoutRecords(standings))];

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
	expect(giveIds(turned, new Map()).cluster.roles.kafka).toEqual(['kafka-01', 'kafka-02', 'kafka-03']);
});

test('hosts without anything are free', () => {
	expect(judge(sampleCluster, new Map(sampleCluster.hosts.map(({name}) => [name, bareStanding])))).toEqual([]);
});

describe('members of the ensemble', () => {
	const three = withHosts(sampleCluster, ['kafka-01', 'kafka-02', 'kafka-03']);
	const single = new Map([...runningStandings(one), ['kafka-02', bareStanding] as const, ['kafka-03', bareStanding] as const]);

	test('two more beside one that runs are refused, with the way by hand', () => {
		for (const differences of both({...three, roles: {...three.roles, connect: ['kafka-01']}}, single)) {
			expect(subjects(differences)).toEqual(['ZooKeeper members']);
			const {there, wanted, wayOut} = differences[0]!;
			expect(there).toMatch(/^kafka-01/);
			expect(wanted).toBe('kafka-01 (1), kafka-02 (2), kafka-03 (3)');
			const text = linesOf(wayOut);
			expect(text.indexOf("ssh kafka-01 'sudo systemctl restart")).toBeLessThan(
				text.indexOf("ssh kafka-02 'sudo systemctl enable"),
			);
			expect(text).toContain('server.1=0.0.0.0:2888:3888 server.2=kafka-02:2888:3888 server.3=kafka-03:2888:3888');
		}
	});

	test('that were added by hand are taken as they run, and the record follows', () => {
		const records = runningStandings(one).get('kafka-01')!.record;
		const byHand = changed(running, 'kafka-01', standing => ({...standing, record: records}));
		const bareRecords = changed(
			changed(byHand, 'kafka-02', standing => ({...standing, record: undefined, clusterId: undefined})),
			'kafka-03',
			standing => ({...standing, record: undefined, clusterId: undefined}),
		);
		const file = {...three, roles: {...three.roles, connect: ['kafka-01']}};
		expect(subjects(judge(file, bareRecords)).filter(subject => subject.startsWith('ZooKeeper'))).toEqual([]);
		expect([...remarksOf(viewOf({cluster: file, standings: bareRecords, replaced: []})).get('kafka-01')!].join()).toContain(
			'they run as the file says',
		);
	});

	test('a minority that was changed by hand does not speak for all', () => {
		const file = withHosts(sampleCluster, ['kafka-01', 'kafka-02', 'kafka-03', 'kafka-04', 'kafka-05']);
		const standings = new Map([
			...running,
			['kafka-04', runningStandings(file).get('kafka-04')!] as const,
			['kafka-05', bareStanding] as const,
		]);
		expect(subjects(judge(file, standings))).toContain('ZooKeeper members');
	});

	test('fewer are refused', () => {
		const file = {
			...sampleCluster,
			roles: {...sampleCluster.roles, zookeeper: ['kafka-01']},
			zookeeper: {...sampleCluster.zookeeper, ids: {'kafka-01': 1}},
		};
		for (const differences of both(file)) {
			expect(differences[0]).toMatchObject({subject: 'ZooKeeper members'});
			expect(differences[0]!.wayOut).toEqual([
				{say: 'Put `zookeeper: [kafka-01, kafka-02, kafka-03]` back into the cluster file.'},
			]);
		}
	});

	test('all of whose services are down are judged by their records', () => {
		const stopped = new Map(
			[...running].map(([name, standing]) => {
				const {serves: _, ...zookeeper} = standing.zookeeper!;
				return [name, {...standing, zookeeper: {...zookeeper, active: false, from: 'settings' as const}}];
			}),
		);
		const file = {...sampleCluster, zookeeper: {...sampleCluster.zookeeper, clientPort: 2182}};
		expect(judge(sampleCluster, stopped)).toEqual([]);
		expect(subjects(judge(file, stopped))).toEqual(['zookeeper.clientPort']);
		expect(subjects(judge(file, withoutRecords(stopped)))).toEqual(['zookeeper.clientPort']);
	});

	test('on other hosts than those that the brokers look for are refused', () => {
		const five = ['kafka-01', 'kafka-02', 'kafka-03', 'zk-01'];
		const file: Cluster = {
			...sampleCluster,
			hosts: five.map(name => ({name})),
			roles: {...sampleCluster.roles, zookeeper: ['zk-01']},
			zookeeper: {...sampleCluster.zookeeper, ids: {'zk-01': 1}},
		};
		const brokersAlone = new Map([...running].map(([name, standing]) => [name, {...standing, zookeeper: undefined}]));
		const standings = new Map([...brokersAlone, ['zk-01', bareStanding] as const]);
		expect(subjects(judge(file, standings))).toContain('ZooKeeper members');
		expect(subjects(judge(file, withoutRecords(standings)))).toContain('ZooKeeper members');
	});

	test('ports by which they and the brokers find each other are settled', () => {
		for (const port of ['clientPort', 'peerPort', 'electionPort'] as const) {
			const file = {...sampleCluster, zookeeper: {...sampleCluster.zookeeper, [port]: 4711}};
			for (const differences of both(file)) expect(subjects(differences)).toEqual([`zookeeper.${port}`]);
		}
	});

	test('as many replaced as could lead are refused', () => {
		const emptied = (names: readonly string[]) =>
			names.reduce(
				(standings, name) =>
					changed(standings, name, standing => ({
						...bareStanding,
						disks: new Map([...standing.disks.keys()].map(path => [path, disk(path)])),
					})),
				running as ReadonlyMap<string, Standing>,
			);
		const replaced = (names: readonly string[]) => subjects(judge(sampleCluster, emptied(names), {replaced: names}));
		expect(replaced(['kafka-02'])).toEqual([]);
		expect(replaced(['kafka-02', 'kafka-03'])).toEqual(['Replaced ZooKeeper members']);
	});
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
			zookeeper: {...standing.zookeeper!, serves: {clusterId: 'another', brokers: []}},
		}));
		expect(subjects(judge(sampleCluster, other))).toContain("Kafka's cluster id");
	});

	test('that ZooKeeper has lost stops the run, and no directory is to be emptied', () => {
		const lost = new Map(
			[...running].map(([name, standing]) => [
				name,
				{...standing, zookeeper: {...standing.zookeeper!, serves: {clusterId: undefined, brokers: []}}},
			]),
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
					zookeeper: {...standing.zookeeper!, serves: {clusterId, brokers: [1, 2]}},
					...(name === 'kafka-03' ? {kafka: {...standing.kafka!, active: false, enabled: false}} : {}),
				},
			]),
		);
		expect(subjects(judge(two, stopped))).toEqual(['Broker 3']);
		expect(subjects(judge(two, stopped, {assignments: [{topic: 'a', partition: 0, replicas: [3]}]}))).toEqual(['Broker 3']);
		expect(judge(two, stopped, {assignments: [{topic: 'a', partition: 0, replicas: [1, 2]}]})).toEqual([]);
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
				.join(),
		).toContain('older');
	});
});
