import {execFile} from 'node:child_process';
import {chmod, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Difference} from '../../../source/core/events.ts';
import {clusterFile, kafkaSetup, lab, type Overrides} from '../../helpers/lab.ts';
import {fingerprint, recordsThrough, writeRecords} from '../../helpers/records.ts';
import {changedSteps, failuresOf, noted} from '../../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const one = ['kafka-01'];
const count = 2000;

const file = (zookeeper: readonly string[], kafka: readonly string[]): Overrides => ({
	hosts: kafka,
	roles: {zookeeper, kafka, 'schema-registry': one, connect: one},
});
const apply = (path: string) => kafkaSetup(['apply', path, '--reporter', 'json']);

/** Runs lines as an operator types them; their `ssh` finds the lab's hosts. */
async function operator() {
	const {stdout} = await lab('env');
	const config = /^LAB_SSH_CONFIG=(\S+)$/m.exec(stdout)![1]!;
	const folder = await mkdtemp(join(tmpdir(), 'kafka-setup-operator-'));
	await writeFile(join(folder, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${config} "$@"\n`);
	await chmod(join(folder, 'ssh'), 0o755);
	const env = {...process.env, PATH: `${folder}:${process.env.PATH}`};
	return async (line: string) => (await promisify(execFile)('bash', ['-c', line], {env, timeout: 120_000})).stdout;
}

describe('one host that becomes three', () => {
	beforeAll(async () => {
		await lab('up', '3', '--db', '--etc-hosts');
		await lab('reset', ...hosts.map(host => `${host}:debian`), 'db-01');
		const {code, stderr} = await apply(await clusterFile(file(one, one)));
		expect([code, stderr]).toEqual([0, '']);
		await writeRecords('kafka-01', 'single', 1, count);
	});

	let difference: Difference | undefined;

	it('is refused before anything is changed', async () => {
		const before = await fingerprint(hosts);
		const {code, events} = await apply(await clusterFile(file(hosts, hosts)));
		expect(code).toBe(2);
		[difference] = failuresOf(events).flatMap(({differences = []}) => differences);
		expect(difference).toMatchObject({subject: 'ZooKeeper members', wanted: 'kafka-01 (1), kafka-02 (2), kafka-03 (3)'});
		expect(await fingerprint(hosts)).toEqual(before);
		expect(await recordsThrough('kafka-01', 'single')).toBe(count);
	});

	it('is done by hand, line by line as the refusal says, and keeps every record', async () => {
		const type = await operator();
		const files = [await clusterFile(file(one, hosts)), await clusterFile(file(hosts, hosts))];
		const lines = difference!.wayOut.flatMap(line => ('run' in line ? [line.run] : []));
		expect(lines.filter(line => line === 'kafka-setup apply FILE')).toHaveLength(2);
		const told: string[] = [];
		for (const line of lines) {
			if (line === 'kafka-setup apply FILE') {
				const {code, events} = await apply(files.shift()!);
				expect(code, JSON.stringify(failuresOf(events))).toBe(0);
				told.push(noted(events, 'settled').join());
			} else if (line.includes('grep Mode:')) {
				await expect.poll(() => type(line), {timeout: 30_000, interval: 500}).toBe('Mode: follower\n');
			} else {
				await type(line);
			}
		}
		// Kafka copies nothing to brokers that were added: the run that adds them tells the operator.
		expect(told[0]).toMatch(/these topics keep fewer copies than the 3 .*__consumer_offsets \(1\).*single \(1\)/);
		for (const host of hosts) expect([host, await recordsThrough(host, 'single')]).toEqual([host, count]);
	});

	it('has three members then, and nothing is left to change', async () => {
		const {code, events} = await apply(await clusterFile(file(hosts, hosts)));
		expect(code).toBe(0);
		expect(changedSteps(events)).toEqual([]);
	});

	it('has all its topics after a reboot of every host', async () => {
		await lab('reboot', ...hosts);
		const path = await clusterFile(file(hosts, hosts));
		const {code, events} = await apply(path);
		expect(code, JSON.stringify(failuresOf(events))).toBe(0);
		for (const host of hosts) expect([host, await recordsThrough(host, 'single')]).toEqual([host, count]);
	});
});
