import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import type {Command} from '../../source/core/command.ts';
import type {Stage} from '../../source/core/plan.ts';
import {Secret} from '../../source/core/secret.ts';
import {distributionOf} from '../../source/kafka/distribution.ts';
import {kafka} from '../../source/kafka/roles/broker/stage.ts';
import {connect} from '../../source/kafka/roles/connect/stage.ts';
import {controller} from '../../source/kafka/roles/controller/stage.ts';
import {schemaRegistry} from '../../source/kafka/roles/schema-registry/stage.ts';
import {zookeeper} from '../../source/kafka/roles/zookeeper/stage.ts';
import {nothingKnown} from '../../source/kafka/settled/record-steps.ts';
import {fakeContext} from '../helpers/context.ts';
import {noDial} from '../helpers/fake-connection.ts';
import {kraftCluster, sampleCluster} from '../helpers/sample-cluster.ts';
import {quorumFor} from '../helpers/standings.ts';

const archived = (cluster: Cluster): Cluster => ({
	...cluster,
	roles: {...cluster.roles, 'schema-registry': []},
	platform: {...cluster.platform, source: {archive: '/kafka_2.13-3.9.2.tgz', sha512: undefined, kafka: '3.9.2'}},
});

function stagesOf(cluster: Cluster): readonly Stage[] {
	const {hosts, roles} = cluster;
	const quorum = quorumFor(cluster);
	const known = {...nothingKnown(), ...(quorum === undefined ? {} : {quorum})};
	const materials = {known, plugin: {jars: '/usr/share/java/kafka-connect-jdbc'}, secret: async () => new Secret('s3cret')};
	return [
		...(roles.zookeeper.length > 0 ? [zookeeper(cluster, hosts, {known})] : []),
		...(roles.controller.length > 0 ? [controller(cluster, hosts, {known})] : []),
		kafka(cluster, hosts, {known}),
		...(roles['schema-registry'].length > 0 ? [schemaRegistry(cluster, hosts)] : []),
		connect(cluster, hosts, materials),
	];
}

type Put = {readonly path: string; readonly owner: string; readonly group: string; readonly groupThere: boolean};

/** What the steps of a stage give to groups, on a bare host where nothing runs, and whether the group was there by then. */
async function putBy(stage: Stage, host: Cluster['hosts'][number]): Promise<readonly Put[]> {
	const puts: Put[] = [];
	const groups = new Set<string>();
	const exec = async ({text}: Command) => {
		for (const [, group] of text.matchAll(/^usermod --append --groups (\S+) /gm)) groups.add(group!);
		const [, path] = /^path=(\S+)/m.exec(text) ?? [];
		const [, owner, group] = /^owner=(\S+):(\S+) mode=/m.exec(text) ?? /^chown (\S+):(\S+) \. /m.exec(text) ?? [];
		if (path !== undefined && owner !== undefined && group !== undefined && group !== 'root') {
			puts.push({path, owner, group, groupThere: groups.has(group)});
		}
		return {code: 0, stdout: text.startsWith('if found=$(getent group') ? 'group\nmember\n' : '', stderr: ''};
	};
	const context = fakeContext({exec, dial: noDial, close: async () => {}}, {host});
	for (const step of stage.begin()(host)) {
		if (step.check === undefined || step.apply === undefined || step.id === 'start' || step.id === 'format') continue;
		await step.apply(context).catch(() => {});
	}
	return puts;
}

describe.each([
	['with ZooKeeper', sampleCluster],
	['with controllers', kraftCluster],
	['from an archive', archived(sampleCluster)],
])('settings, %s', (_, cluster) => {
	const {users, groups, group: shared} = distributionOf(cluster);

	test('are for one account each, whose group is there before the first of them', async () => {
		const puts = (await Promise.all(stagesOf(cluster).flatMap(stage => cluster.hosts.map(host => putBy(stage, host))))).flat();
		const settings = puts.filter(({owner}) => owner === 'root');
		expect(new Set(settings.map(({path}) => path)).size).toBeGreaterThan(4);
		expect(settings.filter(({groupThere}) => !groupThere)).toEqual([]);
		expect(settings.filter(({group}) => group === shared)).toEqual([]);
		const readers = new Map(settings.map(({path, group}) => [path, group]));
		expect(readers.get('/etc/kafka/server.properties')).toBe(groups.kafka);
		expect(readers.get('/etc/kafka-connect-jdbc')).toBe(groups.connect);
		expect(readers.get(distributionOf(cluster).files.worker)).toBe(groups.connect);
		if (cluster.roles['schema-registry'].length > 0) {
			expect(readers.get('/etc/schema-registry/schema-registry.properties')).toBe(groups.registry);
		}
	});

	test('no group is that of two accounts, nor the one that they share', () => {
		expect(new Set(Object.values(groups)).size).toBe(Object.keys(users).length);
		expect(Object.values(groups)).not.toContain(shared);
	});
});
