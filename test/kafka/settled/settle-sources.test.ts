import {describe, expect, test} from 'vitest';
import type {Cluster, Source} from '../../../source/cluster/cluster.ts';
import {workersOf} from '../../../source/kafka/roles/connect/worker.ts';
import {settle} from '../../../source/kafka/settled/settle.ts';
import type {Standing} from '../../../source/kafka/settled/standing.ts';
import {changed} from '../../helpers/judge.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {bareStanding, runningStandings, withoutRecords} from '../../helpers/standings.ts';

const [orders] = sampleCluster.connect.sources as readonly [Source];
const source = (name: string): Source => ({...orders, name, topicPrefix: `${name}-`});
const names = sampleCluster.hosts.map(({name}) => name);

const clusterWith = (workers: readonly string[], ...sources: readonly string[]): Cluster => ({
	...sampleCluster,
	roles: {...sampleCluster.roles, connect: workers},
	connect: {...sampleCluster.connect, sources: sources.map(source)},
});

/** The worker of each source after a run over these hosts, which have other sources. */
function placed(file: Cluster, standings: ReadonlyMap<string, Standing>) {
	const now = {
		factsOf: new Map(names.map(name => [name, {...sampleFacts, machineId: `m-${name}`}])),
		found: new Map(),
		standings,
	};
	return Object.fromEntries(workersOf(settle(file, now, {replaced: []}).cluster));
}

const workers = ['kafka-02', 'kafka-03'];
const running = runningStandings(clusterWith(workers, 'orders', 'items'));

describe('a source stays with the worker that has its offsets', () => {
	test.each([
		['by the records', running],
		['by the units, where an earlier version kept no record', withoutRecords(running)],
		[
			'by the newest record, where its worker is stopped and disabled',
			changed(running, 'kafka-02', standing => ({
				...standing,
				connect: {...standing.connect, active: false, enabled: false, sources: []},
			})),
		],
	])('%s', (_, standings) => {
		expect(placed(clusterWith(workers, 'orders', 'items'), standings)).toEqual({orders: 'kafka-02', items: 'kafka-03'});
		const above = clusterWith(workers, 'above', 'orders', 'items');
		expect(placed(above, standings)).toEqual({orders: 'kafka-02', items: 'kafka-03', above: 'kafka-02'});
		expect(placed(clusterWith(workers, 'items', 'orders'), standings)).toEqual({items: 'kafka-03', orders: 'kafka-02'});
		expect(placed(clusterWith(['kafka-03', 'kafka-02'], 'orders', 'items'), standings)).toEqual({
			orders: 'kafka-02',
			items: 'kafka-03',
		});
	});
});

test('a worker that is added gets the source that is new, though it stands above', () => {
	const one = runningStandings(clusterWith(['kafka-02'], 'orders'));
	expect(placed(clusterWith(['kafka-02', 'kafka-03'], 'above', 'orders'), one)).toEqual({
		orders: 'kafka-02',
		above: 'kafka-03',
	});
	expect(placed(clusterWith(['kafka-01', 'kafka-02'], 'orders'), one)).toEqual({orders: 'kafka-02'});
});

test('what a unit starts counts more than what the records say', () => {
	const moved = changed(
		changed(running, 'kafka-02', standing => ({...standing, connect: {...standing.connect, sources: []}})),
		'kafka-03',
		standing => ({...standing, connect: {...standing.connect, sources: ['orders', 'items']}}),
	);
	expect(placed(clusterWith(workers, 'orders', 'items'), moved)).toEqual({orders: 'kafka-03', items: 'kafka-03'});
});

test('on hosts without anything the order of the file decides', () => {
	const bare = new Map(names.map(name => [name, bareStanding]));
	expect(placed(clusterWith(workers, 'above', 'orders', 'items'), bare)).toEqual({
		above: 'kafka-02',
		orders: 'kafka-03',
		items: 'kafka-02',
	});
});
