import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../../../source/cluster/cluster.ts';
import {textOf} from '../../../../source/host/remarks.ts';
import {remarksOf} from '../../../../source/kafka/settled/remarks.ts';
import type {Standing} from '../../../../source/kafka/settled/standing.ts';
import {viewOf} from '../../../../source/kafka/settled/view.ts';
import {both, changed, judge, linesOf, one, running, subjects, withHosts} from '../../../helpers/judge.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {bareStanding, disk, runningStandings, withoutRecords} from '../../../helpers/standings.ts';

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
			expect(text).toContain(
				"'server.1=0.0.0.0:2888:3888' 'server.2=kafka-02:2888:3888' 'server.3=kafka-03:2888:3888' | ssh kafka-01",
			);
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
		expect(
			[...remarksOf(viewOf({cluster: file, standings: bareRecords, replaced: []})).get('kafka-01')!].map(textOf).join(),
		).toContain('they run as the file says');
	});

	test('that were added by hand and are down for now are taken as their settings say', () => {
		const file = {...three, roles: {...three.roles, connect: ['kafka-01']}};
		const before = runningStandings(one).get('kafka-01')!.record;
		const down = new Map(
			[...runningStandings(file)].map(([name, standing]) => {
				const record = name === 'kafka-01' ? before : undefined;
				return [name, {...standing, record, serves: undefined, metadata: {...standing.metadata!, from: 'settings' as const}}];
			}),
		);
		expect(subjects(judge(file, down)).filter(subject => subject.startsWith('ZooKeeper'))).toEqual([]);
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
			[...running].map(([name, standing]) => [
				name,
				{...standing, serves: undefined, metadata: {...standing.metadata!, active: false, from: 'settings' as const}},
			]),
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
		const brokersAlone = new Map(
			[...running].map(([name, standing]) => [name, {...standing, metadata: undefined, serves: undefined}]),
		);
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
