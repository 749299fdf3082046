import {worst} from '../../core/check-sheet.ts';
import type {CheckState} from '../../core/events.ts';
import {cleanLines} from '../../core/text.ts';
import {continuedRows} from '../components/continued.ts';
import {fold} from '../components/fold.ts';
import type {AnswerProblem} from './answers/reading.ts';
import {type FailureRow, failureRows} from './failure-rows.ts';
import {type Cause, wellTitles} from './probe/causes.ts';
import {type ClusterCheck, mayListen} from './probe/cluster-check.ts';

const most = 4;
const some = (names: readonly string[]) =>
	names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

const folded = (text: string, width: number) => cleanLines(text).flatMap(line => fold(line, width));

const head = (mark: string, text: string, width: number, tone: FailureRow['tone']): readonly FailureRow[] =>
	folded(text, width - 2).map((row, index) => ({text: `${index === 0 ? mark : ' '} ${row}`, tone}));

const below = (text: string, width: number): readonly FailureRow[] =>
	folded(text, width - 4).map(row => ({text: `    ${row}`, tone: 'plain'}));

const marks = {bad: '✖', doubtful: '!', unknown: '?'} as const;

/** A cause with its hosts, what is wanted, and what to do; its command is fit to be copied. */
function causeRows({state, text, hint, run, hosts}: Cause, width: number): readonly FailureRow[] {
	return [
		...head(marks[state], text, width, state === 'unknown' ? 'plain' : state),
		...below(`${state === 'unknown' ? 'not checked on ' : ''}${some(hosts)}`, width),
		...(hint === '' ? [] : below(hint, width)),
		...(run === undefined ? [] : continuedRows(run, width, '    $ ').map(row => ({text: row, tone: 'command' as const}))),
	];
}

const notYet = {
	answers: 'The hosts are checked once these answers are right.',
	hosts: undefined,
	login: 'Nothing more is checked: no host let anybody in.',
} as const;

/** Why there is nothing of the checks of the cluster. */
export function missingText(check: ClusterCheck): string | undefined {
	return check.state === 'waiting' ? notYet[check.why] : undefined;
}

/** What is left to try, if someone asks for it. */
export const portsText =
	'Free ports were tried while nothing listened there. Each host can listen on its own for some seconds, to be tried by the others';

/** What came of the ports, where they were tried with something that listens: between which hosts, and whether all are reached. */
export function portsTried(check: ClusterCheck): {readonly state: CheckState; readonly text: string} | undefined {
	if (check.state !== 'done' || !check.asked.listen) return undefined;
	const {hosts, checks, cell} = check.sheet;
	const names = hosts.map(({name}) => name).filter(name => !check.asked.without.includes(name));
	const title = checks.find(({id}) => id === 'reach')?.title;
	const cells = names.map(name => cell('reach', name)?.state ?? 'not-checked');
	const state = worst(cells);
	const came =
		state === 'ok'
			? 'all are reached'
			: state === 'failed'
				? `not all are reached: see ${title}`
				: 'what could not be tried is named with its host';
	return {state, text: `Every port was tried between ${some(names)}, with something that listens there: ${came}`};
}

function triedRows(check: ClusterCheck, width: number): readonly FailureRow[] {
	const tried = portsTried(check);
	if (tried === undefined) return [];
	const {state, text} = tried;
	if (state === 'ok') return head('✔', text, width, 'good');
	return state === 'failed' ? head('✖', text, width, 'bad') : head('?', text, width, 'plain');
}

/** What is well: all of it, if nothing else is to be said. */
function wellRows(check: ClusterCheck, isAll: boolean, width: number): readonly FailureRow[] {
	if (check.state !== 'done') return [];
	const titles = wellTitles(check);
	if (!isAll) return titles.length === 0 ? [] : head('✔', `${titles.length} ok: ${titles.join(' · ')}`, width, 'good');
	return [{text: '✔ All checks passed.', tone: 'good'}, ...below(titles.join(' · '), width)];
}

/** How the ports were tried, where it is seen at once; what is wrong with the answers, then with the hosts and what their checks found, grouped by cause; at last what is well. */
export function checkRows(
	answers: readonly AnswerProblem[],
	causes: readonly Cause[],
	check: ClusterCheck,
	width: number,
): readonly FailureRow[] {
	const missing = missingText(check);
	const wrong = [
		...answers.flatMap(({message, hint}) => [
			...head('✖', message, width, 'bad'),
			...(hint === undefined ? [] : below(hint, width)),
		]),
		...(check.state === 'refused' ? failureRows(check.problem, width) : []),
		...causes.flatMap(cause => causeRows(cause, width)),
		...(missing === undefined ? [] : head('?', missing, width, 'plain')),
	];
	const ports = mayListen(check) ? head('·', `${portsText}: p`, width, 'plain') : [];
	return [...triedRows(check, width), ...wrong, ...ports, ...wellRows(check, wrong.length === 0, width)];
}
