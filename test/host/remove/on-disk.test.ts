import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {ConvergeStep} from '../../../source/core/plan.ts';
import {file} from '../../../source/host/files/file.ts';
import {removeDirectory} from '../../../source/host/remove/remove-directory.ts';
import {removeFile} from '../../../source/host/remove/remove-file.ts';
import {removePlugin} from '../../../source/host/remove/remove-plugin.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {ownUser, tempDir} from '../../helpers/temp-dir.ts';

const own = await ownUser();

/** Takes away what there is to take; what the first check said and noted. The second one has nothing more to say. */
async function take(step: ConvergeStep) {
	const context = fakeContext(localConnection());
	const changes = await step.check(context);
	const notes = [...context.seen.notes];
	if (changes.length > 0) await step.apply(context);
	expect(await step.check(context)).toEqual([]);
	return {changes: changes.map(({what}) => what), notes};
}

const write = (path: string, content: string) => file({path, content, ...own}).apply(fakeContext(localConnection()));

test('a file of ours goes, and nothing is left beside it', async () => {
	const path = join(tempDir(), "it's $(x).conf");
	await write(path, 'a=1\n');
	await write(path, 'a=2\n');
	expect(await take(removeFile(path))).toEqual({changes: [`remove ${path}`], notes: []});
	expect(readdirSync(join(path, '..'))).toEqual([]);
	expect((await take(removeFile(path))).changes).toEqual([]);
});

test('what stood there before us is back as it was', async () => {
	const path = join(tempDir(), 'server.properties');
	writeFileSync(path, 'of the package\n', {mode: 0o640});
	const before = statSync(path);
	await write(path, 'ours\n');
	await write(path, 'ours again\n');
	const context = fakeContext(localConnection());
	const step = removeFile(path);
	expect((await step.check(context)).map(({what}) => what)).toEqual([`restore ${path} from ${path}.kafka-setup-before`]);
	await step.apply(context);
	// What was just put back is not told as something that is left.
	expect([await step.check(context), context.seen.notes]).toEqual([[], []]);
	expect(readFileSync(path, 'utf8')).toBe('of the package\n');
	expect(statSync(path)).toMatchObject({ino: before.ino, mode: before.mode, mtimeMs: before.mtimeMs});
	expect(readdirSync(join(path, '..'))).toEqual(['server.properties']);
	// By now it is no longer ours, and that is told.
	expect(await take(removeFile(path))).toEqual({changes: [], notes: [`left: ${path} is not as kafka-setup wrote it`]});
});

test('what somebody edited since is left, with what was there before', async () => {
	const path = join(tempDir(), 'x.conf');
	writeFileSync(path, 'first\n');
	await write(path, 'ours\n');
	writeFileSync(path, 'edited\n');
	const {changes, notes} = await take(removeFile(path));
	expect(changes).toEqual([]);
	expect(notes).toEqual([
		`left: ${path} is not as kafka-setup wrote it, and the file that existed before is in ${path}.kafka-setup-before`,
	]);
	expect(readFileSync(path, 'utf8')).toBe('edited\n');
	expect(readFileSync(`${path}.kafka-setup-before`, 'utf8')).toBe('first\n');
});

test('a link or a directory in the place of our file is left', async () => {
	const folder = tempDir();
	symlinkSync('/etc/hostname', join(folder, 'link'));
	mkdirSync(join(folder, 'folder'));
	expect((await take(removeFile(join(folder, 'link')))).changes).toEqual([]);
	expect((await take(removeFile(join(folder, 'folder')))).changes).toEqual([]);
	expect(readdirSync(folder).sort()).toEqual(['folder', 'link']);
});

test('what was kept is put back where our file is gone', async () => {
	const path = join(tempDir(), 'x.conf');
	writeFileSync(`${path}.kafka-setup-before`, 'first\n');
	expect((await take(removeFile(path))).changes).toEqual([`restore ${path} from ${path}.kafka-setup-before`]);
	expect(readFileSync(path, 'utf8')).toBe('first\n');
});

test('a file that is written between the look and the removal is not removed', async () => {
	const path = join(tempDir(), 'x.conf');
	await write(path, 'ours\n');
	const context = fakeContext(localConnection());
	expect(await removeFile(path).check(context)).toHaveLength(1);
	writeFileSync(path, 'edited\n');
	await expect(removeFile(path).apply(context)).rejects.toMatchObject({tail: [`${path} was changed meanwhile`]});
	expect(readFileSync(path, 'utf8')).toBe('edited\n');
});

test('a folder goes when only what goes too is in it, and stays for anything else', async () => {
	const path = join(tempDir(), 'a b.d');
	mkdirSync(path);
	const [ours, edited] = [join(path, 'kafka-setup.conf'), join(path, 'edited.conf')];
	await write(ours, 'x');
	await write(edited, 'x');
	const context = fakeContext(localConnection());
	const step = removeDirectory({path, going: [ours, edited]});
	expect(await step.check(context)).toEqual([{what: `remove directory ${path}`, removes: [{kind: 'directory', name: path}]}]);
	writeFileSync(edited, 'by hand');
	await take(removeFile(ours));
	expect(await take(step)).toEqual({changes: [], notes: [`left: ${path} holds ${edited}`]});
	expect(readdirSync(path)).toEqual(['edited.conf']);
	await write(edited, 'x');
	await take(removeFile(edited));
	writeFileSync(edited, 'put back by hand');
	await expect(step.apply(context)).rejects.toThrow('remove directory');
});

test('a folder goes with the data in it that goes, and stays for what is beside', async () => {
	const path = join(tempDir(), 'kafka');
	const data = [join(path, 'data'), join(path, 'controller')];
	for (const one of data) mkdirSync(join(one, 'topic-0'), {recursive: true});
	const step = removeDirectory({path, going: [], data});
	const context = fakeContext(localConnection());
	expect(await step.check(context)).toEqual([{what: `remove directory ${path}`, removes: [{kind: 'directory', name: path}]}]);
	await expect(step.apply(context)).rejects.toThrow('remove directory');
	mkdirSync(join(path, 'database'));
	expect(await take(step)).toEqual({changes: [], notes: [`left: ${path} holds ${join(path, 'database')}`]});
});

test('an empty folder goes; one that is gone, or a link, is nothing to do', async () => {
	const root = tempDir();
	const path = join(root, 'x.d');
	mkdirSync(path);
	expect((await take(removeDirectory({path, going: []}))).changes).toEqual([`remove directory ${path}`]);
	symlinkSync(root, join(root, 'link'));
	expect(await take(removeDirectory({path: join(root, 'link'), going: []}))).toEqual({changes: [], notes: []});
	expect(existsSync(join(root, 'link'))).toBe(true);
});

test('the folder of a plug-in goes whole, its manifest last; any other folder stays', async () => {
	const root = tempDir();
	const path = join(root, 'owner-name');
	mkdirSync(join(path, 'lib'), {recursive: true});
	writeFileSync(join(path, 'lib', 'a.jar'), '');
	expect((await take(removePlugin(path))).notes).toEqual([
		`left: ${path} is not as kafka-setup put it there: it has no manifest.json`,
	]);
	writeFileSync(join(path, 'manifest.json'), '{}');
	expect((await take(removePlugin(path))).changes).toEqual([`remove plug-in ${path}`]);
	expect(readdirSync(root)).toEqual([]);
});
