import type {Cell, Row} from '../../components/table.tsx';
import {type Finding, type HostProbe, type ProbeItem, probeItems} from '../wizard-functions.ts';
import type {Checked} from './cluster-check.ts';
import type {Probes} from './probes.ts';

export const probeTitles: Readonly<Record<ProbeItem, string>> = {
	reach: 'reach',
	hostKey: 'key',
	login: 'login',
	sudo: 'sudo',
	os: 'system',
	java: 'Java',
	memory: 'memory',
	disk: 'disk',
	clock: 'clock',
	cluster: 'cluster',
};

const marks = {looking: '…', ok: '✔', doubtful: '!', bad: '✖'} as const;
const tones = {looking: 'dim', ok: 'good', doubtful: 'doubtful', bad: 'bad'} as const;

/** Below this width the cells hold marks alone; the line under the table says the rest. */
const wordsFrom = 100;

function cellOf(finding: Finding | undefined, words: boolean): Cell {
	if (finding === undefined) return {text: '·', tone: 'dim'};
	const text = words && finding.text !== '' ? `${marks[finding.state]} ${finding.text}` : marks[finding.state];
	return {text, tone: tones[finding.state]};
}

/** These say something when they are well, too; of the others the mark is enough. */
const telling: readonly ProbeItem[] = ['os', 'java', 'memory', 'disk', 'cluster'];

/** Below this width the marks of a host stand together, in the order of the columns. */
const columnsFrom = 60;

function narrowRow(name: string, probe: HostProbe | undefined, columns: readonly ProbeItem[]): Row {
	const states = columns.map(item => probe?.items[item]?.state);
	const tone = states.includes('bad') ? 'bad' : states.includes('doubtful') ? 'doubtful' : probe?.done ? 'good' : 'dim';
	return {
		id: name,
		cells: [{text: name}, {text: states.map(state => (state === undefined ? '·' : marks[state])).join(''), tone}],
	};
}

/** Hosts in rows, what is looked at in columns. */
export function probeTable(
	names: readonly string[],
	probes: Probes,
	width: number,
): {readonly head: readonly string[]; readonly rows: readonly Row[]} {
	// Hosts are rarely in a cluster, and then it is worth a column.
	const columns = probeItems.filter(item => item !== 'cluster' || names.some(name => probes.get(name)?.items.cluster));
	if (width < columnsFrom) return {head: ['host', 'checks'], rows: names.map(name => narrowRow(name, probes.get(name), columns))};
	const words = (item: ProbeItem) => width >= wordsFrom || (width >= 70 && telling.includes(item));
	return {
		head: ['host', ...columns.map(item => probeTitles[item])],
		rows: names.map(name => ({
			id: name,
			cells: [{text: name}, ...columns.map(item => cellOf(probes.get(name)?.items[item], words(item)))],
		})),
	};
}

/** What to say of one host: the first thing that is not well, else what it is doing. */
export function probeRemark(probe: HostProbe | undefined): {readonly text: string; readonly bad: boolean} {
	if (probe === undefined) return {text: 'not checked yet', bad: false};
	if (probe.unknownKey !== undefined) return {text: `unknown host key: ${probe.unknownKey.fingerprint}`, bad: false};
	const found = probeItems.map(item => ({item, finding: probe.items[item]}));
	const worst = found.find(({finding}) => finding?.state === 'bad') ?? found.find(({finding}) => finding?.state === 'doubtful');
	if (worst?.finding !== undefined) {
		const {state, text, hint} = worst.finding;
		return {
			text: `${marks[state]} ${probeTitles[worst.item]}: ${text}${hint === undefined ? '' : `\n${hint}`}`,
			bad: state === 'bad',
		};
	}
	return {text: probe.done ? 'ok' : 'checking …', bad: false};
}

export type ProbeCounts = {
	readonly well: number;
	readonly doubtful: number;
	readonly looking: number;
	/** Their host keys wait to be accepted. */
	readonly unknown: number;
	readonly bad: number;
};

/** What counts of the first look at a host: where it was checked since, that says the rest, but for what it does not know. */
export const itemsThatCount = (name: string, checked: Checked | undefined): readonly ProbeItem[] =>
	checked === undefined || checked.asked.without.includes(name) ? probeItems : ['clock', 'cluster'];

function standing(name: string, probe: HostProbe | undefined, checked: Checked | undefined): keyof ProbeCounts {
	const sheet = checked?.sheet;
	const states = sheet?.checks.map(({id}) => sheet.cell(id, name)?.state) ?? [];
	const has = (state: Finding['state']) => itemsThatCount(name, checked).some(item => probe?.items[item]?.state === state);
	if (probe?.unknownKey !== undefined) return 'unknown';
	if (has('bad') || states.includes('failed')) return 'bad';
	if (probe?.done !== true) return 'looking';
	return has('doubtful') || states.includes('warning') ? 'doubtful' : 'well';
}

/** How many hosts are well, doubtful, still being looked at, and not well; also by what the checks of the cluster found. */
export function probeCounts(names: readonly string[], probes: Probes, checked?: Checked): ProbeCounts {
	const counts = {well: 0, doubtful: 0, looking: 0, unknown: 0, bad: 0};
	for (const name of names) counts[standing(name, probes.get(name), checked)]++;
	return counts;
}

export function countsLine({well, doubtful, looking, unknown, bad}: ProbeCounts): string {
	const parts = [
		[well, 'ok'],
		[doubtful, 'with warnings'],
		[looking, 'checking'],
		[unknown, unknown === 1 ? 'host key to accept' : 'host keys to accept'],
		[bad, 'failed'],
	] as const;
	return parts.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(' · ');
}
