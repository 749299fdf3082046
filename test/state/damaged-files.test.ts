import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	unlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openStore} from '../../source/state/store/open-store.ts';
import {checkOwner} from '../../source/state/store/own-file.ts';
import {tempDir} from '../helpers/temp-dir.ts';

type Notes = {notes: readonly string[]};

const first = ['first', 'ä', 'with "quotes"'];
const second = [...first, 'second'];

/** A folder in which two things were kept, one after the other. */
function used(): string {
	const folder = tempDir();
	const store = openStore<Notes>(folder, 'notes', {notes: []});
	store.set('notes', first);
	store.set('notes', second);
	return folder;
}

function open(folder: string) {
	const told: string[] = [];
	const store = openStore<Notes>(folder, 'notes', {notes: []}, problem => void told.push(problem));
	return {store, told};
}

const good = Buffer.from(JSON.stringify({version: 1, notes: second}, undefined, '\t'));

/** Numbers that look like chance, and are the same each time. */
function noise(seed: number, length: number): Buffer {
	let state = seed;
	return Buffer.from(
		Array.from({length}, () => {
			state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
			return state >> 16;
		}),
	);
}

function withBytes(at: number, bytes: readonly number[]): Buffer {
	const copy = Buffer.from(good);
	copy.set(bytes, at);
	return copy;
}

const corpus: readonly (readonly [string, Buffer])[] = [
	...Array.from({length: good.length}, (_, length) => [`cut off after ${length} bytes`, good.subarray(0, length)] as const),
	...Array.from({length: 20}, (_, seed) => [`garbage ${seed}`, noise(seed + 1, 1 + seed * 37)] as const),
	...[1, 4, 512, 4096].map(length => [`${length} zero bytes`, Buffer.alloc(length)] as const),
	...[0, 10, 30].map(at => [`zero bytes at ${at}`, withBytes(at, [0, 0, 0])] as const),
	...['[]', '[1]', '7', '"text"', 'null', 'true', '-1e9'].map(text => [`JSON ${text}`, Buffer.from(text)] as const),
	...['"1"', '0', '-1', '[]', '{}', 'true'].map(
		version => [`version ${version}`, Buffer.from(`{"version": ${version}, "notes": []}`)] as const,
	),
	['a byte that is no UTF-8', Buffer.from([...Buffer.from('{"notes": ["'), 0xff, ...Buffer.from('"]}')])],
	['a byte order mark', Buffer.from(`\uFEFF${good}`)],
	['two of them', Buffer.concat([good, good])],
	['another format', Buffer.from('notes: [a]\n')],
];

describe(`${corpus.length} damaged files`, () => {
	test.each(corpus)('%s: put aside as it was, and the time before is there again', (_, bytes) => {
		const folder = used();
		writeFileSync(join(folder, 'notes.json'), bytes);
		const {store, told} = open(folder);
		expect(store.get('notes')).toEqual(first);
		expect(readFileSync(join(folder, 'notes.damaged-1.json')).equals(bytes)).toBe(true);
		expect(told).toHaveLength(1);
		expect(told[0]).toContain(`${join(folder, 'notes.json')} was damaged (`);
		expect(told[0]).toContain(join(folder, 'notes.damaged-1.json'));
		store.set('notes', ['more']);
		expect(open(folder)).toMatchObject({told: []});
		expect(open(folder).store.get('notes')).toEqual(['more']);
		expect(readdirSync(folder).sort()).toEqual(['notes.damaged-1.json', 'notes.json', 'notes.json.prev']);
	});
});

test('what was put aside earlier stays', () => {
	const folder = used();
	for (const text of ['one', 'two', 'three']) {
		writeFileSync(join(folder, 'notes.json'), text);
		open(folder);
	}
	expect([1, 2, 3].map(count => readFileSync(join(folder, `notes.damaged-${count}.json`), 'utf8'))).toEqual([
		'one',
		'two',
		'three',
	]);
});

test('damage to the copy, too, leaves an empty store, and says so', () => {
	const folder = used();
	writeFileSync(join(folder, 'notes.json'), '{');
	writeFileSync(join(folder, 'notes.json.prev'), '');
	const {store, told} = open(folder);
	expect(store.get('notes')).toEqual([]);
	expect(told[0]).toContain('the earlier copy is damaged, too: it is empty');
	store.set('notes', ['anew']);
	expect(open(folder).store.get('notes')).toEqual(['anew']);
});

test('damage that comes while it is open is fixed by the next look or write', () => {
	const folder = used();
	const {store, told} = open(folder);
	writeFileSync(join(folder, 'notes.json'), 'x');
	expect(store.get('notes')).toEqual(first);
	store.set('notes', second);
	writeFileSync(join(folder, 'notes.json'), 'y');
	store.update('notes', notes => [...notes, 'more']);
	expect(store.get('notes')).toEqual([...first, 'more']);
	expect(told).toHaveLength(2);
});

