import {expect, test} from 'vitest';
import {membershipOf} from '../../source/commands/install/membership.ts';
import {recordText} from '../../source/kafka/settled/record.ts';
import {recordOf} from '../../source/kafka/settled/record-steps.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

const answer = (entries: Readonly<Record<string, string>>) =>
	fakeConnection([
		{
			command: '/show record .*cluster.json/s',
			stdout: Object.entries(entries)
				.map(([key, text]) => `${key} ${Buffer.from(text).toString('base64')}\n`)
				.join(''),
		},
	]);
const known = {standings: new Map(), shared: undefined, clusterId: undefined};
const record = recordText(recordOf(sampleCluster, {name: 'kafka-02'}, new Map(), known));
const fileOf = (name: string) => (name === 'orders' ? '/x/orders.yaml' : undefined);

test('a host is in the cluster of its record', async () => {
	expect(await membershipOf(answer({record}), fileOf)).toEqual({
		cluster: 'orders',
		hosts: ['kafka-01', 'kafka-02', 'kafka-03'],
		file: '/x/orders.yaml',
	});
});

test('or in the one that its settings were written for, by an earlier version', async () => {
	const kafka = '# Written by kafka-setup for the cluster lab. What is changed here by hand is undone by its next run:\n';
	expect(await membershipOf(answer({kafka}), fileOf)).toEqual({cluster: 'lab', hosts: []});
	expect(await membershipOf(answer({kafka: 'broker.id=0\n'}), fileOf)).toBeUndefined();
});

test('a record that cannot be used is told', async () => {
	expect(await membershipOf(answer({record: '{"format": 1'}), fileOf)).toEqual({bad: 'damaged'});
	expect(await membershipOf(answer({record: '{"format": 99}'}), fileOf)).toEqual({bad: 'newer'});
});
