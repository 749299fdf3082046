import {expect, test} from 'vitest';
import type {ClusterIdentity} from '../../../source/cluster/identity.ts';
import type {Placement, ThingKind} from '../../../source/core/things.ts';
import {destroyPlan} from '../../../source/kafka/destroy/plan.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

const put = (host: string, stage: string, kind: ThingKind, name: string): Placement => ({host, stage, thing: {kind, name}});

const recorded: ClusterIdentity = {
	clusterId: 'abc',
	hosts: [
		{
			name: 'kafka-01',
			machineId: 'm',
			zookeeper: {id: 1, dataDir: '/var/lib/zookeeper', hasData: true},
			kafka: {id: 1, dataDirs: ['/data/1', '/data/2'], clusterId: 'abc'},
		},
	],
};

const since = '2026-11-23T12:00:00.000Z';

/** The stages between the mark of the removal and the record, which are the first and the last. */
function steps(placed: readonly Placement[], more: {recorded?: ClusterIdentity; data?: boolean} = {}) {
	const all = allSteps(placed, more);
	expect([all.at(0)?.[0], all.at(-1)?.[0]]).toEqual(all.length === 0 ? [undefined, undefined] : ['removal', 'record']);
	return all.slice(1, -1);
}

function allSteps(placed: readonly Placement[], more: {recorded?: ClusterIdentity; data?: boolean} = {}) {
	const plan = destroyPlan(sampleCluster, {placed, recorded: more.recorded, data: more.data ?? false, since});
	return plan.stages.map(stage => [
		stage.id,
		Object.fromEntries(
			stage.hosts.map(host => [
				host.name,
				stage
					.begin()(host)
					.map(({id}) => id),
			]),
		),
	]);
}

test('nothing was put anywhere: there is no stage', () => {
	expect(steps([])).toEqual([]);
	expect(steps([put('elsewhere', 'kafka', 'file', '/x')])).toEqual([]);
});

test('the last stage goes first; the packages go last, before their source', () => {
	const placed = [
		put('kafka-02', 'platform', 'file', '/etc/apt/keyrings/confluent.asc'),
		put('kafka-02', 'platform', 'file', '/etc/apt/sources.list.d/confluent.list'),
		put('kafka-02', 'platform', 'package', 'curl'),
		put('kafka-02', 'platform', 'package', 'confluent-kafka'),
		put('kafka-02', 'zookeeper', 'service', 'confluent-zookeeper'),
		put('kafka-02', 'kafka', 'service', 'confluent-kafka'),
		put('kafka-03', 'connect', 'service', 'kafka-connect-standalone'),
		put('kafka-01', 'schema-registry', 'service', 'confluent-schema-registry'),
	];
	expect(steps(placed)).toEqual([
		['connect', {'kafka-03': ['stop', 'cache', 'units']}],
		['schema-registry', {'kafka-01': ['stop', 'cache', 'units']}],
		['kafka', {'kafka-02': ['stop', 'cache', 'units']}],
		['zookeeper', {'kafka-02': ['stop', 'cache', 'units']}],
		[
			'platform',
			{
				'kafka-02': [
					'packages',
					'packages-before',
					'file-etc-apt-sources-list-d-confluent-list',
					'file-etc-apt-keyrings-confluent-asc',
				],
			},
		],
	]);
});

test('a service stops before its files go, folders go after what is in them, the deepest first', () => {
	const placed = [
		put('kafka-01', 'kafka', 'firewall', 'kafka'),
		put('kafka-01', 'kafka', 'service', 'confluent-kafka'),
		put('kafka-01', 'kafka', 'directory', '/p'),
		put('kafka-01', 'kafka', 'directory', '/p/lib'),
		put('kafka-01', 'kafka', 'file', '/p/lib/a.jar'),
		put('kafka-01', 'kafka', 'data', '/data/1'),
		put('kafka-01', 'kafka', 'file', '/data/1/made-by-us'),
	];
	expect(steps(placed)).toEqual([
		[
			'kafka',
			{
				'kafka-01': [
					'stop',
					'cache',
					'file-p-lib-a-jar',
					'directory-p-lib',
					'directory-p',
					'units',
					'data-data-1',
					'firewall-kafka',
				],
			},
		],
	]);
});

test('what data lies in goes after it, and is not spoken of while the data is kept', () => {
	const placed = [
		put('kafka-01', 'zookeeper', 'directory', '/data'),
		put('kafka-01', 'zookeeper', 'data', '/data/keeper'),
		put('kafka-01', 'kafka', 'data', '/data/kafka'),
	];
	expect(steps(placed, {data: true})).toEqual([
		['kafka', {'kafka-01': ['cache', 'units', 'data-data-kafka']}],
		['zookeeper', {'kafka-01': ['cache', 'units', 'data-data-keeper', 'directory-data']}],
	]);
	expect(steps(placed)).toEqual([
		['kafka', {'kafka-01': ['cache', 'units', 'data-data-kafka']}],
		['zookeeper', {'kafka-01': ['cache', 'units', 'data-data-keeper']}],
	]);
});

