import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import {rolesOf} from '../../source/cluster/roles.ts';
import type {Host} from '../../source/core/inventory.ts';
import type {Stage} from '../../source/core/plan.ts';
import {Secret} from '../../source/core/secret.ts';
import {kafka} from '../../source/kafka/roles/broker/stage.ts';
import {connect} from '../../source/kafka/roles/connect/stage.ts';
import {controller} from '../../source/kafka/roles/controller/stage.ts';
import {schemaRegistry} from '../../source/kafka/roles/schema-registry/stage.ts';
import {zookeeper} from '../../source/kafka/roles/zookeeper/stage.ts';
import {type KnownCluster, nothingKnown} from '../../source/kafka/settled/record-steps.ts';
import {renderUnit} from '../../source/kafka/templates.ts';
import {fakeContext} from '../helpers/context.ts';
import {nothingThere} from '../helpers/fake-connection.ts';
import {kraftCluster, sampleCluster} from '../helpers/sample-cluster.ts';
import {quorumFor} from '../helpers/standings.ts';

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

/** The same in each unit. */
const hardening = renderUnit('hardening.conf', {});

/**
 * The files that a stage would create on a host, as `path` and content; a step that needs more of its host than files is left
 * out, and so are the log configurations, which are the same on every host and have golden files of their own.
 */
async function filesOf(stage: Stage, host: Host): Promise<readonly string[]> {
	const files: string[] = [];
	for (const step of stage.begin()(host)) {
		if (step.id === 'log-configuration') continue;
		const context = fakeContext(nothingThere, {host});
		const changes = (await step.check?.(context).catch(() => [])) ?? [];
		for (const {puts = [], after} of changes) {
			if (after !== undefined) files.push(`==> ${puts[0]?.name ?? '?'} <==\n${after.replace(hardening, '# (hardening.conf)\n')}`);
		}
	}
	return files;
}

/** What each host of a cluster has at the end is what its golden file has. */
async function expectGolden(cluster: Cluster, known: KnownCluster, prefix: string) {
	const plugin = {jars: '/usr/share/java/kafka-connect-jdbc'};
	const secret = async () => new Secret('never in a golden file');
	const on = (role: keyof Cluster['roles'], host: string) => cluster.roles[role].includes(host);
	const stagesOf = (host: string) => [
		...(on('controller', host) && !cluster.controller.combined ? [controller(cluster, cluster.hosts, {known})] : []),
		...(on('zookeeper', host) ? [zookeeper(cluster, cluster.hosts, {known})] : []),
		...(on('kafka', host) ? [kafka(cluster, cluster.hosts, {known})] : []),
		...(cluster.roles['schema-registry'].length > 0 ? [schemaRegistry(cluster, cluster.hosts)] : []),
		connect(cluster, [{name: cluster.roles.connect[0]!}], {known, plugin, secret}),
	];
	for (const host of cluster.hosts) {
		const {name} = host;
		const files = (await Promise.all(stagesOf(name).map(stage => filesOf(stage, host)))).flat();
		expect(files.length).toBeGreaterThan(2 * rolesOf(cluster.roles, name).length);
		const path = fileURLToPath(new URL(`../golden/${prefix}-${name}.txt`, import.meta.url));
		await expect(`${files.join('\n')}\n`).toMatchFileSnapshot(path);
	}
}

test.each([1, 3, 5])('the files of a cluster of %i are those of the golden ones', async size => {
	await expectGolden(clusterOf(size), nothingKnown(), String(size));
});

/** Controllers on these hosts, brokers on those. */
function kraftOn(controllers: readonly string[], brokers: readonly string[], version: string, combined = false): Cluster {
	const from = (first: number, names: readonly string[]) => Object.fromEntries(names.map((name, index) => [name, first + index]));
	const {roles, platform, controller, kafka} = kraftCluster;
	return {
		...kraftCluster,
		hosts: [...new Set([...controllers, ...brokers])].map(name => ({name})),
		roles: {...roles, controller: controllers, kafka: brokers, 'schema-registry': [brokers[0]!], connect: [brokers.at(-1)!]},
		platform: {...platform, version},
		controller: {...controller, ids: combined ? from(1, controllers) : from(101, controllers), combined},
		kafka: {...kafka, ids: from(1, brokers)},
	};
}
const three = ['kafka-01', 'kafka-02', 'kafka-03'];

test.each([
	['kraft-1', kraftOn(['kafka-01'], ['kafka-01'], '8.3')],
	['kraft-3', kraftOn(three, three, '8.3')],
	['kraft-3+3', kraftOn(['ctl-01', 'ctl-02', 'ctl-03'], three, '8.3')],
	['kraft-static-3', kraftOn(three, three, '7.9')],
	['kraft-combined-3', kraftOn(three, three, '8.3', true)],
])('the files of a cluster with controllers, %s, are those of the golden ones', async (prefix, cluster) => {
	await expectGolden(cluster, {...nothingKnown(), quorum: quorumFor(cluster)}, prefix);
});

/** The same with Kafka from an archive, which has no registry. */
const fromArchive = (cluster: Cluster, kafka: string, version: string): Cluster => ({
	...cluster,
	roles: {...cluster.roles, 'schema-registry': []},
	platform: {...cluster.platform, version, source: {archive: `/kafka_2.13-${kafka}.tgz`, sha512: undefined, kafka}},
});

test('the files of Kafka from an archive are those of the golden ones', async () => {
	await expectGolden(fromArchive(clusterOf(1), '3.9.2', '7.9'), nothingKnown(), 'archive-zookeeper-1');
	const kraft = fromArchive(kraftOn(['kafka-01'], ['kafka-01'], '8.3'), '4.3.1', '8.3');
	await expectGolden(kraft, {...nothingKnown(), quorum: quorumFor(kraft)}, 'archive-kraft-1');
});

/** The first host listens on an address of IPv4, the second on one of IPv6, the others on all that they have. */
const bound = (cluster: Cluster): Cluster => ({
	...cluster,
	hosts: cluster.hosts.map((host, index) => (index > 1 ? host : {...host, bind: index === 0 ? '10.0.0.5' : 'fd00::5'})),
});

test('the files of hosts that listen on one address are those of the golden ones', async () => {
	await expectGolden(bound(clusterOf(3)), nothingKnown(), 'bind-zookeeper-3');
	const kraft = bound(kraftOn(three, three, '8.3'));
	await expectGolden(
		{...kraft, roles: {...kraft.roles, 'schema-registry': three}},
		{...nothingKnown(), quorum: quorumFor(kraft)},
		'bind-kraft-3',
	);
	const combined = bound(kraftOn(three, three, '8.3', true));
	await expectGolden(combined, {...nothingKnown(), quorum: quorumFor(combined)}, 'bind-combined-3');
});

/** Racks, and settings of their own for services of one host. */
const withRacks = (cluster: Cluster): Cluster => ({
	...cluster,
	hosts: cluster.hosts.map((host, index) => ({
		...host,
		rack: 'abc'[index]!,
		...(index === 1 ? {properties: {kafka: {'num.io.threads': '16', 'log.retention.hours': '1'}, controller: {'a.b': '2'}}} : {}),
	})),
	kafka: {...cluster.kafka, extraProperties: {'log.retention.hours': '72'}},
});

test('the files of hosts with racks and settings of their own are those of the golden ones', async () => {
	const kraft = withRacks(kraftOn(three, three, '8.3'));
	await expectGolden(kraft, {...nothingKnown(), quorum: quorumFor(kraft)}, 'racks-3');
});
