import {execFile, execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {basename, join, relative} from 'node:path';
import {ConnectError} from '../../source/core/errors.ts';
import type {Transport} from '../../source/core/transports.ts';
import {connector} from '../../source/ssh/connect.ts';
import {LoginError} from '../../source/ssh/errors.ts';
import {hashedName} from '../../source/ssh/trust/known-hosts.ts';
import type {OracleCase} from '../ssh/trust/oracle/cases.ts';
import {type RealSshd, realSshd} from './real-sshd.ts';
import {newKey, publicWords} from './ssh-server.ts';
import type {SshdProgram} from './sshd-program.ts';

export type Mode = 'yes' | 'accept-new';
/** `said`: why not, for whoever reads a failed test. */
export type Verdict = {readonly accepted: boolean; readonly said: string};

/** Undefined where there is no ssh. */
export function sshVersion(): string | undefined {
	try {
		return execFileSync('sh', ['-c', 'ssh -V 2>&1'], {encoding: 'utf8'}).trim();
	} catch {
		return undefined;
	}
}

export type Oracle = {
	ask(one: OracleCase, mode: Mode, transport: Transport): Promise<{readonly ssh: Verdict; readonly ours: Verdict}>;
	close(): Promise<void>;
};

/** Asks ssh and us, each with files of its own, about real sshds of this machine. Who comes so far as to log in has accepted the key. */
export async function sshOracle(sshd: SshdProgram): Promise<Oracle> {
	const [right, wrong, rsa, wrongRsa, ecdsa] = [newKey(), newKey(), newKey('rsa'), newKey('rsa'), newKey('ecdsa')];
	const small = newKey('rsa', undefined, 1024);
	const shared = mkdtempSync(join(tmpdir(), 'ssh-oracle-'));
	process.env.ORACLE_DIR = shared;
	const write = (name: string, text: string) => {
		writeFileSync(join(shared, name), text, 'latin1');
		return join(shared, name);
	};
	for (const [name, key] of [['krl', right] as const, ['other-krl', wrong] as const]) {
		execFileSync('ssh-keygen', ['-q', '-k', '-f', join(shared, name), write(`${name}.pub`, `${publicWords(key)}\n`)]);
	}
	const servers: Readonly<Record<'one' | 'all' | 'small', RealSshd>> = {
		one: await realSshd(sshd, [right]),
		all: await realSshd(sshd, [right, rsa, ecdsa]),
		small: await realSshd(sshd, [small]),
	};
	let count = 0;

	function prepare(one: OracleCase) {
		const number = ++count;
		const directory = join(shared, String(number));
		mkdirSync(directory);
		const {port, asked} = servers[one.keys ?? 'one'];
		const name = `[127.0.0.1]:${port}`;
		const key = (words: string) => words.split(' ')[1]!;
		const fill = (text: string) =>
			text
				.replace(/\bNAME\b/g, name)
				.replace(/PORT/g, String(port))
				.replace(/HASH\(([^)]*)\)/g, (_whole, host: string) => hashedName(host, randomBytes(20)))
				.replace(/SLOPPY\(([^)]*)\)/g, (_whole, host: string) => hashedName(host, randomBytes(20)).replace(/.=$/, nextOf))
				.replace(
					/INSIDE\(([^)]*)\)/g,
					(_whole, char: string) => `${publicWords(wrong).slice(0, -9)}${char}${key(publicWords(wrong)).slice(-9)}`,
				)
				.replace(/\bWRONGRSA\b/g, publicWords(wrongRsa))
				.replace(/\bWRONG\b/g, publicWords(wrong))
				.replace(/\bRIGHT\b/g, publicWords(right))
				.replace(/\bRSA\b/g, publicWords(rsa))
				.replace(/\bECDSA\b/g, publicWords(ecdsa))
				.replace(/\bSMALL\b/g, publicWords(small))
				.replace(/\bCUT\b/g, publicWords(right).slice(0, -20))
				.replace(/\bMISTYPED\b/g, publicWords(right).replace('ssh-ed25519', 'ssh-rsa'))
				.replace(/\bFROMHOME\b/g, `~/${relative(homedir(), directory)}`)
				.replace(/\bDIRNAME\b/g, basename(directory))
				.replace(/\bDIR\b/g, directory)
				.replace(/\bSHARED\b/g, shared);
		const user = `u${number}`;
		const file = (path: string, text: string) => writeFileSync(join(directory, fill(path)), fill(text), 'latin1');
		file('known', one.known ?? '');
		for (const [path, text] of Object.entries(one.files ?? {})) file(path, text);
		file(
			'config',
			`${one.before ?? ''}
Host target
${one.config ?? ''}
HostName 127.0.0.1
Port PORT
Host *
User ${user}
UserKnownHostsFile DIR/known
GlobalKnownHostsFile none
HashKnownHosts no
IdentityFile DIR/none
IdentityAgent none
`,
		);
		return {configFile: join(directory, 'config'), accepted: () => asked(user)};
	}

	async function askSsh(one: OracleCase, mode: Mode): Promise<Verdict> {
		const {configFile, accepted} = prepare(one);
		const options = ['-o', `StrictHostKeyChecking=${mode}`, '-o', 'BatchMode=yes', '-o', 'UpdateHostKeys=no'];
		const said = await new Promise<string>(resolve => {
			const child = execFile('ssh', ['-F', configFile, ...options, 'target', 'true'], {timeout: 10_000}, (_error, _out, stderr) =>
				resolve(stderr),
			);
			child.stdin?.end();
		});
		return {accepted: accepted(), said};
	}

	async function askUs(one: OracleCase, mode: Mode, transport: Transport): Promise<Verdict> {
		const {configFile, accepted} = prepare(one);
		const none = async () => undefined;
		const error = await connector({
			configFile,
			transport,
			acceptNewHostKeys: mode === 'accept-new',
			connectTimeoutMs: 10_000,
			password: none,
			jumpPassword: none,
			ask: none,
			passphrase: none,
			sudoPassword: none,
		})
			.one({name: 'target'})
			.catch((thrown: unknown) => thrown);
		if (!(error instanceof ConnectError)) throw error;
		if (error instanceof LoginError !== accepted()) throw error;
		return {accepted: accepted(), said: `${error.message}\n${error.hint}`};
	}

	return {
		ask: async (one, mode, transport) => ({ssh: await askSsh(one, mode), ours: await askUs(one, mode, transport)}),
		async close() {
			await Promise.all(Object.values(servers).map(server => server.close()));
			rmSync(shared, {recursive: true, force: true});
		},
	};
}

/** The same bytes with other bits left over at the end of their base64. */
function nextOf(end: string): string {
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
	return `${letters[letters.indexOf(end[0]!) + 1]}=`;
}
