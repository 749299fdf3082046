import {execFileSync} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {findIds} from '../../../source/kafka/identity/found-ids.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const meta = (broker: number | string, cluster: string) => `#Mon Nov 23\nbroker.id=${broker}\nversion=0\ncluster.id=${cluster}\n`;

/** What a host with these files says; `zk` is ZooKeeper's directory, `d1` and `d2` are the broker's. */
async function found(files: Readonly<Record<string, string>>, host = 'kafka-01') {
	const root = tempDir();
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(join(root, path, '..'), {recursive: true});
		writeFileSync(join(root, path), text);
	}
	const cluster = {
		...sampleCluster,
		zookeeper: {...sampleCluster.zookeeper, dataDir: join(root, 'zk')},
		kafka: {...sampleCluster.kafka, dataDirs: [join(root, 'd1'), join(root, 'd2')]},
	};
	const connection = localConnection();
	const ids = await findIds(cluster, {name: host}, connection);
	return {ids, root, commands: connection.commands.length};
}

test('a bare host has none, and a host without a role is not even asked', async () => {
	expect(await found({})).toMatchObject({ids: {}, commands: 1});
	expect(await found({}, 'other')).toMatchObject({ids: {}, commands: 0});
});

test('the ids are read by one command, with and without an end of the last line', async () => {
	const {ids, commands} = await found({'zk/myid': '2', 'zk/version-2/log.1': '', 'd1/meta.properties': meta(2, 'abc').trimEnd()});
	expect(ids).toEqual({zookeeper: 2, kafka: 2, clusterId: 'abc'});
	expect(commands).toBe(1);
});

test('directories that agree, or of which one is new, are well', async () => {
	expect(
		(await found({'d1/meta.properties': meta(2, 'abc'), 'd2/meta.properties': meta(2, 'abc')})).ids.conflicts,
	).toBeUndefined();
	expect((await found({'d2/meta.properties': meta(2, 'abc')})).ids).toEqual({kafka: 2, clusterId: 'abc'});
});

test('directories that do not agree are told with both values', async () => {
	const {ids, root} = await found({'d1/meta.properties': meta(2, 'abc'), 'd2/meta.properties': meta(3, 'xyz')});
	expect(ids.conflicts).toEqual([
		`the data directories of kafka-01 are of different broker ids (${root}/d1/meta.properties: 2; ${root}/d2/meta.properties: 3)`,
		`the data directories of kafka-01 are of different Kafka clusters (${root}/d1/meta.properties: abc; ${root}/d2/meta.properties: xyz)`,
	]);
});

describe('a myid that is gone from beside data', () => {
	test.each([
		['none', {}, undefined],
		['an empty one', {'zk/myid': ''}, undefined],
		['no number', {'zk/myid': 'two\n'}, 'text'],
	])('%s', async (_, files, holds) => {
		const {ids, root} = await found({'zk/version-2/snapshot.0': '', ...files} as Record<string, string>);
		expect(ids).toEqual({lost: [{role: 'zookeeper', path: `${root}/zk/myid`, ...(holds === undefined ? {} : {holds})}]});
	});

	test('without data there is nothing to lose', async () => {
		expect((await found({'zk/myid': 'two\n'})).ids).toEqual({});
	});
});

describe('a service does not have the files of others read for it', () => {
	const planted = async (make: (root: string, secret: string) => void) => {
		const root = tempDir();
		const secret = join(root, 'secret');
		writeFileSync(secret, 'CANARY\nbroker.id=5\ncluster.id=CANARY!\n');
		for (const folder of ['zk/version-2', 'd1', 'd2', 'other']) mkdirSync(join(root, folder), {recursive: true});
		make(root, secret);
		const cluster = {
			...sampleCluster,
			zookeeper: {...sampleCluster.zookeeper, dataDir: join(root, 'zk')},
			kafka: {...sampleCluster.kafka, dataDirs: [join(root, 'd1'), join(root, 'd2')]},
		};
		return {root, ids: await findIds(cluster, {name: 'kafka-01'}, localConnection())};
	};

	test('by a link in the place of its own', async () => {
		const {root, ids} = await planted((at, secret) => {
			symlinkSync(secret, join(at, 'zk/myid'));
			symlinkSync(secret, join(at, 'd1/meta.properties'));
		});
		expect(ids).toEqual({
			lost: [
				{role: 'zookeeper', path: `${root}/zk/myid`, holds: 'link'},
				{role: 'kafka', path: `${root}/d1/meta.properties`, holds: 'link'},
			],
		});
	});

	test('by a link in the place of its directory, where others than root can put one', async () => {
		const {root, ids} = await planted((at, secret) => {
			rmSync(join(at, 'd1'), {recursive: true});
			renameSync(secret, join(at, 'other/meta.properties'));
			symlinkSync(join(at, 'other'), join(at, 'd1'));
			chmodSync(at, 0o777);
		});
		// It holds data, for all that can be told: it is no new host.
		expect(ids.lost).toContainEqual({role: 'kafka', path: `${root}/d1/meta.properties`, holds: 'link'});
		expect(ids.kafka).toBeUndefined();
	});

	test('a link of root to the directory is followed', async () => {
		const {ids} = await planted(at => {
			rmSync(join(at, 'd1'), {recursive: true});
			writeFileSync(join(at, 'other/meta.properties'), meta(2, 'abc'));
			symlinkSync(join(at, 'other'), join(at, 'd1'));
		});
		expect(ids).toMatchObject({kafka: 2, clusterId: 'abc'});
	});

	test('and what is no id is not told', async () => {
		const {ids} = await planted((at, secret) => {
			copyFileSync(secret, join(at, 'zk/myid'));
			writeFileSync(join(at, 'd1/meta.properties'), meta('1'.repeat(5000), 'CANARY CANARY'));
			writeFileSync(join(at, 'd2/meta.properties'), meta(3, 'abc'));
		});
		expect(ids.lost).toMatchObject([{holds: 'text'}]);
		expect(ids.conflicts).toHaveLength(2);
		expect(ids.clusterId).toBe('abc');
		expect(ids.kafka).toBeUndefined();
		expect(JSON.stringify(ids)).not.toMatch(/CANARY|1{20}/);
	});
});

test('what a service put in the place of its file holds up nobody: a pipe, a line without an end, bytes that are none of a text', async () => {
	const plant = async (make: (path: string) => void) => {
		const root = tempDir();
		mkdirSync(join(root, 'd1'), {recursive: true});
		make(join(root, 'd1/meta.properties'));
		const cluster = {...sampleCluster, kafka: {...sampleCluster.kafka, dataDirs: [join(root, 'd1')]}};
		return findIds(cluster, {name: 'kafka-01'}, localConnection());
	};
	expect(await plant(path => execFileSync('mkfifo', [path]))).toEqual({});
	expect(
		await plant(path => {
			writeFileSync(path, meta(2, 'abc'));
			truncateSync(path, 2 ** 32);
		}),
	).toMatchObject({kafka: 2, clusterId: 'abc'});
	expect(await plant(path => writeFileSync(path, `x\0broker.id=7\0${'y'.repeat(1e6)}\nbroker.id=8\n`))).toEqual({});
});