test('data is known by the journal or by the ids that are recorded', () => {
	const own = [put('kafka-01', 'kafka', 'data', '/data/1')];
	expect(steps(own, {recorded})).toEqual([
		['kafka', {'kafka-01': ['cache', 'units', 'data-data-1', 'data-data-2']}],
		['zookeeper', {'kafka-01': ['cache', 'units', 'data-var-lib-zookeeper']}],
	]);
});

test('data stays unless it is asked for, and no directory of the system ever goes', () => {
	const placed = ['/data/1', '/var/lib', '/', '/tmp/x', 'data'].map(path => put('kafka-01', 'kafka', 'data', path));
	const takesAway = (data: boolean) => {
		const [, stage] = destroyPlan(sampleCluster, {placed, recorded: undefined, data, since}).stages;
		const all = stage!
			.begin()({name: 'kafka-01'})
			.filter(({title}) => title.startsWith('Data in'));
		return all.filter(step => !step.apply?.toString().includes('async apply() {}')).map(({title}) => title);
	};
	expect(takesAway(false)).toEqual([]);
	expect(takesAway(true)).toEqual(['Data in /data/1']);
});

test('the mark of the removal is the first that comes and the last that goes; the record goes right before it, whatever stage wrote it', () => {
	const folder = '/var/lib/kafka-setup';
	const placed = [
		put('kafka-01', 'platform', 'directory', folder),
		put('kafka-01', 'platform', 'file', `${folder}/cluster.json`),
		put('kafka-01', 'kafka', 'file', `${folder}/cluster-id`),
		put('kafka-02', 'record', 'file', `${folder}/cluster-id`),
		put('kafka-02', 'connect', 'service', 'kafka-connect-standalone'),
	];
	const record = ['file-var-lib-kafka-setup-cluster-id', 'file-var-lib-kafka-setup-cluster-json'];
	expect(allSteps(placed)).toEqual([
		['removal', {'kafka-01': ['removal-begin'], 'kafka-02': ['removal-begin']}],
		['connect', {'kafka-02': ['stop', 'cache', 'units']}],
		['record', {'kafka-01': [...record, 'removal-end'], 'kafka-02': [record[0], 'removal-end']}],
	]);
});

test('a mark alone is still removed', () => {
	expect(allSteps([put('kafka-02', 'removal', 'file', '/var/lib/kafka-setup/destroying')])).toEqual([
		['removal', {'kafka-02': ['removal-begin']}],
		['record', {'kafka-02': ['removal-end']}],
	]);
});

test('the table of ports goes when no service is left, its unit before its files', () => {
	const unit = '/etc/systemd/system/kafka-setup-firewall.service';
	const placed = [
		put('kafka-01', 'platform', 'directory', '/etc/kafka-setup'),
		put('kafka-01', 'platform', 'file', unit),
		put('kafka-01', 'platform', 'directory', '/etc/systemd/system/nftables.service.d'),
		put('kafka-01', 'platform', 'file', '/etc/systemd/system/nftables.service.d/kafka-setup.conf'),
		put('kafka-01', 'platform', 'file', '/etc/kafka-setup/ports.nft'),
		put('kafka-01', 'platform', 'service', 'kafka-setup-firewall'),
		put('kafka-01', 'kafka', 'service', 'confluent-kafka'),
	];
	expect(steps(placed)).toEqual([
		['kafka', {'kafka-01': ['stop', 'cache', 'units']}],
		[
			'platform',
			{
				'kafka-01': [
					'stop',
					'packages-before',
					'file-etc-kafka-setup-ports-nft',
					'file-etc-systemd-system-nftables-service-d-kafka-setup-conf',
					'file-etc-systemd-system-kafka-setup-firewall-service',
					'directory-etc-systemd-system-nftables-service-d',
					'directory-etc-kafka-setup',
					'units',
				],
			},
		],
	]);
});

test.each([false, true])('the group of settings alone goes, that of data with the data: %s', async data => {
	const placed = [put('kafka-01', 'platform', 'group', 'confluent'), put('kafka-01', 'kafka', 'group', 'cp-kafka')];
	const {stages} = destroyPlan(sampleCluster, {placed, recorded: undefined, data, since});
	const removed: string[] = [];
	for (const stage of stages.slice(1, -1)) {
		for (const step of stage.begin()(stage.hosts[0]!)) {
			if (!step.id.startsWith('group-')) continue;
			const context = fakeContext(fakeConnection([{command: '/^getent group \\S+ >/dev/null$/'}]));
			removed.push(...(await step.check!(context)).map(({what}) => what));
		}
	}
	expect(removed).toEqual(['remove group cp-kafka', ...(data ? ['remove group confluent'] : [])]);
});
