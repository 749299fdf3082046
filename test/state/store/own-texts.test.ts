import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openOwnTexts} from '../../../source/state/store/own-texts.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

test('a text that the wizard wrote is known in every session, and nothing of it is kept', () => {
	const folder = tempDir();
	openOwnTexts(folder).add('name: orders\n');
	expect(openOwnTexts(folder).has(Buffer.from('name: orders\n'))).toBe(true);
	expect(openOwnTexts(folder).has(Buffer.from('name: orders\n# by hand\n'))).toBe(false);
	expect(readFileSync(join(folder, 'written.json'), 'utf8')).not.toContain('orders');
});

test('where nothing can be remembered no text is known, it is told, and nothing fails', () => {
	const folder = join(tempDir(), 'file');
	writeFileSync(folder, '');
	const told: string[] = [];
	const own = openOwnTexts(folder, problem => told.push(problem));
	own.add('name: orders\n');
	expect(told.join()).toMatch(/^Cannot save which cluster files the wizard wrote: /);
	expect(own.has(Buffer.from('name: orders\n'))).toBe(false);
});
