import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {setTimeout as after} from 'node:timers/promises';
import {expect, onTestFinished, test} from 'vitest';
import {file} from '../../../source/host/files/file.ts';
import {isRecord, parseRecord, recordText} from '../../../source/kafka/settled/record.ts';
import {recordOf} from '../../../source/kafka/settled/record-steps.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const cuts = 20;
const [host] = sampleCluster.hosts;
const facts = new Map([[host!.name, {...sampleFacts, machineId: 'm-1'}]]);
const record = recordOf(sampleCluster, host!, facts, {standings: new Map(), shared: undefined, clusterId: undefined});

const run = (command: string, ...args: readonly string[]) => execFileSync(command, args, {stdio: ['ignore', 'pipe', 'pipe']});

/** A file system of its own in an image: what the kernel has not written into the image yet is gone with a cut. */
function mount(image: string, at: string) {
	mkdirSync(at, {recursive: true});
	// Else ext4 itself writes the content of a file before it takes another one's name.
	run('mount', '-o', 'loop,noauto_da_alloc', image, at);
	return () => run('umount', at);
}

/** The states of the processes of a group, such as `T` for one that is stopped. */
const statesOf = (group: number) =>
	readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.flatMap(pid => {
			try {
				// pid (name) state parent group
				const [state, , of] = readFileSync(`/proc/${pid}/stat`, 'utf8')
					.replace(/^.*\) /s, '')
					.split(' ');
				return Number(of) === group && state !== 'Z' ? [state!] : [];
			} catch {
				return [];
			}
		});

/** @returns whether any process of the group was there to be told */
function signal(group: number, name: 'SIGSTOP' | 'SIGCONT'): boolean {
	try {
		return process.kill(-group, name);
	} catch {
		return false;
	}
}

/** Copies the image while nobody writes: what a power cut at this moment would leave. */
async function cut(pidFile: string, image: string, copy: string): Promise<boolean> {
	const group = Number(existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : 0);
	if (group === 0 || !signal(group, 'SIGSTOP')) return false;
	const isStopped = () => statesOf(group).every(state => state === 'T');
	for (let round = 0; round < 2000 && !isStopped(); round++) await after(1);
	const stopped = isStopped() && statesOf(group).length > 0;
	// The kernel writes by itself, too: two copies that are the same have no half of that in them.
	let before: Buffer | undefined;
	let now = readFileSync(image);
	for (let round = 0; round < 50 && before?.equals(now) !== true; round++) [before, now] = [now, readFileSync(image)];
	writeFileSync(copy, now);
	signal(group, 'SIGCONT');
	return stopped && before?.equals(now) === true;
}

test('a power cut while the record is written leaves none, the old or the new one, each whole', {
	timeout: 120_000,
}, async context => {
	if (userInfo().uid !== 0) context.skip('needs root: it mounts file systems');
	const root = tempDir();
	const [image, copy, disk, seen, pidFile] = ['image', 'copy', 'disk', 'seen', 'pid'].map(name => join(root, name)) as [
		string,
		string,
		string,
		string,
		string,
	];
	run('truncate', '-s', '8M', image);
	run('mkfs.ext4', '-q', image);
	const unmount = mount(image, disk);
	onTestFinished(() => void unmount());
	const prefix = ['sh', '-c', `echo $$ >${pidFile}.new; mv ${pidFile}.new ${pidFile}; exec "$@"`, 'sh'];
	const connection = localConnection({prefix});

	/** Writes a revision, and cuts the power once amid it. @returns the revision on the copy, 0 for none; `undefined` if it came too late */
	const write = async (revision: number, delay: number) => {
		const step = file({path: join(disk, 'cluster.json'), content: recordText({...record, revision}), mode: 0o600});
		rmSync(pidFile, {force: true});
		const written = step.apply(fakeContext(connection));
		while (!existsSync(pidFile)) await after(1);
		await after(delay);
		const amid = await cut(pidFile, image, copy);
		await written;
		if (!amid) return undefined;
		const leave = mount(copy, seen);
		try {
			const path = join(seen, 'cluster.json');
			if (!existsSync(path)) return 0;
			const found = parseRecord(readFileSync(path, 'utf8'));
			expect(isRecord(found), readFileSync(path, 'utf8')).toBe(true);
			return isRecord(found) ? found.revision : Number.NaN;
		} finally {
			leave();
		}
	};

	const left = {old: 0, new: 0, late: 0};
	for (let revision = 1; left.old + left.new < cuts && revision < 10 * cuts; revision++) {
		const found = await write(revision, Math.random() * 40);
		// What was acknowledged is never lost.
		if (found !== undefined) expect([revision - 1, revision]).toContain(found);
		left[found === undefined ? 'late' : found === revision ? 'new' : 'old']++;
	}
	expect(left.old + left.new, JSON.stringify(left)).toBe(cuts);
	expect(left.old, JSON.stringify(left)).toBeGreaterThan(0);
});
