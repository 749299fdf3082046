import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, renameSync, statSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {zipSync} from 'fflate';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {
	completePath,
	readConnector,
	readDriver,
	readJava,
	readKafka,
	readText,
} from '../../../source/commands/install/local-files.ts';
import {InputError} from '../../../source/core/errors.ts';
import {absolutePath} from '../../../source/local/cluster-file.ts';
import {emptyArchive} from '../../helpers/archives.ts';
import {connectorClass, connectorFiles, connectorJar, connectorZip, otherJar} from '../../helpers/connector.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

describe('a path', () => {
	test.each([
		['~', homedir()],
		['~/keys/id', join(homedir(), 'keys/id')],
		['a/../b', join(process.cwd(), 'b')],
		['./~', join(process.cwd(), '~')],
		['~someone/x', join(process.cwd(), '~someone/x')],
		['/a//b/', '/a/b'],
	])('%j is %j', (path, expected) => {
		expect(absolutePath(path)).toBe(expected);
	});
});

describe('a text', () => {
	test('is read whole', async () => {
		const path = join(tempDir(), 'hosts');
		writeFileSync(path, 'kafka-01\n\u20ac\n');
		expect(await readText(path)).toBe('kafka-01\n\u20ac\n');
	});

	test('of more than 4 MiB is refused before it is read', async () => {
		const path = join(tempDir(), 'image');
		writeFileSync(path, '');
		truncateSync(path, 4 * 1024 * 1024);
		expect(await readText(path)).toHaveLength(4 * 1024 * 1024);
		truncateSync(path, 4 * 1024 * 1024 + 1);
		await expect(readText(path)).rejects.toThrow(new InputError(`${path} is larger than 4 MiB: that is no inventory`));
	});

	test('that is not there, or is a folder, is an error', async () => {
		const folder = tempDir();
		await expect(readText(join(folder, 'x'))).rejects.toThrow();
		await expect(readText(folder)).rejects.toThrow();
	});
});

describe('a connector', () => {
	const {'manifest.json': manifest, ...jars} = connectorFiles('10.9.9');
	const zip = (files: Readonly<Record<string, Uint8Array>>) => {
		const path = join(tempDir(), 'jdbc.zip');
		writeFileSync(path, connectorZip(files));
		return {plugin: {zip: path}, connectorClass};
	};

	test('is told with its name, its version and its size', async () => {
		const {bytes, ...told} = await readConnector(
			zip({...jars, 'manifest.json': manifest!, 'lib/b.jar': otherJar('x'.repeat(700))}),
		);
		expect(told).toEqual({name: 'confluentinc-kafka-connect-jdbc', version: '10.9.9', count: 4});
		expect(bytes).toBeGreaterThan(400);
	});

	test('may be a folder, below ~ too', async () => {
		const home = tempDir();
		vi.stubEnv('HOME', home);
		onTestFinished(() => void vi.unstubAllEnvs());
		mkdirSync(join(home, 'jdbc'));
		writeFileSync(join(home, 'jdbc/kafka-connect-jdbc-10.9.9.jar'), connectorJar());
		const told = await readConnector({plugin: {folder: '~/jdbc/'}, connectorClass});
		expect(told).toMatchObject({name: 'uploaded-kafka-connect-jdbc', version: '10.9.9', count: 1});
	});

	test('is none, or not there', async () => {
		await expect(readConnector(zip(jars))).rejects.toThrow('has no manifest.json in it');
		for (const plugin of [{zip: join(tempDir(), 'x.zip')}, {folder: join(tempDir(), 'x')}])
			await expect(readConnector({plugin, connectorClass})).rejects.toThrow(InputError);
	});
});

