import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import type {Connection} from '../../source/core/connection.ts';
import type {Stage} from '../../source/core/plan.ts';
import {Secret} from '../../source/core/secret.ts';
import {kafka} from '../../source/kafka/roles/broker/stage.ts';
import {connect} from '../../source/kafka/roles/connect/stage.ts';
import {schemaRegistry} from '../../source/kafka/roles/schema-registry/stage.ts';
import {zookeeper} from '../../source/kafka/roles/zookeeper/stage.ts';
import {nothingKnown} from '../../source/kafka/settled/record-steps.ts';
import {fakeContext} from '../helpers/context.ts';
import {noDial} from '../helpers/fake-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

/** A bare host: every question finds nothing there. */
const bare: Connection = {exec: async () => ({code: 0, stdout: '', stderr: ''}), dial: noDial, async close() {}};

/** The sample cluster with so many brokers, and an ensemble of as many. */
function clusterOf(size: number): Cluster {
	const names = Array.from({length: size}, (_, index) => `kafka-0${index + 1}`);
	const ids = Object.fromEntries(names.map((name, index) => [name, index + 1]));
	return {
		...sampleCluster,
		hosts: names.map(name => ({name})),
		roles: {...sampleCluster.roles, zookeeper: names, kafka: names, 'schema-registry': [names[0]!], connect: [names.at(-1)!]},
		zookeeper: {...sampleCluster.zookeeper, ids},
		kafka: {...sampleCluster.kafka, ids},
	};
}

/**
 * The files that a stage would create on a host, as `path` and content; a step that needs more of its host than files is left
 * out, and so are the log configurations, which are the same on every host and have golden files of their own.
 */
async function filesOf(stage: Stage, host: string): Promise<readonly string[]> {
	const files: string[] = [];
	for (const step of stage.begin()({name: host})) {
		if (step.id === 'log-configuration') continue;
		const context = fakeContext(bare, {host: {name: host}});
		const changes = (await step.check?.(context).catch(() => [])) ?? [];
		for (const {puts = [], after} of changes) {
			if (after !== undefined) files.push(`==> ${puts[0]?.name ?? '?'} <==\n${after}`);
		}
	}
	return files;
}

test.each([1, 3, 5])('the files of a cluster of %i are those of the golden ones', async size => {
	const cluster = clusterOf(size);
	const known = nothingKnown();
	const plugin = {jars: '/usr/share/java/kafka-connect-jdbc'};
	const secret = async () => new Secret('never in a golden file');
	const stages = [
		zookeeper(cluster, cluster.hosts, {known}),
		kafka(cluster, cluster.hosts, {known}),
		schemaRegistry(cluster, cluster.hosts),
		connect(cluster, [{name: cluster.roles.connect[0]!}], {known, plugin, secret}),
	];
	for (const {name} of cluster.hosts) {
		const files = (await Promise.all(stages.map(stage => filesOf(stage, name)))).flat();
		expect(files.length).toBeGreaterThan(4);
		const path = fileURLToPath(new URL(`../golden/${size}-${name}.txt`, import.meta.url));
		await expect(`${files.join('\n')}\n`).toMatchFileSnapshot(path);
	}
});
