import {expect, test} from 'vitest';
import {type LogMove, logLines, scrolled} from '../../../source/ui/progress/log-lines.ts';
import {firstView} from '../../../source/ui/progress/view.ts';
import {telling, texts} from './scene.ts';

const log = Array.from({length: 100}, (_, index) => `line ${index + 1}`);
const {scene} = telling();
const shown = (lines: readonly string[], top?: number, rows = 10, columns = 60) => {
	const view = {...firstView, page: 'log' as const, host: 'kafka-01', ...(top === undefined ? {} : {top})};
	return texts(logLines(scene({view, rows, columns}), lines));
};
const after = (top: number | undefined, ...moves: LogMove[]) =>
	moves.reduce<number | undefined>((at, move) => scrolled(log, at, move, 6, 59), top);

test('the end of a log is shown and followed', () => {
	expect(shown(log)).toEqual([
		'kafka-01  lines 95-100 of 100, following',
		...log.slice(94),
		'↑ ↓ PgUp PgDn g G scroll · Esc closes',
	]);
	expect(shown([...log, 'more']).at(-2)).toBe('more');
});

test('a log that is scrolled up stays where it is as more comes', () => {
	expect(shown([...log, 'more'], 10).slice(0, 2)).toEqual(['kafka-01  lines 11-16 of 101', 'line 11']);
});

test('lines and pages up and down, to the top and to the end', () => {
	expect(after(undefined, 'up')).toBe(93);
	expect(after(undefined, 'page-up')).toBe(88);
	expect(after(undefined, 'page-up', 'page-down')).toBeUndefined();
	expect(after(50, 'down')).toBe(51);
	expect(after(50, 'page-up', 'page-up')).toBe(38);
	expect(after(50, 'page-down')).toBe(56);
	expect(after(3, 'page-up')).toBe(0);
	expect(after(0, 'up')).toBe(0);
	expect(after(50, 'top')).toBe(0);
	expect(after(0, 'bottom')).toBeUndefined();
	expect(after(92, 'page-down')).toBeUndefined();
});

test('a log shorter than the screen does not scroll', () => {
	for (const move of ['up', 'down', 'page-up', 'page-down', 'top'] as const)
		expect(scrolled(['a', 'b'], undefined, move, 6, 59)).toBeUndefined();
	expect(shown([])).toEqual(['kafka-01  no output yet', '↑ ↓ PgUp PgDn g G scroll · Esc closes']);
});

test('long lines are wrapped, and nothing of them is left out', () => {
	const lines = ['a'.repeat(50), 'b'.repeat(50)];
	expect(shown(lines, undefined, 10, 30).slice(1, -1)).toEqual(['a'.repeat(29), 'a'.repeat(21), 'b'.repeat(29), 'b'.repeat(21)]);
	expect(shown(['c'.repeat(29) + 'd'.repeat(60)], undefined, 6, 30).slice(1, -1)).toEqual(
		['d'.repeat(29), 'd'.repeat(29), 'd'.repeat(2)].slice(-2),
	);
});

test('where there is no room, the heading and the keys are short', () => {
	expect(shown(log, undefined, 10, 30)).toEqual(['kafka-01  95-100 of 100', ...log.slice(94), 'PgUp PgDn g G · Esc closes']);
});
