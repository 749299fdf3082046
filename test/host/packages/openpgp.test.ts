import {execFileSync, spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {readKeys} from '../../../source/host/packages/openpgp.ts';
import {fingerprintsOf} from '../../../source/host/packages/repository-key.ts';
import {another, armored, fingerprint} from '../../helpers/keys.ts';
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

test.runIf(gpg).each(['rsa2048', 'ed25519'])(
	'the day that gpg lets a key of %s expire is read, until its owner says another',
	kind => {
		const env = {...process.env, GNUPGHOME: tempDir()};
		const run = (...args: string[]) =>
			execFileSync('gpg', ['-q', '--batch', '--passphrase', '', ...args], {env, stdio: ['ignore', 'pipe', 'ignore']});
		const exported = () => run('--armor', '--export');
		const now = ['--faked-system-time', '20200101T000000!'];
		run(...now, '--quick-gen-key', 'packages <packages@test.example>', kind, 'sign', '1d');
		const [, shown] = /^fpr:+([0-9A-F]{40}):/m.exec(String(run('--list-keys', '--with-colons')))!;
		expect(readKeys(exported()).expires).toEqual(new Date('2020-01-02T00:00:00Z'));
		// One that has not signed itself says nothing.
		const forged = Buffer.from(readKeys(exported()).armored.split('\n').slice(2, -3).join(''), 'base64');
		forged[forged.length - 1]! ^= 1;
		expect(readKeys(forged).expires).toBeUndefined();
		run('--faked-system-time', '20200101T120000!', '--quick-set-expire', shown!, '2d');
		expect(readKeys(exported()).expires).toEqual(new Date('2020-01-03T12:00:00Z'));
		run('--faked-system-time', '20200101T130000!', '--quick-set-expire', shown!, 'never');
		expect(readKeys(exported()).expires).toBeUndefined();
		execFileSync('gpgconf', ['--kill', 'all'], {env});
	},
);

/** The packets of a key in armor, each whole. */
function packetsOf(text: string): readonly Buffer[] {
	const bytes = Buffer.from(text.split('\n').slice(2, -3).join(''), 'base64');
	const found: Buffer[] = [];
	for (let at = 0; at < bytes.length; ) {
		const wide = bytes[at]! & 3;
		const end = at + 1 + (wide === 0 ? 1 : 2) + (wide === 0 ? bytes[at + 1]! : bytes.readUInt16BE(at + 1));
		found.push(bytes.subarray(at, end));
		at = end;
	}
	return found;
}

const [primary, user, certified, subkey, binding] = packetsOf(armored) as [Buffer, Buffer, Buffer, Buffer, Buffer];
const alone = readKeys(Buffer.concat([primary, user, certified])).armored;
/** A primary key's packet as that of a subkey, which is the same but for its tag. */
const asSubkey = (key: Buffer) => Buffer.concat([Buffer.from([(key[0]! & ~0x3c) | (14 << 2)]), key.subarray(1)]);
const foreign = asSubkey(packetsOf(another)[0]!);

test.each([
	['without a signature', [foreign]],
	['with the signature of the own subkey', [foreign, binding]],
	['with the signature of a user id', [foreign, certified]],
	['with one of another key', [foreign, packetsOf(another)[2]!]],
	[
		'that is the own one, changed',
		[Buffer.concat([subkey.subarray(0, 20), Buffer.from([subkey[20]! ^ 1]), subkey.subarray(21)]), binding],
	],
	['with a signature that is cut to nothing', [foreign, Buffer.from([0x88, 1, 4])]],
	['with a signature of a length beyond itself', [foreign, Buffer.from([0x88, 10, 4, 0x18, 22, 8, 0xff, 0xff, 0, 0, 0, 0])]],
])('a subkey %s is not written for apt and rpm', (_what, packets) => {
	const found = readKeys(Buffer.concat([primary, user, certified, ...packets]));
	expect(found).toEqual({fingerprints: [fingerprint], armored: alone, foreign: true});
	const beside = readKeys(Buffer.concat([primary, user, certified, subkey, binding, ...packets]));
	expect(beside).toEqual({fingerprints: [fingerprint], armored, foreign: true});
});

test('a key file of a host with a foreign subkey in it is not as wanted', () => {
	expect(fingerprintsOf(Buffer.from(armored))).toEqual([fingerprint]);
	expect(fingerprintsOf(Buffer.concat([primary, user, certified, foreign]))).toEqual([]);
});

test.runIf(gpg).each(['rsa2048', 'rsa4096', 'ed25519'])('a signing subkey that gpg adds to a key of %s is taken', algorithm => {
	const env = {...process.env, GNUPGHOME: tempDir()};
	const run = (...args: string[]) =>
		execFileSync('gpg', ['-q', '--batch', '--passphrase', '', ...args], {env, stdio: ['ignore', 'pipe', 'ignore']});
	run('--quick-gen-key', 'packages <packages@test.example>', algorithm, 'cert', 'never');
	const print = /^fpr:+([0-9A-F]{40}):/m.exec(String(run('--list-keys', '--with-colons')))![1]!;
	run('--quick-add-key', print, algorithm, 'sign', 'never');
	const exported = run('--export');
	const {foreign, armored: written} = readKeys(exported);
	expect(foreign).toBe(false);
	expect(Buffer.from(written.split('\n').slice(2, -3).join(''), 'base64').equals(exported)).toBe(true);
	execFileSync('gpgconf', ['--kill', 'all'], {env});
});
