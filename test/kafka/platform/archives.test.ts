import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readArchives} from '../../../source/kafka/platform/archives.ts';
import {namesInTar} from '../../../source/kafka/platform/tar.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const kafkaFiles = ['bin/kafka-server-start.sh', 'libs/kafka-clients-4.3.1.jar', `site-docs/${'long/'.repeat(40)}name.html`];

/** A .tar.gz of these files, each in the folder `top`. */
function tarOf(files: readonly string[], {name = 'kafka_2.13-4.3.1.tgz', top = 'kafka_2.13-4.3.1', format = 'gnu'} = {}): string {
	const folder = tempDir();
	for (const file of files) {
		const path = join(folder, top, file);
		mkdirSync(dirname(path), {recursive: true});
		writeFileSync(path, file.repeat(100));
	}
	execFileSync('tar', ['-C', folder, `--format=${format}`, '-czf', join(folder, name), top]);
	return join(folder, name);
}

const sha512 = (path: string) => createHash('sha512').update(readFileSync(path)).digest('hex');
const reading = (archive: string, more: {sha512?: string; zookeeper?: string[]; java?: string} = {}) =>
	readArchives({
		platform: {
			...sampleCluster.platform,
			source: {archive, sha512: more.sha512, kafka: '4.3.1'},
			java: more.java === undefined ? undefined : {archive: more.java, sha512: undefined},
		},
		roles: {...sampleCluster.roles, zookeeper: more.zookeeper ?? []},
	});

test.each(['gnu', 'pax', 'ustar'])('the names in a tar of format %s are read, long ones too', async format => {
	const names = await namesInTar(tarOf(kafkaFiles, {format}));
	expect(names.filter(name => !name.endsWith('/')).sort()).toEqual(kafkaFiles.map(name => `kafka_2.13-4.3.1/${name}`).sort());
});

describe('an archive of this machine', () => {
	test('is read once for all hosts, with its sha512', async () => {
		const path = tarOf(kafkaFiles);
		const {kafka} = await reading(path);
		expect(kafka).toMatchObject({
			sha512: sha512(path),
			origin: {upload: 'kafka_2.13-4.3.1.tgz', bytes: readFileSync(path).length},
		});
		const origin = kafka!.origin;
		if (!('content' in origin)) throw new Error('no upload');
		expect(await origin.content()).toBe(await origin.content());
	});

	test('is compared with the file of digits beside it', async () => {
		const path = tarOf(kafkaFiles);
		const groups = sha512(path).toUpperCase().match(/.{8}/g)!;
		writeFileSync(`${path}.sha512`, `kafka_2.13-4.3.1.tgz: ${groups.slice(0, 8).join(' ')}\n   ${groups.slice(8).join(' ')}\n`);
		await expect(reading(path, {sha512: `${path}.sha512`})).resolves.toHaveProperty('kafka');
		writeFileSync(`${path}.sha512`, 'not found');
		await expect(reading(path, {sha512: `${path}.sha512`})).rejects.toThrow(/holds no sha512/);
		await expect(reading(path, {sha512: `${path}.none`})).rejects.toThrow(/could not be read/);
		await expect(reading(path, {sha512: '0'.repeat(128)})).rejects.toThrow(/and 0000000000000000… is wanted/);
	});

	test.each([
		['a web page', '<!DOCTYPE html>\n<p>404', /is a web page/],
		['a zip', 'PK\u0003\u0004', /is a zip file, not a \.tar\.gz/],
		['nothing', '', /is empty/],
	])('is not %s', async (_, content, message) => {
		const path = join(tempDir(), 'kafka_2.13-4.3.1.tgz');
		writeFileSync(path, content);
		await expect(reading(path)).rejects.toThrow(message);
	});

	test('is whole', async () => {
		const path = tarOf(kafkaFiles);
		truncateSync(path, Math.floor(readFileSync(path).length / 2));
		await expect(reading(path)).rejects.toThrow(/is damaged/);
	});

	test('is what its name says', async () => {
		await expect(reading(tarOf(['bin/x.sh']))).rejects.toThrow(/has no libs\/kafka-clients-VERSION\.jar/);
		await expect(reading(tarOf(['bin/kafka-server-start.sh', 'libs/kafka-clients-4.3.0.jar']))).rejects.toThrow(
			/has Kafka 4\.3\.0 in it, and 4\.3\.1 in its name/,
		);
		await expect(reading(tarOf(kafkaFiles), {zookeeper: ['kafka-01']})).rejects.toThrow(/has no bin\/zookeeper-server-start\.sh/);
	});

	test('may be one of Java', async () => {
		const good = tarOf(['bin/java'], {name: 'jdk-17.tar.gz', top: 'jdk-17'});
		expect(await reading(tarOf(kafkaFiles), {java: good})).toHaveProperty('java.origin.upload', 'jdk-17.tar.gz');
		const bad = tarOf(['Contents/Home/bin/java'], {name: 'jdk-17.tar.gz', top: 'jdk-17'});
		await expect(reading(tarOf(kafkaFiles), {java: bad})).rejects.toThrow(/has no bin\/java in its top folder/);
	});
});
