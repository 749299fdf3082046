import {type ChildProcess, spawn} from 'node:child_process';
import {chmod, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import ssh2, {type ServerChannel} from 'ssh2';
import {joinTo} from './join-channel.ts';
import {certified} from './user-certificate.ts';

export type KeyPair = {readonly private: string; readonly public: string};

/** A new key in OpenSSH's format. */
export function newKey(type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519', passphrase?: string, rsaBits = 2048): KeyPair {
	const encryption = passphrase === undefined ? {} : {passphrase, cipher: 'aes256-cbc', rounds: 1};
	const bits = type === 'rsa' ? {bits: rsaBits} : type === 'ecdsa' ? {bits: 256} : {};
	for (;;) {
		const pair = ssh2.utils.generateKeyPairSync(type, {...bits, ...encryption} as never) as KeyPair;
		// One in some two hundred is malformed: ssh2 1.17 cuts leading zeros off the public half.
		if (!(ssh2.utils.parseKey(pair.private, passphrase) instanceof Error)) return pair;
	}
}

/** The key as it stands in known_hosts: `TYPE BASE64`. */
export function publicWords({public: text}: KeyPair): string {
	return text.trim().split(' ').slice(0, 2).join(' ');
}

/** Runs a command line, and joins it to the channel of the client until both have ended. */
export type StartShell = (command: string, channel: ServerChannel) => ChildProcess;

export type ServerOptions = {
	readonly hostKeys: readonly KeyPair[];
	/** Keys that let in. */
	readonly keys?: readonly KeyPair[];
	/** Who may sign certificates that let in. */
	readonly authority?: KeyPair;
	readonly password?: string;
	/** A key is only the first half: the password must follow. */
	readonly both?: boolean;
	/** Answers to this one hidden question let in. */
	readonly keyboard?: {
		readonly question: string;
		readonly answer: string;
		readonly echo?: boolean;
		readonly second?: string;
		readonly secondAnswer?: string;
		readonly instruction?: string;
	};
	/** Told before anybody logs in. */
	readonly banner?: string;
	/** What becoming root takes: nothing, `sudo -n`, sudo with this password, or no rule at all. */
	readonly root?:
		| 'is root'
		| 'nopasswd'
		| {readonly sudoPassword: string}
		| {readonly sudoSays: string}
		| 'not allowed'
		| 'no sudo';
	/** Several hosts behind one address: the password tells which one. Undefined refuses it. */
	readonly hosts?: (password: string) => StartShell | undefined;
	/** Printed by the shell's start-up files. */
	readonly noise?: string;
	/** Instead of running the command: for accounts without a shell. */
	readonly says?: {readonly text: string; readonly code: number};
	/** sshd's MaxAuthTries. */
	readonly maxTries?: number;
	/** Hangs up without a word in place of an answer to its so manyth password, counted from 1. */
	readonly hangsUpOn?: (password: number) => boolean;
	/** In place of a free one. */
	readonly port?: number;
	/** Opens no channels to ports (AllowTcpForwarding no). */
	readonly forwardsNone?: boolean;
	/** Never says whether it opens one. */
	readonly forwardsNever?: boolean;
	/** So many sessions a connection (MaxSessions). */
	readonly sessions?: number;
};

export type Server = {
	readonly port: number;
	/** Each way in that a client tried and that counts, such as `password:secret`. */
	readonly tries: string[];
	/** Authentication requests of any kind, `none` too. */
	requests(): number;
	/** Connections so far. */
	connections(): number;
	/** What sudo was asked for, a line each, such as `-n` or `-S wrong`. */
	sudoLog(): Promise<string[]>;
	/** Cuts all links without a word. */
	cut(): void;
	/** When all that clients started has ended. */
	idle(): Promise<void>;
	/** When no client is connected. */
	gone(): Promise<void>;
	close(): Promise<void>;
};

/** An ssh server on 127.0.0.1 that runs commands for real, as whoever runs the test; `id` and `sudo` are stand-ins. */
export async function startServer(options: ServerOptions): Promise<Server> {
	const directory = await mkdtemp(join(tmpdir(), 'ssh-server-'));
	await fakeTools(directory, options.root ?? 'is root');
	const sockets = new Set<Socket>();
	const children = new Set<ChildProcess>();
	const tries: string[] = [];
	const whenGone: (() => void)[] = [];
	let requests = 0;
	let passwords = 0;
	let connections = 0;
	let clients = 0;

	const server = new ssh2.Server(
		{hostKeys: options.hostKeys.map(key => key.private), ...(options.banner === undefined ? {} : {banner: options.banner})},
		client => {
			connections++;
			const socket = (client as unknown as {_sock: Socket})._sock;
			socket.setNoDelay(true);
			sockets.add(socket);
			let failed = 0;
			let asked = 0;
			let half = false;
			let host: StartShell | undefined;
			client.on('error', () => {});
			clients++;
			client.on('close', () => {
				sockets.delete(socket);
				if (--clients === 0) for (const resolve of whenGone.splice(0)) resolve();
			});
			client.on('authentication', context => {
				requests++;
				asked++;
				const refuse = () => {
					// As sshd counts: only a `none` that comes first is free.
					if ((context.method !== 'none' || asked > 1) && ++failed >= (options.maxTries ?? 6)) return client.end();
					context.reject((half ? ['password'] : offered(options)) as never);
				};
				if (context.method === 'password' && options.hangsUpOn?.(++passwords) === true) {
					tries.push(`password:${context.password}`);
					return socket.destroy();
				}
				if (context.method === 'password') host = options.hosts?.(context.password);
				if (host !== undefined) return context.accept();
				decide(context, options, tries, refuse);
				half ||= options.both === true && context.method === 'publickey' && context.signature !== undefined;
			});
			client.on('request', (accept, reject, name) => {
				if (name === 'tcpip-forward') accept?.();
				else reject?.();
			});
			// Without a listener the library refuses it as a sshd that forwards nothing does.
			if (!options.forwardsNone)
				client.on('tcpip', (accept, reject, {destIP, destPort}) => {
					if (options.forwardsNever) return;
					const target = connect(destPort, destIP, () => {
						const channel = accept();
						channel.pipe(target).pipe(channel);
						channel.on('error', () => {});
					});
					target.on('error', () => reject());
					sockets.add(target);
				});
			let sessions = 0;
			client.on('session', (accept, reject) => {
				if (++sessions > (options.sessions ?? 10)) return reject();
				accept().on('exec', (acceptExec, _reject, {command}) => {
					const channel = acceptExec();
					if (options.says !== undefined) {
						channel.write(options.says.text);
						channel.exit(options.says.code);
						channel.end();
						return;
					}
					const script =
						options.noise === undefined
							? command
							: `printf '%s\\n' '${options.noise}'; printf '%s\\n' '${options.noise}' >&2\n${command}`;
					const child = host === undefined ? startLocal(script, channel) : host(script, channel);
					children.add(child);
					channel.on('error', () => {});
					child.on('close', (code, signal) => {
						children.delete(child);
						if (signal === null) channel.exit(code ?? 0);
						else channel.exit(signal.replace('SIG', '') as never);
						channel.end();
					});
				});
			});
		},
	);
	function startLocal(script: string, channel: ServerChannel) {
		// A session of its own, as sshd gives it: what kills its process group spares the test.
		const child = spawn('/bin/sh', ['-c', script], {
			detached: true,
			env: {
				PATH: options.root === 'no sudo' ? join(directory, 'bin') : `${join(directory, 'bin')}:/usr/local/bin:/usr/bin:/bin`,
				FAKE: directory,
				HOME: directory,
			},
		});
		joinTo(child, channel);
		return child;
	}
	await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve));
	const cut = () => {
		for (const socket of sockets) socket.destroy();
	};
	return {
		port: (server.address() as AddressInfo).port,
		tries,
		requests: () => requests,
		connections: () => connections,
		cut,
		idle: () => Promise.all([...children].map(child => new Promise(resolve => child.on('close', resolve)))).then(() => {}),
		gone: () => (clients === 0 ? Promise.resolve() : new Promise(resolve => whenGone.push(resolve))),
		async sudoLog() {
			const text = await readFile(join(directory, 'sudo.log'), 'utf8').catch(() => '');
			return text.split('\n').filter(line => line !== '');
		},
		async close() {
			cut();
			for (const {pid} of children) killGroup(pid);
			await new Promise<void>(resolve => server.close(() => resolve()));
			await rm(directory, {recursive: true, force: true, maxRetries: 5});
		},
	};
}

