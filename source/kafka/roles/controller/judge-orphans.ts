import {sh} from '../../../core/command.ts';
import type {Rule} from '../../settled/view.ts';
import {run, say} from '../../settled/way-out.ts';

/**
 * Brokers' data is nothing without the metadata of its topics: controllers that begin empty know none of them, and brokers take
 * their partitions for strays. Where a host has a record, the rules of records judge.
 */
export const orphanedBrokers: Rule = ({cluster, hosts, shared, serving}) => {
	if (shared !== undefined || serving !== undefined) return [];
	if (hosts.some(({standing}) => standing.disks.get(cluster.controller.dataDir)?.meta !== undefined)) return [];
	return hosts.flatMap(({name, replaced, standing}) => {
		if (replaced || !cluster.roles.kafka.includes(name)) return [];
		const found = cluster.kafka.dataDirs.flatMap(path => {
			const meta = standing.disks.get(path)?.meta;
			return meta === undefined ? [] : [{path, meta}];
		});
		const [first] = found;
		if (first === undefined) return [];
		return [
			{
				subject: `Data of the broker on ${name}`,
				there: `${first.path} is a broker's of the cluster ${first.meta.clusterId ?? 'without an id'}, and no controller of the file has its metadata`,
				wanted: 'controllers with the metadata of that cluster, or a directory without data',
				wayOut: [
					say('If the data counts: name the hosts that have its controllers, with their directories, in the cluster file.'),
					say('If it is of something else, and nobody needs it here, move it away:'),
					...found.map(({path}) => run(sh`mv -- ${path} ${`${path}.old`}`.text)),
				],
			},
		];
	});
};
