import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {keeper, keeperOptions} from '../../helpers/keeper.ts';
import {clusterFile, kafkaSetup, lab, type Overrides} from '../../helpers/lab.ts';
import {freezeIn, lossAfter, wiredTo} from '../../helpers/link-cuts.ts';
import {liveRun, of} from '../../helpers/live-run.ts';
import {manifest} from '../../helpers/manifest.ts';
import {counted, failuresOf, recapOf} from '../../helpers/run-report.ts';
import type {Wire} from '../../helpers/wire.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const freshConfig = () => mkdtempSync(join(tmpdir(), 'kafka-setup-fault-'));
const fileWith = (changes: Overrides = {}) => clusterFile({hosts, ...changes}, ...keeperOptions);
const fresh = () => lab('reset', ...hosts.map(host => `${host}:debian`));

/** What a link or a reboot may cost; the hosts must still come to the same. */
const withoutCounts = (text: string) => text.replaceAll(/^(starts|installs|formats) of .*\n/gm, '');

let undisturbed = '';
let file = '';

beforeAll(async () => {
	await lab('up', '3', '--db');
	// Others add rows.
	await lab('reset', 'db-01');
	await fresh();
	file = await fileWith();
	const ran = await kafkaSetup(['apply', file, '--reporter', 'json'], {XDG_CONFIG_HOME: freshConfig()});
	expect(ran.code, ran.stderr).toBe(0);
	undisturbed = await manifest(hosts);
});

describe('the link to a host', () => {
	let wire: Wire;
	let wired = '';

	beforeAll(async () => {
		const through = await wiredTo('kafka-03');
		wire = through.wire;
		wired = await fileWith({
			hosts: ['kafka-01', 'kafka-02', through.host],
		});
	});
	afterAll(() => wire.close());

	const kinds = [
		'platform/kafka-03/packages',
		...(keeper === 'controller' ? ['controller/kafka-03/format'] : []),
		`${keeper}/kafka-03/start`,
		...(keeper === 'controller' ? ['kafka/kafka-03/format'] : []),
		'kafka/kafka-03/start',
		'kafka/kafka-03/topics',
		'connect/kafka-03/driver',
		'connect/kafka-03/service',
		'smoke-test/kafka-03/records',
	];

	it('is cut without a word in each kind of step, for good: noticed within 20 s, and gone on with over another one', async () => {
		await fresh();
		const run = liveRun(['apply', wired], freshConfig());
		await freezeIn(kinds, run, wire, 'kafka-03');
		const {code, stderr} = await run.ended;
		expect(code, `${stderr}${JSON.stringify(failuresOf(run.events))}`).toBe(0);
		expect(recapOf(run.events).total).toMatchObject({failed: 0, unreachable: 0});
		expect(counted(run.events)).toEqual(['orders-orders:0:5']);
		expect(await manifest(hosts)).toBe(undisturbed);
	});

	it('is closed by a killed sshd in each kind of step: nothing is done twice', async () => {
		await fresh();
		const run = liveRun(['apply', file], freshConfig());
		for (const kind of kinds) {
			await run.until(kind, of('step-started', kind));
			const cutAt = Date.now();
			await lab('exec', 'kafka-03', 'kill -9 $(pgrep -f "^sshd: admin")');
			await run.until(`a lost link in ${kind}`, () => lossAfter(run, 'kafka-03', cutAt) !== undefined);
		}
		const {code, stderr} = await run.ended;
		expect(code, `${stderr}${JSON.stringify(failuresOf(run.events))}`).toBe(0);
		expect(recapOf(run.events).total).toMatchObject({failed: 0, unreachable: 0});
		expect(await manifest(hosts)).toBe(undisturbed);
	});

	it('comes back with the cable that was pulled, of the host and not of the operator', async () => {
		await fresh();
		const run = liveRun(['apply', file], freshConfig());
		for (const kind of [`${keeper}/kafka-02/data`, 'kafka/kafka-02/start']) {
			await run.until(kind, of('step-started', kind));
			const cutAt = Date.now();
			await lab('cut', 'kafka-02');
			await run.until(`a lost link in ${kind}`, () => lossAfter(run, 'kafka-02', cutAt) !== undefined);
			await lab('join', 'kafka-02');
		}
		const {code, stderr} = await run.ended;
		expect(code, `${stderr}${JSON.stringify(failuresOf(run.events))}`).toBe(0);
		expect(await manifest(hosts)).toBe(undisturbed);
	});
});

