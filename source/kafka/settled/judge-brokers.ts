import type {Cluster} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import type {Difference, WayOut} from '../../core/events.ts';
import {unitOf} from '../distribution.ts';
import {metadataOf} from '../metadata.ts';
import type {Assignment, Rule, View} from './view.ts';
import {namedIds, putBack, run, say} from './way-out.ts';

const stop = (cluster: Cluster, name: string) =>
	run(sh`ssh ${name} sudo systemctl disable --now ${unitOf(cluster, 'kafka')}`.text);

/** Recorded brokers that the file does not have: host → id. */
export function missingBrokers({cluster, shared}: Pick<View, 'cluster' | 'shared'>): Readonly<Record<string, number>> {
	const ids = Object.values(cluster.kafka.ids);
	return Object.fromEntries(
		Object.entries(shared?.brokers ?? {}).filter(([name, id]) => !cluster.roles.kafka.includes(name) && !ids.includes(id)),
	);
}

export const copiesOn = (assignments: readonly Assignment[], id: number) =>
	assignments.filter(({replicas}) => replicas.includes(id));

function removal(cluster: Cluster, name: string | undefined, id: number | undefined): readonly WayOut[] {
	return [
		say(name === undefined ? `Put the host of broker ${id} back under \`kafka:\`.` : `Put ${name} back under \`kafka:\`.`),
		say(
			'Removing a broker is not supported yet. By hand: move its partitions to the others (kafka-reassign-partitions), then stop it and run again:',
		),
		stop(cluster, name ?? 'HOST'),
	];
}

/** Brokers that are registered, or have copies of partitions, and are not in the file. */
export const brokers: Rule = ({cluster, hosts, shared, serving, assignments, settled}) => {
	if (!settled) return [];
	const wanted = cluster.kafka.ids;
	const {title} = metadataOf(cluster);
	const recorded = missingBrokers({cluster, shared});
	const nameOf = (id: number) =>
		hosts.find(({standing}) => standing.kafka?.id === id && standing.kafka.active)?.name ??
		Object.entries(recorded).find(([, one]) => one === id)?.[0];
	const registered = (serving?.brokers ?? []).filter(id => !Object.values(wanted).includes(id));
	const down = Object.entries(recorded).filter(([, id]) => !registered.includes(id));
	return [
		...registered.map(
			(id): Difference => ({
				subject: `Broker ${id}`,
				there: `it is registered in ${title}${nameOf(id) === undefined ? '' : ` (${nameOf(id)})`}`,
				wanted: `the file has ${namedIds(wanted)}`,
				wayOut: removal(cluster, nameOf(id), id),
			}),
		),
		...down.flatMap(([name, id]): readonly Difference[] => {
			const copies = assignments === undefined ? undefined : copiesOn(assignments, id).length;
			if (copies === 0) return [];
			return [
				{
					subject: `Broker ${id}`,
					there: `${name} is a broker by the record, and ${copies === undefined ? `${title} does not answer what it has` : `has copies of ${copies} partitions`}`,
					wanted: `the file has ${namedIds(wanted)}`,
					wayOut: removal(cluster, name, id),
				},
			];
		}),
	];
};

/** A broker keeps its number, which stands in the metadata: a disk of another one does not make its host that one. */
export const brokerIds: Rule = ({cluster, hosts, shared, settled, serving}) =>
	hosts.flatMap(({name, standing}): readonly Difference[] => {
		const recorded = shared?.brokers[name];
		const was = recorded ?? (standing.kafka?.active === true ? standing.kafka.id : undefined);
		const id = cluster.kafka.ids[name];
		if (!settled || was === undefined || id === undefined || was === id) return [];
		// One that was replaced by hand under another id is taken as it runs: the record follows.
		if (serving?.brokers.includes(id) === true && !serving.brokers.includes(was)) return [];
		const disk = cluster.kafka.dataDirs.find(path => standing.disks.get(path)?.meta?.broker === String(id));
		return [
			{
				subject: `Broker id of ${name}`,
				there: recorded === undefined ? `it runs as broker ${was}` : `broker ${was}, as ${shared!.host} has it on record`,
				wanted: disk === undefined ? `${id}` : `${id}, whose data is in ${disk}`,
				wayOut: disk === undefined ? [putBack(`ids: {${name}: ${was}}`)] : [say('Bring the right disk back.')],
			},
		];
	});

/** Brokers that run where the file has none. The members that keep the metadata tell of themselves. */
export const leftBrokers: Rule = ({cluster, hosts, settled, serving}) =>
	hosts.flatMap(({name, standing: {kafka, disks}}): readonly Difference[] => {
		const stays = kafka?.active === true && kafka.dirs.some(path => disks.get(path)?.meta !== undefined);
		if (!settled || !stays || cluster.roles.kafka.includes(name)) return [];
		// One that is registered is told of by its id.
		if (kafka.id !== undefined && serving?.brokers.includes(kafka.id)) return [];
		return [
			{
				subject: `Kafka on ${name}`,
				there: `${unitOf(cluster, 'kafka')} runs there${kafka.id === undefined ? '' : ` as broker ${kafka.id}`}`,
				wanted: `no broker on ${name}`,
				wayOut: removal(cluster, name, kafka.id),
			},
		];
	});
