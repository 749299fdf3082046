import {setMaxListeners} from 'node:events';
import {describe, expect, test, vi} from 'vitest';
import type {CommandResult, Connection} from '../../source/core/connection.ts';
import type {Mode} from '../../source/core/events.ts';
import type {Host} from '../../source/core/inventory.ts';
import type {Stage, Step} from '../../source/core/plan.ts';
import {run} from '../../source/core/runner.ts';
import {exitCodeOf} from '../../source/exit-codes.ts';
import {brokerTests} from '../../source/kafka/roles/broker/broker-tests.ts';
import {connectorTests} from '../../source/kafka/roles/connect/connector-tests.ts';
import {smokeTest} from '../../source/kafka/smoke-test/stage.ts';
import {type Faults, fakeBrokers} from '../helpers/fake-brokers.ts';
import {platformWith} from '../helpers/platform-tools.ts';
import {sampleCluster, sampleFacts} from '../helpers/sample-cluster.ts';

const {hosts} = sampleCluster;
const all = sampleCluster.roles.kafka;
const behind = {leader: 'kafka-01', replicas: all, inSync: ['kafka-01', 'kafka-02']};
const whole = {leader: 'kafka-01', replicas: all, inSync: all};

/** What a command says in place of what it says of a platform that is well, on one host or on all. */
type Said = {readonly host?: string; readonly command: RegExp; readonly result: Partial<CommandResult>};

type Planted = {
	readonly stage: Stage;
	/** What is wrong, as a host's commands show it, and as brokers answer themselves. */
	readonly commands?: Said;
	readonly wire?: Faults;
	readonly topics?: Parameters<typeof fakeBrokers>[0];
	readonly message: RegExp;
};

/** Of a stage the tests that have this id. */
const stageOf = (id: string, stepsOf: () => (host: Host) => readonly Step[], step: string): Stage => ({
	id,
	title: id,
	hosts,
	begin: () => {
		const of = stepsOf();
		return host => of(host).filter(one => one.id === step);
	},
});
const kafka = (step: string) => stageOf('kafka', () => brokerTests(sampleCluster, hosts), step);
const connect = (step: string) =>
	stageOf(
		'connect',
		() => host =>
			host.name === 'kafka-03'
				? sampleCluster.connect.sources.flatMap(one => connectorTests(sampleCluster, one, async () => new Map()))
				: [],
		step,
	);
const records = smokeTest(sampleCluster, hosts, {alone: true});

const planted: Readonly<Record<string, Planted>> = {
	'a broker with another list of topics': {
		stage: kafka('topics'),
		commands: {command: /--list --bootstrap-server kafka-02/, result: {stdout: 'others\n'}},
		wire: {topicsOf: name => (name === 'kafka-02' ? ['others'] : ['orders'])},
		message: /the brokers know different topics/,
	},
	// The tool asks any broker of the cluster.
	'a broker with another list of topics than the tool shows': {
		stage: kafka('topics'),
		commands: {command: /--list/, result: {stdout: 'orders\n'}},
		wire: {topicsOf: name => (name === 'kafka-02' ? [] : ['orders'])},
		message: /the brokers know different topics/,
	},
	'a broker with another list of topics, on hosts that open no channels': {
		stage: kafka('topics'),
		commands: {command: /--list --bootstrap-server kafka-02/, result: {stdout: 'others\n'}},
		wire: {noWay: () => true},
		message: /the brokers know different topics/,
	},
	'an under-replicated partition': {
		stage: kafka('copies'),
		commands: {
			host: 'kafka-01',
			command: /--under-replicated-partitions/,
			result: {stdout: '\tTopic: orders\tPartition: 1\tLeader: 1\tReplicas: 1,2,3\tIsr: 1,2\n'},
		},
		topics: new Map([['orders', [whole, behind]]]),
		message: /^1 under-replicated partitions$/,
	},
	'partitions whose last copy in sync is on a broker that is down': {
		stage: kafka('copies'),
		commands: {
			host: 'kafka-01',
			command: /--under-replicated-partitions/,
			result: {stdout: '\tTopic: orders\tPartition: 1\tLeader: none\tReplicas: 1,2,3\tIsr: 3\n'},
		},
		topics: new Map([['orders', [whole, {...behind, leader: 'none', inSync: ['kafka-03']}]]]),
		message: /^1 partitions are offline: their last copies in sync are on broker 3 \(kafka-03\)/,
	},
	'a record that is not copied': {
		stage: records,
		commands: {
			host: 'kafka-03',
			command: /kafka-console-consumer/,
			result: {stdout: 'written on kafka-02\nwritten on kafka-03\n'},
		},
		wire: {copyOf: (name, texts) => (name === 'kafka-03' ? [] : texts)},
		message: /^kafka-03 did not read the record of kafka-01/,
	},
	'a follower that lies': {
		stage: records,
		wire: {copyOf: (name, texts) => (name === 'kafka-03' ? texts.map(() => 'something else') : texts)},
		message: /^kafka-03 did not read the record of kafka-01/,
	},
	'a broker that accepts no record': {
		stage: records,
		commands: {
			host: 'kafka-02',
			command: /kafka-console-producer/,
			result: {code: 1, stderr: 'org.apache.kafka.common.errors.TimeoutException\n'},
		},
		wire: {produceError: name => (name === 'kafka-02' ? 7 : 0)},
		message: /did not accept a record: REQUEST_TIMED_OUT|^the command failed on kafka-02$/,
	},
	'a connector without tasks': {
		stage: connect('status-orders'),
		commands: {
			host: 'kafka-03',
			command: /connectors\/orders\/status/,
			result: {stdout: '{"connector":{"state":"RUNNING"},"tasks":[]}'},
		},
		message: /^connector orders runs, but it found none of its tables/,
	},
};