test('what its owner has deleted is not brought back by damage that comes later', () => {
	const folder = used();
	const {store} = open(folder);
	const path = join(folder, 'notes.json');
	unlinkSync(path);
	store.set('notes', ['anew']);
	writeFileSync(path, '{');
	expect(open(folder).store.get('notes')).toEqual([]);
});

test.each([2, 99, 1.5])('version %d is of a newer kafka-setup: neither read nor touched', version => {
	const folder = used();
	const path = join(folder, 'notes.json');
	const {store} = open(folder);
	writeFileSync(path, JSON.stringify({version, notes: {of: 'another form'}}));
	const before = readFileSync(path);
	const refused = `${path} was written by a newer kafka-setup (its version is ${version}, this one knows up to 1)`;
	expect(() => open(folder)).toThrow(refused);
	expect(() => store.get('notes')).toThrow(refused);
	expect(() => store.set('notes', [])).toThrow(refused);
	expect(readFileSync(path).equals(before)).toBe(true);
	expect(readdirSync(folder).sort()).toEqual(['notes.json', 'notes.json.prev']);
});

test('keys that this version does not know stay', () => {
	const folder = tempDir();
	writeFileSync(join(folder, 'notes.json'), '{"notes": ["a"], "other": {"b.c": 1}}');
	open(folder).store.set('notes', ['b']);
	expect(JSON.parse(readFileSync(join(folder, 'notes.json'), 'utf8'))).toEqual({notes: ['b'], other: {'b.c': 1}, version: 1});
});

test('a file behind a link is written where it lies', () => {
	const [folder, elsewhere] = [tempDir(), tempDir()];
	writeFileSync(join(elsewhere, 'mine.json'), '{"notes": ["a"]}', {mode: 0o600});
	symlinkSync(join(elsewhere, 'mine.json'), join(folder, 'notes.json'));
	open(folder).store.set('notes', ['b']);
	expect(readdirSync(folder)).toEqual(['notes.json']);
	expect(readdirSync(elsewhere)).toEqual(['mine.json', 'mine.json.prev']);
	writeFileSync(join(elsewhere, 'mine.json'), '');
	expect(open(folder).store.get('notes')).toEqual(['a']);
});

describe('who may read it', () => {
	const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

	test.each([0o644, 0o666, 0o640])('mode %o is tightened, and told', mode => {
		const folder = used();
		const path = join(folder, 'notes.json');
		chmodSync(path, mode);
		expect(open(folder).told).toEqual([
			`${path} could be read or changed by others (mode ${mode.toString(8)}); now it is yours alone (600)`,
		]);
		expect(modeOf(path)).toBe('600');
		expect(open(folder).told).toEqual([]);
	});

	test('one that even its owner may not read is read', () => {
		const folder = used();
		chmodSync(join(folder, 'notes.json'), 0o000);
		expect(open(folder).store.get('notes')).toEqual(second);
	});

	test('one of another user is refused, and left as it is', () => {
		const folder = used();
		const path = join(folder, 'notes.json');
		chmodSync(path, 0o644);
		const other = statSync(path).uid + 1;
		expect(() => checkOwner(path, () => {}, other)).toThrow(
			`${path} belongs to another user (uid ${other - 1}, and you are ${other})`,
		);
		expect(modeOf(path)).toBe('644');
	});

	test('root may use a file of any user', () => {
		const path = join(used(), 'notes.json');
		expect(() => checkOwner(path, () => {}, 0)).not.toThrow();
	});

	test('where there is no file, there is nothing to say', () => {
		expect(() => checkOwner(join(tempDir(), 'none.json'), () => {}, 4711)).not.toThrow();
	});
});

test('what a killed write has left is swept after an hour, and nothing else is', () => {
	const folder = used();
	const old = [
		'notes.json.tmp-1234567890abcdef',
		'notes.json.prev.tmp-77',
		'others.json.tmp-1234567890abcdef',
		'notes.json.mine',
	];
	for (const name of [...old, 'notes.json.tmp-1234567890fedcba']) writeFileSync(join(folder, name), 'x');
	const past = Date.now() / 1000 - 3700;
	for (const name of old) utimesSync(join(folder, name), past, past);
	open(folder);
	expect(readdirSync(folder).sort()).toEqual(
		[
			'notes.json',
			'notes.json.mine',
			'notes.json.prev',
			'notes.json.tmp-1234567890fedcba',
			'others.json.tmp-1234567890abcdef',
		].sort(),
	);
});

test('a directory in its place is told, and left', () => {
	const folder = tempDir();
	mkdirSync(join(folder, 'notes.json'));
	expect(() => open(folder)).toThrow('is a directory (EISDIR)');
	expect(readdirSync(folder)).toEqual(['notes.json']);
});