describe('a host', () => {
	const unpacking = (host: string) =>
		of('output', `platform/${host}/packages`, event => event.type === 'output' && /Unpacking confluent/.test(event.text));

	it.each([
		['is restarted', async (host: string) => void (await lab('reboot', host))],
		[
			'loses its power',
			async (host: string) => {
				await lab('kill', host);
				await lab('start', host);
			},
		],
	])('that %s amid its packages, between stages and amid a start comes to the same', async (_how, disturb) => {
		await fresh();
		const run = liveRun(['apply', file], freshConfig());
		await run.until('packages', unpacking('kafka-02'));
		await disturb('kafka-02');
		await run.until('a stage', event => event.type === 'step-started' && event.ref.stage === keeper);
		await disturb('kafka-01');
		await run.until('a start', of('command-started', 'kafka/kafka-03/start'));
		await disturb('kafka-03');
		const {code, stderr} = await run.ended;
		expect(code, `${stderr}${JSON.stringify(failuresOf(run.events))}`).toBe(0);
		expect((await lab('exec', 'kafka-02', 'dpkg --audit')).stdout).toBe('');
		expect(withoutCounts(await manifest(hosts))).toBe(withoutCounts(undisturbed));
		const again = await kafkaSetup(['plan', file, '--detailed-exitcode'], {XDG_CONFIG_HOME: freshConfig()});
		expect(again.code, again.stdout).toBe(0);
	});

	it('whose package lock is held is waited for; one whose dpkg is killed says so, and is fixed by resume', async () => {
		await fresh();
		const config = freshConfig();
		const hold = "import fcntl,time; f=open('/var/lib/dpkg/lock-frontend','w'); fcntl.lockf(f,fcntl.LOCK_EX); time.sleep(15)";
		await lab('exec', 'kafka-01', `systemd-run -q --unit=holder python3 -c "${hold}"`);
		const run = liveRun(['apply', file], config);
		const waiting = await run.until('the lock', event => event.type === 'step-waiting' && event.for.includes('package lock'));
		expect(waiting).toMatchObject({
			ref: {host: 'kafka-01'},
			for: expect.stringMatching(/lock-frontend, held by python3? \(pid \d+\)$/),
		});
		await run.until('packages', unpacking('kafka-02'));
		await lab('exec', 'kafka-02', 'kill -9 $(pgrep -x dpkg)');
		const {code} = await run.ended;
		expect(code).toBe(1);
		const packages = run.events.flatMap(event =>
			event.type === 'step-finished' && event.ref.step === 'packages' ? [`${event.ref.host} ${event.outcome}`] : [],
		);
		expect(packages.sort()).toEqual(['kafka-01 changed', 'kafka-02 failed', 'kafka-03 changed']);
		expect(failuresOf(run.events)[0]!.message).toMatch(/kafka-02/);
		const resumed = await kafkaSetup(['resume', '--reporter', 'json'], {XDG_CONFIG_HOME: config});
		expect(resumed.code, `${resumed.stderr}${JSON.stringify(failuresOf(resumed.events))}`).toBe(0);
		expect((await lab('exec', 'kafka-02', 'dpkg --audit')).stdout).toBe('');
		expect(withoutCounts(await manifest(hosts))).toBe(withoutCounts(undisturbed));
	});
});

describe('a full disk', () => {
	const properties = async () =>
		(await lab('exec', 'kafka-01', 'cd /etc/kafka; sha256sum server.properties; ls -A')).stdout.replace('filler\n', '');

	it('of a host leaves its file whole, and is named with what is needed and what there is', async () => {
		const changed = await fileWith({kafka: {extraProperties: {'num.io.threads': '3'}}});
		await lab(
			'exec',
			'kafka-01',
			`cp -a /etc/kafka /root/kept && mount -t tmpfs -o size=1m,mode=755 tmpfs /etc/kafka && cp -a /root/kept/. /etc/kafka/
			cat /dev/zero >/etc/kafka/filler 2>/dev/null; true`,
		);
		const before = await properties();
		const full = await kafkaSetup(['stage', 'kafka', changed, '--reporter', 'json']);
		expect(full.code).toBe(1);
		expect(failuresOf(full.events)[0]!.message).toMatch(
			/no space left on kafka-01:\/etc\/kafka\/server\.properties: need \d+ bytes, have \d+/,
		);
		expect(await properties()).toBe(before);
		await lab('exec', 'kafka-01', 'rm /etc/kafka/filler');
		const again = await kafkaSetup(['stage', 'kafka', changed, '--reporter', 'json']);
		expect(again.code, JSON.stringify(failuresOf(again.events))).toBe(0);
		expect(await properties()).not.toBe(before);
	});

	it('of the operator stops the run before its next change; what was kept stays readable, and is gone on with', async () => {
		await fresh();
		const config = freshConfig();
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', config]);
		try {
			const run = liveRun(['apply', file], config);
			await run.until(keeper, event => event.type === 'step-started' && event.ref.stage === keeper);
			const filler = join(config, 'filler');
			expect(() => writeFileSync(filler, Buffer.alloc(9_000_000))).toThrow('ENOSPC');
			const {code} = await run.ended;
			expect(code).toBe(1);
			expect(failuresOf(run.events)[0]!.message).toMatch(/can't be written down in .*ENOSPC/);
			const logs = await kafkaSetup(['logs', '--list'], {XDG_CONFIG_HOME: config});
			expect(logs.code, logs.stderr).toBe(0);
			rmSync(filler);
			const resumed = await kafkaSetup(['resume', '--reporter', 'json'], {XDG_CONFIG_HOME: config});
			expect(resumed.code, `${resumed.stderr}${JSON.stringify(failuresOf(resumed.events))}`).toBe(0);
			expect(await manifest(hosts)).toBe(undisturbed);
		} finally {
			execFileSync('umount', [config]);
		}
	});
});
