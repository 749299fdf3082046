import {hostname} from 'node:os';
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

	it('one installs, the other is told who holds the lock, and has changed nothing', async () => {
		const first = operator(['apply', file]);
		await first.see('Confluent Platform');
		const second = operator(['apply', file]);
		expect(await second.ended).toBe(5);
		// Reasons are folded to the width of a terminal.
		const said = second.text().replaceAll(/\s+/g, ' ');
		expect(said).toMatch(
			new RegExp(`kafka-01 is locked: \\S+@${hostname()} \\(process ${first.child.pid}\\) has locked it for lab`),
		);
		expect(said).toContain('Nothing was changed by this run.');
		const look = await kafkaSetup(['plan', file, '--reporter', 'json']);
		expect(look.code).toBe(0);
		expect(await first.ended).toBe(0);
	});

	it('one that was killed is not waited for', async () => {
		const first = operator(['apply', file]);
		await first.see('[4/8]');
		first.child.kill('SIGKILL');
		await first.ended;
		const second = operator(['apply', file]);
		expect(await second.ended).toBe(0);
		expect(second.text()).not.toContain('sign of life');
	});

	it('the lock of one that can not be asked is shown and freed by unlock, and not without a yes', async () => {
		// With all its commands: where nothing is to be changed, it would be over before it is looked at.
		const first = operator(['apply', file, '--thorough']);
		await first.see('[2/8]');
		const refused = await kafkaSetup(['unlock', file]);
		expect(refused.stdout).toMatch(/^kafka-01: \S+ \(process \d+\) has locked it for lab/m);
		expect(refused.code).toBe(2);
		expect(refused.stderr).toContain('--yes');
		const freed = await kafkaSetup(['unlock', file, '--yes']);
		expect(freed.stdout).toContain('Unlocked.');
		expect(freed.code).toBe(0);
		expect(await first.ended).toBe(1);
		expect(first.text().replaceAll(/\s+/g, ' ')).toContain('was taken over by another run, which has ended since');
		const again = await kafkaSetup(['unlock', file]);
		expect(again.stdout).toContain('kafka-01: not locked');
		expect(again.code).toBe(0);
	});
});
