import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {operator} from '../../helpers/operator.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];

describe('of two operators at the same hosts', () => {
	let file = '';
	beforeAll(async () => {
		await lab('up', '3', '--db');
		await lab('reset', ...hosts.map(host => `${host}:debian`));
		file = await clusterFile();
	});

	it('one that slept past its lease is fenced when it wakes up; the other has finished', async () => {
		const first = operator(['apply', file]);
		await first.see('[3/8]');
		first.child.kill('SIGSTOP');
		// What it had begun goes on to its end on the hosts; then its lease runs.
		await new Promise(wait => setTimeout(wait, 25_000));
		const second = operator(['apply', file]);
		await second.see(/waiting up to \d+s for a sign of life/);
		expect(await second.ended).toBe(0);
		first.child.kill('SIGCONT');
		expect(await first.ended).toBe(1);
		// Reasons are folded to the width of a terminal.
		expect(first.text().replaceAll(/\s+/g, ' ')).toMatch(
			/kafka-0\d was taken over by (\S+@\S+ \(process \d+\)|another run, which has ended since): nothing more is changed there/,
		);
		const after = await kafkaSetup(['plan', file, '--detailed-exitcode']);
		expect(after.code, after.stdout).toBe(0);
	});
});
