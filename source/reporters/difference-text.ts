import {differenceLines} from '../core/difference-lines.ts';
import type {Difference} from '../core/events.ts';
import type {Look} from './look.ts';

const indent = '    ';
const under = `${indent}  `;

/** One difference: what is there and what is wanted, and the way out, whose commands are never wrapped. */
export const differenceText = (difference: Difference, look: Look): readonly string[] => [
	'',
	...differenceLines(difference).flatMap(({kind, text}) => {
		if (kind === 'subject') return [`${indent}${look.bold(text)}`];
		return kind === 'prose' ? look.prose(text, under) : [`${under}${look.command(text)}`];
	}),
];
