import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand, sh} from '../../../../source/core/command.ts';
import {dataFirst, hasData} from '../../../../source/kafka/roles/zookeeper/ensemble-data.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

const context = fakeContext(localConnection());
const member = (dataDir: string, extraProperties = {}) => ({
	...sampleCluster,
	zookeeper: {...sampleCluster.zookeeper, dataDir, extraProperties},
});
function written(...names: readonly string[]) {
	const dir = tempDir();
	mkdirSync(join(dir, 'version-2'));
	for (const name of names) writeFileSync(join(dir, 'version-2', name), '');
	return dir;
}

test.each<[string, readonly string[], boolean]>([
	['nothing', [], false],
	// What ZooKeeper 3.8.4 writes when it finds nothing, before it has seen another member.
	['what a server leaves that found nothing', ['snapshot.0', 'currentEpoch', 'acceptedEpoch', 'snapshot.0.gz'], false],
	['a log', ['snapshot.0', 'log.1'], true],
	['a snapshot', ['snapshot.100000004'], true],
	['a compressed snapshot', ['snapshot.100000004.gz'], true],
])('a directory with %s: %j holds data: %s', async (_what, names, holds) => {
	expect(await hasData(context, member(written(...names)))).toBe(holds);
});

test('a directory that is not there holds none, and logs of their own are looked for too', async () => {
	const none = join(tempDir(), 'none');
	expect(await hasData(context, member(none))).toBe(false);
	expect(await hasData(context, member(none, {dataLogDir: written('log.1')}))).toBe(true);
});

test.each([
	['Zookeeper version: 3.8.4\nMode: leader\n', 0],
	['This ZooKeeper instance is not currently serving requests\n', 0],
	['', 1],
])('a member that says %j is up: exit code %i', async (said, code) => {
	const {text} = dataFirst(sampleCluster, {name: 'kafka-01'}).up.command as {text: string};
	const [asked] = text.split(' 2>/dev/null | ');
	const stand = text.replace(asked!, sh`printf %s ${said}`.text);
	expect((await context.exec(rawCommand(stand))).code).toBe(code);
});
