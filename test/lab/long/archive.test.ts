import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {emptyArchive, javaArchive} from '../../helpers/archives.ts';
import {differences, inventoryOf} from '../../helpers/host-inventory.ts';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {fingerprint} from '../../helpers/records.ts';
import {changedSteps, counted, failuresOf, recapOf} from '../../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const units = ['kafka-controller', 'kafka', 'kafka-connect-standalone'];
const rows = async () => Number((await lab('sql', 'db-01', 'select count(*) from orders')).stdout.trim());
const inHost = async (host: string, command: string) => (await lab('exec', host, command)).stdout.trim();

/** On hosts that reach no package server: Java and Kafka come from this machine alone. */
describe('three hosts without a package source', () => {
	const folder = mkdtempSync(join(tmpdir(), 'kafka-setup-archive-'));
	const bare = new Map<string, ReadonlySet<string>>();
	let archive = '';
	let older = '';
	let java = '';
	let file = '';

	const run = (verb: string, path = file, ...more: readonly string[]) => kafkaSetup([verb, path, '--reporter', 'json', ...more]);
	const withSource = (source: object) =>
		clusterFile(
			{
				roles: {'schema-registry': null},
				'schema-registry': null,
				platform: {version: null, packages: null, java: {archive: java}, source},
			},
			'--version',
			'8.3',
		);

	beforeAll(async () => {
		archive = (await lab('archive', '4.3.1')).stdout.trim();
		older = await emptyArchive(folder, '3.9.2');
		java = await javaArchive(folder);
		await lab('up', '3', '--db');
		await lab('reset', ...hosts.map(host => `${host}:debian`), 'db-01');
		await lab('repo', 'off');
		file = await withSource({archive, sha512: `${archive}.sha512`});
		for (const host of hosts) bare.set(host, await inventoryOf(host));
	});

	it('refuse what is not the archive that it should be, before any change', async () => {
		const before = await fingerprint(hosts);
		const page = join(folder, 'kafka_2.13-4.3.1.tgz');
		writeFileSync(page, '<!DOCTYPE html><title>404</title>');
		const wrong = createHash('sha512').update('other').digest('hex');
		for (const [source, code, said] of [
			[{archive: page}, 2, 'is a web page'],
			[{archive, sha512: wrong}, 2, `${wrong.slice(0, 16)}… is wanted`],
			[{archive: 'http://packages.lab/kafka_2.13-4.3.1.tgz', sha512: wrong}, 3, 'cannot fetch'],
		] as const) {
			const refused = await kafkaSetup(['apply', await withSource(source)]);
			expect([refused.code, refused.stdout + refused.stderr]).toEqual([code, expect.stringContaining(said)]);
		}
		expect(await fingerprint(hosts)).toEqual(before);
	});

	it('get Kafka in one run, its rows as JSON, and a second run changes nothing', async () => {
		const before = await run('plan', file, '--detailed-exitcode');
		expect(before.code).toBe(20);
		const first = await run('apply');
		expect(failuresOf(first.events)).toEqual([]);
		expect(first.stderr).toBe('');
		expect(first.code).toBe(0);
		// A plan tells of a file once: this one the controllers' stage writes, and the brokers' adds to it on the same hosts.
		const told = changedSteps(first.events).filter(step => !/^kafka\/.*\/formatted$/.test(step));
		expect(told).toEqual(changedSteps(before.events));
		expect(counted(first.events)).toEqual([`orders-orders:0:${await rows()}`]);
		expect(await inHost('kafka-01', 'kafka-topics --version')).toMatch(/^4\.3\.1/);
		const read =
			'timeout 60 kafka-console-consumer --bootstrap-server kafka-01:9092 --topic orders-orders --from-beginning --max-messages 1 2>/dev/null';
		expect(JSON.parse(await inHost('kafka-01', read))).toMatchObject({schema: {type: 'struct'}, payload: {id: 1}});

		const second = await run('apply');
		expect(second.code).toBe(0);
		expect(changedSteps(second.events)).toEqual([]);
		expect(recapOf(second.events).total).toMatchObject({changed: 0, failed: 0, unreachable: 0});
	});

	it('come back by themselves after a reboot of all', async () => {
		await lab('reboot', ...hosts);
		await expect.poll(async () => (await run('test')).code, {timeout: 120_000}).toBe(0);
		expect(changedSteps((await run('plan')).events)).toEqual([]);
		await lab('sql', 'db-01', "insert into orders(item) values ('one more')");
		await expect
			.poll(async () => counted((await run('test')).events), {timeout: 60_000})
			.toEqual([`orders-orders:0:${await rows()}`]);
	});

	it('are left as they are by an archive of another version, and by what lies beside', async () => {
		const running = () =>
			Promise.all(hosts.map(host => inHost(host, `systemctl show -p MainPID ${units.join(' ')}; readlink /opt/kafka/current`)));
		const before = await running();
		const other = await kafkaSetup(['apply', await withSource({archive: older})]);
		expect(other.code).toBe(2);
		expect(other.stdout + other.stderr).toContain('An upgrade is not supported yet. Name an archive of Kafka 4.3');
		await lab('exec', 'kafka-02', 'cp -a /opt/kafka/4.3.1 /opt/kafka/4.3.0');
		expect(changedSteps((await run('apply')).events)).toEqual([]);
		await lab('exec', 'kafka-02', 'rm -r /opt/kafka/4.3.0');
		expect(await running()).toEqual(before);
	});

	it('are as bare as before when it is destroyed with its data', async () => {
		const kept = await run('destroy', file, '--confirm', 'lab');
		expect(kept.code, kept.stderr).toBe(0);
		expect(kept.stderr).toContain('kept on kafka-01, kafka-02, kafka-03: user kafka, which data of the cluster belongs to');
		const gone = await run('destroy', file, '--data', 'lab', '--confirm', 'lab');
		expect(gone.code, gone.stderr).toBe(0);
		const accounts = / \/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/;
		for (const host of hosts) expect(differences(bare.get(host)!, await inventoryOf(host), accounts)).toEqual([]);
	});

	it('fetch it themselves from a URL, and refuse one with another sha512', async () => {
		await lab('reset', ...hosts);
		await lab('repo', 'on');
		const url = 'http://packages.lab/kafka/4.3.1/kafka_2.13-4.3.1.tgz';
		const platform = async (source: object) => kafkaSetup(['stage', 'platform', await withSource(source), '--reporter', 'json']);
		const wrong = await platform({archive: url, sha512: '0'.repeat(128)});
		expect(wrong.code).toBe(1);
		expect(failuresOf(wrong.events)[0]?.hint).toContain('Nothing was unpacked.');
		for (const host of hosts) expect(await inHost(host, 'ls -A /opt/kafka')).toBe('');
		const digits = readFileSync(`${archive}.sha512`, 'utf8').replace(/\s+/g, ' ').trim();
		const fetched = await platform({archive: url, sha512: digits});
		expect(failuresOf(fetched.events)).toEqual([]);
		expect(fetched.code).toBe(0);
	});
});
