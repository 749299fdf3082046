import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFolder} from '../../source/state/journal/journal.ts';
import type {StoredCluster} from '../../source/state/store/clusters.ts';
import {differences, inventoryOf} from '../helpers/host-inventory.ts';
import {clusterFile, databasePassword, kafkaSetup, lab} from '../helpers/lab.ts';
import {openPty} from '../helpers/pty.ts';
import {fingerprint} from '../helpers/records.ts';
import {counted} from '../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const edited = '/etc/sysctl.d/90-kafka.conf';

/** What packages leave, as docs/destroy.md says: their users, folders and logs, and what other packages made of theirs. */
const leftovers = [
	/ \/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/,
	/^\+ user cp-/,
	/^\+ group confluent:/,
	/^\+ [df] \d+ \S+ (\S+ {2})?\/var\/log\/(kafka|confluent)(\/|\s|$)/,
	/^\+ d 770 cp-kafka:confluent \/var\/lib\/kafka $/,
	/ \/etc\/ld\.so\.cache$/,
];
/** Data that is kept. */
const data = / (\/var\/lib\/(zookeeper|kafka\/data|kafka-connect))(\/|\s|$)/;

describe('a cluster that is taken away', () => {
	const config = mkdtempSync(join(tmpdir(), 'kafka-setup-destroy-'));
	const env = {XDG_CONFIG_HOME: config};
	const bare = new Map<string, ReadonlySet<string>>();
	let file = '';

	const run = (...args: readonly string[]) => kafkaSetup([...args, '--reporter', 'json'], env);
	const journalLines = () => {
		const path = join(clusterFolder(join(config, 'kafka-setup'), file), 'journal');
		return readFileSync(path, 'utf8').split('\n').length - 1;
	};
	/** How the hosts differ from bare ones, by their names. */
	const changed = async (...expected: readonly RegExp[]) =>
		Object.fromEntries(
			await Promise.all(
				hosts.map(async host => [host, differences(bare.get(host)!, await inventoryOf(host), ...leftovers, ...expected)]),
			),
		);
	const nothing = Object.fromEntries(hosts.map(host => [host, []]));
	const clusterId = async () =>
		(await lab('exec', hosts[0]!, "sed -n 's/^cluster.id=//p' /var/lib/kafka/data/meta.properties")).stdout.trim();
	const recorded = () =>
		(JSON.parse(readFileSync(join(config, 'kafka-setup', 'clusters.json'), 'utf8')) as {clusters: StoredCluster[]}).clusters;
	const rows = async () => Number((await lab('sql', 'db-01', 'select count(*) from orders')).stdout.trim());
	let firstId = '';

	beforeAll(async () => {
		await lab('up', '3', '--db');
		await lab('reset', ...hosts.map(host => `${host}:debian`));
		for (const host of hosts) bare.set(host, await inventoryOf(host));
		file = await clusterFile();
		const installed = await run('apply', file);
		expect(installed.code, installed.stderr).toBe(0);
		firstId = await clusterId();
	});

	it('keeps its data, and what was edited by hand since; all else is as it was on the bare hosts', async () => {
		await lab('exec', 'kafka-02', `echo '# by hand' >>${edited}`);
		const gone = await run('destroy', file, '--confirm', 'lab');
		expect(gone.code, gone.stderr).toBe(0);
		expect(gone.stderr).toMatch(/ {2}kept on kafka-0.*: \/var\/lib\/zookeeper \(\d/);
		expect(gone.stderr.match(/^ {2}left /gm)).toHaveLength(1);
		expect(gone.stderr).toContain(`left on kafka-02: ${edited} is not as kafka-setup wrote it`);
		expect(await changed(data)).toEqual({...nothing, 'kafka-02': [expect.stringContaining(edited)]});
		expect((await inventoryOf('kafka-01')).size).toBeGreaterThan(bare.get('kafka-01')!.size);
		await lab('exec', 'kafka-02', `rm ${edited}`);
	});

	it('is not there to be resumed, and taken away once', async () => {
		expect(await kafkaSetup(['resume', 'lab'], env)).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('lab was removed'),
		});
		const again = await run('destroy', file, '--confirm', 'lab');
		expect(again.code).toBe(0);
		expect(again.events.at(-1)).toMatchObject({outcome: 'succeeded', recap: {total: {changed: 0, failed: 0}}});
	});

	it('is installed again on its old data', async () => {
		const again = await run('apply', file);
		expect(again.code, again.stderr).toBe(0);
		expect(await clusterId()).toBe(firstId);
		// The offsets were kept too: no row came twice.
		expect(counted(again.events)).toEqual([`orders-orders:0:${await rows()}`]);
	});

	it('killed on the way, is told of by whatever comes next, which changes nothing', async () => {
		for (const further of [1, 12, 30]) {
			const until = journalLines() + further;
			const child = spawn(
				process.execPath,
				[resolve('bin/kafka-setup.js'), 'destroy', file, '--data', 'lab', '--confirm', 'lab'],
				{
					env: {...process.env, ...env, LAB_DB_PASSWORD: databasePassword},
					stdio: 'ignore',
				},
			);
			const ended = once(child, 'exit');
			while (child.exitCode === null && journalLines() < until) await new Promise(wait => setTimeout(wait, 3));
			child.kill('SIGKILL');
			expect(await ended).toEqual([null, 'SIGKILL']);
		}
		// Whoever comes next is told so first: here and from another machine, with this file and with a foreign one.
		const finish = 'kafka-setup destroy FILE --data lab --confirm lab';
		const elsewhere = {XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'kafka-setup-elsewhere-'))};
		const foreign = await clusterFile({name: 'other'});
		// What a killed run had begun goes on on its host.
		const jobs = async () =>
			(
				await Promise.all(
					hosts.map(host =>
						lab(
							'exec',
							host,
							"systemctl list-units --plain --no-legend --state=activating --state=running 'kafka-setup-*' | cat",
						),
					),
				)
			).map(({stdout}) => stdout.trim());
		await expect.poll(jobs, {timeout: 120_000, interval: 1000}).toEqual(['', '', '']);
		let before = await fingerprint(hosts);
		const isStill = async () => {
			const last = before;
			await new Promise(wait => setTimeout(wait, 3000));
			before = await fingerprint(hosts);
			// A stop that was asked for takes its time.
			return isDeepStrictEqual(last, before) && !before.some(host => host.includes('activating'));
		};
		await expect.poll(isStill, {timeout: 120_000, interval: 100}).toBe(true);
		for (const [command, path, home] of [
			['apply', file, env],
			['plan', file, elsewhere],
			['apply', file, elsewhere],
			['apply', foreign, elsewhere],
		] as const) {
			const {code, stdout, stderr} = await kafkaSetup([command, path], home);
			const said = stdout.replace(/\s+/g, ' ');
			expect([command, code], `${stdout}${stderr}`).toEqual([command, 2]);
			expect(said).toContain('a destroy that began');
			expect(said).toContain(finish);
			expect(said).not.toContain('--replaced');
			expect(said).not.toContain('kafka-setup resume');
		}
		expect(await kafkaSetup(['destroy', foreign, '--data', 'other', '--confirm', 'other'], env)).toMatchObject({code: 2});
		expect(await fingerprint(hosts)).toEqual(before);
	});

	it('goes with its data to the end when its name is typed, and not for another word', async () => {
		const open = () =>
			openPty({
				args: ['destroy', file, '--data', 'lab'],
				folder: config,
				columns: 120,
				rows: 40,
				env: {LAB_DB_PASSWORD: databasePassword},
			});
		const before = await fingerprint(hosts);
		const first = open();
		await first.see('Type the cluster name (lab)', 60_000);
		first.press('lab2\r');
		expect(await first.ended()).toBe(0);
		expect(first.text()).toContain('Nothing was changed.');
		expect(await fingerprint(hosts)).toEqual(before);

		const second = open();
		await second.see('Type the cluster name (lab)', 60_000);
		second.press('lab\r');
		expect(await second.ended(300_000)).toBe(0);
		expect(await changed()).toEqual(nothing);
		expect(recorded()).toEqual([]);
	});
});
