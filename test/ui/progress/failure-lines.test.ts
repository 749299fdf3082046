import {expect, test} from 'vitest';
import {stoppedLines} from '../../../source/ui/progress/failure-lines.ts';
import {look, texts} from './scene.ts';

test('output is folded behind its bar; a command stays whole, to be copied', () => {
	const command = `start ${'c'.repeat(50)}`;
	expect(texts(stoppedLines({message: 'it ended', command, tail: ['o'.repeat(60), 'short']}, 40, look))).toEqual([
		'',
		'✖ The run stopped',
		`  $ ${command}`,
		`  │ ${'o'.repeat(35)}`,
		`  │ ${'o'.repeat(25)}`,
		'  │ short',
		'  it ended',
	]);
});
