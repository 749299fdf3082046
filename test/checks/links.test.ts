import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {cwd: root, encoding: 'utf8'})
	.split('\n')
	.filter(path => path !== '' && existsSync(join(root, path)));

/** As GitHub makes them: lower case, spaces as `-`, other signs left out. */
const anchorsOf = (text: string) =>
	[...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
		heading!
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

test.each(documents)('every link in %s leads somewhere', path => {
	const text = readFileSync(join(root, path), 'utf8');
	const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
	const dead = links.flatMap(([whole, file, anchor]) => {
		const target = file === '' ? join(root, path) : join(root, dirname(path), file!);
		if (!existsSync(target)) return [whole];
		return anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor) ? [] : [whole];
	});
	expect(dead).toEqual([]);
});

test('the readme has at most 8 KB', () => {
	expect(readFileSync(join(root, 'readme.md')).length).toBeLessThanOrEqual(8 * 1024);
});
