import type {Key} from 'ink';
import {describe, expect, it} from 'vitest';
import {type Pasting, pressesOf} from '../../../source/ui/hooks/presses.ts';

const read = (input: string, key: Partial<Key> = {}, pasting?: Pasting) => {
	const result = pressesOf(input, key as Key, pasting);
	return {
		presses: result.presses.map(({name, text}) => (text === '' ? name : `${name} ${JSON.stringify(text)}`)),
		pasting: result.pasting,
	};
};

describe('what a read of the keyboard means', () => {
	it.each([
		['jk?', {}, ['text "jk?"']],
		['\x7f\x7f', {}, ['backspace', 'backspace']],
		['a\x7fb', {}, ['text "a"', 'backspace', 'text "b"']],
		['\x01\x0b', {}, ['ctrl+a', 'ctrl+k']],
		['\r', {return: true}, ['enter']],
		['', {return: true}, ['enter']],
		['secret\r', {}, ['paste "secret\\n"']],
		['a\r\nb\rc', {}, ['paste "a\\nb\\nc"']],
		['a\tb', {}, ['paste "a\\tb"']],
		['a\t', {}, ['text "a"', 'tab']],
		['\t\r', {}, ['tab', 'enter']],
		['', {escape: true, meta: true}, ['escape']],
		['', {delete: true}, ['backspace']],
		['', {tab: true}, ['tab']],
		['', {tab: true, shift: true}, ['back-tab']],
		['w', {ctrl: true}, ['ctrl+w']],
		['x', {meta: true}, []],
		['[1;5R', {}, []],
		['é😀', {}, ['text "é😀"']],
	])('%j with %j', (input, key, presses) => {
		expect(read(input, key).presses).toEqual(presses);
	});

	it('holds a marked paste until its end, Enter and Tab in reads of their own among it', () => {
		expect(read('[200~')).toEqual({presses: [], pasting: ''});
		expect(read('a', {}, '')).toEqual({presses: [], pasting: 'a'});
		expect(read('', {return: true}, 'a')).toEqual({presses: [], pasting: 'a\r'});
		expect(read('', {tab: true}, 'a\r')).toEqual({presses: [], pasting: 'a\r\t'});
		expect(read('[201~', {}, 'a\r\t')).toEqual({presses: ['paste "a\\n\\t"'], pasting: undefined});
	});
});
