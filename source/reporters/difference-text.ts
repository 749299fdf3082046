import type {Difference} from '../core/events.ts';
import {differenceLines} from '../core/view/difference-lines.ts';
import type {Look} from './look.ts';

const indent = '    ';
const under = `${indent}  `;

/** One difference in lines, of which commands are never wrapped. */
export const differenceText = (difference: Difference, look: Look): readonly string[] => [
	'',
	...differenceLines(difference).flatMap(({kind, text}) => {
		if (kind === 'subject') return [`${indent}${look.bold(text)}`];
		return kind === 'run' ? [`${under}${look.command(`$ ${text}`)}`] : look.prose(text, under);
	}),
];
