import {expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import type {ClusterIdentity} from '../../../source/cluster/identity.ts';
import {giveIds} from '../../../source/cluster/ids.ts';
import {idGiver} from '../../../source/commands/install/given-ids.ts';
import {findIds, readIds} from '../../../source/kafka/identity/found-ids.ts';
import {earlierIds} from '../../../source/kafka/identity/identity.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';

const cluster = parseCluster(
	'name: a\nhosts: [k1, k2, k3, z1]\nroles: {zookeeper: [k1, k2, z1], kafka: [k1, k2, k3]}\nkafka: {ids: {k3: 9}}\n',
	'kafka-setup.yaml',
);

/** What the disk of each host says; z1 was a broker once, which a run does not read. */
const disks: Readonly<Record<string, string>> = {
	k1: 'zookeeper-0 2\nkafka-0 broker.id=4\nkafka-0 cluster.id=abc\n',
	k2: '',
	k3: '',
	z1: 'kafka-0 broker.id=1\n',
};

const recorded: ClusterIdentity = {
	hosts: [
		{name: 'k2', machineId: '', kafka: {id: 3, dataDirs: ['/var/lib/kafka/data']}},
		{name: 'gone', machineId: '', zookeeper: {id: 1, dataDir: '/var/lib/zookeeper', hasData: true}},
	],
};

test('the wizard gives the ids that a run gives', async () => {
	const say = (name: string) => fakeConnection([{command: '/myid|meta/s', stdout: disks[name]!}]);
	const directories = {controller: [], zookeeper: [cluster.zookeeper.dataDir], kafka: cluster.kafka.dataDirs};
	const read = await Promise.all(
		Object.keys(disks).map(async name => [name, await readIds(name, directories, say(name))] as const),
	);
	const found = await Promise.all(
		cluster.hosts.map(async host => [host.name, await findIds(cluster, host, say(host.name))] as const),
	);

	const {given, conflicts} = idGiver(recorded)(cluster, new Map(read));
	const {cluster: run} = giveIds(cluster, new Map(found), earlierIds(recorded));
	const ids = (role: 'zookeeper' | 'kafka') => Object.fromEntries(given[role].map(({host, id}) => [host, id]));
	expect({zookeeper: ids('zookeeper'), kafka: ids('kafka')}).toEqual({zookeeper: run.zookeeper.ids, kafka: run.kafka.ids});
	expect(given).toEqual({
		controller: [],
		zookeeper: [
			{host: 'k1', id: 2, from: 'disk'},
			{host: 'k2', id: 3, from: 'order'},
			{host: 'z1', id: 4, from: 'order'},
		],
		kafka: [
			{host: 'k1', id: 4, from: 'disk'},
			{host: 'k2', id: 3, from: 'record'},
			{host: 'k3', id: 9, from: 'file'},
		],
	});
	expect(conflicts).toEqual([]);
});
