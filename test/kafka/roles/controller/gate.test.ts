import {expect, test} from 'vitest';
import type {Cluster} from '../../../../source/cluster/cluster.ts';
import {caughtUp, quorumGate} from '../../../../source/kafka/roles/controller/gate.ts';
import {quorumTests} from '../../../../source/kafka/roles/controller/tests.ts';
import {type FakeQuorum, fakeQuorum} from '../../../helpers/fake-quorum.ts';
import {kraftCluster} from '../../../helpers/sample-cluster.ts';
import {quorumFor} from '../../../helpers/standings.ts';

const quick = {limitMs: 60_000, pollMs: 1};
const [one] = kraftCluster.hosts;
const known = {quorum: quorumFor(kraftCluster)!};
const gate = (cluster: Cluster = kraftCluster, patience = quick) => quorumGate(cluster, one!, known, patience);

const well = {leader: 'kafka-02', voters: {'kafka-01': {}, 'kafka-02': {}, 'kafka-03': {}}} as const;
const with03 = (voter: FakeQuorum['voters'][string]): FakeQuorum => ({...well, voters: {...well.voters, 'kafka-03': voter}});
const none: FakeQuorum = {voters: {'kafka-01': {}, 'kafka-02': {}, 'kafka-03': {}}};

test('a controller is spared while a majority has caught up without it', async () => {
	const {context} = fakeQuorum(none, with03({behind: undefined}), with03({behind: 2000}), with03({behind: 1999}));
	await gate().before(context);
	expect(context.seen.waiting).toEqual([
		'the controllers to have an active one',
		'the controller on kafka-03 to catch up',
		'the controller on kafka-03 to catch up',
	]);
});

test('that it is behind itself is no reason to wait', async () => {
	const {context} = fakeQuorum({...well, voters: {...well.voters, 'kafka-01': {behind: undefined}}});
	await gate().before(context);
	expect(context.seen.waiting).toEqual([]);
});

test('a voter in another directory than the one on record does not count', async () => {
	const foreign = 'AAECAwQFBgcICQoLDA0ODw';
	const {context} = fakeQuorum(with03({directory: foreign}), well);
	await gate().before(context);
	expect(context.seen.waiting).toEqual(['the controller on kafka-03 to catch up']);
	// Voters from a list have no directories to compare.
	const state = {
		leader: 102,
		highWatermark: 1,
		observers: [],
		voters: [101, 102, 103].map(id => ({id, directoryId: '', endOffset: 1, lastCaughtUp: 5})),
	};
	expect(caughtUp(kraftCluster, {quorum: {...known.quorum, kind: 'static'}}, state)).toEqual(kraftCluster.roles.controller);
	expect(caughtUp(kraftCluster, known, state)).toEqual([]);
});

test('of five, one may be down while another is restarted', async () => {
	const hosts = ['kafka-01', 'kafka-02', 'kafka-03', 'kafka-04', 'kafka-05'];
	const ids = {...kraftCluster.controller.ids, 'kafka-04': 104, 'kafka-05': 105};
	const five = {
		...kraftCluster,
		roles: {...kraftCluster.roles, controller: hosts},
		controller: {...kraftCluster.controller, ids},
	};
	const state = (behind: readonly number[]) => ({
		leader: 102,
		highWatermark: 1,
		observers: [],
		voters: [101, 102, 103, 104, 105].map(id => ({
			id,
			directoryId: '',
			endOffset: 1,
			lastCaughtUp: behind.includes(id) ? -1 : 5,
		})),
	});
	const others = (behind: readonly number[]) =>
		caughtUp(five, {quorum: {...known.quorum, kind: 'static'}}, state(behind)).filter(name => name !== 'kafka-01').length;
	expect([others([]), others([105]), others([104, 105])]).toEqual([4, 3, 2]);
});