function offered({keys, password, hosts, keyboard}: ServerOptions): string[] {
	return [
		...(keys === undefined ? [] : ['publickey']),
		...(password === undefined && hosts === undefined ? [] : ['password']),
		...(keyboard === undefined ? [] : ['keyboard-interactive']),
	];
}

function decide(
	context: ssh2.AuthContext,
	{keys = [], authority, password, both, keyboard}: ServerOptions,
	tries: string[],
	refuse: () => void,
) {
	switch (context.method) {
		case 'publickey': {
			const known = keys.find(key => (ssh2.utils.parseKey(key.public) as ssh2.ParsedKey).getPublicSSH().equals(context.key.data));
			if (context.signature === undefined) tries.push(`publickey:${context.key.data.toString('base64').slice(-12)}`);
			if (authority !== undefined && certified(context, authority)) return context.accept();
			if (known === undefined) return refuse();
			return both && context.signature !== undefined ? context.reject(['password'], true) : context.accept();
		}
		case 'password':
			tries.push(`password:${context.password}`);
			return context.password === password ? context.accept() : refuse();
		case 'keyboard-interactive': {
			if (keyboard === undefined) return refuse();
			const {question, echo = false, answer, second, secondAnswer, instruction = ''} = keyboard;
			return context.prompt([{prompt: question, echo}], '', instruction, answers => {
				tries.push(`keyboard:${answers?.join('|')}`);
				if (answers?.[0] !== answer) return refuse();
				if (second === undefined) return context.accept();
				context.prompt([{prompt: second, echo: false}], more => {
					tries.push(`keyboard:${more?.join('|')}`);
					if (secondAnswer !== undefined && more?.[0] === secondAnswer) return context.accept();
					refuse();
				});
			});
		}
		case 'none':
			return refuse();
		default:
			tries.push(context.method);
			return refuse();
	}
}

