import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, test} from 'vitest';
import type {Cluster} from '../../../../source/cluster/cluster.ts';
import type {ConvergeStep} from '../../../../source/core/plan.ts';
import {losesData} from '../../../../source/kafka/roles/broker/durability.ts';
import {kafka} from '../../../../source/kafka/roles/broker/stage.ts';
import {controller} from '../../../../source/kafka/roles/controller/stage.ts';
import {nothingKnown} from '../../../../source/kafka/settled/record-steps.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {kraftCluster, sampleCluster} from '../../../helpers/sample-cluster.ts';
import {quorumFor} from '../../../helpers/standings.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

const text = (settings: Readonly<Record<string, string | number>>) =>
	Object.entries(settings)
		.map(([key, value]) => `${key}=${value}\n`)
		.join('');

/** The lines without what they have in common. */
function lines(before: Readonly<Record<string, string | number>> | undefined, after: Readonly<Record<string, string | number>>) {
	const all = losesData(before && text(before), text(after));
	for (const line of all) expect(line).toMatch(/^this can lose data: /);
	return all.map(line => line.slice('this can lose data: '.length));
}

describe('a value that keeps records less safe is a line', () => {
	it.each([
		[
			{'unclean.leader.election.enable': 'false'},
			{'unclean.leader.election.enable': ' TRUE '},
			'unclean.leader.election.enable from false to true: a broker that lacks records can become leader, and the others drop them',
		],
		[
			{'min.insync.replicas': 2},
			{},
			'min.insync.replicas from 2 to 1: a write with acks=all counts as soon as 1 broker has it, in topics without a value of their own',
		],
		[
			{'default.replication.factor': 3},
			{'default.replication.factor': 2},
			'default.replication.factor from 3 to 2: new topics have 2 copies, if nobody asks for more',
		],
		[
			{},
			{'offsets.topic.replication.factor': 1},
			"offsets.topic.replication.factor from 3 to 1: the topic of the groups' offsets gets 1 copy, if it is yet to be created",
		],
		[
			{},
			{'transaction.state.log.replication.factor': 2},
			"transaction.state.log.replication.factor from 3 to 2: the topic of the transactions' state gets 2 copies, if it is yet to be created",
		],
		[
			{},
			{'transaction.state.log.min.isr': 1},
			'transaction.state.log.min.isr from 2 to 1: the state of a transaction counts as soon as 1 broker has it',
		],
		[
			{},
			{'log.retention.ms': 1000},
			'log.retention.ms from 7 days to 1 s: records that are older are deleted, in topics without a retention of their own',
		],
		[
			{'log.retention.hours': 168},
			{'log.retention.hours': 72},
			'log.retention.hours from 7 days to 3 days: records that are older are deleted, in topics without a retention of their own',
		],
		[
			{},
			{'log.retention.minutes': 60},
			'log.retention.minutes from 7 days to 1 h: records that are older are deleted, in topics without a retention of their own',
		],
		[
			{},
			{'log.cleanup.policy': 'compact'},
			'log.cleanup.policy from delete to compact: of each key the last record alone is kept, and records without a key are refused, in topics without a policy of their own',
		],
		[
			{'log.cleanup.policy': 'compact'},
			{'log.cleanup.policy': 'compact, delete', 'log.retention.ms': 1},
			'log.cleanup.policy from compact to compact, delete: records that are older than log.retention.ms (1 ms) are deleted, in topics without a policy of their own',
			'log.retention.ms from 7 days to 1 ms: records that are older are deleted, in topics without a retention of their own',
		],
		[
			{'log.cleanup.policy': ' compact'},
			{},
			'log.cleanup.policy from compact to delete: records that are older than log.retention.hours (7 days) are deleted, in topics without a policy of their own',
		],
		[
			{},
			{'offsets.retention.minutes': 1},
			'offsets.retention.minutes from 7 days to 1 min: a group whose clients have been away so long begins again where auto.offset.reset says',
		],
		[
			{'log.cleaner.delete.retention.ms': 86_400_000},
			{'log.cleaner.delete.retention.ms': 60_000},
			'log.cleaner.delete.retention.ms from 1 day to 1 min: who reads a compacted topic more slowly than that misses that a key was deleted',
		],
		[
			{'log.retention.hours': -1},
			{'log.retention.hours': -1, 'log.retention.minutes': 30},
			'log.retention.minutes from unlimited to 30 min: records that are older are deleted, in topics without a retention of their own',
		],
		[
			{},
			{'log.retention.bytes': 1_000_000},
			'log.retention.bytes from unlimited to 1000000: of each partition that is larger the oldest records are deleted, in topics without a value of their own',
		],
	])('%j to %j', (before, after, ...said) => {
		expect(lines(before, after)).toEqual(said);
	});

	it('each of them a line of its own', () => {
		const before = {'min.insync.replicas': 2, 'default.replication.factor': 3};
		const after = {'min.insync.replicas': 1, 'default.replication.factor': 1, 'unclean.leader.election.enable': 'true'};
		expect(lines(before, after).map(line => line.split(' ', 1)[0])).toEqual([
			'unclean.leader.election.enable',
			'min.insync.replicas',
			'default.replication.factor',
		]);
	});
});

