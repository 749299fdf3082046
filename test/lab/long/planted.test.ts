import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import type {RunEvent} from '../../../source/core/events.ts';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {liveRun, of} from '../../helpers/live-run.ts';
import {cutOff, exec, impostor, inFront, reconfigured, type Undo} from '../../helpers/plants.ts';
import {expectRed, type Red} from '../../helpers/red-run.ts';
import {changedSteps, failuresOf, reported} from '../../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const config = mkdtempSync(join(tmpdir(), 'kafka-setup-planted-'));
let file = '';
/** The last run that was green. */
let well: readonly RunEvent[] = [];

const run = (verb: string, ...rest: readonly string[]) =>
	kafkaSetup([...verb.split(' '), file, ...rest, '--reporter', 'json'], {XDG_CONFIG_HOME: config});
const memberThatIs = (part: string) => reported(well, 'member').find(one => one.part === part)!.host;
const others = (host: string) => hosts.filter(one => one !== host) as [string, string];
const id = (host: string) => hosts.indexOf(host) + 1;
const topics = (at: string, rest: string) => exec(at, `kafka-topics --bootstrap-server ${at}:9092 ${rest}`);
const listed = (topic: string) => expect.poll(() => topics('kafka-01', '--list'), {timeout: 30_000}).not.toContain(topic);
const row = () => lab('sql', 'db-01', "insert into orders(item) values ('one more')");

/** What was planted needs a moment to be undone in the cluster itself. */
async function isGreen() {
	let ran = await run('apply');
	for (let tries = 0; tries < 10 && ran.code !== 0; tries += 1) ran = await run('apply');
	expect([ran.code, changedSteps(ran.events)], JSON.stringify(failuresOf(ran.events))).toEqual([0, []]);
	well = ran.events;
}

/** `by`: verb and flags. `first`: what is done before the run. */
type Seen = Red & {readonly by: readonly [string, ...string[]]; readonly first?: () => Promise<unknown>};

function planted(what: string, plant: () => Promise<Undo>, ...seen: readonly Seen[]) {
	it(`${what}: ${seen.map(({stage, by}) => `red in ${stage} by ${by.join(' ')}`).join(', ')}`, async () => {
		const undo = await plant();
		try {
			for (const {by, first, ...wanted} of seen) {
				await first?.();
				const ran = await run(...by);
				expectRed(ran, wanted);
				expect(changedSteps(ran.events)).toEqual([]);
			}
		} finally {
			await undo();
		}
		await isGreen();
	});
}

/**
 * Not planted here: a follower that lies and an ensemble without an active controller, which real brokers are not brought to (stand-ins:
 * `test/kafka/planted-failures.test.ts`); a ZooKeeper member that hangs before `apply`, as the step that starts it waits 90 s first.
 */
beforeAll(async () => {
	await lab('up', '3', '--db', '--etc-hosts');
	await lab('reset', ...hosts.map(host => `${host}:debian`), 'db-01');
	// A follower that does not come along is no longer in sync soon: before a record that waits for it is given up.
	file = await clusterFile({hosts, kafka: {extraProperties: {'replica.lag.time.max.ms': '4000'}}});
	const first = await run('apply');
	expect(first.code, first.stderr).toBe(0);
	await isGreen();
});

