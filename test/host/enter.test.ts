import {
	chmodSync,
	chownSync,
	existsSync,
	lchownSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {beforeEach, describe, expect, test} from 'vitest';
import {sh} from '../../source/core/command.ts';
import {enterScript} from '../../source/host/enter.ts';
import {directory} from '../../source/host/files/directory.ts';
import {file} from '../../source/host/files/file.ts';
import {put} from '../../source/host/files/put.ts';
import {removeData} from '../../source/host/remove/remove-data.ts';
import {fakeContext} from '../helpers/context.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {shims} from '../helpers/shims.ts';
import {smallDisk, tempDir} from '../helpers/temp-dir.ts';

const isRoot = userInfo().uid === 0;
const nobody = 65_534;
const service = {owner: 'nobody', group: 'nogroup'};

async function enter(path: string, make = '') {
	const command = sh`${enterScript}
enter ${path} ${make === '' ? [] : make} && echo "in $PWD\${loose:+, loose}" || echo "$why"`;
	const {stdout} = await localConnection().exec(command);
	return stdout.trimEnd();
}

const contextOf = (...options: Parameters<typeof localConnection>) => fakeContext(localConnection(...options));
const owners = (path: string) => [statSync(path).uid, statSync(path).gid, statSync(path).mode & 0o7777];

describe('the way to a directory', () => {
	test('links in directories of ours are followed, one after another, also with dots', async () => {
		const root = tempDir();
		mkdirSync(join(root, 'disk', "it's"), {recursive: true});
		mkdirSync(join(root, 'etc'));
		symlinkSync('../disk', join(root, 'etc', 'near'));
		symlinkSync(`${root}//etc/./near/`, join(root, 'far'));
		expect(await enter(join(root, 'far', "it's"))).toBe(`in ${root}/disk/it's`);
		expect(await enter(`${root}/etc/../far//it's/.`)).toBe(`in ${root}/disk/it's`);
		expect(await enter('/')).toBe('in /');
	});

	test('what is missing is told or made, what is no directory is told, and nothing is made behind a link to nothing', async () => {
		const root = tempDir();
		writeFileSync(join(root, 'file'), '', {mode: 0o644});
		symlinkSync(join(root, 'none', 'below'), join(root, 'link'));
		symlinkSync('loop', join(root, 'loop'));
		expect(await enter(join(root, 'a', 'b'))).toBe('missing');
		expect(await enter(join(root, 'file', 'b'))).toBe(`other 81a4 ${root}/file`);
		expect(await enter(join(root, 'link', 'b'), 'make')).toBe(`dangling ${root}/link`);
		expect(await enter(join(root, 'loop'))).toBe(`dangling ${root}/loop`);
		expect(readdirSync(root)).toEqual(['file', 'link', 'loop']);
		expect(await enter(join(root, 'a', 'b'), 'make')).toBe(`in ${root}/a/b`);
		expect([join(root, 'a'), join(root, 'a', 'b')].map(path => statSync(path).mode & 0o777)).toEqual([0o755, 0o700]);
	});

	test('what is missing behind a link to a directory is made there', async () => {
		const root = tempDir();
		mkdirSync(join(root, 'disk'));
		symlinkSync('disk', join(root, 'link'));
		expect(await enter(join(root, 'link', 'a', 'b'), 'make')).toBe(`in ${root}/disk/a/b`);
	});

	test('in a directory that a group or all may write, no link is followed; a sticky one is its owners’', async () => {
		const root = tempDir();
		for (const [name, mode] of [
			['group', 0o775],
			['all', 0o777],
			['sticky', 0o1777],
		] as const) {
			mkdirSync(join(root, name));
			chmodSync(join(root, name), mode);
			mkdirSync(join(root, name, 'data'));
			symlinkSync('data', join(root, name, 'link'));
		}
		expect(await enter(join(root, 'group', 'data'))).toBe(`in ${root}/group/data, loose`);
		for (const name of ['group', 'all']) {
			expect(await enter(join(root, name, 'link'))).toBe(`unsafe link ${root}/${name}/link`);
		}
		expect(await enter(join(root, 'sticky', 'link'))).toBe(`in ${root}/sticky/data`);
	});
});

describe.skipIf(!isRoot)('a directory that a service owns (needs root)', () => {
	let root: string;
	let kafka: string;
	let victim: string;

	beforeEach(() => {
		root = tempDir();
		chmodSync(root, 0o755);
		kafka = join(root, 'kafka');
		victim = join(root, 'victim');
		for (const path of [kafka, victim]) mkdirSync(path, {mode: 0o755});
		writeFileSync(join(victim, 'myid'), '1\n', {mode: 0o600});
		chownSync(kafka, nobody, nobody);
	});

	const data = () => directory({path: join(kafka, 'data'), ...service, mode: 0o750});

	test.each([
		['the service', nobody],
		['root', 0],
	])('a link of %s in it is refused, to check and to apply, and what it leads to is left', async (_, uid) => {
		symlinkSync(victim, join(kafka, 'data'));
		lchownSync(join(kafka, 'data'), uid, uid);
		const message = `${kafka}/data on kafka-01 is a symbolic link that others than root can change`;
		const inside = {path: join(kafka, 'data', 'myid'), content: '1\n', ...service};
		for (const step of [data(), file(inside)]) {
			await expect(step.check(contextOf())).rejects.toThrow(message);
			await expect(step.apply(contextOf())).rejects.toThrow(message);
		}
		await expect(put(contextOf(), {...inside, mode: 0o644, content: Buffer.from('2')})).rejects.toThrow(message);
		expect([owners(victim), owners(join(victim, 'myid'))]).toEqual([
			[0, 0, 0o755],
			[0, 0, 0o600],
		]);
		expect(readdirSync(victim)).toEqual(['myid']);
	});

	test('a link that root does not own is refused in a directory of root’s, too', async () => {
		symlinkSync(victim, join(root, 'link'));
		lchownSync(join(root, 'link'), nobody, nobody);
		const step = directory({path: join(root, 'link'), ...service});
		await expect(step.check(contextOf())).rejects.toThrow('is a symbolic link that others than root can change');
		await expect(step.apply(contextOf())).rejects.toThrow('is a symbolic link that others than root can change');
	});

	test('a link that leads to a directory of the system is refused', async () => {
		symlinkSync('/srv', join(root, 'link'));
		const step = directory({path: join(root, 'link'), ...service, mode: 0o755});
		await expect(step.check(contextOf())).rejects.toThrow('/srv on kafka-01 is a directory of the system');
	});

	test('a directory is made in it, and one that is empty, or whose mode alone differs, is made right', async () => {
		const wanted = [nobody, nobody, 0o750];
		expect(await data().check(contextOf())).toMatchObject([{what: `create directory ${kafka}/data`}]);
		await data().apply(contextOf());
		expect(owners(join(kafka, 'data'))).toEqual(wanted);
		chownSync(join(kafka, 'data'), 0, 0);
		await data().apply(contextOf());
		expect(owners(join(kafka, 'data'))).toEqual(wanted);
		writeFileSync(join(kafka, 'data', 'log'), '');
		chmodSync(join(kafka, 'data'), 0o777);
		await data().apply(contextOf());
		expect(owners(join(kafka, 'data'))).toEqual(wanted);
		expect(await data().check(contextOf())).toEqual([]);
	});

	test('a directory of root’s that holds something can have been moved there: it is not given away', async () => {
		mkdirSync(join(kafka, 'data'), {mode: 0o700});
		writeFileSync(join(kafka, 'data', 'secret'), '');
		const message = `${kafka}/data on kafka-01 belongs to root and is not empty, in a directory that others than root can change`;
		await expect(data().check(contextOf())).rejects.toThrow(message);
		await expect(data().apply(contextOf())).rejects.toThrow(message);
		const ours = directory({path: join(kafka, 'data'), mode: 0o755});
		await expect(ours.apply(contextOf())).rejects.toThrow(message);
		expect(owners(join(kafka, 'data'))).toEqual([0, 0, 0o700]);
	});

	test('a disk that is mounted in it is given to the service', async () => {
		mkdirSync(join(kafka, 'data'));
		const prefix = await smallDisk(join(kafka, 'data'), 'size=64k,mode=0755');
		const context = contextOf({prefix});
		await context.exec(sh`touch ${join(kafka, 'data', 'was-there')}`);
		expect(await data().check(context)).toHaveLength(2);
		await data().apply(context);
		expect(await data().check(context)).toEqual([]);
	});

	test('owner and mode of a file in it are given to a new file, in a directory of root’s to the same', async () => {
		const inside = file({path: join(kafka, 'myid'), content: '1\n', ...service});
		const beside = file({path: join(root, 'myid'), content: '1\n', ...service});
		for (const path of [join(kafka, 'myid'), join(root, 'myid')]) writeFileSync(path, '1\n', {mode: 0o600});
		const before = [kafka, root].map(path => statSync(join(path, 'myid')).ino);
		for (const step of [inside, beside]) {
			expect(await step.check(contextOf())).toHaveLength(2);
			await step.apply(contextOf());
			expect(await step.check(contextOf())).toEqual([]);
		}
		const after = [kafka, root].map(path => statSync(join(path, 'myid')).ino);
		expect(after[0]).not.toBe(before[0]);
		expect(after[1]).toBe(before[1]);
		expect(owners(join(kafka, 'myid'))).toEqual([nobody, nobody, 0o644]);
	});

	test('a pipe in the place of a file is refused, and nobody waits for its other end', async () => {
		const context = contextOf();
		await context.exec(sh`mkfifo ${join(kafka, 'myid')}`);
		const step = file({path: join(kafka, 'myid'), content: '1\n', ...service});
		await expect(step.check(context)).rejects.toThrow('is neither a file nor a directory');
	});

	describe('data in it', () => {
		const identity = {file: 'meta.properties', lines: ['broker.id=1']};
		const host = () => contextOf({prefix: shims({systemctl: 'exit 3'})});
		const take = (path: string) => removeData({path, created: true, identity, unit: 'x'});

		test('is left where a link leads to it, and not deleted where it appears later', async () => {
			symlinkSync(victim, join(kafka, 'link'));
			const context = host();
			expect(await take(join(kafka, 'link', 'data')).check(context)).toEqual([]);
			expect(context.seen.notes).toEqual([
				`left: ${kafka}/link/data lies behind a symbolic link that others than root can change`,
			]);
			await expect(take(join(kafka, 'link', 'data')).apply(context)).rejects.toThrow('is a symbolic link that others than root');
			await expect(take(join(kafka, 'link')).apply(context)).rejects.toThrow('is a symbolic link that others than root');
			expect(readdirSync(victim)).toEqual(['myid']);
		});

		test('is left where the directory is root’s and its ids do not tell that it is ours', async () => {
			mkdirSync(join(kafka, 'data'));
			writeFileSync(join(kafka, 'data', 'secret'), '');
			const context = host();
			const step = take(join(kafka, 'data'));
			expect(await step.check(context)).toEqual([]);
			expect(context.seen.notes[0]).toMatch(/^left: \S+ belongs to root and can have been moved there/);
			await expect(step.apply(context)).rejects.toThrow('was replaced by something else');
			expect(readdirSync(join(kafka, 'data'))).toEqual(['secret']);
			writeFileSync(join(kafka, 'data', 'meta.properties'), 'broker.id=1\n');
			expect(await step.check(context)).toHaveLength(1);
			await step.apply(context);
			expect(existsSync(join(kafka, 'data'))).toBe(false);
		});

		test('is not deleted where it became another one’s after the check', async () => {
			mkdirSync(join(kafka, 'data'));
			chownSync(join(kafka, 'data'), nobody, nobody);
			const context = host();
			const step = take(join(kafka, 'data'));
			expect(await step.check(context)).toHaveLength(1);
			writeFileSync(join(kafka, 'data', 'meta.properties'), 'broker.id=2\n');
			await expect(step.apply(context)).rejects.toThrow('was replaced by something else');
			expect(readFileSync(join(kafka, 'data', 'meta.properties'), 'utf8')).toBe('broker.id=2\n');
		});
	});
});
