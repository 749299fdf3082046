import {chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {type Command, rawCommand} from '../../../source/core/command.ts';
import {StepError} from '../../../source/core/errors.ts';
import {Secret} from '../../../source/core/secret.ts';
import {put} from '../../../source/host/files/put.ts';
import {fakeContext} from '../../helpers/context.ts';
import {noDial} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {ownUser, smallDisk, tempDir} from '../../helpers/temp-dir.ts';

const own = await ownUser();
const root = {owner: 'root', group: 'root'};
const host = (options?: Parameters<typeof localConnection>[0]) => fakeContext(localConnection(options));
const errorOf = (work: Promise<unknown>): Promise<StepError> =>
	work.then(
		() => expect.unreachable('it succeeded'),
		error => error,
	);

test('a file is put in place with its content, mode and owner, and nothing beside it', async () => {
	const folder = tempDir();
	const path = join(folder, "it's a $(touch x); name");
	const content = Buffer.from(Array.from({length: 70_000}, (_, index) => index % 256));
	await put(host(), {...own, path, mode: 0o640, content});
	expect(readFileSync(path).equals(content)).toBe(true);
	expect(statSync(path).mode & 0o7777).toBe(0o640);
	expect(readdirSync(folder)).toEqual(["it's a $(touch x); name"]);
});

test('what someone else wrote is kept once; what we wrote is not kept', async () => {
	const folder = tempDir();
	const path = join(folder, 'a.conf');
	const write = (text: string) => put(host(), {...own, path, mode: 0o644, content: Buffer.from(text)});
	const before = () => readFileSync(`${path}.kafka-setup-before`, 'utf8');

	await write('first, ours\n');
	await write('second, ours\n');
	expect(readdirSync(folder)).toEqual(['a.conf']);
	writeFileSync(path, 'edited by hand\n');
	chmodSync(path, 0o600);
	await write('third\n');
	expect(before()).toBe('edited by hand\n');
	expect(statSync(`${path}.kafka-setup-before`).mode & 0o777).toBe(0o600);
	writeFileSync(path, 'edited once more\n');
	await write('fourth\n');
	expect(before()).toBe('edited by hand\n');
	expect(readFileSync(path, 'utf8')).toBe('fourth\n');
});

test('a backup gets no wider mode than the new file, also one that an earlier run has left wider', async () => {
	const path = join(tempDir(), 'x.properties');
	const write = (text: string) => put(host(), {...own, path, mode: 0o640, content: Buffer.from(text)});
	const mode = () => statSync(`${path}.kafka-setup-before`).mode & 0o7777;
	writeFileSync(path, 'password=x\n', {mode: 0o644});
	await write('ours\n');
	expect(mode()).toBe(0o640);
	chmodSync(`${path}.kafka-setup-before`, 0o604);
	await write('ours again\n');
	expect(mode()).toBe(0o600);
	expect(readFileSync(`${path}.kafka-setup-before`, 'utf8')).toBe('password=x\n');
});

test('two writes within a second differ in their time, so that systemd sees that it has to read again', async () => {
	const path = join(tempDir(), 'x.service');
	const times = [];
	for (const text of ['one', 'two']) {
		await put(host(), {...own, path, mode: 0o644, content: Buffer.from(text)});
		times.push(statSync(path, {bigint: true}).mtimeNs / 1000n);
	}
	expect(times[1]).not.toBe(times[0]);
});

test('a secret and its digest are in no command', async () => {
	const connection = localConnection();
	const path = join(tempDir(), 'secret');
	await put(fakeContext(connection), {...own, path, mode: 0o600, content: new Secret('pä$$word')});
	expect(readFileSync(path, 'utf8')).toBe('pä$$word');
	expect(connection.commands.join()).not.toMatch(/pä\$\$word|[0-9a-f]{64}/);
});

test('progress counts the bytes of the content alone', async () => {
	const sent: number[] = [];
	await put(host(), {
		...own,
		path: join(tempDir(), 'x'),
		mode: 0o644,
		content: Buffer.alloc(5000),
		onSent: bytes => sent.push(bytes),
	});
	expect(sent.at(-1)).toBe(5000);
});

test.each([
	['a symbolic link', 'is a symbolic link, not a regular file', (path: string) => symlinkSync('/etc/hostname', path)],
	['a dangling symbolic link', 'is a symbolic link, not a regular file', (path: string) => symlinkSync('/nowhere/at/all', path)],
	['a directory', 'is a directory, not a regular file', (path: string) => mkdirSync(path)],
	['a device', 'is neither a file nor a directory, not a regular file', undefined],
])('%s is refused and left as it is', async (_, message, make) => {
	const folder = tempDir();
	const path = make ? join(folder, 'target') : '/dev/null';
	make?.(path);
	const error = await errorOf(put(host(), {...own, path, mode: 0o644, content: Buffer.from('x')}));
	expect(error).toBeInstanceOf(StepError);
	expect(error.message).toBe(`${path} on kafka-01 ${message}`);
	expect(readdirSync(folder)).toEqual(make ? ['target'] : []);
});

test('a missing directory is named', async () => {
	const folder = tempDir();
	const error = await errorOf(put(host(), {...own, path: `${folder}/none/x`, mode: 0o644, content: Buffer.from('x')}));
	expect(error.message).toBe(`cannot write kafka-01:${folder}/none/x: the directory ${folder}/none does not exist`);
});

test('an unknown owner is named as the cause, and the old file stands', async () => {
	const folder = tempDir();
	const path = join(folder, 'x');
	writeFileSync(path, 'old');
	const error = await errorOf(
		put(host(), {path, owner: 'no-such-user', group: 'root', mode: 0o644, content: Buffer.from('new')}),
	);
	expect(error.message).toBe(`write ${path} failed on kafka-01: the user or the group does not exist there`);
	expect(error.tail.join()).toContain('no-such-user');
	expect(readdirSync(folder)).toEqual(['x']);
	expect(readFileSync(path, 'utf8')).toBe('old');
});

test('a full disk is told with what is needed and what is there; the old file stands and no temp file does', async () => {
	const folder = tempDir();
	const prefix = await smallDisk(folder, 'size=64k');
	const context = host({prefix});
	const path = join(folder, 'big');
	await put(context, {...root, path, mode: 0o644, content: Buffer.from('old')});
	const error = await errorOf(put(context, {...root, path, mode: 0o644, content: Buffer.alloc(200_000)}));
	expect(error.message).toMatch(/^no space left on kafka-01:\S+\/big: need 200000 bytes, have (61440|6\d{4})$/);
	expect(error.hint).toContain('df -h');
	expect(await context.exec(rawCommand(`ls -A ${folder}; cat ${path}`))).toMatchObject({stdout: 'big\nold'});
	await put(context, {...root, path, mode: 0o644, content: Buffer.from('new')});
	expect(await context.exec(rawCommand(`cat ${path}`))).toMatchObject({stdout: 'new'});
});

test('inodes that ran out, and a disk that is read-only, are named', async () => {
	const folder = tempDir();
	const context = host({prefix: await smallDisk(folder, 'size=1m,nr_inodes=2')});
	await context.exec(rawCommand(`touch ${folder}/last`));
	const spec = {...root, path: join(folder, 'x'), mode: 0o644, content: Buffer.from('x')};
	expect((await errorOf(put(context, spec))).message).toBe(`no space left on kafka-01:${spec.path}: need 1 inode, have 0`);
	await context.exec(rawCommand(`mount -o remount,ro,bind ${folder}`));
	expect((await errorOf(put(context, spec))).message).toBe(`write ${spec.path} failed on kafka-01: the file system is read-only`);
});

const large = {...own, mode: 0o644, content: Buffer.alloc(3_000_000, 'x')};

test.each([1, 50_000, 2_999_999])(
	'killed after %i bytes, the old file stands; the next put clears up and goes through',
	async sent => {
		const folder = tempDir();
		const path = join(folder, 'driver.jar');
		writeFileSync(path, 'old');
		const temps = () => readdirSync(folder).filter(name => name.startsWith('.driver.jar.kafka-setup.'));
		const begun = () => temps().some(name => sent === 1 || statSync(join(folder, name)).size > 0);
		const stalled = (group: number) =>
			void vi.waitFor(() => expect(begun()).toBe(true), 5000).finally(() => process.kill(-group, 'SIGKILL'));
		await expect(put(host({stallAfter: 65 + sent, stalled}), {...large, path})).rejects.toThrow(StepError);
		expect(readFileSync(path, 'utf8')).toBe('old');
		expect(temps()).toHaveLength(1);

		await put(host(), {...large, path});
		expect(readFileSync(path).equals(large.content)).toBe(true);
		expect(readdirSync(folder)).toEqual(['driver.jar', 'driver.jar.kafka-setup-before']);
	},
);

test('content cut off at the end of the link is never put in place', async () => {
	const folder = tempDir();
	const context = host({stallAfter: 2_000_000, stalled: (_, cut) => cut()});
	const error = await errorOf(put(context, {...large, path: join(folder, 'x')}));
	expect(error.message).toBe(`the content of kafka-01:${folder}/x arrived damaged or cut short`);
	expect(readdirSync(folder)).toEqual([]);
});

test('a backup made before a crash is not made again', async () => {
	const folder = tempDir();
	const path = join(folder, 'x');
	writeFileSync(path, 'theirs');
	linkSync(path, `${path}.kafka-setup-before`);
	await put(host(), {...own, path, mode: 0o644, content: Buffer.from('ours')});
	expect(readFileSync(`${path}.kafka-setup-before`, 'utf8')).toBe('theirs');
	expect(readFileSync(path, 'utf8')).toBe('ours');
});

test('the content is on the disk before the new name is, and the directory after it', async () => {
	const {exec} = localConnection();
	const folder = tempDir();
	const names =
		'for tool in sync mv; do printf \'#!/bin/bash\\necho %s $1 $2 >>%s/log; exec /usr/bin/%s "$@"\' $tool "$1" $tool >"$1/$tool"; done';
	await exec(rawCommand(`set -- ${folder}; ${names}; chmod +x ${folder}/sync ${folder}/mv; mkdir ${folder}/in`));
	const connection = {
		exec: (command: Command, options = {}) => exec(rawCommand(`PATH=${folder}:$PATH\n${command.text}`), options),
		dial: noDial,
		close: async () => {},
	};
	await put(fakeContext(connection), {...own, path: join(folder, 'in', 'x'), mode: 0o644, content: Buffer.from('x')});
	const log = readFileSync(join(folder, 'log'), 'utf8').split('\n');
	expect(log).toEqual([expect.stringMatching(/^sync -- \/proc\/self\/fd\/\d+$/), 'mv -fT --', 'sync -- .', '']);
});
