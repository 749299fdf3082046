import {type ChildProcessWithoutNullStreams, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';

const folders = [
	'etc/apt/preferences.d',
	'etc/apt/sources.list.d',
	'etc/systemd/system',
	'etc/sysctl.d',
	...['units', 'journal', 'packages'].map(name => `var/lib/stand-ins/${name}`),
	'run/systemd/system',
	'root',
	'tmp',
	'usr/share/java',
	'usr/share/man',
	'usr/sbin',
];

const texts: Readonly<Record<string, string>> = {
	'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
	'etc/machine-id': '0123456789abcdef0123456789abcdef\n',
	'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n',
	'etc/group': 'root:x:0:\n',
	'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
	'etc/hosts': '127.0.0.1 localhost kafka-01\n',
	'etc/apt/sources.list': '',
	'proc/vm/max_map_count': '65530\n',
	'proc/vm/swappiness': '60\n',
	'var/lib/stand-ins/counters': '',
	'var/lib/stand-ins/unknown': '',
};

/** The disk of a bare host: what an installation writes; the rest is this machine's. */
export function makeDisk(folder: string): string {
	for (const path of folders) mkdirSync(join(folder, path), {recursive: true});
	for (const [path, text] of Object.entries(texts)) {
		mkdirSync(join(folder, path, '..'), {recursive: true});
		writeFileSync(join(folder, path), text);
	}
	// What runs as the account of a service writes there as well.
	for (const name of ['counters', 'unknown']) chmodSync(join(folder, 'var/lib/stand-ins', name), 0o666);
	// awk and others of this machine are links to there.
	execFileSync('cp', ['-a', '/etc/alternatives', join(folder, 'etc')]);
	return folder;
}

/**
 * The disk as it is now, in another folder. A copy has other inodes, by which the records of the units' starts know their
 * files: an inode that is still the file's becomes that of its copy.
 */
export function copyDisk(from: string, to: string): string {
	execFileSync('cp', ['-a', from, to]);
	const records = join(to, 'run/kafka-setup');
	for (const name of listOf(records).filter(one => one.endsWith('.started'))) {
		const path = join(records, name);
		const text = readFileSync(path, 'utf8').replaceAll(/^(\S+) (\d+) /gm, (line, file: string, inode: string) =>
			String(inodeOf(from + file)) === inode ? `${file} ${inodeOf(to + file)} ` : line,
		);
		writeFileSync(path, text);
	}
	return to;
}

const listOf = (folder: string) => (statSync(folder, {throwIfNoEntry: false}) === undefined ? [] : readdirSync(folder));
const inodeOf = (path: string) => statSync(path, {bigint: true, throwIfNoEntry: false})?.ino;

export type Host = {
	readonly disk: string;
	/** Starts a command line on it. */
	run(command: string): ChildProcessWithoutNullStreams;
	/** Ends all that runs on it, at once. */
	stop(): Promise<void>;
};

/** Starts a host on a disk: its own processes and network, and the services that the disk says are running. */
export async function boot(disk: string): Promise<Host> {
	const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child'];
	const init = spawn('unshare', [...namespaces, resolve('test/matrix/boot'), disk, resolve('test/matrix/stand-ins')], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = once(init, 'close');
	const [first] = await Promise.race([once(init.stdout, 'data'), ended]);
	const pid = String(first).trim();
	if (!/^\d+$/.test(pid)) throw new Error(`The host does not start (${pid})`);
	return {
		disk,
		run: command =>
			spawn('nsenter', ['-t', pid, '-m', '-n', '-p', '/bin/sh', '-c', command], {
				detached: true,
				env: {PATH: '/usr/local/sbin:/usr/local/bin:/usr/bin:/bin', HOME: '/root'},
			}),
		async stop() {
			init.kill('SIGKILL');
			await ended;
		},
	};
}
