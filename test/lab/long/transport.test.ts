import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {keeper, keeperOptions} from '../../helpers/keeper.ts';
import {clusterFile, kafkaSetup, lab, type Overrides} from '../../helpers/lab.ts';
import {freezeIn, lossAfter, wiredTo} from '../../helpers/link-cuts.ts';
import {type LiveRun, liveRun, of} from '../../helpers/live-run.ts';
import {manifest} from '../../helpers/manifest.ts';
import {changedSteps, counted, failuresOf, recapOf} from '../../helpers/run-report.ts';
import type {Wire} from '../../helpers/wire.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const freshConfig = () => mkdtempSync(join(tmpdir(), 'kafka-setup-transport-'));
const fileWith = (ssh: Overrides, changes: Overrides = {}) => clusterFile({hosts, ssh, ...changes}, ...keeperOptions);
const fresh = () => lab('reset', ...hosts.map(host => `${host}:debian`));

type Inventory = {
	readonly hosts: readonly {readonly name: string; readonly address: string; readonly port: number}[];
	readonly knownHosts: string;
	readonly sshConfig: string;
};

let inventory: Inventory;
let undisturbed = '';
let file = '';
const config = freshConfig();

/** The processes of this machine that carry logins to the lab: the masters alone have such an argument. */
const masters = () =>
	execFileSync('ps', ['-eo', 'args'], {encoding: 'utf8'})
		.split('\n')
		.filter(line => line.startsWith(`ssh -F ${inventory.sshConfig} `) && line.includes('ControlMaster=yes'));
/** Why the logins of a run were carried by OpenSSH's ssh. */
const reasons = (events: LiveRun['events']) =>
	events.flatMap(event => (event.type === 'host-connected' ? [`${event.host} ${event.because}`] : [])).sort();

beforeAll(async () => {
	await lab('up', '3', '--db');
	await lab('reset', 'db-01');
	await fresh();
	inventory = JSON.parse((await lab('inventory')).stdout) as Inventory;
	file = await fileWith({transport: 'system'});
});

describe('OpenSSH’s own ssh', () => {
	it('carries an install by one process a host, and a second run that changes nothing', async () => {
		const run = liveRun(['apply', file], config);
		await run.until('a start', of('command-started', 'kafka/kafka-03/start'));
		expect(masters()).toHaveLength(hosts.length);
		const {code, stderr} = await run.ended;
		expect(code, `${stderr}${JSON.stringify(failuresOf(run.events))}`).toBe(0);
		expect(recapOf(run.events).total).toMatchObject({failed: 0, unreachable: 0});
		expect(masters()).toEqual([]);
		undisturbed = await manifest(hosts);
		const again = await kafkaSetup(['apply', file, '--reporter', 'json'], {XDG_CONFIG_HOME: config});
		expect(again.code, again.stderr).toBe(0);
		expect(changedSteps(again.events)).toEqual([]);
	});

	it('leaves the hosts as the built-in transport finds them, and the other way round', async () => {
		const builtin = await fileWith({transport: 'builtin'});
		const plan = await kafkaSetup(['plan', builtin, '--detailed-exitcode'], {XDG_CONFIG_HOME: freshConfig()});
		expect(plan.code, plan.stdout).toBe(0);
		await fresh();
		const ran = await kafkaSetup(['apply', builtin, '--reporter', 'json'], {XDG_CONFIG_HOME: freshConfig()});
		expect(ran.code, ran.stderr).toBe(0);
		expect(await manifest(hosts)).toBe(undisturbed);
		const other = await kafkaSetup(['plan', file, '--detailed-exitcode'], {XDG_CONFIG_HOME: freshConfig()});
		expect(other.code, other.stdout).toBe(0);
	});

	it('ends with a run that is killed, which resume goes on with', async () => {
		await fresh();
		const own = freshConfig();
		const run = liveRun(['apply', file], own);
		await run.until('a start', of('command-started', `${keeper}/kafka-02/start`));
		process.kill(run.pid, 'SIGKILL');
		await run.ended;
		await expect.poll(masters, {timeout: 10_000}).toEqual([]);
		const resumed = await kafkaSetup(['resume', '--reporter', 'json'], {XDG_CONFIG_HOME: own});
		expect(resumed.code, `${resumed.stderr}${JSON.stringify(failuresOf(resumed.events))}`).toBe(0);
		expect(counted(resumed.events)).toEqual(['orders-orders:0:5']);
	});
});

