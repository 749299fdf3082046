import {InputError} from '../../core/errors.ts';
import {brokers, leftServices} from './judge-brokers.ts';
import {workers} from './judge-connect.ts';
import {brokerDirectories, ensembleDirectory, lostData, mounts, offsetsDirectory, wiped} from './judge-data.ts';
import {ensembleMembers, ensemblePorts, replacedMembers} from './judge-ensemble.ts';
import {badRecords, clusterId, clusterName, otherHost, platformVersion} from './judge-identity.ts';
import type {Difference, Rule, View} from './view.ts';

/** All rules, in the order in which their differences are shown. */
const rules: readonly Rule[] = [
	badRecords,
	clusterName,
	otherHost,
	platformVersion,
	clusterId,
	ensembleMembers,
	ensemblePorts,
	replacedMembers,
	brokers,
	leftServices,
	wiped,
	mounts,
	lostData,
	brokerDirectories,
	ensembleDirectory,
	workers,
	offsetsDirectory,
];

/** The cluster file does not fit the cluster that runs on its hosts. Nothing was changed. */
export class SettledError extends InputError {
	readonly differences: readonly Difference[];
	/** Conflicts of ids, and what this machine remembers otherwise of the hosts; a sentence each. */
	readonly problems: readonly string[];

	constructor(cluster: string, differences: readonly Difference[], problems: readonly string[] = []) {
		super(
			[
				`The cluster file does not fit the cluster that is on the hosts of ${cluster}:`,
				...differences.flatMap(linesOf),
				...problems.map(problem => `  ${problem}`),
			].join('\n'),
			{
				hint: 'Nothing was changed. A cluster keeps what it was installed with; everything else in the file can be changed.',
			},
		);
		this.differences = differences;
		this.problems = problems;
	}
}

const linesOf = ({subject, there, wanted, wayOut}: Difference): readonly string[] => [
	`  ${subject}`,
	`    on the hosts: ${there}`,
	`    in the file:  ${wanted}`,
	...wayOut.map(line => `    ${line}`),
];

/** Everything that the file, against what is settled, would change; a host of another cluster makes the rest meaningless. */
export function differencesOf(view: View): readonly Difference[] {
	const name = clusterName(view);
	if (name.length > 0) return [...badRecords(view), ...name];
	return rules.flatMap(rule => rule(view));
}