describe('planted on a platform that runs', () => {
	planted('a Java that is too old', () => inFront('kafka-02', 'java', 'echo \'openjdk version "1.8.0_392"\' >&2'), {
		by: ['test'],
		code: 10,
		stage: 'platform',
		step: 'java-version',
		message: /kafka-02 runs Java 8, and this platform needs 11 to 23/,
	});

	const tool = {stage: 'platform', step: 'tools', message: /the command failed on kafka-02/, form: 'commands'} as const;
	planted(
		'a tool that does not start',
		() => inFront('kafka-02', 'kafka-topics', 'exit 1'),
		{...tool, by: ['test'], code: 10},
		{...tool, by: ['apply', '--thorough'], code: 1},
	);

	const ensemble = {
		stage: 'zookeeper',
		step: 'leader',
		message: /should have one leader and 2 followers; it has .*kafka-02: no answer/,
	};
	planted(
		'a member that another host does not reach',
		() => cutOff('kafka-01', 'root', 'kafka-02', 2181),
		{...ensemble, by: ['apply'], code: 1},
		{...ensemble, by: ['test'], code: 10},
	);

	planted(
		'a member that hangs',
		async () => {
			const [host] = others(memberThatIs('leader'));
			await exec(host, 'systemctl kill -s STOP confluent-zookeeper');
			return () => exec(host, 'systemctl kill -s CONT confluent-zookeeper');
		},
		{by: ['test'], code: 10, stage: 'zookeeper', step: 'stat', message: /the command failed on kafka-0/},
	);

	const list = {stage: 'kafka', step: 'topics', message: /the brokers know different topics: .*unheard-of/};
	planted(
		'a broker that answers with another list, as the controller does not reach it',
		async () => {
			const controller = memberThatIs('controller');
			const [deaf, other] = others(controller);
			const undo = await cutOff(controller, 'cp-kafka', deaf, 9092);
			await topics(controller, `--create --topic unheard-of --replica-assignment ${id(controller)}:${id(other)}`);
			return async () => {
				await undo();
				await topics(controller, '--delete --topic unheard-of');
				// The controller may hold what it could not send, and send it after all: a topic that is gone would be back on this one.
				await exec(deaf, 'systemctl restart confluent-kafka');
				await expect.poll(() => topics('kafka-01', '--describe --under-replicated-partitions'), {timeout: 60_000}).toBe('');
			};
		},
		{...list, by: ['stage kafka'], code: 1, form: 'wire'},
		{...list, by: ['test'], code: 10, form: 'commands'},
	);

	const copy = {
		stage: 'smoke-test',
		step: 'records',
		message: /kafka-0\d did not read the record of kafka-0\d/,
		code: 1,
	} as const;
	const behind = {stage: 'kafka', step: 'copies', message: /\d+ under-replicated partitions/} as const;
	planted(
		'a follower that does not reach its leader',
		async () => {
			const controller = memberThatIs('controller');
			const [leader, follower] = others(controller);
			const undo = await cutOff(follower, 'cp-kafka', leader, 9092);
			await topics(leader, `--create --topic behind --replica-assignment ${id(leader)}:${id(follower)}:${id(controller)}`);
			return async () => {
				await undo();
				await topics(leader, '--delete --topic behind');
			};
		},
		{...copy, by: ['apply'], form: 'wire'},
		{...copy, by: ['stage smoke-test', '--thorough'], form: 'commands'},
		{
			...behind,
			// A follower that has all there is stays in sync, whether it asks or not.
			async first() {
				await exec(
					'kafka-01',
					'echo one | kafka-console-producer --bootstrap-server kafka-01:9092 --topic behind --producer-property acks=1',
				);
				await expect
					.poll(() => topics('kafka-01', '--describe --under-replicated-partitions'), {timeout: 30_000})
					.toContain('behind');
			},
			by: ['apply'],
			code: 1,
			form: 'wire',
		},
		{...behind, by: ['test'], code: 10, form: 'commands'},
	);

	const limit = (what: string) =>
		exec('kafka-01', `kafka-configs --bootstrap-server kafka-01:9092 --alter --entity-type brokers --entity-default ${what}`);
	const refused = {stage: 'smoke-test', step: 'records', code: 1} as const;
	planted(
		'brokers that accept no record',
		async () => {
			await limit('--add-config message.max.bytes=10');
			return () => limit('--delete-config message.max.bytes');
		},
		{...refused, by: ['apply'], message: /the broker of kafka-0\d did not accept a record/, form: 'wire'},
		{...refused, by: ['stage smoke-test', '--thorough'], message: /.*/, form: 'commands'},
	);

	const web = {
		stage: 'schema-registry',
		step: 'subjects',
		message: /answered kafka-02 with something that is not a list of subjects/,
	};
	planted(
		'something else at the address of the registry',
		() => impostor('kafka-02', 'kafka-01', 8080),
		{...web, by: ['apply'], code: 1},
		{...web, by: ['test'], code: 10},
	);

	const statusOf = () =>
		exec('kafka-03', 'curl -sS -K /etc/kafka-connect-jdbc/rest.curl http://127.0.0.1:8083/connectors/orders/status || :');
	const restarted = async (wanted: RegExp) => {
		await exec('kafka-03', 'systemctl restart kafka-connect-standalone');
		await expect.poll(statusOf, {timeout: 120_000, interval: 1000}).toMatch(wanted);
	};
	planted(
		'a connector without tasks, as its table has another name since',
		async () => {
			await lab('sql', 'db-01', 'alter table orders rename to elsewhere');
			await restarted(/RUNNING.*"tasks":\[\]/);
			return async () => {
				await lab('sql', 'db-01', 'alter table elsewhere rename to orders');
				await restarted(/"tasks":\[\{[^\]]*RUNNING/);
			};
		},
		{
			by: ['apply'],
			code: 1,
			stage: 'connect',
			step: 'status-orders',
			message: /connector orders runs, but it found none of its tables/,
		},
	);

	planted(
		'a task that failed',
		async () => {
			const cast = {
				transforms: 'cast',
				'transforms.cast.type': 'org.apache.kafka.connect.transforms.Cast$Value',
				'transforms.cast.spec': 'item:int32',
			};
			const undo = await reconfigured('kafka-03', 'orders', cast);
			await row();
			await expect.poll(statusOf, {timeout: 20_000}).toContain('FAILED');
			return undo;
		},
		{by: ['test'], code: 10, stage: 'connect', step: 'status-orders', message: /connector orders is RUNNING, its task is FAILED/},
	);

	const gone = {stage: 'connect', step: 'topics-orders', message: /there is no topic orders-orders, though its connector/};
	planted(
		'a topic of the connector that is not there',
		async () => {
			await topics('kafka-01', '--delete --topic orders-orders');
			await listed('orders-orders');
			// As the hint of the failure says.
			return async () => {
				await exec('kafka-03', 'systemctl restart kafka-connect-standalone');
				await expect.poll(statusOf, {timeout: 60_000}).toMatch(/"tasks":\[\{[^\]]*RUNNING/);
				await row();
			};
		},
		{...gone, by: ['stage connect'], code: 1, form: 'wire'},
		{...gone, by: ['test'], code: 10, form: 'commands'},
	);
});

/** By a hand that changed what one broker reads: Kafka's stage repairs it, and then tests by commands. */
const edited = () => exec('kafka-02', 'sed -i s/^broker.id=2/broker.id=7/ /etc/kafka/server.properties');
const test = (host: string, step: string) => of('command-started', `kafka/${host}/${step}`);
const isLost = (host: string) => (event: RunEvent) =>
	event.type === 'step-waiting' && event.ref.host === host && event.for.includes(`${host} to answer again`);

describe('while tests of Kafka run beside the next stages', () => {
	it('a table that is not there is red before anything is changed; the links that are then cut cost only time', async () => {
		const {stdout} = await lab('cluster');
		const [source] = parse(stdout).connect.sources as readonly Record<string, unknown>[];
		const more = await clusterFile({
			hosts,
			kafka: {extraProperties: {'replica.lag.time.max.ms': '4000'}},
			connect: {sources: [{...source, tables: ['orders', 'nothing']}]},
		});
		const red = await kafkaSetup(['apply', more, '--reporter', 'json'], {XDG_CONFIG_HOME: config});
		expect(red.code).toBe(3);
		expect(failuresOf(red.events).map(({message}) => message)).toEqual([
			expect.stringContaining('the database has no table nothing that its user sees'),
		]);

		await edited();
		const live = liveRun(['apply', file], config);
		for (const [host, step] of [
			['kafka-03', 'topics'],
			['kafka-01', 'copies'],
		] as const) {
			await live.until(step, test(host, step));
			await live.until('the next stage', event => event.type === 'step-started' && event.ref.stage === 'schema-registry');
			await lab('exec', host, 'kill -9 $(pgrep -f "^sshd: admin")');
			await live.until('a lost link', isLost(host));
		}
		const {code, stderr} = await live.ended;
		expect(code, `${stderr}${JSON.stringify(failuresOf(live.events))}`).toBe(0);
		expect(changedSteps(live.events)).toEqual(['kafka/kafka-02/configuration', 'kafka/kafka-02/start']);
		const after = await run('plan', '--detailed-exitcode');
		expect(after.code, after.stdout).toBe(0);
	});
});
