import type {Cluster} from '../../cluster/cluster.ts';
import {schemasTopic} from '../../cluster/internal-topics.ts';
import type {Remark} from '../../host/remarks.ts';
import {replication} from '../addresses.ts';
import {metadataOf} from '../metadata.ts';
import {platformPackage} from './look.ts';
import {commonPatch} from './patch.ts';
import type {View} from './view.ts';
import {namedIds} from './way-out.ts';

/** Topics that every client needs, whoever made them. */
const isInternal = (topic: string, cluster: Cluster) =>
	topic.startsWith('__') || topic === schemasTopic(cluster['schema-registry'].extraProperties);

/** Topics that keep fewer copies than the file wants: Kafka changes none by itself. All are named when brokers are added. */
export function fewCopies({cluster, assignments = [], serving}: View): string | undefined {
	const wanted = replication(cluster).replicationFactor;
	const grows = serving !== undefined && Object.values(cluster.kafka.ids).some(id => !serving.brokers.includes(id));
	const copies = new Map<string, number>();
	for (const {topic, replicas} of assignments) {
		if (grows || isInternal(topic, cluster))
			copies.set(topic, Math.min(copies.get(topic) ?? Number.POSITIVE_INFINITY, replicas.length));
	}
	const few = [...copies].filter(([, count]) => count < wanted).sort(([a], [b]) => (a < b ? -1 : 1));
	if (few.length === 0) return undefined;
	const named = few.slice(0, 20).map(([topic, count]) => `${topic} (${count})`);
	const more = few.length > 20 ? ` and ${few.length - 20} more` : '';
	return `these topics keep fewer copies than the ${wanted} that the file wants: ${named.join(', ')}${more}. kafka-reassign-partitions adds copies`;
}

/** What is worth a line though nothing speaks against the run, by host. */
export function remarksOf(view: View): ReadonlyMap<string, readonly Remark[]> {
	const {cluster, hosts, shared, settled} = view;
	const remarks = new Map<string, Remark[]>();
	const add = (host: string | undefined, line: Remark | undefined) => {
		if (host !== undefined && line !== undefined) remarks.set(host, [...(remarks.get(host) ?? []), line]);
	};
	if (!settled) return remarks;
	const {isRunning, role, member} = metadataOf(cluster);
	const running = isRunning(view);
	// A run that was stopped leaves a few newer records; a host that was restored from a backup is behind all others.
	const newest = hosts.filter(({record}) => record?.revision === shared?.revision).length;
	for (const {name, standing, record} of hosts) {
		if (standing.record === undefined && standing.writtenFor !== undefined) {
			add(name, 'it has no record of the cluster yet: the record is made from what runs');
		}
		if (record === undefined || shared === undefined) continue;
		if (record.revision < shared.revision && newest > hosts.length / 2) {
			add(
				name,
				`its record is older than that of ${shared.host} (revision ${record.revision}, not ${shared.revision}): it is updated. If the host was restored from a backup, so was its data`,
			);
		}
		if (running && namedIds(record.members.ids) !== namedIds(cluster[role].ids)) {
			add(
				name,
				`its record has the ${member}s ${namedIds(record.members.ids)}; they run as the file says: the record is updated`,
			);
		}
	}
	const patch = commonPatch(hosts.map(({standing}) => standing));
	for (const {name, standing} of hosts) {
		if (standing.patch === undefined || standing.patch === patch) continue;
		add(name, `${platformPackage} ${standing.patch} is installed on ${name}, and ${patch} on most hosts: no package is changed`);
	}
	for (const {name, standing} of cluster.roles['schema-registry'].length === 0 ? hosts : []) {
		const {active, enabled} = standing.registry;
		if (active || enabled)
			add(name, `Schema Registry ${active ? 'runs' : 'is enabled'} on ${name} and the file has none: it stays`);
	}
	const [first] = hosts;
	const few = fewCopies(view);
	add(first?.name, few === undefined ? undefined : {todo: few});
	const gone = [...new Set([...(shared?.registries ?? []), ...(shared?.workers ?? [])])].filter(name =>
		cluster.hosts.every(host => host.name !== name),
	);
	for (const name of gone) {
		add(first?.name, `${name} is in the record and not in the file: what was installed there stays, and its services may run`);
	}
	return remarks;
}
