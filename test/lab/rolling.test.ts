import {spawn} from 'node:child_process';
import {setTimeout as after} from 'node:timers/promises';
import {beforeAll, describe, expect, it} from 'vitest';
import type {RunEvent} from '../../source/core/events.ts';
import {clusterFile, kafkaSetup, lab} from '../helpers/lab.ts';
import {changedSteps, recapOf} from '../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const units = ['confluent-zookeeper', 'confluent-kafka', 'confluent-schema-registry', 'kafka-connect-standalone'];
const bootstrap = hosts.map(host => `${host}:9092`).join(',');

/** The start of every running service on every host, by systemd's own number for it. */
async function invocations(): Promise<Record<string, string>> {
	const asked = hosts.map(async host => {
		const {stdout} = await lab('exec', host, `systemctl show -p Id,InvocationID,NRestarts,ActiveState ${units.join(' ')}`);
		return stdout.split('\n\n').flatMap(block => {
			const of = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(block)?.[1] ?? '';
			const restarts = `${of('InvocationID')} ${of('NRestarts')}`;
			return of('ActiveState') === 'active' ? [[`${host} ${of('Id').replace('.service', '')}`, restarts] as const] : [];
		});
	});
	return Object.fromEntries((await Promise.all(asked)).flat());
}

const differing = (before: Record<string, string>, now: Record<string, string>) =>
	[...new Set([...Object.keys(before), ...Object.keys(now)])].filter(key => before[key] !== now[key]).sort();

/** Starts of a broker, as systemd wrote them down: the only way to see one that was restarted twice. */
const started = async () =>
	Promise.all(
		hosts.map(async host => {
			const {stdout} = await lab(
				'exec',
				host,
				"journalctl -b -o cat -u confluent-kafka | grep -c '^Started confluent-kafka' || :",
			);
			return Number(stdout);
		}),
	);

/** When each file under /etc was written. */
const written = async () =>
	Promise.all(hosts.map(async host => (await lab('exec', host, "find /etc -type f -printf '%p %T@ %i\\n' | sort")).stdout));

/** Which brokers take connections, five times a second until it is stopped: `101` is the second one down, `?` one that did not answer in time. */
function sampler() {
	const ask = `said=$(timeout 1 bash -c "exec 3<>/dev/tcp/$h/9092" 2>&1); case $?$said in 0*) up+=1 ;; *refused*) up+=0 ;; *) up+=? ;; esac`;
	const script = `while :; do up=; for h in ${hosts.join(' ')}; do ${ask}; done; echo "$up"; sleep 0.2; done`;
	const child = spawn('test/lab/lab', ['exec', 'kafka-01', script], {stdio: ['ignore', 'pipe', 'ignore'], detached: true});
	let text = '';
	child.stdout.on('data', chunk => {
		text += chunk;
	});
	return {
		async stop(): Promise<readonly string[]> {
			process.kill(-child.pid!, 'SIGTERM');
			await new Promise(resolve => child.once('close', resolve));
			return text.split('\n').filter(line => /^[01?]{3}$/.test(line));
		},
	};
}

const topics = (...args: readonly string[]) =>
	lab('exec', 'kafka-01', `kafka-topics --bootstrap-server ${bootstrap} ${args.join(' ')}`);
const file = (threads: number) => clusterFile({kafka: {extraProperties: {'num.io.threads': String(threads)}}});
const stage = (path: string, ...args: readonly string[]) => kafkaSetup(['stage', 'kafka', path, '--reporter', 'json', ...args]);

beforeAll(async () => {
	await lab('up', '3', '--db');
	await lab('reset', ...hosts.map(host => `${host}:debian`), 'db-01');
	const ran = await kafkaSetup(['apply', await file(2), '--reporter', 'json']);
	expect(ran.stderr).toBe('');
	expect(ran.code).toBe(0);
	await topics('--create --topic load --partitions 6 --replication-factor 3 --config min.insync.replicas=2');
});

describe('one changed property of the brokers', () => {
	it('restarts each broker once, one at a time, and no acknowledged record is lost', async () => {
		const before = await invocations();
		expect(Object.keys(before)).toHaveLength(8);
		const starts = await started();
		await lab(
			'exec',
			'kafka-03',
			`systemd-run -q --unit load -p StandardOutput=file:/root/acked -p StandardError=file:/root/producer.err \\
			kafka-verifiable-producer --bootstrap-server ${bootstrap} --topic load --acks -1 --throughput 200`,
		);
		await expect
			.poll(async () => Number((await lab('exec', 'kafka-03', 'grep -c success /root/acked || :')).stdout), {
				timeout: 60_000,
				interval: 500,
			})
			.toBeGreaterThan(0);
		const ports = sampler();
		const ran = await stage(await file(3));
		const samples = await ports.stop();
		await after(2000);
		await lab('exec', 'kafka-03', 'systemctl kill -s TERM load; while systemctl is-active -q load; do sleep 0.2; done');

		expect(ran.code).toBe(0);
		expect(differing(before, await invocations())).toEqual(hosts.map(host => `${host} confluent-kafka`));
		expect(await started()).toEqual(starts.map(count => count + 1));
		expect(ran.stderr).toContain('No changes needed after stage kafka.');

		expect(samples.length).toBeGreaterThan(50);
		expect(samples.filter(sample => sample.split('0').length > 2)).toEqual([]);
		for (const index of hosts.keys()) expect(samples.some(sample => sample[index] === '0')).toBe(true);

		const acked = (await lab('exec', 'kafka-03', 'cat /root/acked')).stdout
			.split('\n')
			.filter(line => line.includes('producer_send_success'))
			.map(line => (JSON.parse(line) as {value: string}).value);
		const consumer = `kafka-console-consumer --bootstrap-server ${bootstrap} --topic load --from-beginning --timeout-ms 8000 2>/dev/null`;
		const read = new Set((await lab('exec', 'kafka-01', `${consumer} || :`)).stdout.split('\n'));
		console.info(
			`acknowledged ${acked.length}, read ${read.size - 1}, samples ${samples.length}, with a broker down ${samples.filter(sample => sample.includes('0')).length}`,
		);
		expect(acked.length).toBeGreaterThan(1000);
		expect(acked.filter(value => !read.has(value))).toEqual([]);
	});

	it('is done then: no restart, and no file is written', async () => {
		const path = await file(3);
		const [running, starts, files] = [await invocations(), await started(), await written()];
		const ran = await stage(path);
		expect(ran.code).toBe(0);
		expect(changedSteps(ran.events)).toEqual([]);
		expect(recapOf(ran.events).total.changed).toBe(0);
		expect(ran.stderr).toBe('');
		expect(await invocations()).toEqual(running);
		expect(await started()).toEqual(starts);
		expect(await written()).toEqual(files);
	});
});

