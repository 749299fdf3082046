import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {answerKeeper} from '../../../source/commands/install/keep-answers.ts';
import type {Drafts, StoredDraft} from '../../../source/state/store/drafts.ts';
import {type Answers, noAnswers} from '../../../source/ui/wizard/answers/answers.ts';

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
