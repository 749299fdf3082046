import {spawn} from 'node:child_process';
import {setTimeout as after} from 'node:timers/promises';
import {beforeAll, expect, it} from 'vitest';
import {kraftOn} from '../../helpers/kraft-lab.ts';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {failuresOf} from '../../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const file = (threads: number) =>
	clusterFile(
		kraftOn(hosts, hosts, {
			controller: {extraProperties: {'num.io.threads': String(threads)}},
			roles: {'schema-registry': null, connect: null},
			connect: null,
			'schema-registry': null,
		}),
	);

beforeAll(async () => {
	await lab('up', '3', '--db');
	await lab('reset', ...hosts.map(host => `${host}:debian`));
	const ran = await kafkaSetup(['apply', await file(2), '--reporter', 'json']);
	expect(ran.code, JSON.stringify(failuresOf(ran.events))).toBe(0);
});

it('a controller is not restarted while another one is behind; the wait ends with its reason, and goes on later', async () => {
	// It lives, has its port open, and says nothing.
	await lab('exec', 'kafka-02', 'systemctl kill -s STOP confluent-kcontroller');
	const path = await file(3);
	// Alone, for the one that hangs could be restarted: the others are a majority.
	const args = ['stage', 'controller', path, '--host', 'kafka-01', '--reporter', 'json'];
	const child = spawn(process.execPath, ['bin/kafka-setup.js', ...args], {stdio: ['ignore', 'pipe', 'ignore']});
	let [stdout, sent] = ['', false];
	child.stdout.on('data', async chunk => {
		stdout += chunk;
		if (sent || !/the controller on kafka-02 to catch up/.test(stdout)) return;
		sent = true;
		await after(5000);
		child.kill('SIGTERM');
	});
	const limit = setTimeout(() => child.kill('SIGKILL'), 180_000);
	const code = await new Promise<number | null>(resolve => child.once('close', resolve));
	clearTimeout(limit);
	await lab('exec', 'kafka-02', 'systemctl kill -s CONT confluent-kcontroller');
	expect(code, stdout.slice(-3000)).toBe(143);
	expect(stdout).toMatch(/stopped while waiting for the controller on kafka-02 to catch up/);
	const again = await kafkaSetup(['apply', path, '--reporter', 'json']);
	expect(again.code, JSON.stringify(failuresOf(again.events))).toBe(0);
});
