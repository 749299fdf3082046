import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {SetupError} from '../../source/core/errors.ts';
import {openStore} from '../../source/state/store/open-store.ts';
import {tempDir} from '../helpers/temp-dir.ts';

type Notes = {notes: readonly string[]};

/** Whether this process can mount a small disk where it sees it itself. */
const why = userInfo().uid === 0 ? '' : ' (skipped: only root can mount a small disk)';

function smallDisk(): string {
	const path = join(tempDir(), 'disk');
	mkdirSync(path);
	const {status, stderr} = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', path], {encoding: 'utf8'});
	if (status !== 0) throw new Error(`A small disk could not be mounted: ${stderr}`);
	onTestFinished(() => void spawnSync('umount', ['-l', path]));
	return path;
}

function refusalOf(work: () => void): SetupError | undefined {
	try {
		work();
	} catch (error) {
		if (error instanceof SetupError) return error;
		throw error;
	}
	return undefined;
}

const open = (folder: string) => openStore<Notes>(folder, 'notes', {notes: []});

describe.skipIf(why !== '')(`on a disk of 64 KiB${why}`, () => {
	test.each([0, 4, 8, 12, 16, 20, 40, 52, 56, 60])(
		'with %d KiB taken: each write is kept, or refused with the last state left',
		taken => {
			const folder = smallDisk();
			let last: readonly string[] = [];
			open(folder).set('notes', last);
			if (taken > 0)
				writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.min(taken * 1024, statfsSync(folder).bavail * 4096)));
			let refused = 0;
			for (let size = 1; size < 70_000; size += 997) {
				const next = ['x'.repeat(size)];
				const error = refusalOf(() => open(folder).set('notes', next));
				if (error === undefined) last = next;
				else {
					refused += 1;
					expect(error.message).toMatch(/notes\.json could not be written: .*The disk is full: \d+ bytes are free in /);
					expect(error.hint).toContain('still there');
				}
				expect(open(folder).get('notes')).toEqual(last);
			}
			expect(refused).toBeGreaterThan(0);
			expect(readdirSync(folder).filter(name => /tmp-|damaged|lock/.test(name))).toEqual([]);
			rmSync(join(folder, 'filler'), {force: true});
			rmSync(join(folder, 'notes.json.prev'), {force: true});
			open(folder).set('notes', ['again']);
			expect(open(folder).get('notes')).toEqual(['again']);
		},
	);

	test('a first write that is cut off leaves nothing', () => {
		const folder = smallDisk();
		expect(refusalOf(() => open(folder).set('notes', ['x'.repeat(70_000)]))?.message).toContain('bytes were kept');
		expect(readdirSync(folder)).toEqual([]);
	});
});
