import {describe, expect, test} from 'vitest';
import {DialError} from '../../../../source/core/errors.ts';
import {registered} from '../../../../source/kafka/roles/controller/registered.ts';
import {nodesIn} from '../../../../source/kafka/roles/controller/registered-by-commands.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {kraftCluster} from '../../../helpers/sample-cluster.ts';

const versions = (...nodes: readonly string[]) =>
	nodes.map(node => `${node} -> (\n\tProduce(0): 0 to 13 [usable: 13],\n\tFetch(1): 4 to 18 [usable: 18]\n)\n`).join('');
const live = versions('kafka-01:9092 (id: 1 rack: null isFenced: false)', 'kafka-03:9094 (id: 3 rack: null isFenced: false)');
const status =
	'ClusterId:              AAA\nLeaderId:               102\nLeaderEpoch:            7\nCurrentObservers:       [{"id": 2}]\n';

/** A host that opens no channels, whose tools answer this; undefined: they fail. */
function hostWith(answers: {readonly brokers?: string; readonly status?: string}) {
	const commands: string[] = [];
	const said = (text: string) => (text.includes('kafka-broker-api-versions') ? answers.brokers : answers.status);
	const context = fakeContext({
		async exec({text}) {
			if (!text.includes('--bootstrap-server')) return {code: 0, stdout: '', stderr: ''};
			commands.push(text.slice(text.indexOf('kafka-')));
			const stdout = said(text);
			return {code: stdout === undefined ? 1 : 0, stdout: stdout ?? '', stderr: ''};
		},
		async dial() {
			throw new DialError('no channels', {noWay: true});
		},
		close: async () => {},
	});
	return {context, commands};
}

describe('the brokers of a host that opens no channels', () => {
	test('are told by the tools: those that live, and the active controller', async () => {
		const {context, commands} = hostWith({brokers: live, status});
		expect(await registered(context, kraftCluster)).toEqual({
			ids: [1, 3],
			endpoints: [
				{host: 'kafka-01', port: 9092},
				{host: 'kafka-03', port: 9094},
			],
			controller: 102,
			topics: [],
		});
		const servers = '--bootstrap-server kafka-01:9092,kafka-02:9092,kafka-03:9092';
		expect(commands).toEqual([`kafka-broker-api-versions ${servers}`, `kafka-metadata-quorum ${servers} describe --status`]);
	});

	test('have no active controller where the quorum does not answer', async () => {
		const found = await registered(hostWith({brokers: live}).context, kraftCluster);
		expect(found).toMatchObject({ids: [1, 3], controller: undefined});
	});

	test.each([
		['fail', {status}],
		['say nothing of a broker', {brokers: 'WARN Bootstrap broker kafka-01:9092 (id: -1 rack: null) disconnected\n', status}],
	])('are unknown where the tools %s', async (_, answers) => {
		expect(await registered(hostWith(answers).context, kraftCluster)).toBeUndefined();
	});

	test('are told without a fence by Kafka 3.9, and by any of their names', () => {
		expect(nodesIn(versions('kafka-01:9092 (id: 1 rack: r1)', '[fd00::7]:9092 (id: 2 rack: null)'))).toEqual([
			{id: 1, port: 9092},
			{id: 2, port: 9092},
		]);
	});
});
