import type {Probes} from './probes.ts';

/** What is to be said of hosts that belong to a cluster already. */
export type MembershipRemark = {
	readonly text: string;
	readonly hint: string;
	readonly hosts: readonly string[];
	/** The cluster's file on this machine. */
	readonly file?: string;
};

const bad = {
	damaged: {text: 'the record of its cluster is damaged', hint: 'Review says what to do.'},
	newer: {text: 'the record of its cluster was written by a newer kafka-setup', hint: 'Use that version.'},
} as const;

/** One remark for each cluster, but for the one whose file is `opened`. */
export function membershipRemarks(names: readonly string[], probes: Probes, opened?: string): readonly MembershipRemark[] {
	const remarks = new Map<string, MembershipRemark>();
	for (const name of names) {
		const member = probes.get(name)?.member;
		if (member === undefined) continue;
		const key = JSON.stringify(member);
		const hosts = [...(remarks.get(key)?.hosts ?? []), name];
		if ('bad' in member) {
			remarks.set(key, {...bad[member.bad], hosts});
			continue;
		}
		const {cluster, hosts: all, file} = member;
		if (file !== undefined && file === opened) continue;
		const of = all.length === 0 ? '' : ` (${all.join(', ')})`;
		remarks.set(key, {
			text: `belongs to the cluster ${cluster}${of} already`,
			hint:
				file === undefined
					? 'Its cluster file is where it was installed from. Review refuses what does not fit the cluster.'
					: `Its cluster file is ${file}.`,
			hosts,
			...(file === undefined ? {} : {file}),
		});
	}
	return [...remarks.values()];
}
