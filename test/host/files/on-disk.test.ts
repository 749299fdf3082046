import {chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {ConvergeStep} from '../../../source/core/plan.ts';
import {Secret} from '../../../source/core/secret.ts';
import {directory} from '../../../source/host/files/directory.ts';
import {file} from '../../../source/host/files/file.ts';
import {sha256} from '../../../source/host/files/put.ts';
import {sysctl} from '../../../source/host/sysctl.ts';
import {withoutThings} from '../../helpers/changes.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {asRoot, ownUser, tempDir} from '../../helpers/temp-dir.ts';

const own = await ownUser();

/** Checks, applies, checks again: what the first check said, and that the second one is content. */
async function converge(step: ConvergeStep, connection = localConnection()) {
	const context = fakeContext(connection);
	const changes = await step.check(context);
	if (changes.length > 0) await step.apply(context);
	expect(await step.check(context)).toEqual([]);
	return withoutThings(changes);
}

test.each([
	['without an end of line', 'a=1'],
	['empty', ''],
	['with every kind of quote', 'a="\'`$(reboot)\\\n\t€ 😀\r\n\n\n'],
])('a file %s is written, found equal, and fixed when edited', async (_, content) => {
	const path = join(tempDir(), 'x.properties');
	const step = file({path, content, ...own});
	expect(await converge(step)).toEqual([{what: `create ${path}`, after: content}]);
	expect(readFileSync(path, 'utf8')).toBe(content);
	writeFileSync(path, 'edited\n');
	expect(await converge(step)).toEqual([{what: `change ${path}`, before: 'edited\n', after: content}]);
	expect(readFileSync(path, 'utf8')).toBe(content);
});

test('content too large to be fetched for a diff converges all the same', async () => {
	const path = join(tempDir(), 'x');
	const content = 'x\n'.repeat(200_000);
	writeFileSync(path, 'y'.repeat(300_000));
	expect(await converge(file({path, content: 'small', ...own}))).toEqual([{what: `change ${path}`, after: 'small'}]);
	expect(await converge(file({path, content, ...own}))).toEqual([{what: `change ${path}`, after: content}]);
	expect(readFileSync(path, 'utf8')).toBe(content);
});

test('what a change means is remarked where it is planned and where it is made, and else never', async () => {
	const path = join(tempDir(), 'x');
	const remarks = (before: string | undefined, after: string) => [`${before ?? 'nothing'} to ${after}`];
	const notesOf = async (content: string, way: 'check' | 'apply', more = {}) => {
		const context = fakeContext(localConnection());
		await file({path, content, remarks, ...own, ...more})[way](context);
		return context.seen.notes;
	};
	expect(await notesOf('a', 'check')).toEqual(['nothing to a']);
	expect(await notesOf('a', 'apply')).toEqual(['nothing to a']);
	expect(await notesOf('a', 'check')).toEqual([]);
	expect(await notesOf('a', 'apply')).toEqual([]);
	expect(await notesOf('b', 'check')).toEqual(['a to b']);
	expect(await notesOf('b', 'check', {secret: true})).toEqual([]);
	expect(await notesOf('b', 'apply')).toEqual(['a to b']);
	chmodSync(path, 0o600);
	expect(await notesOf('b', 'check')).toEqual([]);
});

test('a wrong mode is fixed without a new file', async () => {
	const path = join(tempDir(), 'x');
	const step = file({path, content: 'x', mode: 0o600, ...own});
	await converge(step);
	const {ino, mtimeMs} = statSync(path);
	chmodSync(path, 0o666);
	expect(await converge(step)).toEqual([{what: `set mode of ${path} to 0600 (was 0666)`}]);
	expect(statSync(path)).toMatchObject({ino, mtimeMs});
});

test('content can be made of what is known of the host', async () => {
	const path = join(tempDir(), 'x');
	await converge(file({path, content: async ({facts, host}) => `${host.name} ${facts.cores}`, ...own}));
	expect(readFileSync(path, 'utf8')).toBe('kafka-01 4');
});

test('a secret file converges, and no command, answer or change holds the secret or its digest', async () => {
	const path = join(tempDir(), 'password');
	const inner = localConnection();
	const said: string[] = [];
	const connection = {
		...inner,
		async exec(...args: Parameters<typeof inner.exec>) {
			const result = await inner.exec(...args);
			said.push(args[0].text, result.stdout, result.stderr);
			return result;
		},
	};
	let value = 'canary-1';
	const step = file({path, secretContent: async () => new Secret(value), mode: 0o600, ...own});
	said.push(JSON.stringify(await converge(step, connection)));
	value = 'canary-2';
	const changes = await converge(step, connection);
	expect(changes).toEqual([{what: `change ${path}`}]);
	expect(readFileSync(path, 'utf8')).toBe('canary-2');
	for (const canary of ['canary-1', 'canary-2']) {
		expect(said.join('\n')).not.toContain(canary);
		expect(said.join('\n')).not.toContain(sha256(canary));
	}
	expect(readdirSync(join(path, '..'))).toEqual(['password']);
});

test('a directory is made with its parents, its owner and its mode; what is in it is left alone', async () => {
	const root = tempDir();
	const path = join(root, 'a b', "c'd");
	expect(await converge(directory({path, mode: 0o2750, ...own}))).toEqual([{what: `create directory ${path}`}]);
	expect(statSync(path).mode & 0o7777).toBe(0o2750);
	expect(statSync(join(root, 'a b')).mode & 0o777).toBe(0o755);
	writeFileSync(join(path, 'data'), 'x', {mode: 0o600});
	chmodSync(path, 0o700);
	expect(await converge(directory({path, mode: 0o750, ...own}))).toEqual([{what: `set mode of ${path} to 0750 (was 0700)`}]);
	expect(statSync(join(path, 'data')).mode & 0o777).toBe(0o600);
});

test('a link to a directory on another disk is taken for the directory', async () => {
	const root = tempDir();
	mkdirSync(join(root, 'disk'), {mode: 0o755});
	symlinkSync(join(root, 'disk'), join(root, 'data'));
	expect(await converge(directory({path: join(root, 'data'), ...own}))).toEqual([]);
	symlinkSync(join(root, 'unmounted'), join(root, 'logs'));
	await expect(converge(directory({path: join(root, 'logs'), ...own}))).rejects.toThrow('is a symbolic link to nothing');
});

test('kernel settings are put in their file and set; equal ones are not set again', async () => {
	const root = tempDir();
	for (const folder of ['proc/vm', 'sysctl.d']) mkdirSync(join(root, folder), {recursive: true});
	writeFileSync(join(root, 'proc/vm/swappiness'), '60\n');
	writeFileSync(join(root, 'proc/vm/max_map_count'), '262144\n');
	const connection = localConnection({
		prefix: asRoot,
		paths: {'/proc/sys': join(root, 'proc'), '/etc/sysctl.d': join(root, 'sysctl.d')},
	});
	const step = sysctl({name: 'kafka', settings: {'vm.swappiness': '1', 'vm.max_map_count': '262144'}});
	const changes = await converge(step, connection);
	expect(changes.map(change => change.what)).toEqual(['create /etc/sysctl.d/90-kafka.conf', 'set vm.swappiness to 1 (was 60)']);
	expect(readFileSync(join(root, 'proc/vm/swappiness'), 'utf8')).toBe('1\n');
	expect(readFileSync(join(root, 'sysctl.d/90-kafka.conf'), 'utf8')).toMatch(/^vm\.swappiness = 1$/m);
	expect(connection.commands.filter(command => command.includes('262144 >'))).toEqual([]);
});

test('a kernel that lacks a setting is no failure', async () => {
	const root = tempDir();
	for (const folder of ['proc', 'sysctl.d']) mkdirSync(join(root, folder));
	const context = fakeContext(
		localConnection({prefix: asRoot, paths: {'/proc/sys': join(root, 'proc'), '/etc/sysctl.d': join(root, 'sysctl.d')}}),
	);
	const step = sysctl({name: 'x', settings: {'vm.none': '1'}});
	await step.apply(context);
	expect(await step.check(context)).toEqual([]);
	expect(context.seen.notes).toEqual(['vm.none is not set to 1: the kernel of this host has no such setting']);
});
