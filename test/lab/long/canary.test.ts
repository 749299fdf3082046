import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, lab} from '../../helpers/lab.ts';
import {type Watched, watchProcesses} from '../../helpers/process-watch.ts';
import {openPty} from '../../helpers/pty.ts';
import {keys} from '../../helpers/screen.ts';

const hosts = ['kafka-01', 'kafka-02'];
const ctrlD = '\x04';
const canary = (of: string) => `CANARY-${of}-${randomBytes(8).toString('hex')}`;
const passwordFile = '/etc/kafka-connect-jdbc/secrets/orders.password';

/** What every account of a host may read: units, settings of logs and of the system, where packages come from, jars. */
const openToAll =
	/^\/etc\/(systemd\/system|sysctl\.d|security|apt|needrestart)\/|^\/etc\/kafka\/[\w-]*log4j2?[\w-]*\.(properties|yaml)$|^\/usr\/share\/java\/|\.jar$/;

/** A script that is given a text on its standard input, which is in no argument of any process as it stands. */
const given = (text: string, script: string) => `echo ${Buffer.from(text).toString('base64')} | base64 -d | ${script}`;

describe('secrets of which each is like no other text', () => {
	const secret = {
		login: canary('login'),
		sudo: canary('sudo'),
		passphrase: canary('phrase'),
		database: canary('base'),
		mistyped: canary('typo'),
		key: '',
	};
	const folder = mkdtempSync(join(tmpdir(), 'kafka-setup-canary-'));
	const config = mkdtempSync(join(tmpdir(), 'kafka-setup-canary-config-'));
	const screens: string[] = [];
	const watched: Watched[] = [];
	let file = '';

	const words = () => Object.entries(secret).filter(([, word]) => word !== '');

	/** Runs the program at a terminal, with somebody who answers, while every process of this machine is looked at. */
	async function run(args: readonly string[], operate: (pty: ReturnType<typeof openPty>) => Promise<void>): Promise<number> {
		const watch = await watchProcesses(words().map(([, word]) => word));
		// Without colour the cursor is a character, by which the walk sees that what it typed has arrived.
		const pty = openPty({cwd: folder, args, env: {NO_COLOR: '1'}, folder: config});
		try {
			await operate(pty);
			return await pty.ended(600_000);
		} finally {
			screens.push(pty.bytes());
			watched.push(await watch.stop());
		}
	}

	const prompts = [
		['SSH password:', () => secret.login],
		['key passphrase:', () => secret.passphrase],
		['sudo password:', () => secret.sudo],
	] as const;
	const answerAll = async (pty: ReturnType<typeof openPty>) => {
		for (const [asked, answer] of prompts) await pty.walk([[asked, `${answer()}\r`]]);
	};

	/** Files of the hosts that hold a secret, by its name: `HOST PATH NAME`. */
	async function holders(): Promise<readonly string[]> {
		const found = await Promise.all(
			hosts.flatMap(host =>
				words().map(async ([name, word]) => {
					const script = `grep -rlFs --devices=skip -f - / --exclude-dir=proc --exclude-dir=sys || :`;
					const {stdout} = await lab('exec', host, given(word, script));
					return stdout
						.split('\n')
						.filter(Boolean)
						.map(path => `${host} ${path} ${name}`);
				}),
			),
		);
		return found.flat();
	}

	/** What an account that may do nothing learns of units, and what the journal holds of all, sudo's log among it. */
	async function told(): Promise<string> {
		const nobody = 'setpriv --reuid 65534 --regid 65534 --clear-groups';
		const texts = await Promise.all(
			hosts.map(host =>
				lab(
					'exec',
					host,
					`${nobody} systemctl show '*'; ${nobody} systemctl cat 'kafka*' 'confluent*'; journalctl --no-pager -o export`,
				),
			),
		);
		return texts.map(({stdout, stderr}) => stdout + stderr).join('\n');
	}

	/** What is on this machine's disk of the runs, and what was on its screen. */
	const kept = () =>
		[config, dirname(file), folder]
			.flatMap(root =>
				readdirSync(root, {recursive: true, withFileTypes: true})
					.filter(entry => entry.isFile() && entry.name !== 'key')
					.map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1')),
			)
			.concat(screens)
			.join('\n');

	const namesIn = (text: string) => words().flatMap(([name, word]) => (text.includes(word) ? [name] : []));

	beforeAll(async () => {
		const flagged = ['kafka-01:nokey,askpass', 'kafka-02:askpass'];
		await lab('down');
		await lab('up', ...flagged, '--db');
		await lab('reset', ...flagged, 'db-01');
		const keyFile = join(folder, 'key');
		execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', secret.passphrase, '-C', 'canary', '-f', keyFile]);
		secret.key = readFileSync(keyFile, 'latin1').split('\n')[2]!;
		for (const host of hosts) {
			await lab('exec', host, given(`admin:${secret.login}\nroot:${secret.sudo}\n`, 'chpasswd'));
			// So that sudo asks for another password than sshd.
			await lab('exec', host, "echo 'Defaults rootpw' >/etc/sudoers.d/rootpw");
		}
		const publicKey = readFileSync(`${keyFile}.pub`, 'utf8');
		await lab('exec', 'kafka-02', given(publicKey, 'cat >/home/admin/.ssh/authorized_keys'));
		await lab('exec', 'db-01', given(`alter user app password '${secret.database}'`, 'su postgres -c "psql -q shop"'));
		file = await clusterFile(
			{
				ssh: {identityFile: keyFile, password: 'prompt:', sudoPassword: 'prompt:', passphrase: 'prompt:'},
				roles: {connect: ['kafka-02']},
			},
			'--version',
			'8.3',
		);
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, text.replace(/password: env:LAB_DB_PASSWORD/, "password: 'prompt:'"));
	});

	afterAll(async () => {
		await lab('down');
	});

	it('are typed in the wizard, and its install stops at a wrong one', async () => {
		const typed = (field: string, word: string): [string, string][] => [
			[`❯ ${field}`, 't'],
			['^U empty', word],
			['••••', keys.enter],
			['t type it', keys.down],
		];
		const code = await run(['install', file], async pty => {
			await pty.walk([
				['Tab continue', keys.tab],
				['❯ cluster name', keys.enter],
				['2 failed', 's'],
				...typed('database password', secret.mistyped),
				...typed('sudo password', secret.sudo),
				...typed('SSH password', secret.login),
				...typed('key passphrase', secret.passphrase),
				['Enter done', keys.enter],
				['2 ok', keys.enter],
				['1 controller', keys.enter],
				['❯ Accept all', keys.enter],
				['Type a number to change', keys.enter],
				['❯ database ', ctrlD],
				['entered; later runs ask', keys.enter],
				['not checked: no Java yet', keys.enter],
			]);
			await pty.see('No changes made yet', 60_000);
			pty.press('i');
			await pty.walk([['y / n', 'y']]);
			await pty.see('Edit an answer and retry', 600_000);
			pty.press('4');
		});
		expect(code).not.toBe(0);
		// The database had refused it before any file was written.
		expect(await holders()).toEqual([]);
	});

	it('are asked for by a resume, and by one stage again', async () => {
		const answered = async (pty: ReturnType<typeof openPty>) => {
			await answerAll(pty);
			await pty.walk([['database password of source orders:', `${secret.database}\r`]]);
		};
		expect(await run(['resume'], answered)).toBe(0);
		expect(await run(['stage', 'connect', file], answered)).toBe(0);
		expect(await holders()).toEqual([`kafka-02 ${passwordFile} database`]);
	});

	it('are in no answer of Connect to somebody without a login', async () => {
		const config = '{"connector.class":"x","name":"x","topic":"${dir:/etc/kafka-connect-jdbc/secrets:orders.password}"}';
		const plugin = 'io.confluent.connect.jdbc.JdbcSourceConnector';
		await lab('exec', 'kafka-02', `printf %s '${config}' >/tmp/validate.json && chmod 644 /tmp/validate.json`);
		const as = 'setpriv --reuid 65534 --regid 65534 --clear-groups curl -sS -i -m 10';
		const put = `${as} -X PUT -H Content-Type:application/json -d @/tmp/validate.json http://127.0.0.1:8083`;
		const {stdout} = await lab(
			'exec',
			'kafka-02',
			`${put}/connector-plugins/${plugin}/config/validate; ${put}/connectors/evil/config
for path in / /connectors /connectors/orders/config /connectors/orders/tasks /connectors/orders/status /admin/loggers; do
	${as} "http://127.0.0.1:8083$path"
done`,
		);
		expect(stdout.match(/HTTP\/1\.1 \d+/g)).toEqual(Array.from({length: 8}, () => 'HTTP/1.1 401'));
		expect(namesIn(stdout)).toEqual([]);
	});

	it('lie among files of which an ordinary account can write none, and reads what is no secret of the cluster', async () => {
		// What a run of ours has made or written: by its mark, and all below the folders that are ours.
		const ours = `{ find / -xdev -type f -newermt @0 -printf '%T@ %p\\n' 2>/dev/null | sed -n 's/^[0-9]*\\.[0-9]*2718280 //p'
find /run/kafka-setup /var/lib/kafka-setup /var/lib/kafka /var/lib/kafka-connect /etc/kafka-connect-jdbc; } 2>/dev/null | sort -u`;
		const asked = (test: string) =>
			`${ours} | setpriv --reuid 65534 --regid 65534 --clear-groups bash -c 'while read -r path; do [ ! ${test} "$path" ] || echo "$path"; done'`;
		for (const host of hosts) {
			const of = async (test: string) => (await lab('exec', host, asked(test))).stdout.split('\n').filter(Boolean);
			expect((await lab('exec', host, ours)).stdout.split('\n').length).toBeGreaterThan(30);
			expect(await of('-w')).toEqual([]);
			const readable = (await of('-r')).filter(path => !openToAll.test(path));
			expect(readable).toEqual([]);
		}
	});

	it('go with the cluster, and were in nothing that others can see', async () => {
		const all = await told();
		expect(all).toContain('COMMAND=');
		expect(namesIn(all)).toEqual([]);
		const code = await run(['destroy', file, '--data', 'lab', '--confirm', 'lab'], answerAll);
		expect(code).toBe(0);
		expect(await holders()).toEqual([]);
		expect(namesIn(await told())).toEqual([]);

		expect(namesIn(kept())).toEqual([]);
		expect(watched.flatMap(({hits}) => hits)).toEqual([]);
		const samples = watched.reduce((sum, {samples: some}) => sum + some, 0);
		expect(samples).toBeGreaterThan(10_000);
		console.log(`${samples} argument lists and environments in ${watched.reduce((sum, {rounds}) => sum + rounds, 0)} rounds`);
	});
});
