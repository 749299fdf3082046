import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {InputError} from '../../../source/core/errors.ts';
import {repository} from '../../../source/host/packages/repository.ts';
import {withoutThings} from '../../helpers/changes.ts';
import {fakeContext, rocky} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {another, armored, fingerprint} from '../../helpers/keys.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const spec = {
	name: 'confluent',
	url: 'http://mirror.example/confluent/',
	version: '7.9',
	key: fingerprint,
	held: {leader: 'confluent-kafka', family: 'confluent-*'},
};
const other = 'CBBB821E8FAF364F79835C438B1DA6120C2BF624';
const list = 'deb [signed-by=/etc/apt/keyrings/confluent.asc] http://mirror.example/confluent/deb/7.9 stable main\n';
const repo = `[confluent]\nname=confluent 7.9\nbaseurl=http://mirror.example/confluent/rpm/7.9\nenabled=1\ngpgcheck=1\ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-confluent\n`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const found = ({source, key, imported}: {source?: string; key?: string; imported?: boolean}) => ({
	command: '/base64 -w0 .*\\.(list|repo)/s',
	stdout: `${source === undefined ? '' : `source\n${base64(source)}\n`}${key === undefined ? '' : `key\n${base64(key)}\n`}${imported ? 'imported\n' : ''}`,
});
const check = async (answer: ReturnType<typeof found>, step = repository(spec), facts = {}) =>
	withoutThings(await step.check(fakeContext(fakeConnection([answer]), facts)));

test('nothing is to be done where source and key are as wanted', async () => {
	expect(await check(found({source: list, key: armored}))).toEqual([]);
	expect(await check(found({source: repo, key: armored, imported: true}), repository(spec), {facts: rocky})).toEqual([]);
});

test('a bare host gets the key and the source', async () => {
	expect(await check(found({}))).toEqual([
		{what: 'create /etc/apt/keyrings/confluent.asc', reason: expect.stringContaining(fingerprint)},
		{what: 'create /etc/apt/sources.list.d/confluent.list', after: list},
	]);
	expect(await check(found({}), repository(spec), {facts: rocky})).toEqual([
		{what: 'create /etc/pki/rpm-gpg/RPM-GPG-KEY-confluent', reason: expect.stringContaining(fingerprint)},
		{what: `import the key ${fingerprint} into rpm`},
		{what: 'create /etc/yum.repos.d/confluent.repo', after: repo},
	]);
});

test('a key file with another key is replaced', async () => {
	const [change] = await check(found({source: list, key: armored}), repository({...spec, key: other}));
	expect(change?.what).toBe('replace /etc/apt/keyrings/confluent.asc');
});

test('a key file with one more key is replaced, as apt would trust both', async () => {
	const [change] = await check(found({source: list, key: armored + another}));
	expect(change?.what).toBe('replace /etc/apt/keyrings/confluent.asc');
});

test('a new source that is not encrypted is told, once', async () => {
	const notes = async (url: string, answer: ReturnType<typeof found>) => {
		const context = fakeContext(fakeConnection([answer]));
		await repository({...spec, url}).check(context);
		return context.seen.notes;
	};
	expect(await notes(spec.url, found({}))).toEqual([
		expect.stringMatching(
			/^http:\/\/mirror\.example\/confluent\/deb\/7\.9 is not encrypted: .* older packages that the same key has signed\. Use https/,
		),
	]);
	expect(await notes(spec.url, found({source: list, key: armored}))).toEqual([]);
	expect(await notes('https://mirror.example/confluent', found({}))).toEqual([]);
});

test('another source is changed, and shown before and after', async () => {
	expect(await check(found({source: 'deb http://old\n', key: armored}))).toEqual([
		{what: 'update /etc/apt/sources.list.d/confluent.list', before: 'deb http://old\n', after: list},
	]);
});

test('the key that the host fetched is written once it is the pinned one', async () => {
	const connection = fakeConnection([
		found({}),
		{command: '/http:\\/\\/mirror.example\\/confluent\\/deb\\/7.9\\/archive.key/', stdout: base64(armored)},
		{command: 'mkdir -p -m 755 /etc/apt/keyrings'},
		{command: '/path=\\/etc\\/apt\\/keyrings\\/confluent.asc .*\\nowner=root:root mode=644/s'},
		{command: '/path=\\/etc\\/apt\\/sources.list.d\\/confluent.list .*\\nowner=root:root mode=644/s'},
	]);
	await repository(spec).apply(fakeContext(connection));
	connection.done();
	expect(connection.inputs[3]).toContain(armored);
	expect(connection.inputs[4]).toContain(list);
});

test('an own key needs no fetching, and rpm imports it from where it was written', async () => {
	const path = join(tempDir(), 'own.key');
	writeFileSync(path, armored);
	const connection = fakeConnection([
		found({}),
		{command: 'mkdir -p -m 755 /etc/pki/rpm-gpg'},
		{command: '/path=\\/etc\\/pki\\/rpm-gpg\\/RPM-GPG-KEY-confluent /'},
		{command: 'rpm --import /etc/pki/rpm-gpg/RPM-GPG-KEY-confluent'},
		{command: '/path=\\/etc\\/yum.repos.d\\/confluent.repo /'},
	]);
	await repository({...spec, key: path}).apply(fakeContext(connection, {facts: rocky}));
	connection.done();
});

test.each([
	['another key', {stdout: base64(armored)}, `expected ${other}, found ${fingerprint}`],
	['a web page', {stdout: base64('<html>Log in</html>')}, 'is no package key'],
	[
		'nothing',
		{code: 22, stderr: 'curl: (22) The requested URL returned error: 404\n'},
		'curl: (22) The requested URL returned error: 404',
	],
])('a mirror that serves %s as its key stops the step, and nothing is written', async (_what, answer, said) => {
	const connection = fakeConnection([found({}), {command: '/archive.key/', ...answer}]);
	await expect(repository({...spec, key: other}).apply(fakeContext(connection))).rejects.toMatchObject({
		message: expect.stringContaining(said),
		hint: expect.stringMatching(/./),
	});
	connection.done();
});

test('a key that is neither a fingerprint nor a file with one key is the mistake of the cluster file', async () => {
	const path = join(tempDir(), 'two.key');
	writeFileSync(path, armored + armored);
	await expect(check(found({}), repository({...spec, key: path}))).rejects.toThrow(InputError);
	await expect(check(found({}), repository({...spec, key: 'no/such/file'}))).rejects.toThrow(/no\/such\/file cannot be used/);
});

test('a fingerprint may be written in groups and in small letters', async () => {
	const key = fingerprint.toLowerCase().replace(/(.{4})/g, '$1 ');
	expect(await check(found({source: list, key: armored}), repository({...spec, key}))).toEqual([]);
});
