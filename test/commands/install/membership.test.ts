import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import type {HostIdentity} from '../../../source/cluster/identity.ts';
import {knownFiles, type Wanted} from '../../../source/commands/install/known-files.ts';
import {membershipOf} from '../../../source/commands/install/membership.ts';
import {zookeeper} from '../../../source/kafka/roles/zookeeper/metadata.ts';
import {lookAtHost} from '../../../source/kafka/settled/look.ts';
import {recordText} from '../../../source/kafka/settled/record.ts';
import {recordOf} from '../../../source/kafka/settled/record-steps.ts';
import {removalText} from '../../../source/kafka/settled/removal.ts';
import {openClusters} from '../../../source/state/store/clusters.ts';
import {openRuns} from '../../../source/state/store/runs.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const facts = new Map([['kafka-02', {...sampleFacts, machineId: 'm2'}]]);
const record = recordText(
	recordOf(sampleCluster, {name: 'kafka-02'}, facts, {standings: new Map(), shared: undefined, clusterId: undefined}),
);
const removal = removalText({cluster: 'orders', data: true, since: '2026-11-23T12:00:00.000Z'});
const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const marker = '# Written by kafka-setup for the cluster old: change the file.\n';

/** What is found on a host with these files of ours, and for what a cluster file was asked. */
async function found(files: Readonly<Record<string, string>>, file?: string) {
	const root = tempDir();
	for (const name of ['etc-kafka', 'kept']) mkdirSync(join(root, name));
	for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
	const paths = {'/var/lib/kafka-setup': join(root, 'kept'), '/etc/kafka': join(root, 'etc-kafka')};
	const {stdout} = await localConnection({paths}).exec(lookAtHost(zookeeper));
	const asked: Wanted[] = [];
	const belongs = membershipOf(stdout, wanted => {
		asked.push(wanted);
		return file;
	});
	return {belongs, asked};
}

test('a bare host belongs to no cluster', async () => {
	expect(await found({})).toEqual({belongs: undefined, asked: []});
});

test('the record of a host names its cluster and all of its hosts', async () => {
	expect(await found({'kept/cluster.json': record})).toEqual({
		belongs: {cluster: 'orders', hosts},
		asked: [{cluster: 'orders', hosts, machineId: 'm2'}],
	});
	expect((await found({'kept/cluster.json': record}, '/orders.yaml')).belongs).toEqual({
		cluster: 'orders',
		hosts,
		file: '/orders.yaml',
	});
});

test('without a record the settings name it', async () => {
	const {belongs} = await found({'etc-kafka/server.properties': `${marker}broker.id=1\n`});
	expect(belongs).toEqual({cluster: 'old', hosts: []});
});

test('a record that cannot be used, and a removal, are told before all else', async () => {
	expect((await found({'kept/cluster.json': '{'})).belongs).toEqual({bad: 'damaged'});
	expect((await found({'kept/cluster.json': '{"format":99}'})).belongs).toEqual({bad: 'newer'});
	expect((await found({'kept/cluster.json': record, 'kept/destroying': '{'})).belongs).toEqual({bad: 'damaged'});
	expect((await found({'kept/cluster.json': record, 'kept/destroying': removal})).belongs).toEqual({
		cluster: 'orders',
		hosts: [],
		removal: {since: '2026-11-23 12:00 UTC', finish: 'kafka-setup destroy FILE --data orders --confirm orders'},
	});
});

test('a cluster file is known by the machine, then by the hosts, then by a run of that name; never one of other hosts', () => {
	const config = tempDir();
	vi.stubEnv('XDG_CONFIG_HOME', config);
	const folder = join(config, 'kafka-setup');
	const at = '2026-01-01T00:00:00.000Z';
	const fileOf = (name: string) => join(config, name);
	const cluster = (file: string, name: string, machineId: string) => {
		writeFileSync(fileOf(file), '');
		const known: HostIdentity[] = [{name, machineId}];
		openClusters(folder).keep({name: 'lab', file: fileOf(file), hosts: known, firstAt: at, lastAt: at, recordedBy: '0.1.0'});
	};
	const run = (file: string) =>
		openRuns(folder).keep({cluster: 'lab', file: fileOf(file), startedAt: at, status: 'failed', pid: 1, done: 0, steps: 1});
	const find = (wanted: Wanted) => knownFiles(() => {})(wanted);
	const wanted = {cluster: 'lab', hosts: ['a'], machineId: 'm1'};

	cluster('others.yaml', 'x', 'm9');
	run('others.yaml');
	run('gone.yaml');
	expect(find(wanted)).toBeUndefined();
	writeFileSync(fileOf('run.yaml'), '');
	run('run.yaml');
	expect(find(wanted)).toBe(fileOf('run.yaml'));
	cluster('hosts.yaml', 'a', 'm8');
	expect(find(wanted)).toBe(fileOf('hosts.yaml'));
	cluster('machine.yaml', 'a', 'm1');
	cluster('later.yaml', 'a', 'm7');
	expect(find(wanted)).toBe(fileOf('machine.yaml'));
	expect(find({...wanted, cluster: 'other'})).toBeUndefined();
	vi.unstubAllEnvs();
});
