import {expect, test} from 'vitest';
import {type Around, press, pressesOf} from '../../../source/ui/progress/keys.ts';
import {firstView, type View} from '../../../source/ui/progress/view.ts';

const none = {
	ctrl: false,
	escape: false,
	meta: false,
	return: false,
	upArrow: false,
	downArrow: false,
	pageUp: false,
	pageDown: false,
	home: false,
	end: false,
};
const around: Around = {
	hosts: ['a', 'b', 'c'],
	first: 'b',
	scroll: ({top}, move) => (move === 'bottom' ? undefined : (top ?? 9) - 1),
};

test('keys that came in one piece are taken one by one, and others are left alone', () => {
	expect(pressesOf('jk?p', none)).toEqual(['down', 'up', 'help', 'pause']);
	expect(pressesOf('xyz', none)).toEqual([]);
	expect(pressesOf('j\r', none)).toEqual(['down', 'enter']);
});

test('an Esc right before another key is an Esc', () => {
	expect(pressesOf('', {...none, escape: true, meta: true})).toEqual(['escape']);
	expect(pressesOf('j', {...none, meta: true})).toEqual(['escape', 'down']);
});

test('Ctrl with another letter is none of the keys', () => {
	expect(pressesOf('c', {...none, ctrl: true})).toEqual(['stop']);
	expect(pressesOf('p', {...none, ctrl: true})).toEqual([]);
});

test('the first arrow chooses what deserves it most, the next ones go round', () => {
	const after = (...presses: Parameters<typeof press>[1][]) =>
		presses.reduce<View>((view, one) => press(view, one, around), firstView).host;
	expect(after('down')).toBe('b');
	expect(after('down', 'down', 'down')).toBe('a');
	expect(after('up', 'up', 'up')).toBe('c');
	expect(after('down', 'escape')).toBeUndefined();
	expect(press(firstView, 'down', {...around, hosts: [], first: undefined})).toBe(firstView);
});

test('a chosen host that is not in this stage gives way', () => {
	expect(press({...firstView, host: 'gone'}, 'enter', around)).toMatchObject({page: 'log', host: 'b'});
	expect(press({...firstView, host: 'c'}, 'enter', around)).toMatchObject({page: 'log', host: 'c'});
});

test('in a log the keys scroll, and only Esc leads out', () => {
	const log: View = {...firstView, page: 'log', host: 'a'};
	expect(press(log, 'up', around)).toEqual({...log, top: 8});
	expect(press({...log, top: 3}, 'bottom', around)).toEqual(log);
	expect(press({...log, top: 3}, 'escape', around)).toEqual({...log, page: 'tree'});
	for (const one of ['enter', 'help', 'pause'] as const) expect(press(log, one, around)).toBe(log);
	expect(press(log, 'stop', around).stops).toBe(1);
});

test('the help is closed by any key but the one that pauses', () => {
	const help: View = {...firstView, page: 'help'};
	for (const one of ['help', 'escape', 'enter', 'down'] as const) expect(press(help, one, around).page).toBe('tree');
	expect(press(help, 'pause', around)).toEqual({...help, paused: true});
});

test('while a failure waits for a choice, the keys are those of the menu', () => {
	const asking: View = {...firstView, asking: true};
	for (const one of ['help', 'enter', 'down', 'pause', 'escape'] as const) expect(press(asking, one, around)).toBe(asking);
});
