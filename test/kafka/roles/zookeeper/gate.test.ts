import {expect, test} from 'vitest';
import {ensembleGate} from '../../../../source/kafka/roles/zookeeper/gate.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {noDial} from '../../../helpers/fake-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';

type Member = {readonly mode?: string; readonly synced?: number; readonly port?: number};

/** Members that answer four-letter words; each look is the next stand, the last one for ever. */
function ensemble(...stands: Readonly<Record<string, Member>>[]) {
	let look = 0;
	const asked: string[] = [];
	const context = fakeContext({
		async exec(given) {
			const command = given.text;
			if (/^pid=.*systemctl show confluent-zookeeper -p MainPID.*ss -Hltnp/.test(command)) {
				const port = stands[0]!['kafka-01']?.port ?? 2181;
				return {
					code: 0,
					stderr: '',
					stdout: `pid 7\nLISTEN 0 50 *:${port} *:* users:(("java",pid=7,fd=1))\nLISTEN 0 50 *:3888 *:*\n`,
				};
			}
			const found = /dev\/tcp\/([\w.-]+)\/(\d+) && echo (srvr|mntr) /.exec(command);
			if (found === null) throw new Error(`unscripted: ${command}`);
			const [, name, port, word] = found;
			asked.push(`${word} ${name}:${port}`);
			const stand = stands[Math.min(look, stands.length - 1)]!;
			const member = stand[name === 'localhost' ? 'kafka-01' : name!] ?? {};
			if (member.mode === undefined || Number(port) !== (member.port ?? 2181)) return {code: 1, stdout: '', stderr: 'refused'};
			const said =
				member.synced === undefined
					? 'mntr is not executed because it is not in the whitelist.'
					: `zk_synced_followers\t${member.synced}`;
			return {code: 0, stderr: '', stdout: word === 'srvr' ? `Zookeeper version: 3.8.4\nMode: ${member.mode}\n` : `${said}\n`};
		},
		dial: noDial,
		close: async () => {},
	});
	const waiting = (what: string) => {
		look += 1;
		context.seen.waiting.push(what);
	};
	return {asked, context: {...context, waiting}};
}
const quick = {limitMs: 60_000, pollMs: 1};
const [one] = sampleCluster.hosts;
const follower = {mode: 'follower'};
const whole = {'kafka-01': follower, 'kafka-02': {mode: 'leader', synced: 2}, 'kafka-03': follower};
const gate = (members = sampleCluster.roles.zookeeper, clientPort = 2181) =>
	ensembleGate(
		{
			...sampleCluster,
			roles: {...sampleCluster.roles, zookeeper: members},
			zookeeper: {...sampleCluster.zookeeper, clientPort},
		},
		one!,
		quick,
	);

test('a member is spared only when all serve and follow the leader closely', async () => {
	const {context} = ensemble(
		{...whole, 'kafka-03': {}},
		{'kafka-01': follower, 'kafka-02': follower, 'kafka-03': follower},
		{...whole, 'kafka-02': {mode: 'leader', synced: 1}},
		whole,
	);
	await gate().before(context);
	expect(context.seen.waiting).toEqual([
		'ZooKeeper on kafka-03 to serve',
		'ZooKeeper to have a leader',
		'1 of the followers of kafka-02 to be in sync',
	]);
});

test('a member that does not serve itself is no reason to wait for it', async () => {
	const {context} = ensemble({...whole, 'kafka-01': {}, 'kafka-02': {mode: 'leader', synced: 1}});
	await gate().before(context);
	expect(context.seen.waiting).toEqual([]);
});

test('after its restart, all are waited for', async () => {
	const {context} = ensemble({...whole, 'kafka-01': {}}, {...whole, 'kafka-02': {mode: 'leader', synced: 1}}, whole);
	await gate().after(context);
	expect(context.seen.waiting).toEqual(['ZooKeeper on kafka-01 to serve', '1 of the followers of kafka-02 to be in sync']);
});

test('members whose mntr is not allowed are taken at their word that they follow', async () => {
	const {context} = ensemble({...whole, 'kafka-02': {mode: 'leader'}});
	await gate().before(context);
	expect(context.seen.waiting).toEqual([]);
});

test('while the port changes, each member is asked where it listens', async () => {
	const old = {...follower, port: 2181};
	const {context, asked} = ensemble({
		'kafka-01': old,
		'kafka-02': {mode: 'leader', synced: 2, port: 2181},
		'kafka-03': {...follower, port: 2182},
	});
	const changing = gate(undefined, 2182);
	expect(await changing.isLeader(context)).toBe(false);
	await changing.before(context);
	expect(context.seen.waiting).toEqual([]);
	expect(asked).toContain('mntr kafka-02:2181');
	expect(asked).toContain('srvr kafka-03:2182');
});

test('a member is asked at the address on which it listens, and by its name while it still runs without', async () => {
	const bound = {...sampleCluster.hosts[0]!, bind: '10.0.0.5'};
	const leads = {...whole, 'kafka-01': {mode: 'leader', synced: 2}};
	const {context, asked} = ensemble(leads);
	expect(await ensembleGate(sampleCluster, bound, quick).isLeader(context)).toBe(true);
	expect(asked).toEqual(['srvr 10.0.0.5:2181', 'srvr kafka-01:2181']);
});

test('the leader goes last', async () => {
	const leads = ensemble({...whole, 'kafka-01': {mode: 'leader', synced: 2}});
	expect(await gate().isLeader(leads.context)).toBe(true);
	expect(await gate().isLeader(ensemble(whole).context)).toBe(false);
});

test.each([
	[['kafka-01'], 'the only member: ZooKeeper stopped while it restarted'],
	[['kafka-01', 'kafka-02'], 'one of two members, which need each other: ZooKeeper stopped meanwhile'],
])('of %j none can be spared, and it says so', async (members, note) => {
	const {context} = ensemble({});
	await gate(members).before(context);
	expect(context.seen).toMatchObject({notes: [note], waiting: []});
});
