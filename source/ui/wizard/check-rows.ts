import {fold} from '../components/fold.ts';
import type {AnswerProblem} from './answers/reading.ts';
import type {FailureRow} from './failure-rows.ts';
import type {Cause} from './probe/probe-table.ts';

const most = 4;
const some = (names: readonly string[]) =>
	names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

const head = (text: string, width: number, tone: FailureRow['tone']): readonly FailureRow[] =>
	fold(text, width).map(line => ({text: line, tone}));

const below = (text: string, width: number): readonly FailureRow[] =>
	fold(text, width - 4).map(line => ({text: `    ${line}`, tone: 'plain'}));

/** What is wrong with the answers, then with the hosts, grouped by cause. */
export const checkRows = (answers: readonly AnswerProblem[], causes: readonly Cause[], width: number): readonly FailureRow[] => [
	...answers.flatMap(({message, hint}) => [
		...head(`✖ ${message}`, width, 'bad'),
		...(hint === undefined ? [] : below(hint, width)),
	]),
	...causes.flatMap(({state, text, hint, hosts}) => [
		...head(`${state === 'bad' ? '✖' : '!'} ${text}`, width, state),
		...below(some(hosts), width),
		...(hint === '' ? [] : below(hint, width)),
	]),
];
