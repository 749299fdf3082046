import {existsSync} from 'node:fs';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {sh} from '../../../source/core/command.ts';
import type {Connection} from '../../../source/core/connection.ts';
import type {Facts} from '../../../source/core/facts.ts';
import {listenerUnit} from '../../../source/host/port.ts';
import {createListeners} from '../../../source/kafka/preflight/listeners.ts';
import {preflight} from '../../../source/kafka/preflight/stage.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as {port: number};
	await new Promise(resolve => server.close(resolve));
	return port;
}

/** This machine, whose systemd starts a unit as a process of its own. */
function machine() {
	const folder = tempDir();
	const connection = localConnection({
		// Somebody may test on this machine.
		paths: {'/run/kafka-setup/lock/owner': `${folder}/owner`},
		prefix: shims({
			'systemd-run': `printf '%s\\n' "$*" >>'${folder}/run'
while [ "$1" != -- ]; do shift; done; shift
setsid "$@" </dev/null >/dev/null 2>&1 &
echo $! >'${folder}/pid'`,
			systemctl: `echo "$*" >>'${folder}/stopped'; kill "$(cat '${folder}/pid')"`,
		}),
	});
	return {connection, folder};
}

const hasListener = existsSync('/usr/bin/systemd-socket-activate');

test.runIf(hasListener)('bash listens on the ports that are free, says which are not, and ends it', async () => {
	const [port, other] = [await freePort(), createServer().listen(0, '127.0.0.1')];
	await new Promise(resolve => other.once('listening', resolve));
	onTestFinished(() => void other.close());
	const {port: taken} = other.address() as {port: number};
	const {connection} = machine();
	const listeners = createListeners(['kafka-01'], 'abc');
	const said = await listeners.meet(fakeContext(connection), {ports: [port, taken], may: true}, async listening => {
		const {ours, others} = listening('kafka-01');
		const opened = await connection.exec(sh`(exec 3<>/dev/tcp/127.0.0.1/${port}) && echo open`);
		return {ours: [...ours], others: [...others], opened: opened.stdout};
	});
	expect(said).toEqual({ours: [port], others: [taken], opened: 'open\n'});
	const after = await connection.exec(sh`(exec 3<>/dev/tcp/127.0.0.1/${port}) 2>&1`);
	expect(after.code).not.toBe(0);
});

test('nothing listens where services are or a run is at work, and what listens there is told', async () => {
	const other = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => other.once('listening', resolve));
	onTestFinished(() => void other.close());
	const {port: taken} = other.address() as {port: number};
	const port = await freePort();
	const lock = tempDir();
	const prefix = shims({'systemd-run': `touch '${lock}/ran'`, 'systemd-socket-activate': '', systemctl: ''});
	for (const [paths, may] of [
		[{}, false],
		[{'/run/kafka-setup/lock/owner': lock}, true],
	] as const) {
		const listeners = createListeners(['kafka-01'], 'abc');
		const {ours, others} = await listeners.meet(
			fakeContext(localConnection({prefix, paths})),
			{ports: [port, taken], may},
			async of => of('kafka-01'),
		);
		expect([[...ours], [...others]]).toEqual([[], [taken]]);
	}
	expect(existsSync(`${lock}/ran`)).toBe(false);
});

const two = ['kafka-01', 'kafka-02'];
const cluster: Cluster = {
	...sampleCluster,
	hosts: two.map(name => ({name})),
	roles: {...sampleCluster.roles, zookeeper: ['kafka-01'], kafka: two, 'schema-registry': [], connect: []},
};

/** Two hosts that check each other, each with what it says to its questions; what each finds. */
async function meeting(
	answers: Readonly<Record<string, {readonly listen: string; readonly tried: string}>>,
	facts: Partial<Facts> = {},
) {
	const factsOf = new Map(two.map(name => [name, {...sampleFacts, machineId: name, ...facts}]));
	const stepsOf = preflight(cluster, cluster.hosts, {
		factsOf,
		remarks: new Map(),
		checks: {all: true, skip: new Set(), listen: true},
	}).begin();
	const found = cluster.hosts.map(async host => {
		const {listen, tried} = answers[host.name]!;
		const connection: Connection = fakeConnection([
			{command: `/systemd-run .*--unit=${listenerUnit}/s`, stdout: listen},
			{command: '/timeout 1 .*probe/s', stdout: tried},
			{command: `/systemctl stop ${listenerUnit}/`},
		]);
		const context = fakeContext(connection, {host});
		const changes = await stepsOf(host).find(({id}) => id === 'reach')!.check!(context);
		return [
			...changes.map(({what}) => what),
			...context.seen.reports.flatMap(one =>
				one.kind === 'check' && one.state !== 'failed' ? [`${one.state}: ${one.found}`] : [],
			),
		];
	});
	return Promise.all(found);
}

const refused = 'bash: connect: Connection refused';

test('a one-way firewall that refuses is found, and the pair and the port are named', async () => {
	expect(
		await meeting({
			'kafka-01': {listen: 'ours 2181\nours 9092\n', tried: 'kafka-02 9092 open\n'},
			'kafka-02': {listen: 'ours 9092\n', tried: `kafka-01 2181 open\nkafka-01 9092 ${refused}\n`},
		}),
	).toEqual([['ok: 1 ports are reached'], ['kafka-02 does not reach port 9092 of kafka-01: Connection refused']]);
});

test('where nothing of ours listens, a refusal is as good as before, and so is what a service answers', async () => {
	expect(
		await meeting({
			'kafka-01': {listen: 'other 2181\n', tried: `kafka-02 9092 ${refused}\n`},
			'kafka-02': {listen: '', tried: `kafka-01 2181 open\nkafka-01 9092 ${refused}\n`},
		}),
	).toEqual([['ok: 1 ports are reached'], ['ok: 2 ports are reached']]);
});

test('what a firewall of the host itself closes is not known before the stages open it', async () => {
	const [first] = await meeting(
		{
			'kafka-01': {listen: 'ours 9092\n', tried: 'kafka-02 9092 No route to host\n'},
			'kafka-02': {listen: 'ours 9092\n', tried: 'kafka-01 2181 open\nkafka-01 9092 open\n'},
		},
		{firewall: 'firewalld'},
	);
	expect(first).toEqual(['not-checked: port 9092 of kafka-02: firewalld there is opened by apply']);
});

test('the units of listeners have a time to live, and a name of their own', async () => {
	const asked: string[] = [];
	const connection = {
		...fakeConnection([]),
		async exec({text}: {readonly text: string}) {
			asked.push(text);
			return {code: 0, stdout: '', stderr: ''};
		},
	};
	const listeners = createListeners(['kafka-01'], 'abc');
	const failing = listeners.meet(fakeContext(connection), {ports: [9092], may: true}, async () => {
		throw new Error('lost');
	});
	await expect(failing).rejects.toThrow('lost');
	// It is ended also where an attempt failed.
	expect(asked[0]).toContain('-p RuntimeMaxSec=60');
	expect(asked.at(-1)).toContain(`systemctl stop ${listenerUnit}abc.service`);
});
