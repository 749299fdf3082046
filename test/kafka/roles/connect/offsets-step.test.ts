import {chownSync, linkSync, mkdirSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {offsetsStep} from '../../../../source/kafka/roles/connect/offsets-step.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

const owner = 'cp-kafka-connect:confluent';
const nobody = 65534;

/** A host on which the worker's account is nobody. */
const context = () => fakeContext(localConnection({paths: {[owner]: 'nobody:nogroup'}}));
const stepFor = (dataDir: string) => offsetsStep({...sampleCluster, connect: {...sampleCluster.connect, dataDir}});
const uid = (path: string) => statSync(path).uid;

test.skipIf(process.getuid?.() !== 0)('copied offsets are given to the worker, and nothing else is', async () => {
	const dir = tempDir();
	const data = join(dir, 'data');
	mkdirSync(data);
	chownSync(data, nobody, nobody);
	const step = stepFor(data);
	expect(await step.check(context())).toEqual([]);
	writeFileSync(join(data, 'connect.offsets'), 'x');
	expect((await step.check(context())).map(({what}) => what)).toEqual([
		`set owner of ${data}/connect.offsets to ${owner} (was root:root)`,
	]);
	await step.apply(context());
	expect(uid(join(data, 'connect.offsets'))).toBe(nobody);
});

test.skipIf(process.getuid?.() !== 0)('a link in its place leads to no other file', async () => {
	for (const link of [symlinkSync, linkSync]) {
		const dir = tempDir();
		const [data, secret] = [join(dir, 'data'), join(dir, 'secret')];
		mkdirSync(data);
		writeFileSync(secret, 'secret');
		chownSync(data, nobody, nobody);
		link(secret, join(data, 'connect.offsets'));
		expect(await stepFor(data).check(context())).toEqual([]);
		await expect(stepFor(data).apply(context())).rejects.toThrow('set owner');
		expect(uid(secret)).toBe(0);
	}
});
