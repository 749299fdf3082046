import type {CheckFinding} from '../../../core/events.ts';
import type {Cell, Row} from '../../components/table.tsx';
import {type Finding, type HostProbe, type ProbeItem, probeItems} from '../wizard-functions.ts';
import type {Probes} from './probes.ts';

const titles: Readonly<Record<ProbeItem, string>> = {
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
		head: ['host', ...columns.map(item => titles[item])],
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
		return {text: `${marks[state]} ${titles[worst.item]}: ${text}${hint === undefined ? '' : `\n${hint}`}`, bad: state === 'bad'};
	}
	return {text: probe.done ? 'ok' : 'checking …', bad: false};
}

export type Cause = {
	readonly state: 'bad' | 'doubtful';
	readonly text: string;
	readonly hint: string;
	readonly hosts: readonly string[];
};

/** A check of a run as the wizard tells it. */
function checkedAs({state, found, wanted, fix, run}: CheckFinding): Finding {
	const advice = [fix, run].filter(one => one !== undefined).join(': ');
	const lines = [`wanted: ${wanted}`, ...(advice === '' ? [] : [advice])];
	const seen = state === 'failed' ? 'bad' : state === 'warning' ? 'doubtful' : 'ok';
	return {state: seen, text: found, hint: lines.join('\n')};
}

/** What is not well, by cause, the worst and the most common first. */
export function causesOf(names: readonly string[], probes: Probes): readonly Cause[] {
	const causes = new Map<string, {state: 'bad' | 'doubtful'; text: string; hint: string; hosts: string[]}>();
	for (const name of names) {
		const probe = probes.get(name);
		const unknown: readonly (readonly [string, Finding])[] =
			probe?.unknownKey === undefined
				? []
				: [['host key', {state: 'bad', text: 'not known yet', hint: 'h on the login page shows and accepts them'}]];
		const items = probeItems.flatMap(item => {
			const finding = probe?.items[item];
			return finding === undefined ? [] : [[titles[item], finding] as const];
		});
		const checks = (probe?.checks ?? []).map(one => [one.title, checkedAs(one)] as const);
		for (const [title, {state, text, hint = ''}] of [...unknown, ...items, ...checks]) {
			if (state !== 'bad' && state !== 'doubtful') continue;
			const key = `${state}${title}${text}${hint}`;
			const cause = causes.get(key) ?? {state, text: `${title}: ${text}`, hint, hosts: []};
			cause.hosts.push(name);
			causes.set(key, cause);
		}
	}
	return [...causes.values()].sort(
		(a, b) => Number(b.state === 'bad') - Number(a.state === 'bad') || b.hosts.length - a.hosts.length,
	);
}

export type ProbeCounts = {
	readonly well: number;
	readonly doubtful: number;
	readonly looking: number;
	/** Their host keys wait to be accepted. */
	readonly unknown: number;
	readonly bad: number;
};

function standing(probe: HostProbe | undefined): keyof ProbeCounts {
	const has = (state: Finding['state']) =>
		probeItems.some(item => probe?.items[item]?.state === state) ||
		(probe?.checks ?? []).some(one => checkedAs(one).state === state);
	if (probe?.unknownKey !== undefined) return 'unknown';
	if (has('bad')) return 'bad';
	if (probe?.done !== true) return 'looking';
	return has('doubtful') ? 'doubtful' : 'well';
}

/** How many hosts are well, doubtful, still being looked at, and not well. */
export function probeCounts(names: readonly string[], probes: Probes): ProbeCounts {
	const counts = {well: 0, doubtful: 0, looking: 0, unknown: 0, bad: 0};
	for (const name of names) counts[standing(probes.get(name))]++;
	return counts;
}

export function countsLine({well, doubtful, looking, unknown, bad}: ProbeCounts): string {
	const parts = [
		[well, 'ok'],
		[doubtful, doubtful === 1 ? 'warning' : 'warnings'],
		[looking, 'checking'],
		[unknown, unknown === 1 ? 'host key to accept' : 'host keys to accept'],
		[bad, 'failed'],
	] as const;
	return parts.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(' · ');
}
