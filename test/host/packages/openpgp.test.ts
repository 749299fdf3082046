import {execFileSync, spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {readKeys} from '../../../source/host/packages/openpgp.ts';
import {armored, fingerprint} from '../../helpers/keys.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const gpg = spawnSync('gpg', ['--version']).status === 0;

test('the fingerprint of a key is the one that gpg tells, and its subkey has none of its own', () => {
	expect(readKeys(Buffer.from(armored)).fingerprints).toEqual([fingerprint]);
});

test('a key is armored again to the byte, check sum included', () => {
	expect(readKeys(Buffer.from(armored)).armored).toBe(armored);
	expect(
		readKeys(Buffer.from(armored.replaceAll('\n', '\r\n').replace('BLOCK-----\r\n', 'BLOCK-----\r\nVersion: x\r\n'))).armored,
	).toBe(armored);
});

test('every key of a file counts, also one in a second block', () => {
	expect(readKeys(Buffer.from(armored + armored)).fingerprints).toEqual([fingerprint, fingerprint]);
});

test('one changed byte of the key gives another fingerprint', () => {
	const bytes = Buffer.from(armored.split('\n').slice(2, -3).join(''), 'base64');
	bytes[20]! ^= 1;
	expect(readKeys(bytes).fingerprints).not.toEqual([fingerprint]);
});

test.each([
	['a web page', '<html>Please log in</html>'],
	['nothing', ''],
	['a signature', armored.replaceAll('PUBLIC KEY BLOCK', 'SIGNATURE')],
	['an armor without an end', armored.slice(0, 300)],
	['an armor of other characters', armored.replace('mDMEaw', 'mD!Eaw')],
])('%s is no key', (_what, text) => {
	expect(() => readKeys(Buffer.from(text))).toThrow(/^its? /);
});

test('a key that is cut short within its first packet is refused', () => {
	const bytes = Buffer.from(armored.split('\n').slice(2, -3).join(''), 'base64');
	for (let length = 1; length < 53; length++) expect(() => readKeys(bytes.subarray(0, length))).toThrow();
});

test.runIf(gpg)('an RSA key that gpg makes now has the fingerprint that gpg shows', () => {
	const env = {...process.env, GNUPGHOME: tempDir()};
	const run = (...args: string[]) =>
		execFileSync('gpg', ['-q', '--batch', '--passphrase', '', ...args], {env, stdio: ['ignore', 'pipe', 'ignore']});
	run('--quick-gen-key', 'packages <packages@test.example>', 'rsa2048', 'sign', 'never');
	const shown = /^fpr:+([0-9A-F]{40}):/m.exec(String(run('--list-keys', '--with-colons')))?.[1];
	expect(readKeys(run('--armor', '--export')).fingerprints).toEqual([shown]);
	expect(readKeys(run('--export')).fingerprints).toEqual([shown]);
	execFileSync('gpgconf', ['--kill', 'all'], {env});
});
