import {expect, test} from 'vitest';
import type {Properties} from '../../../../source/cluster/cluster.ts';
import {workerFile} from '../../../../source/kafka/roles/connect/worker.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {nothingThere} from '../../../helpers/fake-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';

const key = 'connector.client.config.override.policy';

async function policy(ofSource: Properties, extraProperties: Properties = {}) {
	const {connect, roles} = sampleCluster;
	const sources = connect.sources.map(source => ({...source, extraProperties: {...source.extraProperties, ...ofSource}}));
	const cluster = {...sampleCluster, connect: {...connect, sources, extraProperties}};
	const [change] = await workerFile(cluster, {name: roles.connect[0]!}).check(fakeContext(nothingThere));
	return change!.after!.split('\n').filter(line => line.startsWith(key));
}

test('no connector changes the clients of its worker, unless a source of the file does', async () => {
	expect(await policy({})).toEqual([`${key}=None`]);
	expect(await policy({'numeric.mapping': 'best_fit'})).toEqual([`${key}=None`]);
	for (const client of ['producer', 'consumer', 'admin'])
		expect(await policy({[`${client}.override.client.id`]: 'x'})).toEqual([`${key}=All`]);
});

test('the file can say otherwise for the worker', async () => {
	expect(await policy({}, {[key]: 'Principal'})).toEqual([`${key}=Principal`]);
});
