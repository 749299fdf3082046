import type {Difference} from './events.ts';
import {cleanLine} from './text.ts';

/** A line of what is shown of a difference: what it is about, what is said of it, or a command to type. */
export type DifferenceLine = {readonly kind: 'subject' | 'prose' | 'command'; readonly text: string};

/** A difference in the words that every way of showing it has. */
export const differenceLines = ({subject, there, wanted, wayOut}: Difference): readonly DifferenceLine[] => [
	{kind: 'subject', text: cleanLine(subject)},
	{kind: 'prose', text: `on the hosts: ${cleanLine(there)}`},
	{kind: 'prose', text: `in the file:  ${cleanLine(wanted)}`},
	...wayOut.map(
		(line): DifferenceLine =>
			'say' in line ? {kind: 'prose', text: cleanLine(line.say)} : {kind: 'command', text: `$ ${cleanLine(line.run)}`},
	),
];
