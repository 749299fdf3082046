import {alike, type CheckSheet, wellChecks} from '../../../core/check-sheet.ts';
import type {Finding} from '../wizard-functions.ts';
import type {Checked} from './cluster-check.ts';
import {itemsThatCount, probeTitles} from './probe-table.ts';
import type {Probes} from './probes.ts';

/** Something that is wrong or could not be checked, with the hosts that have it in common. */
export type Cause = {
	readonly state: 'bad' | 'doubtful' | 'unknown';
	readonly text: string;
	/** What it means and what to do; empty where there is nothing to say. */
	readonly hint: string;
	/** The command that does it on these hosts. */
	readonly run?: string;
	readonly hosts: readonly string[];
};

const order: readonly Cause['state'][] = ['bad', 'doubtful', 'unknown'];

/** What the first looks at the hosts found. */
function probeCauses(names: readonly string[], probes: Probes, checked: Checked | undefined): readonly Cause[] {
	const causes = new Map<string, Cause & {readonly hosts: string[]}>();
	for (const name of names) {
		const probe = probes.get(name);
		const unknown: readonly (readonly [string, Finding])[] =
			probe?.unknownKey === undefined
				? []
				: [['host key', {state: 'bad', text: 'not known yet', hint: 'h on the login page shows and accepts them'}]];
		const items = itemsThatCount(name, checked).flatMap(item => {
			const finding = probe?.items[item];
			return finding === undefined ? [] : [[probeTitles[item], finding] as const];
		});
		for (const [title, {state, text, hint = ''}] of [...unknown, ...items]) {
			if (state !== 'bad' && state !== 'doubtful') continue;
			const key = `${state}${title}${text}${hint}`;
			const cause = causes.get(key) ?? {state, text: `${title}: ${text}`, hint, hosts: []};
			cause.hosts.push(name);
			causes.set(key, cause);
		}
	}
	return [...causes.values()].sort((a, b) => b.hosts.length - a.hosts.length);
}

/** What the checks of the cluster found. */
function checkCauses(sheet: CheckSheet): readonly Cause[] {
	return alike(sheet).map(({title, finding: {state, found, wanted, fix, run}, hosts}) => ({
		state: state === 'failed' ? 'bad' : state === 'warning' ? 'doubtful' : 'unknown',
		text: `${title}: ${found}`,
		hint: [...(wanted === '' || state === 'not-checked' ? [] : [`wanted: ${wanted}`]), ...(fix === undefined ? [] : [fix])].join(
			'\n',
		),
		...(run === undefined ? {} : {run}),
		hosts,
	}));
}

const leftOut = ({asked: {without}}: Checked): readonly Cause[] =>
	without.length === 0 ? [] : [{state: 'unknown', text: 'everything else', hint: 'log in there first', hosts: without}];

/** What is wrong or doubtful, by cause: the worst first. */
export function causesOf(names: readonly string[], probes: Probes, checked?: Checked): readonly Cause[] {
	return [
		...probeCauses(names, probes, checked),
		...(checked === undefined ? [] : [...checkCauses(checked.sheet), ...leftOut(checked)]),
	].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** What was checked and is well: the titles of the checks. */
export const wellTitles = ({sheet}: Checked): readonly string[] => wellChecks(sheet).map(({title}) => title);