const forms = ['commands', 'wire'] as const;
const cases = Object.entries(planted).flatMap(([name, one]) => forms.map(form => [name, form, one] as const));

async function tested({stage, commands, wire, topics}: Planted, form: (typeof forms)[number], mode: Mode) {
	const platform = platformWith(undefined);
	const brokers = fakeBrokers(topics ?? new Map([['orders', [whole]]]), wire);
	const connection = (name: string): Connection => ({
		...platform.connection(name),
		dial: brokers.dial(name),
		async exec(given, options) {
			const isSaid = commands?.command.test(given.text) && (commands.host ?? name) === name;
			if (commands === undefined || !isSaid) return platform.connection(name).exec(given, options);
			return {code: 0, stdout: '', stderr: '', ...commands.result};
		},
	});
	const messages: string[] = [];
	let failed = () => {};
	const failure = new Promise<void>(resolve => {
		failed = resolve;
	});
	const {signal} = new AbortController();
	// As that of a real run has it.
	setMaxListeners(0, signal);
	const begun: string[] = [];
	const step = (id: string, until: Promise<void>): Step => ({
		id,
		title: id,
		check: async () => (begun.includes(id) ? [] : [{what: id}]),
		async apply() {
			begun.push(id);
			await until;
		},
	});
	const after: Stage = {
		id: 'after',
		title: 'After',
		hosts: hosts.slice(0, 1),
		begin: () => () => [step('under way', failure), step('never', Promise.resolve())],
	};
	const result = await run({
		plan: {cluster: 'orders', stages: [stage, after]},
		mode,
		sessions: new Map(hosts.map(host => [host.name, {host, facts: sampleFacts, connection: connection(host.name)}])),
		reconnect: async session => session,
		emit(event) {
			if (event.type !== 'step-finished' || event.failure === undefined) return;
			messages.push(event.failure.message);
			failed();
		},
		signal,
		thorough: form === 'commands',
	});
	return {result, begun, messages};
}

describe('a planted failure is red, in its stage, and nothing is started after it:', () => {
	test.each(cases)('%s, by %s', async (_name, form, one) => {
		// Waits of many seconds are over soon.
		vi.useFakeTimers({toFake: ['Date'], now: 0});
		const ticking = setInterval(() => vi.setSystemTime(Date.now() + 5000), 20);
		const {result, begun, messages} = await tested(one, form, 'apply');
		clearInterval(ticking);
		vi.useRealTimers();
		expect(messages[0]).toMatch(one.message);
		expect(result).toMatchObject({outcome: 'failed', failedStage: one.stage.id});
		expect(begun).toEqual(['under way']);
		expect(exitCodeOf(result, 'apply', false)).toBe(1);
	});

	test('by kafka-setup test, with its own exit code', async () => {
		const {result, begun} = await tested(planted['an under-replicated partition']!, 'commands', 'test');
		expect(begun).toEqual([]);
		expect(exitCodeOf(result, 'test', false)).toBe(10);
	});
});