describe('no line', () => {
	it.each([
		['of what is as it was', {'unclean.leader.election.enable': 'true'}, {'unclean.leader.election.enable': 'true'}],
		['of a default that is written out', {}, {'min.insync.replicas': 1, 'log.retention.hours': 168}],
		['of what is safer', {'min.insync.replicas': 1}, {'min.insync.replicas': 2, 'offsets.topic.replication.factor': 3}],
		['of the same retention in another unit', {'log.retention.hours': 1}, {'log.retention.minutes': 60}],
		[
			'of the same policies in another order',
			{'log.cleanup.policy': 'compact,delete'},
			{'log.cleanup.policy': 'delete, compact'},
		],
		['of a longer memory of offsets', {'offsets.retention.minutes': 1440}, {}],
		['of a longer retention', {'log.retention.ms': 1000}, {'log.retention.ms': 2000}],
		[
			'of the coarser unit, where the finer one rules',
			{'log.retention.ms': 7_200_000},
			{'log.retention.ms': 7_200_000, 'log.retention.minutes': 1},
		],
		['of a retention without limit', {'log.retention.ms': 1000}, {'log.retention.ms': -1}],
		['of more bytes', {'log.retention.bytes': 10}, {'log.retention.bytes': 20}],
		[
			'of a value with which no broker starts',
			{'min.insync.replicas': 2},
			{'min.insync.replicas': 'one', 'log.retention.ms': 'x'},
		],
	])('%s', (_, before, after) => {
		expect(lines(before, after)).toEqual([]);
	});
});

test('a first install is told of what loses records whatever was there, and of nothing else', () => {
	const bad = {
		'unclean.leader.election.enable': 'true',
		'log.retention.ms': 1500,
		'log.retention.bytes': 1,
		'min.insync.replicas': 1,
		'offsets.topic.replication.factor': 1,
	};
	expect(lines(undefined, bad)).toEqual([
		'unclean.leader.election.enable from false to true: a broker that lacks records can become leader, and the others drop them',
		'log.retention.ms from 7 days to 1500 ms: records that are older are deleted, in topics without a retention of their own',
	]);
	expect(lines(undefined, {'log.retention.hours': 24, 'offsets.retention.minutes': 2880})).toEqual([]);
	// A policy is chosen; nothing lies there that it removes.
	expect(lines(undefined, {'log.cleanup.policy': 'compact', 'offsets.retention.minutes': 10})).toEqual([
		expect.stringContaining('offsets.retention.minutes from 7 days to 10 min'),
	]);
});

test('what is on a host is read as Java reads it', () => {
	const before = '# min.insync.replicas=1\nmin.insync.replicas : 1\n  min.insync.replicas = 3\nlog.retention.\\\n  ms=60000\n';
	expect(losesData(before, 'min.insync.replicas=2\nlog.retention.ms=60000\n')).toEqual([
		expect.stringContaining('min.insync.replicas from 3 to 2'),
	]);
});

describe('the plan of a broker', () => {
	const [host] = sampleCluster.hosts;
	const lower = {'unclean.leader.election.enable': 'true', 'min.insync.replicas': '1', 'log.retention.ms': '1000'};
	const edited = {...sampleCluster, kafka: {...sampleCluster.kafka, port: 9093, extraProperties: lower}};

	it('of a first install does not compare with what the package brought', async () => {
		const extraProperties = {'log.retention.hours': '72', 'offsets.retention.minutes': '2880'};
		const fewer = {...sampleCluster, kafka: {...sampleCluster.kafka, extraProperties}};
		expect(await planned(fewer, 'log.retention.hours=168\noffsets.topic.replication.factor=5\n')).toEqual([]);
		expect(await planned(fewer)).toHaveLength(2);
	});

	/** What the configuration's step says in the plan, on a host with the settings of the sample cluster. */
	async function planned(cluster: Cluster, packaged?: string) {
		const step = (of: Cluster) =>
			kafka(of, of.hosts, {known: nothingKnown()})
				.begin()(host!)
				.find(({id}) => id === 'configuration') as ConvergeStep;
		const folder = tempDir();
		const connection = localConnection({paths: {'/etc/kafka': folder}});
		const [change] = await step(sampleCluster).check(fakeContext(connection));
		writeFileSync(join(folder, 'server.properties'), packaged ?? change!.after!);
		const context = fakeContext(connection);
		await step(cluster).check(context);
		return context.seen.notes;
	}

	it('has each line of what can lose data, and of who must follow to another port', async () => {
		expect(await planned(sampleCluster)).toEqual([]);
		expect((await planned(edited)).map(line => line.split(':', 2).join(':').slice(0, 70))).toEqual([
			'this can lose data: unclean.leader.election.enable from false to true',
			'this can lose data: min.insync.replicas from 2 to 1',
			'this can lose data: log.retention.ms from 7 days to 1 s',
			'clients that use kafka-01:9092 must change to kafka-01',
		]);
	});
});

test('the plan of a controller says who may be elected: KRaft takes it from there', async () => {
	const elects = {...kraftCluster.controller, extraProperties: {'unclean.leader.election.enable': 'true'}};
	const known = {...nothingKnown(), quorum: quorumFor(kraftCluster)!};
	const [host] = kraftCluster.hosts;
	const step = controller({...kraftCluster, controller: elects}, kraftCluster.hosts, {known})
		.begin()(host!)
		.find(({id}) => id === 'configuration') as ConvergeStep;
	const context = fakeContext(localConnection({paths: {'/etc/kafka': tempDir()}}));
	await step.check(context);
	expect(context.seen.notes).toEqual([
		expect.stringMatching(/^this can lose data: unclean\.leader\.election\.enable from false to true/),
	]);
});
