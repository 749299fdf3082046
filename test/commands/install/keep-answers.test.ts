import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {answerKeeper} from '../../../source/commands/install/keep-answers.ts';
import {type Drafts, openDrafts, type StoredDraft} from '../../../source/state/store/drafts.ts';
import {sha256} from '../../../source/state/store/sha256.ts';
import {type Answers, noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import type {Origin} from '../../../source/ui/wizard/wizard-functions.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const answers = (hosts: string): Answers => ({...noAnswers, hosts});

/** Drafts that note what was kept, unless `disk.full`. */
function keeping() {
	const kept: StoredDraft[] = [];
	const disk = {full: false};
	const drafts: Drafts = {
		list() {
			throw new Error('Nobody was to ask for the drafts.');
		},
		keep(draft) {
			if (disk.full) throw new Error('ENOSPC: no space left on device');
			kept.push(draft);
		},
		drop() {
			throw new Error('No draft was to go.');
		},
	};
	return {kept, disk, ...answerKeeper(drafts), drafts};
}

const hostsOf = (kept: readonly StoredDraft[]) => kept.map(draft => (draft.answers as Answers).hosts);

describe('answers', () => {
	test('are kept a moment after the first change, as they are by then', () => {
		const {kept, remember} = keeping();
		for (const typed of ['k', 'ka', 'kaf']) remember(answers(typed));
		expect(kept).toEqual([]);
		vi.advanceTimersByTime(1000);
		expect(hostsOf(kept)).toEqual(['kaf']);
	});

	test('that go on changing are kept all the while', () => {
		const {kept, remember} = keeping();
		for (let count = 1; count <= 20; count++) {
			remember(answers('k'.repeat(count)));
			vi.advanceTimersByTime(100);
		}
		expect(kept.length).toBeGreaterThan(3);
	});

	test('of which the version is all are not kept: the next start asks for it again', () => {
		const {kept, remember, flush} = keeping();
		remember({...noAnswers, fields: {'platform.version': '8.3'}});
		flush();
		expect(kept).toEqual([]);
		remember({...noAnswers, fields: {'platform.version': '8.3', name: 'orders'}});
		flush();
		expect(kept).toHaveLength(1);
	});

	test('of one sitting are one draft, of another one another', () => {
		const {kept, remember, flush, drafts} = keeping();
		for (const typed of ['a', 'b']) {
			remember(answers(typed));
			vi.advanceTimersByTime(1000);
		}
		flush();
		const other = answerKeeper(drafts);
		other.remember(answers('c'));
		other.flush();
		expect(hostsOf(kept)).toEqual(['a', 'b', 'c']);
		const [first, second, third] = kept.map(({id}) => id);
		expect(first).toBe(second);
		expect(third).not.toBe(first);
	});

	test('have the time at which they were kept', () => {
		const {kept, remember} = keeping();
		vi.setSystemTime(Date.UTC(2026, 10, 23, 12));
		remember(answers('a'));
		vi.advanceTimersByTime(300);
		expect(kept.map(({at}) => at)).toEqual(['2026-11-23T12:00:00.300Z']);
	});

	test('that are none are not kept', () => {
		const {kept, remember, flush} = keeping();
		remember(noAnswers);
		remember(answers(' \n'));
		vi.advanceTimersByTime(1000);
		flush();
		expect(kept).toEqual([]);
	});
});

describe('at the end', () => {
	test('what is not kept yet is kept at once, and once', () => {
		const {kept, remember, flush} = keeping();
		remember(answers('a'));
		expect(flush()).toBeUndefined();
		expect(hostsOf(kept)).toEqual(['a']);
		flush();
		vi.advanceTimersByTime(1000);
		expect(hostsOf(kept)).toEqual(['a']);
		expect(vi.getTimerCount()).toBe(0);
	});

	test('with nothing answered there is nothing to keep', () => {
		const {kept, flush} = keeping();
		expect(flush()).toBeUndefined();
		expect(kept).toEqual([]);
	});
});

describe('a disk that is full', () => {
	test('does not disturb who is answering, and is told at the end', () => {
		const {disk, remember, flush} = keeping();
		disk.full = true;
		remember(answers('a'));
		expect(() => vi.advanceTimersByTime(1000)).not.toThrow();
		expect(flush()).toBe('ENOSPC: no space left on device');
	});

	test('is told as well when it shows only at the end', () => {
		const {disk, remember, flush} = keeping();
		disk.full = true;
		remember(answers('a'));
		expect(flush()).toBe('ENOSPC: no space left on device');
	});

	test('is forgotten once it has room again', () => {
		const {kept, disk, remember, flush} = keeping();
		disk.full = true;
		remember(answers('a'));
		vi.advanceTimersByTime(1000);
		disk.full = false;
		remember(answers('ab'));
		vi.advanceTimersByTime(1000);
		expect(hostsOf(kept)).toEqual(['ab']);
		expect(flush()).toBeUndefined();
	});
});

test('what was typed in a wrong place is not kept if it may be a secret', () => {
	const {kept, remember, flush} = keeping();
	remember({...noAnswers, hosts: 'a ansible_password=CANARY', fields: {name: 'orders', 'ssh.password': 'CANARY'}});
	flush();
	expect(kept.map(draft => draft.answers)).toEqual([{...noAnswers, hosts: 'a', fields: {name: 'orders'}}]);
});

describe('a cluster file', () => {
	const setting = () => {
		const folder = tempDir();
		const file = join(folder, 'kafka-setup.yaml');
		writeFileSync(file, 'name: shop\n');
		const drafts = openDrafts(tempDir());
		/** One sitting that begins so. */
		const sit = (text: string, from?: Origin, written?: string) => {
			const keeper = answerKeeper(drafts);
			keeper.remember(answers(text), from);
			if (written !== undefined) keeper.written(written);
			expect(keeper.flush()).toBeUndefined();
		};
		const offered = () =>
			drafts.list().map(({id, file, seen}) => [hostsOf(drafts.list().filter(one => one.id === id)).join(), file, seen]);
		return {file, sit, offered, drafts};
	};
	const seen = sha256('name: shop\n');

	test('has one draft, whichever sitting it was opened in', () => {
		const {file, sit, offered} = setting();
		for (const text of ['a', 'b']) sit(text, {file});
		expect(offered()).toEqual([['b', file, seen]]);
	});

	test('that the answers become takes their draft with it', () => {
		const {file, sit, offered} = setting();
		sit('a', {}, file);
		expect(offered()).toEqual([['a', file, seen]]);
	});

	test('that was edited since stays so for the draft that is gone on with', () => {
		const {file, sit, offered} = setting();
		sit('a', {file});
		writeFileSync(file, 'name: shop\n# by hand\n');
		sit('b', {file, draft: file});
		expect(offered()).toEqual([['b', file, seen]]);
		sit('c', {file});
		expect(offered()).toEqual([['c', file, sha256('name: shop\n# by hand\n')]]);
	});

	test('and what was answered before it was opened have drafts of their own, as has each new cluster', () => {
		const {file, drafts, offered} = setting();
		const keeper = answerKeeper(drafts);
		keeper.remember(answers('a'), {});
		keeper.remember(answers('b'), {file});
		keeper.remember(answers('c'), {draft: 'new'});
		keeper.flush();
		expect(offered().map(([hosts]) => hosts)).toEqual(['c', 'b', 'a']);
	});
});