/** Runs a stage until it says that it waits for something, sends it a signal then, and gives all that it told. */
async function stoppedWhen(path: string, waitsFor: RegExp) {
	const child = spawn(process.execPath, ['bin/kafka-setup.js', 'stage', 'kafka', path, '--reporter', 'json'], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let [stdout, sent] = ['', false];
	child.stdout.on('data', async chunk => {
		stdout += chunk;
		if (sent || !waitsFor.test(stdout)) return;
		sent = true;
		// It goes on waiting: several looks.
		await after(8000);
		child.kill('SIGTERM');
	});
	const code = await new Promise<number | null>(resolve => child.once('close', resolve));
	const events = stdout.split('\n').filter(Boolean);
	return {code, events: events.map(line => JSON.parse(line) as RunEvent)};
}

describe('a partition that is moved', () => {
	const move = (...args: readonly string[]) =>
		lab(
			'exec',
			'kafka-01',
			`kafka-reassign-partitions --bootstrap-server ${bootstrap} --reassignment-json-file /root/move.json ${args.join(' ')}`,
		);

	it('keeps all brokers from being restarted; SIGTERM ends the wait, with the reason', async () => {
		// A third copy that may be written at one byte a second: all brokers are registered and well meanwhile.
		await topics('--create --topic hurt --replica-assignment 1:2');
		await lab(
			'exec',
			'kafka-01',
			`kafka-producer-perf-test --topic hurt --num-records 30000 --record-size 1000 --throughput -1 --producer-props bootstrap.servers=${bootstrap} acks=1 &&
			echo '{"version":1,"partitions":[{"topic":"hurt","partition":0,"replicas":[1,2,3]}]}' >/root/move.json`,
		);
		await move('--execute --throttle 1');

		const running = await invocations();
		const {code, events} = await stoppedWhen(await file(4), /hurt-0/);
		expect(code).toBe(143);
		const cancelled = events.flatMap(event =>
			event.type === 'step-finished' && event.outcome === 'cancelled' ? [event.failure?.message] : [],
		);
		// Which of the two is said depends on whose turn is first: a broker that has one of the two copies, or the one that is to get the third.
		expect(cancelled.join('\n')).toMatch(
			/stopped while waiting for 1 partition to (be moved by the running reassignment|have more in-sync replicas than min\.insync\.replicas): hurt-0/,
		);
		expect(events.at(-1)).toMatchObject({type: 'run-finished', outcome: 'cancelled'});
		expect(await invocations()).toEqual(running);
	});

	it('no longer does when it is whole: the same command goes on', async () => {
		const running = await invocations();
		await move('--execute --additional --throttle 100000000');
		await expect.poll(async () => (await move('--verify')).stdout, {timeout: 120_000, interval: 2000}).toContain('is completed');
		const ran = await stage(await file(4));
		expect(ran.code).toBe(0);
		expect(differing(running, await invocations())).toEqual(hosts.map(host => `${host} confluent-kafka`));
	});
});

describe('a changed port of the registry', () => {
	it('is named with what it means for later stages, and --downstream does those too', async () => {
		const path = await clusterFile({
			kafka: {extraProperties: {'num.io.threads': '4'}},
			'schema-registry': {port: 8088},
		});
		const [running, one] = [await invocations(), await kafkaSetup(['stage', 'schema-registry', path, '--plain'])];
		expect(one.code).toBe(0);
		expect(one.stdout).toContain('Pending changes after stage schema-registry:');
		expect(one.stdout).toMatch(/ {2}connect: kafka-03: .*restart kafka-connect-standalone/);
		expect(one.stdout).toContain(`kafka-setup stage connect ${path}`);
		const all = await kafkaSetup(['stage', 'schema-registry', path, '--downstream', '--reporter', 'json']);
		expect(all.code).toBe(0);
		expect(all.stderr).toBe('');
		expect(differing(running, await invocations())).toEqual([
			'kafka-01 confluent-schema-registry',
			'kafka-03 kafka-connect-standalone',
		]);
	});
});
