import {mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {ConvergeStep} from '../../source/core/plan.ts';
import {smokeTest} from '../../source/kafka/stages/smoke-test.ts';
import {fakeContext} from '../helpers/context.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';
import {shims} from '../helpers/shims.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const left = 'kafka-setup-smoke-test-0123abcd';
const others = ['orders-0', 'kafka-setup-test-0123abcd-0', 'kafka-setup-smoke-test-notes-0', `${left}-1.7d0f-delete`];

test('the topic that a killed smoke test left is deleted, and no other one', async () => {
	const dataDirs = ['one', "it's two"].map(name => join(tempDir(), name));
	for (const [index, path] of dataDirs.entries()) {
		for (const name of [...others, `${left}-${index}`]) mkdirSync(join(path, name), {recursive: true});
	}
	const cluster = {...sampleCluster, kafka: {...sampleCluster.kafka, dataDirs}};
	const remove = `for path in ${dataDirs.map(path => `"${path}"`).join(' ')}; do rm -r "$path/$5"-[0-9]; done`;
	const prefix = shims({
		'kafka-topics': `[ "$*" = "--bootstrap-server kafka-01:9092 --delete --topic $5 --if-exists" ] && ${remove}`,
	});
	const [first, second] = cluster.hosts.map(host => smokeTest(cluster, cluster.hosts, {alone: true}).steps(host));
	expect(second!.map(step => step.id)).toEqual(['records']);
	const step = first![0] as ConvergeStep;
	const context = fakeContext(localConnection({prefix}));
	expect((await step.check(context)).map(change => change.what)).toEqual([`delete topic ${left}`]);
	await step.apply(context);
	expect(await step.check(context)).toEqual([]);
	for (const path of dataDirs) expect(readdirSync(path).sort()).toEqual([...others].sort());
});

test('on a bare host there is nothing to delete', async () => {
	const cluster = {...sampleCluster, kafka: {...sampleCluster.kafka, dataDirs: [join(tempDir(), 'none')]}};
	const [step] = smokeTest(cluster, cluster.hosts, {}).steps(cluster.hosts[0]!);
	expect(await step!.check!(fakeContext(localConnection()))).toEqual([]);
});
