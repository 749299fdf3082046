import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	chmodSync,
	chownSync,
	closeSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import type {KeyPair} from './ssh-server.ts';
import type {SshdProgram} from './sshd-program.ts';

export type RealSshd = {
	readonly port: number;
	/** Whether an authentication request of this user has come, of `none` too. No account has the name. */
	asked(user: string): boolean;
	close(): Promise<void>;
};

/** Root would need the account `sshd` and /run/sshd; another account needs neither, and lets nobody in. */
const nobody = 65534;

/** OpenSSH's sshd on a free port of 127.0.0.1, as the process of an account that may do nothing. It lets nobody in. */
export async function realSshd(program: SshdProgram, hostKeys: readonly KeyPair[]): Promise<RealSshd> {
	const folder = mkdtempSync(join(tmpdir(), 'sshd-'));
	mkdirSync(join(folder, 'lib'));
	const own = program.libraries.length > 0;
	const copies: readonly (readonly [from: string, to: string])[] = [
		// Where it is kept may be closed to that account.
		...(own ? [[program.path, 'sshd'] as const] : []),
		...program.libraries.flatMap(path =>
			readdirSync(path)
				.filter(name => /\.so\./.test(name))
				.map(name => [join(path, name), `lib/${name}`] as const),
		),
	];
	for (const [from, to] of copies) copyFileSync(from, join(folder, to));
	for (const [index, key] of hostKeys.entries())
		writeFileSync(join(folder, `key${index}`), `${key.private.trim()}\n`, {mode: 0o600});
	const root = process.getuid?.() === 0;
	if (root) for (const name of ['', ...hostKeys.keys()]) chownSync(join(folder, name === '' ? '' : `key${name}`), nobody, nobody);
	chmodSync(folder, 0o755);
	const log = join(folder, 'log');
	const said = () => readFileSync(log, 'latin1');

	let more = 'PerSourcePenalties no\n';
	async function start(): Promise<{readonly port: number; readonly child: ChildProcess} | undefined> {
		const port = await freePort();
		writeFileSync(join(folder, 'config'), configOf(port, hostKeys.length, folder) + more);
		const stderr = openSync(log, 'w');
		// -r: a connection is a fork of it, not a new start of the program, which takes longer.
		const child = spawn(own ? join(folder, 'sshd') : program.path, ['-D', '-r', '-e', '-f', join(folder, 'config')], {
			stdio: ['ignore', 'ignore', stderr],
			env: {LD_LIBRARY_PATH: join(folder, 'lib')},
			...(root ? {uid: nobody, gid: nobody} : {}),
		});
		closeSync(stderr);
		for (let tries = 0; tries < 500 && child.exitCode === null; tries++) {
			if (said().includes('Server listening on')) return {port, child};
			await setTimeout(10);
		}
		child.kill();
		// From OpenSSH 9.8 on; before, nobody is punished for many logins.
		if (said().includes('PerSourcePenalties')) more = '';
		return undefined;
	}

	// Somebody else may have taken the port meanwhile.
	const started = (await start()) ?? (await start()) ?? (await start());
	if (started === undefined) throw new Error(`sshd did not start: ${said()}`);
	const {port, child} = started;
	return {
		port,
		// It is written before the client gets its answer.
		asked: user => said().includes(`Invalid user ${user} from `),
		async close() {
			const ended = once(child, 'exit');
			child.kill();
			await ended;
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

const configOf = (port: number, keys: number, folder: string) => `ListenAddress 127.0.0.1
Port ${port}
${Array.from({length: keys}, (_, index) => `HostKey ${folder}/key${index}\n`).join('')}
PidFile none
UsePAM no
UseDNS no
RequiredRSASize 1024
AuthorizedKeysFile none
PasswordAuthentication no
KbdInteractiveAuthentication no
# The quickest that both clients have: a login with the newest takes twice as long.
KexAlgorithms curve25519-sha256
MaxStartups 1000
LogLevel INFO
`;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
