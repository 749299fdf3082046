import {reportsOf} from './judge-ensemble.ts';
import {namedIds, type View} from './view.ts';

/** What is worth a line though nothing speaks against the run, by host. */
export function remarksOf(view: View): ReadonlyMap<string, readonly string[]> {
	const {cluster, hosts, shared, settled} = view;
	const remarks = new Map<string, string[]>();
	const add = (host: string | undefined, line: string) => {
		if (host !== undefined) remarks.set(host, [...(remarks.get(host) ?? []), line]);
	};
	if (!settled) return remarks;
	const running = reportsOf(view).some(({from}) => from === 'process');
	for (const {name, standing, record} of hosts) {
		if (standing.record === undefined && standing.writtenFor !== undefined) {
			add(name, 'it has no record of the cluster yet: the record is made from what runs');
		}
		if (record === undefined || shared === undefined) continue;
		if (record.revision < shared.revision) {
			add(
				name,
				`its record is older than that of ${shared.host} (revision ${record.revision}, not ${shared.revision}): it is updated. If the host was restored from a backup, so was its data`,
			);
		}
		if (running && namedIds(record.zookeeper.ids) !== namedIds(cluster.zookeeper.ids)) {
			add(
				name,
				`its record has the ZooKeeper members ${namedIds(record.zookeeper.ids)}; they run as the file says: the record is updated`,
			);
		}
	}
	const [first] = hosts;
	const gone = [...new Set([...(shared?.registries ?? []), ...(shared?.workers ?? [])])].filter(name =>
		cluster.hosts.every(host => host.name !== name),
	);
	for (const name of gone) {
		add(first?.name, `${name} is in the record and not in the file: what was installed there stays, and its services may run`);
	}
	return remarks;
}