test('after its restart it is waited for until it has caught up as the voter that it was', async () => {
	const {context} = fakeQuorum(
		none,
		{...well, voters: {...well.voters, 'kafka-01': {behind: undefined}}},
		{...well, voters: {...well.voters, 'kafka-01': {directory: 'AAECAwQFBgcICQoLDA0ODw'}}},
		well,
	);
	await gate().after(context);
	expect(context.seen.waiting).toEqual([
		'the controllers to have an active one',
		'the controller on kafka-01 to catch up',
		'the controller on kafka-01 to catch up',
	]);
});

test('where nothing gets better, the run stops, and nothing is restarted', async () => {
	const {context} = fakeQuorum(with03({behind: undefined}));
	const error = await gate(kraftCluster, {limitMs: 30, pollMs: 1})
		.before(context)
		.catch(error => error);
	expect(error.message).toMatch(
		/^waited for the controller on kafka-03 to catch up, and saw no progress for .*nothing more is restarted$/,
	);
	expect(error.hint).toContain('journalctl -u confluent-kcontroller');
});

test('the active one goes last', async () => {
	const active = async (stand: FakeQuorum) => gate().isActive(fakeQuorum(stand).context);
	expect([await active(well), await active({...well, leader: 'kafka-01'}), await active(none)]).toEqual([false, true, false]);
});

test('one alone can not be spared, and it says so', async () => {
	const {context, asked} = fakeQuorum(none);
	await gate({...kraftCluster, roles: {...kraftCluster.roles, controller: ['kafka-01']}}).before(context);
	expect(asked).toEqual([]);
	expect(context.seen.notes).toEqual([
		'the only controller: topics cannot be made or changed, and no leader elected, while it restarts',
	]);
});

test('the test of all of them runs once, and wants every voter that was recorded, and no other', async () => {
	const [step, ...more] = quorumTests(kraftCluster, kraftCluster.hosts, known)(one!);
	expect([more, quorumTests(kraftCluster, kraftCluster.hosts, known)({name: 'kafka-02'})]).toEqual([[], []]);
	const {context} = fakeQuorum(with03({behind: undefined}), well);
	await step!.apply!(context);
	expect(context.seen).toMatchObject({waiting: ['every controller to catch up'], notes: ['kafka-02: active controller']});
	expect(context.seen.reports).toEqual([
		{kind: 'member', host: 'kafka-01', part: 'follower'},
		{kind: 'member', host: 'kafka-02', part: 'leader'},
		{kind: 'member', host: 'kafka-03', part: 'follower'},
	]);
});

test.each<[string, FakeQuorum, string]>([
	['one that has not caught up', with03({behind: undefined}), 'the controller on kafka-03 is not a voter that has caught up'],
	[
		'one in another directory',
		with03({directory: 'AAECAwQFBgcICQoLDA0ODw'}),
		'the controller on kafka-03 is not a voter that has caught up',
	],
	[
		'one that is missing',
		{leader: 'kafka-02', voters: {'kafka-01': {}, 'kafka-02': {}}},
		'the controller on kafka-03 is not a voter that has caught up',
	],
	['no active one', none, 'there is no active controller'],
])('the test of all of them fails with %s', async (_, stand, message) => {
	const [step] = quorumTests(kraftCluster, kraftCluster.hosts, known)(one!);
	const {context} = fakeQuorum(stand);
	// A run that is stopped asks once.
	await expect(step!.apply!({...context, signal: AbortSignal.abort()})).rejects.toThrow(message);
});

test('the test of all of them fails where more vote than the file has', async () => {
	const two = {...kraftCluster, roles: {...kraftCluster.roles, controller: ['kafka-01', 'kafka-02']}};
	const [step] = quorumTests(two, two.hosts, known)(one!);
	const {context} = fakeQuorum(well);
	await expect(step!.apply!({...context, signal: AbortSignal.abort()})).rejects.toThrow(
		'there are 3 voters, more than the cluster file has controllers',
	);
});
