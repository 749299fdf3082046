import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {zipSync} from 'fflate';
import {expect, test} from 'vitest';
import {readZip} from '../../../../source/kafka/roles/connect/artifacts/zip.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

const files = {'a.txt': Buffer.from('hello '.repeat(100)), 'lib/b.jar': Buffer.from('jar '.repeat(50)), größe: Buffer.from('x')};
const entryMark = Buffer.from('PK\x01\x02');
const endMark = Buffer.from('PK\x05\x06');

function read(zip: Uint8Array, wanted = (_: string) => true) {
	const path = join(tempDir(), 'x.zip');
	writeFileSync(path, zip);
	return readZip(path, 'connect.driver', wanted);
}
const changed = (zip: Uint8Array, change: (zip: Buffer) => void) => {
	const copy = Buffer.from(zip);
	change(copy);
	return copy;
};
const zips = [
	['packed', zipSync(files)],
	['stored', zipSync(files, {level: 0})],
] as const;

test.each(zips)('a %s zip is read as it was written', (_how, zip) => {
	expect(new Map([...read(zip)].map(([name, content]) => [name, Buffer.from(content).toString()]))).toEqual(
		new Map(Object.entries(files).map(([name, content]) => [name, content.toString()])),
	);
	expect([...read(zip, name => name === 'a.txt').keys()]).toEqual(['a.txt']);
	expect(read(zipSync({})).size).toBe(0);
});

test('one with a comment, folders and a part of another program before its end is read', () => {
	const path = join(tempDir(), 'p.zip');
	execFileSync('python3', [
		'-c',
		`import zipfile
with zipfile.ZipFile('${path}','w',zipfile.ZIP_DEFLATED) as z:
    z.comment=b'PK\\x05\\x06 a comment'
    z.mkdir('d') if hasattr(z,'mkdir') else z.writestr('d/','')
    with z.open('d/x','w') as f: f.write(b'y'*100000)`,
	]);
	const found = readZip(path, 'connect.driver', () => true);
	expect([...found].map(([name, {length}]) => [name, length])).toEqual([['d/x', 100_000]]);
});

/** Each byte of the contents, one at a time. */
test.each(zips)('of a %s zip no byte of a content can change unseen, wanted or not', (_how, zip) => {
	let seen = 0;
	for (let at = 0; at < Buffer.from(zip).indexOf(entryMark); at++) {
		const altered = changed(zip, copy => void copy.writeUInt8(copy[at]! ^ 1, at));
		try {
			// What the directory does not say again, such as the time in front of a content, is not read.
			expect(Buffer.from(read(altered, name => name === 'a.txt').get('a.txt')!)).toEqual(files['a.txt']);
		} catch (error) {
			expect(String(error)).toMatch(/is a damaged zip file|is not a zip or jar file/);
			seen++;
		}
	}
	expect(seen).toBeGreaterThan(40);
});

test.each([
	['more', 1000],
	['less', 100],
	['nothing', 0],
])('an entry that says %s than it unpacks to is refused', (_what, size) => {
	for (const [, zip] of zips) {
		const lying = changed(zip, copy => void copy.writeUInt32LE(size, copy.indexOf(entryMark) + 24));
		expect(() => read(lying)).toThrow(/is a damaged zip file: .*size/);
	}
});

test.each<[string, (zip: Buffer) => void, RegExp]>([
	['its checksum', zip => zip.writeUInt32LE(1, zip.indexOf(entryMark) + 16), /"a\.txt" in it does not fit its checksum/],
	['an encryption', zip => zip.writeUInt16LE(1, zip.indexOf(entryMark) + 8), /is encrypted/],
	['another packing', zip => zip.writeUInt16LE(12, zip.indexOf(entryMark) + 10), /packed in a way that Java does not know/],
	['a place beyond its end', zip => zip.writeUInt32LE(1e9, zip.indexOf(entryMark) + 42), /damaged zip file/],
	['more entries than it has', zip => zip.writeUInt16LE(60_000, zip.indexOf(endMark) + 10), /damaged zip file/],
	['a directory elsewhere', zip => zip.writeUInt32LE(1, zip.indexOf(endMark) + 16), /its directory is damaged/],
	['a bomb', zip => zip.writeUInt32LE(600 << 20, zip.indexOf(entryMark) + 24), /unpacks to more than 512 MiB/],
])('one with %s is refused', (_what, change, message) => {
	expect(() => read(changed(zipSync(files), change))).toThrow(message);
});

test('a name that is there twice is refused: one program would take the first, another the last', () => {
	const zip = changed(zipSync({'aa.txt': Buffer.from('1'), 'ab.txt': Buffer.from('2')}), copy => {
		for (let at = copy.indexOf('ab.txt'); at >= 0; at = copy.indexOf('ab.txt')) copy.write('aa.txt', at);
	});
	expect(() => read(zip)).toThrow(/it has "aa\.txt" twice/);
});

test('the end of it may be anything: no zip, and no crash', () => {
	for (let length = 2; length < 300; length++) expect(() => read(zipSync(files).slice(0, length))).toThrow(/damaged zip file/);
});