describe('a driver', () => {
	const service = {'META-INF/services/java.sql.Driver': Buffer.from('org.example.Driver\n')};
	const classFor = (java: number) => ({'org/example/Driver.class': new Uint8Array([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, java + 44])});
	const jar = (content: Record<string, Uint8Array>) => {
		const path = join(tempDir(), 'driver.jar');
		// A time of its own would give each run another sum.
		writeFileSync(path, zipSync(content, {mtime: new Date(2026, 0, 1), level: 0}));
		return path;
	};

	test('is told with its class, its Java, its size and its sum', async () => {
		expect(await readDriver(jar({...service, ...classFor(8)}))).toEqual({
			name: 'driver.jar',
			driverClass: 'org.example.Driver',
			java: 8,
			bytes: expect.toSatisfy((bytes: number) => bytes > 200),
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
	});

	test('is none, or for another Java', async () => {
		await expect(readDriver(jar(classFor(8)))).rejects.toThrow('so it is no JDBC driver');
		await expect(readDriver(jar({...service, ...classFor(25)}))).rejects.toThrow('needs Java 25, and the hosts get Java 17');
		await expect(readDriver(join(tempDir(), 'x.jar'))).rejects.toThrow(InputError);
	});

	test('is found below ~', async () => {
		const path = jar({...service, ...classFor(11)});
		vi.stubEnv('HOME', join(path, '..'));
		onTestFinished(() => void vi.unstubAllEnvs());
		expect(await readDriver('~/driver.jar')).toMatchObject({name: 'driver.jar', java: 11});
	});
});

describe('an archive', () => {
	test('of Kafka is told with its size, and compared with its sha512', async () => {
		const path = await emptyArchive(tempDir(), '4.3.1');
		const sha512 = createHash('sha512').update(readFileSync(path)).digest('hex');
		const found = {bytes: statSync(path).size};
		expect(await readKafka(path, '')).toEqual(found);
		expect(await readKafka(path, sha512)).toEqual(found);
		writeFileSync(`${path}.sha512`, `${sha512}  kafka_2.13-4.3.1.tgz`);
		expect(await readKafka(path, `${path}.sha512`)).toEqual(found);
		await expect(readKafka(path, 'ab'.repeat(64))).rejects.toThrow(/^platform\.source\.archive: .* has the sha512 /);
		await expect(readKafka(path, `${path}.sha`)).rejects.toThrow(/^platform\.source\.sha512: .* could not be read/);
	});

	test('of another Kafka than its name says, or of none, is refused', async () => {
		const path = await emptyArchive(tempDir(), '4.3.1');
		const renamed = path.replace('4.3.1.tgz', '4.2.0.tgz');
		renameSync(path, renamed);
		await expect(readKafka(renamed, '')).rejects.toThrow('has Kafka 4.3.1 in it, and 4.2.0 in its name');
		await expect(readJava(renamed, '')).rejects.toThrow('has no bin/java in its top folder');
		await expect(readKafka(path, '')).rejects.toThrow(/^platform\.source\.archive: .* does not exist/);
	});

	test('at a URL is not fetched, and is found below ~ otherwise', async () => {
		expect(await readKafka('https://127.0.0.1:1/kafka_2.13-4.3.1.tgz', 'ab'.repeat(64))).toEqual({});
		const path = await emptyArchive(tempDir(), '4.3.1');
		vi.stubEnv('HOME', join(path, '..'));
		onTestFinished(() => void vi.unstubAllEnvs());
		expect(await readKafka('~/kafka_2.13-4.3.1.tgz', '')).toEqual({bytes: statSync(path).size});
	});
});

describe('Tab', () => {
	/** A home directory with a few things in it. */
	function home() {
		const folder = tempDir();
		for (const name of ['drivers', 'dumps', '.ssh']) mkdirSync(join(folder, name));
		for (const name of ['driver.jar', 'a b.jar', '.profile', 'drivers/pg.jar', 'drivers/ms.jar'])
			writeFileSync(join(folder, name), '');
		symlinkSync('drivers', join(folder, 'linked'));
		symlinkSync('gone', join(folder, 'lost'));
		vi.stubEnv('HOME', folder);
		onTestFinished(() => void vi.unstubAllEnvs());
		return folder;
	}

	test.each([
		['~/dr', ['~/driver.jar', '~/drivers/']],
		['~/drivers/', ['~/drivers/ms.jar', '~/drivers/pg.jar']],
		['~/drivers/p', ['~/drivers/pg.jar']],
		['~/a', ['~/a b.jar']],
		['~/l', ['~/linked/', '~/lost']],
		['~/x', []],
		['~/', ['~/a b.jar', '~/driver.jar', '~/drivers/', '~/dumps/', '~/linked/', '~/lost']],
		['~', ['~/a b.jar', '~/driver.jar', '~/drivers/', '~/dumps/', '~/linked/', '~/lost']],
		['~/.', ['~/.profile', '~/.ssh/']],
		['~/linked/m', ['~/linked/ms.jar']],
	])('%j: %j', async (typed, expected) => {
		home();
		expect(await completePath(typed)).toEqual(expected);
	});

	test('leaves what was typed as it is, from the root', async () => {
		const folder = home();
		expect(await completePath(`${folder}/du`)).toEqual([`${folder}/dumps/`]);
	});

	test('counts from the working directory', async () => {
		const folder = home();
		const before = process.cwd();
		process.chdir(folder);
		onTestFinished(() => process.chdir(before));
		expect(await completePath('du')).toEqual(['dumps/']);
		expect(await completePath('./du')).toEqual(['./dumps/']);
		expect(await completePath('')).toContain('dumps/');
	});
});
