import {cleanLine} from '../../../core/text.ts';
import {fieldOf} from '../answers/answers.ts';
import type {Finding, Membership} from '../wizard-functions.ts';
import type {WizardState} from '../wizard-state.ts';
import type {Probes} from './probes.ts';

type Opened = Pick<WizardState, 'file' | 'answers'>;

/** Whether the answers are those of the cluster file of this cluster: its hosts are where they belong then. */
const isOwn = ({cluster}: {readonly cluster: string}, {file, answers}: Opened) =>
	file !== undefined && (fieldOf(answers, 'name') || 'kafka') === cluster;

function findingOf(belongs: Membership, opened: Opened): Finding {
	if ('bad' in belongs) {
		const damaged = belongs.bad === 'damaged';
		return {
			state: 'doubtful',
			text: damaged ? 'damaged record' : 'newer record',
			hint: damaged
				? 'what it keeps of its cluster is damaged: Review refuses it, and says what to do'
				: 'what it keeps of its cluster was written by a newer kafka-setup: use that version',
		};
	}
	const cluster = cleanLine(belongs.cluster);
	const {removal, hosts, file} = belongs;
	if (removal !== undefined) {
		return {
			state: 'doubtful',
			text: cluster,
			hint: `is being removed from the cluster ${cluster}: a destroy that began ${removal.since} has not finished.\nTo finish it, where the cluster was installed:\n${cleanLine(removal.finish)}`,
		};
	}
	if (isOwn(belongs, opened)) return {state: 'ok', text: cluster};
	const among = hosts.length === 0 ? '' : ` (${hosts.map(cleanLine).join(', ')})`;
	const where =
		file === undefined
			? 'Its cluster file is on the machine where it was installed. Review refuses what does not fit.'
			: `Its cluster file: ${cleanLine(file)}`;
	return {state: 'doubtful', text: cluster, hint: `belongs to the cluster ${cluster}${among}\n${where}`};
}

/** What was found on the hosts, with what it means that they belong to a cluster already. */
export function withMembership(probes: Probes, opened: Opened): Probes {
	return new Map(
		[...probes].map(([name, probe]) =>
			probe.belongs === undefined
				? [name, probe]
				: [name, {...probe, items: {...probe.items, cluster: findingOf(probe.belongs, opened)}}],
		),
	);
}

/** The cluster file to open in place of the answers: that of most of the hosts which belong to another cluster. */
export function fileToOpen(names: readonly string[], probes: Probes, opened: Opened): string | undefined {
	const counts = new Map<string, number>();
	for (const name of names) {
		const belongs = probes.get(name)?.belongs;
		if (belongs === undefined || 'bad' in belongs || belongs.file === undefined || isOwn(belongs, opened)) continue;
		counts.set(belongs.file, (counts.get(belongs.file) ?? 0) + 1);
	}
	return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
