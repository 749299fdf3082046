import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {databasePassword, kafkaSetup, lab, labCluster} from '../helpers/lab.ts';
import {openPty} from '../helpers/pty.ts';
import {changedSteps} from '../helpers/run-report.ts';
import {keys} from '../helpers/screen.ts';

type Inventory = {
	readonly privateKey: string;
	readonly packages: string;
	readonly hosts: readonly {readonly name: string; readonly address: string}[];
};

const ctrlD = '\x04';
const paste = (text: string) => `\x1b[200~${text}\x1b[201~`;

describe('a new user at a terminal', () => {
	let inventory: Inventory;
	let folder = '';
	let connector = '';
	let driver = '';
	let fingerprint = '';

	beforeAll(async () => {
		await lab('up', '3', '--db');
		await lab('reset', 'kafka-01', 'kafka-02', 'kafka-03', 'db-01');
		inventory = JSON.parse((await lab('inventory')).stdout);
		const cluster = await labCluster();
		fingerprint = /key: ([0-9A-F]{40})/.exec(cluster)![1]!;
		connector = /zip: (\S+)/.exec(cluster)![1]!;
		driver = /driver: (\S+)/.exec(cluster)![1]!;
		folder = await mkdtemp(join(tmpdir(), 'kafka-setup-lab-'));
	});

	it('goes from three bare hosts to a running platform by keyboard alone, and corrects a wrong password on the way', async () => {
		const hosts = inventory.hosts.filter(({name}) => name.startsWith('kafka'));
		const list = hosts.map(({name, address}) => `admin@${name}=${address}`).join('\r');
		// Without colour the cursor is a character, by which the walk sees that what it typed has arrived.
		const pty = openPty({cwd: folder, env: {NO_COLOR: '1'}});

		await pty.walk([
			['New cluster', keys.enter],
			['❯ 1 8.3', keys.enter],
			['Tab continue', paste(list)],
			['3 hosts', keys.tab],
			['❯ cluster name', 'orders'],
			['orders▏', keys.enter],
			['3 host keys to accept', keys.enter],
			['accept all 3', 'a'],
			['3 failed', 'u'],
			['❯ SSH user', keys.down],
			['❯ SSH port', keys.down],
			['❯ private key', inventory.privateKey],
			[`${inventory.privateKey}▏`, keys.enter],
			['3 ok', keys.enter],
			['tolerate the loss of 1', keys.enter],
			['❯ Accept all', keys.down],
			['❯ packages from', inventory.packages],
			[`${inventory.packages}▏`, keys.enter],
			['❯ signing key', fingerprint],
			[`${fingerprint}▏`, keys.enter],
			['❯ Controller data', keys.down + keys.down],
			['❯ Controller heap', '160m'],
			['160m▏', keys.enter],
			['❯ Kafka data', keys.down + keys.down],
			['❯ Kafka heap', '320m'],
			['320m▏', ctrlD],
			['Type a number to change', keys.enter],
			['‹ none yet ›', keys.right],
			['‹ PostgreSQL ›', keys.enter],
			['❯ connector', paste(`'${connector}'`)],
			['✔ confluentinc-kafka-connect-jdbc', keys.enter],
			['❯ driver jar', paste(`'${driver}'`)],
			['org.postgresql.Driver', keys.enter],
			['❯ host', 'db-01'],
			['//db-01:5432', keys.enter],
			['❯ port', keys.enter],
			['❯ database name', 'shop'],
			['db-01:5432/shop', keys.enter],
			['❯ user', 'app'],
			['app▏', keys.enter],
			['❯ tables', 'orders'],
			['orders▏', keys.enter],
			['‹ incrementing ›', keys.enter],
			['❯ incrementing column', 'id'],
			['id▏', keys.enter],
			['❯ source name', 'orders'],
			['orders▏', keys.enter],
			['❯ topic prefix', keys.enter],
			['❯ database password', 't'],
			['^U empty', 'wrong'],
			['•••••', keys.enter],
			['entered; later runs ask', keys.enter],
			['not checked: no Java yet', 'p'],
			['logging in', ''],
			['not checked: no Java yet', ''],
		]);
		expect(pty.text()).not.toContain('p try the ports');
		const listened = await Promise.all(
			hosts.map(({name}) => lab('exec', name, 'journalctl', '-b', '-o', 'cat', '-u', 'kafka-setup-listen-*')),
		);
		for (const {stdout} of listened) expect(stdout).toMatch(/^Listening on .*:9092/m);
		pty.press(keys.enter);
		await pty.see('No changes made yet', 60_000);
		pty.press('i');
		await pty.walk([['y / n', 'y']]);

		// The password is wrong: the run stops before any service is started, shows why, and asks.
		await pty.see('Edit an answer and retry', 240_000);
		expect(pty.text()).toMatch(/the\s+database\s+refuses\s+the\s+login\s+of\s+app/);
		pty.press('2');
		await pty.walk(
			[
				['Checked again, no changes made', 'e'],
				['Credentials', '8'],
				['database password', 't'],
				['^U empty', databasePassword],
				['••••••••', keys.enter],
				['entered; later runs ask', keys.escape],
				['Checked again, no changes made', 'i'],
				['y / n', 'y'],
			],
			60_000,
		);
		expect(await pty.ended(240_000)).toBe(0);

		const story = pty.all();
		expect(story).toContain('orders-orders');
		expect(story).not.toContain(databasePassword);
		expect(pty.bytes()).not.toContain('\x1b[3J');
		expect(pty.cursor()).toBe(true);
		const text = await readFile(join(folder, 'orders.yaml'), 'utf8');
		expect(text).not.toContain(databasePassword);
		expect(text).toContain("password: 'prompt:'");
	});

	it('has a cluster file by which nothing is left to do', async () => {
		const file = join(folder, 'by-env.yaml');
		const text = await readFile(join(folder, 'orders.yaml'), 'utf8');
		await writeFile(file, text.replace(/password: .*/, 'password: env:LAB_DB_PASSWORD'));
		const ran = await kafkaSetup(['plan', file, '--reporter', 'json', '--detailed-exitcode']);
		expect(changedSteps(ran.events)).toEqual([]);
		expect(ran.code).toBe(0);
	});
});