function killGroup(pid: number | undefined) {
	try {
		if (pid !== undefined) process.kill(-pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

async function fakeTools(directory: string, root: NonNullable<ServerOptions['root']>) {
	const bin = join(directory, 'bin');
	await mkdir(bin);
	const tool = async (name: string, text: string) => {
		await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`);
		await chmod(join(bin, name), 0o755);
	};
	await tool('id', `echo ${root === 'is root' ? 0 : 1000}`);
	if (root === 'no sudo') await tool('bash', 'exec /bin/bash "$@"');
	if (root === 'is root' || root === 'no sudo') return;
	if (typeof root === 'object' && 'sudoSays' in root) {
		await tool('sudo', `printf '%s\\n' "$1" >>"$FAKE/sudo.log"\necho '${root.sudoSays}' >&2\nexit 1`);
		return;
	}
	const password = typeof root === 'object' ? root.sudoPassword : undefined;
	await tool(
		'sudo',
		`echo "sudo: unable to resolve host h: Name or service not known" >&2
if [ "$1" = -n ]; then
	printf '%s\\n' -n >>"$FAKE/sudo.log"
	shift 2
	${root === 'nopasswd' ? 'exec "$@"' : 'echo "sudo: a password is required" >&2; exit 1'}
fi
prompt=$4; shift 5
for try in 1 2 3; do
	printf %s "$prompt" >&2
	IFS= read -r word || { echo "sudo: no password was provided" >&2; exit 1; }
	printf '%s\\n' "-S $word" >>"$FAKE/sudo.log"
	${root === 'not allowed' ? 'echo "op is not in the sudoers file." >&2; exit 1' : ''}
	[ "$word" = '${password ?? ''}' ] && exec "$@"
	echo "Sorry, try again." >&2
done
exit 1`,
	);
}