describe('the link that it carries', () => {
	let wire: Wire;
	let wired = '';

	beforeAll(async () => {
		const through = await wiredTo('kafka-03');
		wire = through.wire;
		wired = await fileWith({transport: 'system'}, {hosts: ['kafka-01', 'kafka-02', through.host]});
	});
	afterAll(() => wire.close());

	const kinds = [
		'platform/kafka-03/packages',
		`${keeper}/kafka-03/start`,
		'kafka/kafka-03/start',
		'connect/kafka-03/driver',
		'smoke-test/kafka-03/records',
	];

	it('is cut without a word in each kind of step: noticed within 20 s, and gone on with over another one', async () => {
		await fresh();
		const run = liveRun(['apply', wired], freshConfig());
		await freezeIn(kinds, run, wire, 'kafka-03');
		const {code, stderr} = await run.ended;
		expect(code, `${stderr}${JSON.stringify(failuresOf(run.events))}`).toBe(0);
		expect(recapOf(run.events).total).toMatchObject({failed: 0, unreachable: 0});
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
		expect(await manifest(hosts)).toBe(undisturbed);
	});
});

describe('auto', () => {
	/** The lab's ssh_config, with other lines before it. `key`: in place of the one that the hosts let in. */
	function sshConfig(before: string, key?: string): string {
		const text = readFileSync(inventory.sshConfig, 'utf8');
		const path = join(freshConfig(), 'ssh_config');
		writeFileSync(
			path,
			before + (key === undefined ? text : text.replace(/IdentityFile .*/g, `IdentityFile ${key}\n  IdentitiesOnly yes`)),
		);
		return path;
	}
	async function planned(ssh: Overrides) {
		const path = await fileWith({transport: 'auto', ...ssh});
		return kafkaSetup(['plan', path, '--reporter', 'json', '--detailed-exitcode'], {XDG_CONFIG_HOME: freshConfig()});
	}

	it('logs in with a certificate, and by itself only where there is one', async () => {
		const folder = freshConfig();
		const make = (name: string) => {
			const path = join(folder, name);
			execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
			return path;
		};
		const [ca, key] = [make('ca'), make('id')];
		const configFile = sshConfig('', key);
		const before = await planned({configFile, identityFile: key});
		expect(before.code).not.toBe(0);
		expect(JSON.stringify(failuresOf(before.events))).toContain('did not let admin in');
		const trusted = readFileSync(`${ca}.pub`, 'utf8').trim();
		for (const host of hosts) {
			await lab(
				'exec',
				host,
				`echo '${trusted}' >/etc/ssh/user_ca.pub && echo 'TrustedUserCAKeys /etc/ssh/user_ca.pub' >/etc/ssh/sshd_config.d/ca.conf && systemctl reload ssh`,
			);
		}
		execFileSync('ssh-keygen', ['-q', '-s', ca, '-I', 'lab', '-n', 'admin', '-V', '+1h', `${key}.pub`]);
		const {code, events, stderr} = await planned({configFile, identityFile: key});
		expect(code, `${stderr}${JSON.stringify(failuresOf(events))}`).toBe(0);
		expect(reasons(events)).toEqual(hosts.map(host => `${host} the certificate ${key}-cert.pub`));
	});

	it('goes through a ProxyCommand of ssh_config for the host that has one', async () => {
		const carry = 'exec 3<>/dev/tcp/%h/%p && { cat <&3 & cat >&3; kill $!; }';
		const configFile = sshConfig(`Host kafka-02\n  ProxyCommand bash -c '${carry}'\n`);
		const {code, events, stderr} = await planned({configFile});
		expect(code, `${stderr}${JSON.stringify(failuresOf(events))}`).toBe(0);
		expect(reasons(events)).toEqual(['kafka-01 undefined', 'kafka-02 ProxyCommand in ssh_config', 'kafka-03 undefined']);
	});
});
