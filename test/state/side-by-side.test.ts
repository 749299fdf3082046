import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {rolldown} from 'rolldown';
import {expect, test} from 'vitest';
import {openNewest} from '../../source/state/store/newest.ts';
import {tempDir} from '../helpers/temp-dir.ts';

type Entry = {readonly key: string};
const rules = {most: 1000, fits: (value: unknown): value is Entry => typeof value === 'object', keyOf: ({key}: Entry) => key};

test('four processes that write at once lose nothing of each other', async () => {
	const folder = tempDir();
	const build = await rolldown({
		input: new URL('../../source/state/store/newest.ts', import.meta.url).pathname,
		platform: 'node',
	});
	const {output} = await build.write({dir: join(tempDir(), 'built'), format: 'esm', entryFileNames: 'newest.mjs'});
	await build.close();
	const code = output[0].code;
	const module = join(folder, 'newest.mjs');
	writeFileSync(module, code);
	const script = `
		import {openNewest} from ${JSON.stringify(module)};
		const [folder, name] = process.argv.slice(1);
		const list = openNewest(folder, 'list', 'entries', {most: 1000, fits: () => true, keyOf: ({key}) => key});
		for (let count = 0; count < 25; count++) list.keep({key: name + count});`;
	const store = join(folder, 'store');
	const codes = await Promise.all(
		['a', 'b', 'c', 'd'].map(async name => {
			const child = spawn(process.execPath, ['--input-type=module', '-e', script, store, name], {
				stdio: ['ignore', 'inherit', 'inherit'],
			});
			const [code] = await once(child, 'exit');
			return code;
		}),
	);
	expect(codes).toEqual([0, 0, 0, 0]);
	expect(openNewest<Entry>(store, 'list', 'entries', rules).list()).toHaveLength(100);
	expect(readdirSync(store).sort()).toEqual(['list.json', 'list.json.prev']);
});

test.each([
	['a process that is gone', `${hostname()} 4194305`, 0],
	['nobody knows whom, long ago', '', 60],
	['a process of another machine, long ago', 'elsewhere 1', 60],
])('a lock that was left by %s holds nobody up', (_, text, age) => {
	const folder = tempDir();
	const lock = join(folder, 'list.json.lock');
	writeFileSync(lock, text);
	const at = Date.now() / 1000 - age;
	utimesSync(lock, at, at);
	const list = openNewest<Entry>(folder, 'list', 'entries', rules);
	list.keep({key: 'a'});
	expect(list.list()).toEqual([{key: 'a'}]);
	expect(readdirSync(folder)).toEqual(['list.json']);
});
