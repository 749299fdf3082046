import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {homedir, userInfo} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {expect, test} from 'vitest';
import {InputError} from '../../source/core/errors.ts';
import {readClusterFile} from '../../source/local/cluster-file.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const roles = 'name: a\nhosts: [k]\nroles: {zookeeper: [k], kafka: [k], schema-registry: [k], connect: [k]}\n';

function write(content: string | Uint8Array): string {
	const path = join(tempDir(), 'kafka-setup.yaml');
	writeFileSync(path, content);
	return path;
}

async function errorOf(path: string): Promise<InputError> {
	const error = await readClusterFile(path).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(InputError);
	return error as InputError;
}

test('paths count from the folder of the file, and ~ is the home directory', async () => {
	const path = write(`${roles}
ssh: {configFile: ssh/config, knownHostsFile: ../kh, identityFile: ~/.ssh/id, password: 'file:pw#a', passphrase: 'file:~/p', sudoPassword: env:X}
platform: {packages: {key: keys/archive.key}}
connect:
  driver: ./pg.jar
  plugin: {zip: /abs/plugin.zip}
  sources: [{name: s, url: 'jdbc:x:y', user: u, password: 'file:db', tables: [t], mode: bulk}]
`);
	const folder = join(path, '..');
	const {ssh, platform, connect} = await readClusterFile(path);
	expect(ssh).toMatchObject({
		configFile: `${folder}/ssh/config`,
		knownHostsFile: join(folder, '../kh'),
		identityFile: `${homedir()}/.ssh/id`,
		password: `file:${folder}/pw#a`,
		passphrase: `file:${homedir()}/p`,
		sudoPassword: 'env:X',
	});
	expect(platform.packages.key).toBe(`${folder}/keys/archive.key`);
	expect(connect).toMatchObject({driver: `${folder}/pg.jar`, plugin: {zip: '/abs/plugin.zip'}});
	expect(connect.sources[0]?.password).toBe(`file:${folder}/db`);
});

test('a folder of the connector counts from the folder of the file too', async () => {
	const path = write(`${roles}connect: {plugin: {folder: ../jdbc}}\n`);
	expect((await readClusterFile(path)).connect.plugin).toEqual({folder: join(path, '../../jdbc')});
});

test('a fingerprint stays a fingerprint', async () => {
	expect((await readClusterFile(write(roles))).platform.packages.key).toBe('CBBB821E8FAF364F79835C438B1DA6120C2BF624');
});

test('- is standard input, whose paths count from the working directory', async () => {
	const input = Readable.from([Buffer.from(roles), Buffer.from('connect: {driver: pg.jar}\n')]);
	expect((await readClusterFile('-', input)).connect.driver).toBe(join(process.cwd(), 'pg.jar'));
});

test('errors in standard input say so', async () => {
	await expect(readClusterFile('-', Readable.from([Buffer.from('nmae: a\n')]))).rejects.toThrow(
		'standard input:1:1: unknown key "nmae"',
	);
});

test('a byte order mark and Windows line ends make no difference', async () => {
	const path = write(`\ufeff${roles.replaceAll('\n', '\r\n')}`);
	expect((await readClusterFile(path)).name).toBe('a');
});

test('errors name the file as it was given, with line and column', async () => {
	const path = write(`${roles}kafak: 1\n`);
	expect((await errorOf(path)).message).toContain(`${path}:4:1: unknown key "kafak"; did you mean "kafka"?`);
});

test('a file that is not there, a directory and a path through a file are told apart', async () => {
	const folder = tempDir();
	expect(await errorOf(join(folder, 'x.yaml'))).toMatchObject({
		message: `${folder}/x.yaml does not exist`,
		hint: 'name the cluster file, or "-" to read it from standard input',
	});
	mkdirSync(join(folder, 'd'));
	expect((await errorOf(join(folder, 'd'))).message).toBe(`${folder}/d is a directory`);
	writeFileSync(join(folder, 'f'), '');
	expect((await errorOf(join(folder, 'f/x'))).message).toContain('a part of its path is not a directory');
	expect((await errorOf(join(folder, 'f'))).message).toContain('the file is empty');
});

test.skipIf(userInfo().uid === 0)('a file that may not be read', async () => {
	const path = write(roles);
	chmodSync(path, 0);
	expect((await errorOf(path)).message).toBe(`${path} cannot be read: permission denied`);
});

test.each([
	['Latin-1', Buffer.from('name: caf\xe9\n', 'latin1'), 'is not UTF-8 text'],
	['UTF-16', Buffer.from('\ufeffname: a\n', 'utf16le'), 'is UTF-16, not UTF-8'],
	['something large', Buffer.alloc(1024 * 1024 + 1, 'a'), 'is larger than 1 MiB'],
])('%s is refused', async (_, content, expected) => {
	expect((await errorOf(write(content))).message).toContain(expected);
});
