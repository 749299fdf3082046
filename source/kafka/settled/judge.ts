import {SettledError} from '../../core/errors.ts';
import type {Difference} from '../../core/events.ts';
import {metadataOf} from '../metadata.ts';
import {brokerIds, brokers, leftBrokers} from './judge-brokers.ts';
import {workers} from './judge-connect.ts';
import {brokerDirectories, lostData, metadataDirectory, mounts, offsetsDirectory, wiped} from './judge-data.ts';
import {emptied} from './judge-emptied.ts';
import {badRecords, clusterId, clusterName, distribution, metadataMode, otherHost, platformVersion} from './judge-identity.ts';
import {removals} from './judge-removal.ts';
import type {Rule, View} from './view.ts';

/** All rules, in the order in which their differences are shown. */
const rules: readonly Rule[] = [
	badRecords,
	clusterName,
	otherHost,
	platformVersion,
	distribution,
	metadataMode,
	clusterId,
	view => metadataOf(view.cluster).rules.flatMap(rule => rule(view)),
	emptied,
	brokerIds,
	brokers,
	leftBrokers,
	wiped,
	mounts,
	lostData,
	brokerDirectories,
	metadataDirectory,
	workers,
	offsetsDirectory,
];

/** The refusal of a run. `problems` are conflicts of ids, and what this machine remembers otherwise; a sentence each. */
export function refusal(cluster: string, differences: readonly Difference[], problems: readonly string[] = []): SettledError {
	const lines = [
		...(differences.length > 0 ? [`The cluster file of ${cluster} does not fit the cluster on its hosts.`] : []),
		...(problems.length > 0 ? [`Host identity mismatch: these are not the hosts that ${cluster} was installed on:`] : []),
		...problems.map(problem => `  ${problem}`),
	];
	return new SettledError(lines.join('\n'), {
		differences,
		hint:
			problems.length > 0
				? 'Nothing was changed. Fix the addresses, the mounts or the cluster file. A host that was replaced, or whose data was moved or given up on purpose, is accepted by naming it: kafka-setup apply FILE --replaced HOST. kafka-setup moves no data: move it by hand first.'
				: 'Nothing was changed. A cluster keeps what it was installed with; everything else in the file can be changed.',
	});
}

/** The refusal of a run on a cluster that is being removed. */
export const removalRefusal = (cluster: string, differences: readonly Difference[]): SettledError =>
	new SettledError(`The cluster ${cluster} is being removed: a destroy has not finished.`, {
		differences,
		hint: 'Nothing was changed. Finish the destroy, or remove its mark to keep the cluster.',
	});

/**
 * Everything that the file, against what is settled, would change; a host of another cluster, or one that is being removed,
 * makes the rest meaningless.
 */
export function differencesOf(view: View): readonly Difference[] {
	const [name, removed] = [clusterName(view), removals(view)];
	if (name.length > 0) return [...removed, ...badRecords(view), ...name];
	if (removed.length > 0) return removed;
	return rules.flatMap(rule => rule(view));
}
