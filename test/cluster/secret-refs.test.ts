import {expect, test} from 'vitest';
import {parseSecretRef, secretRefPattern} from '../../source/cluster/secret-refs.ts';

test.each([
	['env:A_1', {kind: 'env', name: 'A_1'}],
	['file:/a/b', {kind: 'file', path: '/a/b', key: undefined}],
	['file:~/a#b#key.of it', {kind: 'file', path: '~/a#b', key: 'key.of it'}],
	['exec: pass show "a" | head -1', {kind: 'exec', command: 'pass show "a" | head -1'}],
	['prompt:', {kind: 'prompt', label: undefined}],
	['prompt', {kind: 'prompt', label: undefined}],
	['prompt:Database of the shop', {kind: 'prompt', label: 'Database of the shop'}],
])('%s is a reference', (text, expected) => {
	expect(parseSecretRef(text)).toEqual(expected);
	expect(text).toMatch(secretRefPattern);
});

test.each([
	'',
	'hunter2',
	'env:',
	'env:a-b',
	'file:',
	'file:#k',
	'file:a#',
	'exec: ',
	'Env:A',
	'env:A\n',
	'vault:a',
	'exec:a\nb',
])('%j is none, and is not quoted', text => {
	const parsed = parseSecretRef(text);
	expect(parsed).toHaveProperty('problem');
	expect(JSON.stringify(parsed)).not.toContain('hunter2');
});
