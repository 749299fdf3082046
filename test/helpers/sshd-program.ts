import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** OpenSSH's sshd: the program, and the folders of the libraries that it brings. */
export type SshdProgram = {readonly path: string; readonly libraries: readonly string[]};

/** The lab's cache, which outlives the tests (test/lab/lab). */
const cache = () =>
	join(process.env.LAB_DIR ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kafka-setup-lab'), 'cache');

/** Debian's package of it, and the one library of it that nothing else needs. */
const packages = ['openssh-server', 'libwrap0'];

/** This machine's own sshd; otherwise that of Debian's package, which is unpacked into the lab's cache and installed nowhere. Without one, the reason. */
export function sshdProgram(): SshdProgram | string {
	for (const folder of ['/usr/sbin', '/usr/local/sbin']) {
		if (existsSync(join(folder, 'sshd'))) return {path: join(folder, 'sshd'), libraries: []};
	}
	const kept = join(cache(), 'sshd');
	try {
		if (!existsSync(programIn(kept))) unpack(kept);
	} catch (error) {
		return `there is no sshd on this machine, and apt did not get one: ${(error as Error).message.trim().split('\n').at(-1)}`;
	}
	return {path: programIn(kept), libraries: librariesIn(kept)};
}

const programIn = (folder: string) => join(folder, 'usr/sbin/sshd');

const librariesIn = (folder: string) =>
	readdirSync(join(folder, 'usr/lib'))
		.filter(name => name.endsWith('-linux-gnu'))
		.map(name => join(folder, 'usr/lib', name));

/** Whole or not at all: two runs may do it at the same time. */
function unpack(kept: string): void {
	mkdirSync(cache(), {recursive: true});
	const made = mkdtempSync(join(cache(), 'sshd-'));
	const run = (program: string, ...args: string[]) =>
		execFileSync(program, args, {cwd: made, stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000, encoding: 'utf8'});
	// Lists of its own where this machine has none, so that what its apt knows stays as it is.
	const own = [`Dir::State::Lists=${made}/apt/lists`, `Dir::Cache=${made}/apt`, 'Debug::NoLocking=true'];
	const options = (list: readonly string[]) => ['-qq', ...['APT::Sandbox::User=root', ...list].flatMap(one => ['-o', one])];
	try {
		try {
			run('apt-get', ...options([]), 'download', ...packages);
		} catch {
			for (const folder of ['lists/partial', 'archives/partial']) mkdirSync(join(made, 'apt', folder), {recursive: true});
			run('apt-get', ...options(own), 'update');
			run('apt-get', ...options(own), 'download', ...packages);
		}
		const out = join(made, 'out');
		for (const file of readdirSync(made).filter(name => name.endsWith('.deb'))) run('dpkg', '-x', file, out);
		try {
			renameSync(out, kept);
		} catch (error) {
			if (!existsSync(programIn(kept))) throw error;
		}
	} finally {
		rmSync(made, {recursive: true, force: true});
	}
}
