import {sh} from '../../core/command.ts';
import type {Difference} from '../../core/events.ts';
import {metadataOf} from '../metadata.ts';
import type {Assignment, Rule, View} from './view.ts';
import {run, say} from './way-out.ts';

const most = 20;

/** The brokers of replaced hosts of which a data directory is empty: host → id. Which partitions one of several held, nobody knows. */
function emptiedBrokers({cluster, hosts}: View): ReadonlyMap<string, number> {
	return new Map(
		hosts.flatMap(({name, replaced, standing}) => {
			const id = cluster.kafka.ids[name];
			const whole = cluster.kafka.dataDirs.every(path => standing.disks.get(path)?.meta !== undefined);
			return replaced && !whole && id !== undefined && cluster.roles.kafka.includes(name) ? [[name, id] as const] : [];
		}),
	);
}

/** Partitions of which no in-sync copy is on another broker: an empty one would lead them, and the others would follow it. */
export function lostWith(assignments: readonly Assignment[], ids: readonly number[]): readonly Assignment[] {
	return assignments.filter(({replicas, inSync}) => {
		const good = inSync.length > 0 ? inSync : replicas;
		return good.length > 0 && good.every(id => ids.includes(id));
	});
}

/** Before an emptied broker starts, it is said which data is gone with its disk, and that has to be accepted. */
export const emptied: Rule = view => {
	if (!view.settled) return [];
	const emptied = [...emptiedBrokers(view)].filter(([name]) => !view.dataLost.includes(name));
	if (emptied.length === 0) return [];
	const {title} = metadataOf(view.cluster);
	const names = emptied.map(([name]) => name);
	const accept = [
		say('Bring its data directory back if you can. To give up what only it had:'),
		run(sh`kafka-setup apply FILE ${names.flatMap(name => ['--replaced', name, '--data-lost', name])}`.text),
	];
	const wanted = `${names.join(', ')} empty, as --replaced says`;
	if (view.assignments === undefined) {
		return [
			{
				subject: `Data of ${names.join(', ')}`,
				there: `${title} does not answer, so nobody knows which partitions had their only copy there`,
				wanted,
				wayOut: [say(`Start ${title} on the other hosts and run again, so that this can be said.`), ...accept],
			},
		];
	}
	return emptied.flatMap(([name, id]): readonly Difference[] => {
		const lost = lostWith(
			view.assignments!,
			emptied.map(([, one]) => one),
		).filter(({replicas}) => replicas.includes(id));
		if (lost.length === 0) return [];
		const listed = lost.slice(0, most).map(({topic, partition}) => `${topic}-${partition}`);
		const more = lost.length > most ? ` and ${lost.length - most} more` : '';
		return [
			{
				subject: `Data of ${name}`,
				there: `the only copy in sync of ${lost.length} ${lost.length === 1 ? 'partition' : 'partitions'} was there: ${listed.join(', ')}${more}`,
				wanted,
				wayOut: accept,
			},
		];
	});
};
