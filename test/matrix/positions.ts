import {execFileSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {copyDisk} from './host.ts';
import {cutJournal, journalLength, lineText} from './journal.ts';
import {fingerprint, manifest} from './manifest.ts';
import type {Scene} from './scene.ts';

/** What a SIGKILL at one moment leaves: the disk of the host, and the operator's files. */
export type Position = {
	readonly name: string;
	/** How many lines the journal has. */
	readonly lines: number;
	readonly disk: string;
	readonly config: string;
	/** The cluster file. */
	readonly file: string;
};

export type Undisturbed = {
	readonly positions: readonly Position[];
	/** How many lines the journal has in the end. */
	readonly lines: number;
	/** How many commands the host was given. */
	readonly commands: number;
	readonly manifest: string;
	/** The host's, in the end. */
	readonly disk: string;
};

/** The step that a command of the installer belongs to, as its guard tells the host. */
const stepOf = (command: string) => /ks_l=([\w/-]+)/.exec(command)?.[1] ?? 'the lock';

/** The operator's folder as it is now. The installer is at work in it, and a lock of its files may go while it is copied. */
function copyConfig(from: string, to: string): void {
	for (let tries = 1; ; tries++) {
		try {
			execFileSync('cp', ['-a', from, to], {stdio: 'pipe'});
			return;
		} catch (error) {
			if (tries === 5) throw error;
			rmSync(to, {recursive: true, force: true});
		}
	}
}

/**
 * One undisturbed run of a cluster file, on a bare host or a copy of one; and a copy of all disks wherever something has
 * changed since the last one: the moments before and after each remote command, and each line of the journal between two of
 * those. The process of the run has ended when the copies are used, so they look as if it had been killed.
 */
export async function undisturbed(scene: Scene, file: string, from?: string): Promise<Undisturbed> {
	const host = await scene.host(from);
	const config = scene.folder();
	const positions: Position[] = [];
	let seen = {print: '', lines: 0, disk: ''};

	const look = (when: string) => {
		const lines = journalLength(config, file);
		const print = fingerprint(host.disk);
		if (print === seen.print && lines === seen.lines) return;
		const changed = print !== seen.print;
		const disk = changed ? copyDisk(host.disk, join(scene.folder(), 'disk')) : seen.disk;
		const kept = join(scene.folder(), 'config');
		copyConfig(config, kept);
		// Where both have changed, the host may have been the first.
		for (let line = changed ? Math.max(1, seen.lines) : seen.lines + 1; line <= lines; line++) {
			const name = `${positions.length + 1}: journal line ${line} (${lineText(config, file, line)}), the host ${when}`;
			positions.push({name, lines: line, disk, config: kept, file});
		}
		seen = {print, lines, disk};
	};
	let commands = 0;
	const tap = {
		async before(command: string) {
			commands += 1;
			look(`before a command of ${stepOf(command)}`);
		},
		after: async (command: string) => look(`after a command of ${stepOf(command)}`),
	};
	const {code, said} = await scene.operate(host, config, ['apply', file, '--plain'], tap).ended;
	if (code !== 0) throw new Error(`The undisturbed run ended with ${code}:\n${said}`);
	look('in the end');
	const result = {positions, lines: journalLength(config, file), commands, manifest: await manifest(host), disk: host.disk};
	await host.stop();
	return result;
}

/** The operator's files of a position, in a folder of their own. */
export function configAt(scene: Scene, {config, file, lines}: Position): string {
	const own = join(scene.folder(), 'config');
	execFileSync('cp', ['-a', config, own]);
	cutJournal(own, file, lines);
	return own;
}

/** Every n-th position is tried, the first and the last in any case; `npm run test:long` tries all of them. */
const every = Number(process.env.KAFKA_SETUP_POSITIONS ?? 6);
export const tryAll = every === 1;

/** The positions to try, for a table of tests. @param sparser so many times fewer, where not all are tried */
export const tried = ({positions}: Pick<Undisturbed, 'positions'>, sparser = 1): readonly (readonly [string, Position])[] =>
	positions
		.filter((_, index) => index % (tryAll ? 1 : every * sparser) === 0 || index === positions.length - 1)
		.map(position => [position.name, position] as const);
