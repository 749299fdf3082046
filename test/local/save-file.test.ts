import {execFileSync} from 'node:child_process';
import {lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {InputError} from '../../source/core/errors.ts';
import {keptAs, type OwnTexts, saveClusterFile as save} from '../../source/local/save-file.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const named = (name: string, more = '') =>
	`name: ${name}\nhosts: [k]\nroles: {zookeeper: [k], kafka: [k], schema-registry: [k], connect: [k]}\n${more}`;
/** Each test is a machine of its own. */
let memory = new Set<string>();
beforeEach(() => {
	memory = new Set();
});
const own: OwnTexts = {has: text => memory.has(String(text)), add: text => void memory.add(text)};
const saveClusterFile = (text: string, path: string) => save(text, path, own);
const read = (path: string) => readFileSync(path, 'utf8');

function workIn(folder: string): string {
	const before = process.cwd();
	process.chdir(folder);
	onTestFinished(() => process.chdir(before));
	// Without the links that may lead to the folder of temporary files.
	return process.cwd();
}

async function errorOf(text: string, path: string): Promise<InputError> {
	const error = await saveClusterFile(text, path).catch((thrown: unknown) => thrown);
	if (!(error instanceof InputError)) throw error;
	return error;
}

describe('a cluster file', () => {
	test('is written, and nothing beside it', async () => {
		const folder = tempDir();
		const path = join(folder, 'kafka-setup.yaml');
		expect(await saveClusterFile(named('a'), path)).toBe(`${path} written`);
		expect(read(path)).toBe(named('a'));
		expect(readdirSync(folder)).toEqual(['kafka-setup.yaml']);
	});

	test('counts from the working directory, and is named as it was', async () => {
		const folder = workIn(tempDir());
		expect(await saveClusterFile(named('a'), 'a.yaml')).toBe('a.yaml written');
		expect(read(join(folder, 'a.yaml'))).toBe(named('a'));
	});

	test('has what was there before beside it, and only the last of that', async () => {
		const folder = workIn(tempDir());
		for (const name of ['a', 'b']) await saveClusterFile(named(name), 'x.yaml');
		expect(await saveClusterFile(named('c'), 'x.yaml')).toBe('x.yaml written; the old one is kept as x.yaml.bak');
		expect([read('x.yaml'), read('x.yaml.bak')]).toEqual([named('c'), named('b')]);
		expect(readdirSync(folder).sort()).toEqual(['x.yaml', 'x.yaml.bak']);
	});

	test('may have been anything before', async () => {
		workIn(tempDir());
		writeFileSync('x.yaml', Buffer.from([0xff, 0, 0xfe]));
		await saveClusterFile(named('a'), 'x.yaml');
		expect(readFileSync('x.yaml.bak')).toEqual(Buffer.from([0xff, 0, 0xfe]));
	});

	test('that says the same already is not touched', async () => {
		const folder = workIn(tempDir());
		await saveClusterFile(named('a'), 'x.yaml');
		const before = statSync('x.yaml');
		expect(await saveClusterFile(named('a'), 'x.yaml')).toBe('x.yaml is written');
		const {ino, mtimeMs} = statSync('x.yaml');
		expect([ino, mtimeMs]).toEqual([before.ino, before.mtimeMs]);
		expect(readdirSync(folder)).toEqual(['x.yaml']);
	});

	test('is another file than before: who had the old one open never sees half of the new one', async () => {
		workIn(tempDir());
		await saveClusterFile(named('a'), 'x.yaml');
		const before = statSync('x.yaml').ino;
		await saveClusterFile(named('b'), 'x.yaml');
		expect(statSync('x.yaml').ino).not.toBe(before);
		expect(statSync('x.yaml').mode & 0o111).toBe(0);
	});

	test('keeps its mode, and a link to it stays one', async () => {
		const folder = tempDir();
		const [path, link] = [join(folder, 'real.yaml'), join(folder, 'link.yaml')];
		writeFileSync(path, named('a'), {mode: 0o600});
		symlinkSync(path, link);
		expect(await saveClusterFile(named('b'), link)).toBe(`${link} written; the old one is kept as ${path}.bak`);
		expect(read(path)).toBe(named('b'));
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(lstatSync(link).isSymbolicLink()).toBe(true);
	});

	test('is made where a link leads nowhere', async () => {
		workIn(tempDir());
		symlinkSync('gone', 'x.yaml');
		expect(await saveClusterFile(named('a'), 'x.yaml')).toBe('x.yaml written');
		expect(read('x.yaml')).toBe(named('a'));
	});
});

describe("somebody's own file", () => {
	const theirs = named('a', '# Ask Ann before you change this.\n');
	const kept = (text: string) => keptAs(text, 'x.yaml', own);

	test('is still there after the second text of the wizard', async () => {
		const folder = workIn(tempDir());
		writeFileSync('x.yaml', theirs);
		expect(await kept(named('b'))).toBe('x.yaml.bak');
		await saveClusterFile(named('b'), 'x.yaml');
		expect(await kept(named('c'))).toBeUndefined();
		expect(await saveClusterFile(named('c'), 'x.yaml')).toBe('x.yaml written');
		expect([read('x.yaml'), read('x.yaml.bak')]).toEqual([named('c'), theirs]);
		expect(readdirSync(folder).sort()).toEqual(['x.yaml', 'x.yaml.bak']);
	});

	test('is kept beside an older one, and only once', async () => {
		const folder = workIn(tempDir());
		writeFileSync('x.yaml', theirs);
		await saveClusterFile(named('b'), 'x.yaml');
		for (const next of ['c', 'd']) {
			writeFileSync('x.yaml', `${theirs}# And Bob.\n`);
			expect(await kept(named(next))).toBe('x.yaml.bak.1');
			expect(await saveClusterFile(named(next), 'x.yaml')).toBe('x.yaml written; the old one is kept as x.yaml.bak.1');
		}
		expect([read('x.yaml.bak'), read('x.yaml.bak.1')]).toEqual([theirs, `${theirs}# And Bob.\n`]);
		expect(readdirSync(folder).sort()).toEqual(['x.yaml', 'x.yaml.bak', 'x.yaml.bak.1']);
	});

	test('is kept in the place of a text of the wizard', async () => {
		workIn(tempDir());
		for (const name of ['a', 'b']) await saveClusterFile(named(name), 'x.yaml');
		writeFileSync('x.yaml', theirs);
		expect(await saveClusterFile(named('c'), 'x.yaml')).toBe('x.yaml written; the old one is kept as x.yaml.bak');
		expect(read('x.yaml.bak')).toBe(theirs);
	});

	test('is kept under a free name where a folder has the usual one', async () => {
		workIn(tempDir());
		writeFileSync('x.yaml', theirs);
		mkdirSync('x.yaml.bak');
		expect(await saveClusterFile(named('b'), 'x.yaml')).toBe('x.yaml written; the old one is kept as x.yaml.bak.1');
		expect(read('x.yaml.bak.1')).toBe(theirs);
	});

	test('is kept, as all that was there, where nothing is known of what the wizard wrote', async () => {
		workIn(tempDir());
		writeFileSync('x.yaml', theirs);
		for (const name of ['b', 'c']) await save(named(name), 'x.yaml', {has: () => false, add: () => {}});
		expect([read('x.yaml.bak'), read('x.yaml.bak.1')]).toEqual([theirs, named('b')]);
	});
});

test.each([
	['a new file', undefined],
	['a file with the same text', named('b')],
])('nothing is kept of %s', async (_what, before) => {
	workIn(tempDir());
	if (before !== undefined) writeFileSync('x.yaml', before);
	expect(await keptAs(named('b'), 'x.yaml', own)).toBeUndefined();
});

describe('a file that can not be written', () => {
	test.each([
		['no/x.yaml', 'no/x.yaml could not be written: its folder does not exist'],
		['file/x.yaml', 'file/x.yaml could not be written: its folder is a file'],
		['folder', 'folder could not be written: it is a folder'],
		['folder/', 'folder/ could not be written: it is a folder'],
		['', ' could not be written: it is a folder'],
		['ring', 'ring could not be written: ELOOP'],
		[`${'x'.repeat(300)}.yaml`, 'could not be written: ENAMETOOLONG'],
	])('%j says why, and leaves all as it was', async (path, message) => {
		const folder = workIn(tempDir());
		writeFileSync('file', 'mine');
		mkdirSync('folder');
		symlinkSync('ring', 'ring');
		const error = await errorOf(named('a'), path);
		expect(error.message).toContain(message);
		expect(error.cause).toBeInstanceOf(Error);
		expect(readdirSync(folder).sort()).toEqual(['file', 'folder', 'ring']);
		expect(readdirSync('folder')).toEqual([]);
		expect(read('file')).toBe('mine');
	});

	test('for it can not keep what was there is left as it was', async () => {
		const folder = workIn(tempDir());
		const name = `${'x'.repeat(250)}.yaml`;
		writeFileSync(name, 'mine');
		await errorOf(named('a'), name);
		expect(read(name)).toBe('mine');
		expect(readdirSync(folder)).toEqual([name]);
	});
});

describe('a file that can be written only in part', () => {
	/** No file may grow beyond 4 KiB, like on a disk with no more room than that. */
	function littleRoom() {
		const limit = (size: string) => execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${size}:`]);
		const before = execFileSync('prlimit', ['--pid', String(process.pid), '--fsize', '--output=SOFT', '--noheadings', '--raw']);
		limit('4096');
		onTestFinished(() => void limit(String(before).trim()));
	}

	test('leaves nothing of it behind, and what was there is whole', async () => {
		const folder = workIn(tempDir());
		writeFileSync('x.yaml', 'mine');
		littleRoom();
		const error = await errorOf(named('a', `# ${'long '.repeat(2000)}\n`), 'x.yaml');
		expect(error.message).toContain('x.yaml could not be written: EFBIG');
		expect(readdirSync(folder).sort()).toEqual(['x.yaml', 'x.yaml.bak']);
		expect([read('x.yaml'), read('x.yaml.bak')]).toEqual(['mine', 'mine']);
	});
});

