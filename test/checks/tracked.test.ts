import {execFileSync} from 'node:child_process';
import {readFileSync, statSync} from 'node:fs';
import {expect, test} from 'vitest';
import {registryHosts} from './registry-hosts.ts';

const root = new URL('../../', import.meta.url).pathname;
const tracked = execFileSync('git', ['ls-files', '-z'], {cwd: root, encoding: 'utf8'})
	.split('\0')
	.filter(path => path !== '' && statSync(root + path, {throwIfNoEntry: false})?.isFile());

test('no tracked file names a package registry, nor an address that a lock file resolved to', () => {
	const resolved = JSON.stringify('resolved');
	const found = tracked.flatMap(path => {
		const text = readFileSync(root + path, 'utf8');
		return [...registryHosts(text), ...(text.includes(resolved) ? [resolved] : [])].map(what => `${path}: ${what}`);
	});
	expect(found).toEqual([]);
});

test.each([
	['a registry', ['registry', 'npmjs', 'org']],
	['a mirror', ['deb', 'debian', 'org']],
	['a central repository', ['repo1', 'maven', 'org']],
	['a file host', ['files', 'pythonhosted', 'org']],
])('the name of %s is found inside a text', (_, labels) => {
	const host = labels.join('.');
	expect(registryHosts(`see https://${host}/some/path`)).toEqual([host]);
});

test('the lab and the platform vendor are no registries', () => {
	expect(registryHosts('http://packages.lab/debian ./ https://packages.confluent.io/deb apt-get install maven')).toEqual([]);
});

test('no file of ours holds more than one idea: none is above 12 KB', () => {
	const big = tracked
		.filter(path => /^(source|bin|test|bench|templates)\//.test(path))
		.filter(path => !/\.(?:json|class)$|\/fixtures\/|^test\/(?:cases|golden|recorded)\//.test(path))
		.map(path => ({path, size: statSync(root + path).size}))
		.filter(({size}) => size > 12 * 1024);
	expect(big).toEqual([]);
});
