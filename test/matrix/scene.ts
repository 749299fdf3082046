import {type ChildProcess, spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {joinTo} from '../helpers/join-channel.ts';
import {newKey, publicWords, startServer} from '../helpers/ssh-server.ts';
import {type Files, type Keeper, writeFiles} from './files.ts';
import {boot, copyDisk, type Host, makeDisk} from './host.ts';
import {type Tap, tapped} from './tap.ts';

export type Ended = {readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly said: string};

export type Installer = {
	/** By SIGKILL; resolves when it is gone. */
	kill(): Promise<void>;
	/** When it has said something. */
	heard(text: string): Promise<void>;
	readonly ended: Promise<Ended>;
};

export type Scene = {
	/** A new folder. */
	folder(): string;
	readonly files: Files;
	/** A host on a bare disk, or on a copy of another one. */
	host(from?: string): Promise<Host>;
	/** Runs the built program for a host, as an operator whose files are in `config`. `tap` stands between the two. */
	operate(host: Host, config: string, args: readonly string[], tap?: Tap): Installer;
	close(): Promise<void>;
};

/** On a disk: in memory nobody wants data, and a host would say so. */
const roomyFolder = (): string => mkdtempSync(join(tmpdir(), 'kafka-setup-matrix-'));

export async function scene(keeper: Keeper = 'controller'): Promise<Scene> {
	const base = roomyFolder();
	const reached = new Map<string, {readonly host: Host; tap?: Tap | undefined}>();
	const hosts: Host[] = [];
	const installers: Installer[] = [];
	const hostKey = newKey();
	const server = await startServer({
		// The stand-in for Kafka answers its tools, not its protocol: hosts that open no channels are asked by the tools.
		forwardsNone: true,
		sessions: 1,
		hostKeys: [hostKey],
		hosts(password) {
			const found = reached.get(password);
			if (found === undefined) return undefined;
			return (command, channel) => {
				const shell = found.host.run(command);
				if (found.tap === undefined) joinTo(shell, channel);
				else tapped(shell, channel, found.tap);
				return shell;
			};
		},
	});
	const files = writeFiles(base, server.port, publicWords(hostKey), keeper);
	let made = 0;
	const folder = () => {
		const path = join(base, String(++made));
		mkdirSync(path);
		return path;
	};
	return {
		folder,
		files,
		async host(from) {
			const disk = join(folder(), 'disk');
			const host = await boot(from === undefined ? makeDisk(disk) : copyDisk(from, disk));
			hosts.push(host);
			reached.set(host.disk, {host});
			return host;
		},
		operate(host, config, args, tap) {
			reached.set(host.disk, {host, tap});
			const child = spawn(process.execPath, [resolve('bin/kafka-setup.js'), ...args], {
				env: {PATH: process.env.PATH, MATRIX_HOST: host.disk, MATRIX_DATABASE: 'app-secret', XDG_CONFIG_HOME: config},
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			const installer = installerOf(child);
			installers.push(installer);
			return installer;
		},
		async close() {
			// Those of a test that failed would write on into a folder that is being removed.
			await Promise.all(installers.map(one => one.kill()));
			await server.close();
			await Promise.all(hosts.map(host => host.stop()));
			rmSync(base, {recursive: true, force: true});
		},
	};
}

function installerOf(child: ChildProcess): Installer {
	let said = '';
	const listeners = new Set<() => void>();
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			for (const listen of listeners) listen();
		});
	}
	const ended = new Promise<Ended>(resolve => child.on('close', (code, signal) => resolve({code, signal, said})));
	return {
		ended,
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
		heard: text =>
			new Promise((resolve, reject) => {
				const listen = () => {
					if (said.includes(text)) resolve();
				};
				listeners.add(listen);
				listen();
				void ended.then(() => reject(new Error(`It ended without “${text}”:\n${said}`)));
			}),
	};
}
