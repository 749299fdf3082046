import {spawn} from 'node:child_process';
import {setTimeout as after} from 'node:timers/promises';
import {beforeAll, describe, expect, it} from 'vitest';
import {formats, killedAtShutdown, kraftOn, minimumOf, storageOf} from '../helpers/kraft-lab.ts';
import {clusterFile, kafkaSetup, lab} from '../helpers/lab.ts';
import {changedSteps, commandsOf, counted, failuresOf, noted} from '../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const bootstrap = hosts.map(host => `${host}:9092`).join(',');
const [controllerDir, brokerDir] = ['/var/lib/kafka/controller', '/var/lib/kafka/data'];
const file = (threads = 2) =>
	clusterFile(
		kraftOn(hosts, hosts, {
			controller: {extraProperties: {'num.io.threads': String(threads)}},
			kafka: {extraProperties: {'num.io.threads': String(threads)}},
		}),
	);

beforeAll(async () => {
	await lab('up', '3', '--db');
	await lab('reset', ...hosts.map(host => `${host}:debian`), 'db-01');
});

describe('a controller and a broker on each of three hosts', () => {
	it('are installed by one command: green, and a second run changes nothing', async () => {
		const path = await file();
		const {code, stderr, events} = await kafkaSetup(['apply', path, '--reporter', 'json']);
		expect(code, `${stderr}${JSON.stringify(failuresOf(events))}`).toBe(0);
		expect(noted(events, 'voters').join()).toMatch(/^kafka-0\d: active controller$/);
		expect(counted(events)).toEqual(['orders-orders:0:5']);
		expect(commandsOf(events, 'format').filter(command => command.startsWith('kafka-storage format'))).toHaveLength(6);
		const second = await kafkaSetup(['apply', path, '--reporter', 'json']);
		expect(second.code, second.stderr).toBe(0);
		expect(changedSteps(second.events)).toEqual([]);
	});

	it('have one cluster id, ids of one space, and directories that the quorum knows', async () => {
		const found = await Promise.all(hosts.map(host => storageOf(host, controllerDir, brokerDir)));
		expect(new Set(found.flat().map(one => one['cluster.id'])).size).toBe(1);
		expect(found.map(([controller, broker]) => [controller!['node.id'], broker!['node.id']])).toEqual([
			['101', '1'],
			['102', '2'],
			['103', '3'],
		]);
		const {stdout} = await lab(
			'exec',
			'kafka-01',
			`kafka-metadata-quorum --bootstrap-server ${bootstrap} describe --replication`,
		);
		for (const [controller] of found) {
			expect(stdout).toMatch(new RegExp(`^${controller!['node.id']}\\s+${controller!['directory.id']}\\s`, 'm'));
		}
		expect(await Promise.all(hosts.map(formats))).toEqual([2, 2, 2]);
	});

	it('enforce min.insync.replicas for topics that were there and for new ones', async () => {
		await lab('exec', 'kafka-01', `kafka-topics --bootstrap-server ${bootstrap} --create --topic later --partitions 1`);
		expect(await minimumOf('kafka-02', 'orders-orders')).toBe('2');
		expect(await minimumOf('kafka-03', 'later')).toBe('2');
	});
});

/** Which processes have their port open, five times a second until it is stopped: a digit for each host, of `9093` and then of `9092`. */
function sampler() {
	const ask = `said=$(timeout 1 bash -c "exec 3<>/dev/tcp/$h/$p" 2>&1); case $?$said in 0*) up+=1 ;; *refused*) up+=0 ;; *) up+=? ;; esac`;
	const script = `while :; do up=; for p in 9093 9092; do for h in ${hosts.join(' ')}; do ${ask}; done; done; echo "$up"; sleep 0.2; done`;
	const child = spawn('test/lab/lab', ['exec', 'kafka-01', script], {stdio: ['ignore', 'pipe', 'ignore'], detached: true});
	let text = '';
	child.stdout.on('data', chunk => {
		text += chunk;
	});
	return {
		async stop(): Promise<readonly string[]> {
			process.kill(-child.pid!, 'SIGTERM');
			await new Promise(resolve => child.once('close', resolve));
			return text.split('\n').filter(line => /^[01?]{6}$/.test(line));
		},
	};
}

describe('one changed property of controllers and brokers', () => {
	it('restarts one of each at a time, and no acknowledged record is lost', async () => {
		await lab('exec', 'kafka-01', `kafka-topics --bootstrap-server ${bootstrap} --create --topic load --partitions 6`);
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
		const ran = await kafkaSetup(['apply', await file(3), '--reporter', 'json']);
		const samples = await ports.stop();
		await after(2000);
		await lab('exec', 'kafka-03', 'systemctl kill -s TERM load; while systemctl is-active -q load; do sleep 0.2; done');
		expect(ran.code, JSON.stringify(failuresOf(ran.events))).toBe(0);
		expect(changedSteps(ran.events).filter(step => step.endsWith('/start'))).toEqual(
			['controller', 'kafka'].flatMap(stage => hosts.map(host => `${stage}/${host}/start`)),
		);
		expect(samples.length).toBeGreaterThan(50);
		for (const of of [(sample: string) => sample.slice(0, 3), (sample: string) => sample.slice(3)]) {
			expect(samples.map(of).filter(sample => sample.split('0').length > 2)).toEqual([]);
			for (const index of hosts.keys()) expect(samples.map(of).some(sample => sample[index] === '0')).toBe(true);
		}
		const acked = (await lab('exec', 'kafka-03', 'cat /root/acked')).stdout
			.split('\n')
			.filter(line => line.includes('producer_send_success'))
			.map(line => (JSON.parse(line) as {value: string}).value);
		const consumer = `kafka-console-consumer --bootstrap-server ${bootstrap} --topic load --from-beginning --timeout-ms 8000 2>/dev/null`;
		const read = new Set((await lab('exec', 'kafka-01', `${consumer} || :`)).stdout.split('\n'));
		console.info(`acknowledged ${acked.length}, read ${read.size - 1}, samples ${samples.length}`);
		expect(acked.length).toBeGreaterThan(1000);
		expect(acked.filter(value => !read.has(value))).toEqual([]);
	});
});

describe('a reboot of all hosts at once', () => {
	it('ends with no process killed, and the next run is green', async () => {
		await Promise.all(hosts.map(host => lab('reboot', host)));
		expect(await Promise.all(hosts.map(killedAtShutdown))).toEqual(['', '', '']);
		const ran = await kafkaSetup(['apply', await file(3), '--reporter', 'json']);
		expect(ran.code, JSON.stringify(failuresOf(ran.events))).toBe(0);
		expect(await Promise.all(hosts.map(formats))).toEqual([2, 2, 2]);
		const second = await kafkaSetup(['plan', await file(3), '--detailed-exitcode']);
		expect(second.code, second.stdout).toBe(0);
	});
});
