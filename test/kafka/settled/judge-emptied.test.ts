import {describe, expect, test} from 'vitest';
import {textOf} from '../../../source/host/remarks.ts';
import {remarksOf} from '../../../source/kafka/settled/remarks.ts';
import type {Standing} from '../../../source/kafka/settled/standing.ts';
import {viewOf} from '../../../source/kafka/settled/view.ts';
import {changed, judge, linesOf, running} from '../../helpers/judge.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {bareStanding, clusterId, disk} from '../../helpers/standings.ts';

describe('an emptied broker', () => {
	const emptied = changed(running, 'kafka-02', standing => ({
		...bareStanding,
		disks: new Map([...standing.disks.keys()].map(path => [path, disk(path)])),
	}));
	const assignments = [
		{topic: 'single', partition: 0, replicas: [2], inSync: [2]},
		{topic: 'copied', partition: 0, replicas: [2, 3], inSync: [2, 3]},
		{topic: 'behind', partition: 1, replicas: [1, 2], inSync: [2]},
		{topic: 'elsewhere', partition: 0, replicas: [3], inSync: [3]},
	];
	const replaced = ['kafka-02'];

	test('is not started before it is accepted which partitions had their only good copy there', () => {
		const [difference, ...more] = judge(sampleCluster, emptied, {replaced, assignments});
		expect(more).toEqual([]);
		expect(difference!.there).toBe('the only copy in sync of 2 partitions was there: single-0, behind-1');
		expect(linesOf(difference!.wayOut)).toContain('--replaced kafka-02 --data-lost kafka-02');
		expect(judge(sampleCluster, emptied, {replaced, assignments, dataLost: ['kafka-02']})).toEqual([]);
	});

	test('of which nothing is lost needs no second word', () => {
		expect(judge(sampleCluster, emptied, {replaced, assignments: assignments.slice(1, 2)})).toEqual([]);
	});

	test('is not started while nobody can say what is lost', () => {
		expect(judge(sampleCluster, emptied, {replaced, assignments: undefined})).toMatchObject([{subject: 'Data of kafka-02'}]);
	});
});

test('topics with fewer copies than the file wants are named when brokers are added, internal ones always', () => {
	const assignments = [
		{topic: 'a', partition: 0, replicas: [1], inSync: [1]},
		{topic: '__consumer_offsets', partition: 0, replicas: [1], inSync: [1]},
		{topic: 'b', partition: 0, replicas: [1, 2, 3], inSync: [1, 2, 3]},
	];
	const remarks = (standings: ReadonlyMap<string, Standing>) =>
		[...remarksOf(viewOf({cluster: sampleCluster, standings, replaced: [], assignments})).values()].flat().map(textOf).join();
	expect(remarks(running)).toContain('than the 3 that the file wants: __consumer_offsets (1).');
	const before = new Map([...running].map(([name, standing]) => [name, {...standing, serves: {clusterId, brokers: [1]}}]));
	expect(remarks(before)).toContain('__consumer_offsets (1), a (1).');
});
