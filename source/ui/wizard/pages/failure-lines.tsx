import {Text} from 'ink';
import type {FailureRow} from '../failure-rows.ts';

const colours = {bad: 'red', doubtful: 'yellow', good: 'green', command: 'cyan', bold: undefined, plain: undefined} as const;

/** Rows of a failure or a notice, one below the other. */
export function FailureLines({rows}: {readonly rows: readonly FailureRow[]}) {
	return rows.map(({text, tone}, place) => (
		<Text key={`${place}${text}`} color={colours[tone]} bold={tone === 'bold'} wrap="truncate">
			{text === '' ? ' ' : text}
		</Text>
	));
}