describe('paths in the file', () => {
	const relative = named('a', 'connect: {driver: drivers/pg.jar}\n');

	test('may count from the working directory where it is written there', async () => {
		const folder = workIn(tempDir());
		await saveClusterFile(relative, 'x.yaml');
		await saveClusterFile(relative, join(folder, 'y.yaml'));
		expect(lstatSync('y.yaml').isFile()).toBe(true);
	});

	test('that would mean other files in another folder keep it from being written', async () => {
		const [here, there] = [workIn(tempDir()), tempDir()];
		const error = await errorOf(relative, join(there, 'x.yaml'));
		expect(error.message).toBe(`${there}/x.yaml would not find the files that it names: they count from its folder`);
		expect(error.hint).toBe(`write it into ${here}, or give the driver and the keys with their whole paths`);
		expect(readdirSync(there)).toEqual([]);
	});

	test.each([
		'ssh: {identityFile: id}',
		'ssh: {configFile: ./config}',
		'ssh: {knownHostsFile: kh}',
		"ssh: {password: 'file:pw'}",
		'platform: {packages: {key: keys/archive.key}}',
		'connect: {plugin: {zip: plugin.zip}}',
	])('are looked for everywhere: %s', async more => {
		workIn(tempDir());
		expect((await errorOf(named('a', more), join(tempDir(), 'x.yaml'))).message).toContain('would not find the files');
	});

	test('that are whole, or of the home directory, may stand in any folder', async () => {
		workIn(tempDir());
		const whole = named('a', `ssh: {identityFile: ~/.ssh/id}\nconnect: {driver: ${homedir()}/pg.jar}\n`);
		const path = join(tempDir(), 'x.yaml');
		expect(await saveClusterFile(whole, path)).toBe(`${path} written`);
	});
});

test('a text that is no cluster file is refused before anything is touched', async () => {
	const folder = workIn(tempDir());
	writeFileSync('x.yaml', 'mine');
	expect((await errorOf('nmae: a\n', join(folder, 'x.yaml'))).message).toContain('unknown key "nmae"');
	expect(readdirSync(folder)).toEqual(['x.yaml']);
	expect(read('x.yaml')).toBe('mine');
});
