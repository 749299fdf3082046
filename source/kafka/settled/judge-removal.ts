import {sh} from '../../core/command.ts';
import type {Difference} from '../../core/events.ts';
import {isRemoval, minuteOf, type Removal, removalPath} from './removal.ts';
import type {Rule} from './view.ts';
import {run, say} from './way-out.ts';

const finish = (cluster: string, data: boolean) => [
	say('Finish it, on the machine that installed the cluster: its journal says what was put on which host.'),
	run(sh`kafka-setup destroy FILE ${[...(data ? ['--data', cluster] : []), '--confirm', cluster]}`.text),
];

const keep = (hosts: readonly string[], data: boolean) => [
	say(
		`Or, if the cluster is to stay: remove the mark and apply, which installs again what was removed.${data ? ' Data that was deleted does not come back.' : ''}`,
	),
	...hosts.map(name => run(sh`ssh ${name} sudo rm ${removalPath}`.text)),
	run('kafka-setup apply FILE'),
];

const has = (hosts: readonly string[]) => `${hosts.join(', ')} with ${hosts.length > 1 ? 'their' : 'its'} roles`;

/** Hosts from which a cluster is being removed: half of it may be gone, and nothing else is said of them. */
export const removals: Rule = ({cluster, hosts}) => {
	const groups = new Map<string, {readonly mark: Removal; readonly names: string[]}>();
	for (const {name, standing} of hosts) {
		if (!isRemoval(standing.removal)) continue;
		const {cluster: of, data} = standing.removal;
		const key = JSON.stringify([of, data]);
		groups.set(key, {mark: standing.removal, names: [...(groups.get(key)?.names ?? []), name]});
	}
	const begun = [...groups.values()].map(({mark, names}): Difference => {
		const subject = `Removal of the cluster ${mark.cluster}`;
		const are = names.length > 1 ? 'are' : 'is';
		const there = `${names.join(', ')} ${are} being removed from the cluster ${mark.cluster}: a destroy that began ${minuteOf(mark.since)} has not finished`;
		return {subject, there, wanted: has(names), wayOut: [...finish(mark.cluster, mark.data), ...keep(names, mark.data)]};
	});
	const unread = hosts.flatMap(({name, standing: {removal}}): readonly Difference[] => {
		if (removal === undefined || isRemoval(removal)) return [];
		const newer = removal.bad === 'newer';
		return [
			{
				subject: `Removal of ${name}`,
				there: `a destroy began there and has not finished; its mark ${removalPath} ${newer ? 'was written by a newer kafka-setup' : 'is damaged'}`,
				wanted: has([name]),
				wayOut: newer ? [say('Use that version.')] : [...finish(cluster.name, false), ...keep([name], false)],
			},
		];
	});
	return [...begun, ...unread];
};
