import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openStore} from '../../../source/state/store/open-store.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

type Notes = {notes: readonly string[]};

const open = (folder: string) => openStore<Notes>(folder, 'notes', {notes: []});
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

function folderWith(text: string): string {
	const folder = tempDir();
	writeFileSync(join(folder, 'notes.json'), text, {mode: 0o600});
	return folder;
}

describe('what is kept', () => {
	test('is there when it is opened again', () => {
		const folder = tempDir();
		open(folder).set('notes', ['a', 'b.c']);
		expect(open(folder).get('notes')).toEqual(['a', 'b.c']);
		expect(JSON.parse(readFileSync(join(folder, 'notes.json'), 'utf8'))).toEqual({version: 1, notes: ['a', 'b.c']});
	});

	test('is seen by another who has it open', () => {
		const folder = tempDir();
		const [one, other] = [open(folder), open(folder)];
		one.set('notes', ['a']);
		expect(other.get('notes')).toEqual(['a']);
	});

	test('has defaults before anything was kept', () => {
		expect(open(tempDir()).get('notes')).toEqual([]);
	});

	test('lies in files of their own, that do not touch each other', () => {
		const folder = tempDir();
		open(folder).set('notes', ['a']);
		openStore<Notes>(folder, 'others', {notes: []}).set('notes', ['b']);
		expect(open(folder).get('notes')).toEqual(['a']);
		expect(readdirSync(folder).sort()).toEqual(['notes.json', 'others.json']);
	});
});

describe('nobody else may read it', () => {
	test('neither the folder, nor one above that was made for it, nor the file', () => {
		const above = join(tempDir(), 'above');
		const folder = join(above, 'kafka-setup');
		open(folder).set('notes', ['a']);
		expect([above, folder, join(folder, 'notes.json')].map(modeOf)).toEqual(['700', '700', '600']);
	});

	test('a file that others could read is theirs no more once it is written', () => {
		const folder = folderWith('{"notes": ["a"]}');
		const file = join(folder, 'notes.json');
		chmodSync(file, 0o644);
		open(folder).set('notes', ['b']);
		expect(modeOf(file)).toBe('600');
	});
});

describe('a damaged file', () => {
	test.each(['', '{"notes": ["a"', 'notes = a', '\0\0\0\0'])('of %j is put aside as it was', text => {
		const folder = folderWith(text);
		const store = open(folder);
		expect(store.get('notes')).toEqual([]);
		expect(readFileSync(join(folder, 'notes.damaged-1.json'), 'utf8')).toBe(text);
		store.set('notes', ['b']);
		expect(open(folder).get('notes')).toEqual(['b']);
		expect(readdirSync(folder).sort()).toEqual(['notes.damaged-1.json', 'notes.json']);
	});

	test('does not take a sound one with it', () => {
		const folder = folderWith('{');
		openStore<Notes>(folder, 'others', {notes: []}).set('notes', ['b']);
		open(folder);
		expect(openStore<Notes>(folder, 'others', {notes: []}).get('notes')).toEqual(['b']);
	});

	test('stays as private as it was', () => {
		const folder = folderWith('{');
		open(folder);
		expect(modeOf(join(folder, 'notes.damaged-1.json'))).toBe('600');
	});
});

test('what can not be opened for another reason is no damage, and is left where it is', () => {
	const folder = tempDir();
	mkdirSync(join(folder, 'notes.json'));
	expect(() => open(folder)).toThrow('EISDIR');
	expect(existsSync(join(folder, 'notes.damaged-1.json'))).toBe(false);
});

test('a file where the folder should be is told', () => {
	const folder = folderWith('{}');
	expect(() => open(join(folder, 'notes.json'))).toThrow('EEXIST');
	expect(() => open(join(folder, 'notes.json', 'below'))).toThrow('ENOTDIR');
});
