import type {Failure} from '../../core/events.ts';
import {cleanLines} from '../../core/text.ts';
import {differenceLines} from '../../core/view/difference-lines.ts';
import {continuedRows} from '../components/continued.ts';
import {fold} from '../components/fold.ts';
import type {Notice} from './wizard-functions.ts';

export type FailureRow = {readonly text: string; readonly tone: 'bad' | 'doubtful' | 'good' | 'bold' | 'command' | 'plain'};

const prose = (text: string, width: number, tone: FailureRow['tone'] = 'plain', indent = ''): readonly FailureRow[] =>
	cleanLines(text).flatMap(line => fold(line, width - indent.length).map(row => ({text: indent + row, tone})));

/** A failure in rows of the screen: every difference, each command fit to be copied, and what to do next. */
export function failureRows({message, differences = [], hint}: Failure, width: number): readonly FailureRow[] {
	return [
		...prose(`✖ ${message}`, width, 'bad'),
		...differences.flatMap((difference): readonly FailureRow[] => [
			{text: '', tone: 'plain'},
			...differenceLines(difference).flatMap(({kind, text}) => {
				if (kind === 'subject') return prose(text, width, 'bold');
				if (kind === 'run') return continuedRows(text, width, '$ ').map(row => ({text: row, tone: 'command' as const}));
				return prose(text, width, 'plain', '  ');
			}),
		]),
		...(hint === undefined
			? []
			: [...(differences.length > 0 ? [{text: '', tone: 'plain' as const}] : []), ...prose(hint, width, 'plain', '  ')]),
	];
}

/** The same in lines as long as they are, for a terminal that wraps them itself. */
export function failureText({message, differences = [], hint}: Failure): readonly string[] {
	return [
		...cleanLines(message),
		...differences.flatMap(difference => [
			'',
			...differenceLines(difference).map(({kind, text}) =>
				kind === 'subject' ? text : kind === 'run' ? `  $ ${text}` : `  ${text}`,
			),
		]),
		...(hint === undefined ? [] : [...(differences.length > 0 ? [''] : []), ...cleanLines(hint)]),
	];
}

/** Something to be known first, with its command. */
export const noticeRows = ({say, run}: Notice, width: number): readonly FailureRow[] => [
	...prose(`! ${say}`, width, 'doubtful'),
	...(run === undefined ? [] : continuedRows(run, width, '$ ').map(text => ({text, tone: 'command' as const}))),
];

export const noticeText = ({say, run}: Notice): readonly string[] => [
	...cleanLines(say),
	...(run === undefined ? [] : [`  $ ${run}`]),
];
