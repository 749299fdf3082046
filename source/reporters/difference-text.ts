import type {Difference} from '../core/events.ts';
import {cleanLine} from '../core/text.ts';
import type {Look} from './look.ts';

const indent = '    ';
const under = `${indent}  `;

/** One difference: what is there and what is wanted, and the way out, whose commands are never wrapped. */
export const differenceText = ({subject, there, wanted, wayOut}: Difference, look: Look): readonly string[] => [
	'',
	`${indent}${look.bold(cleanLine(subject))}`,
	...look.prose(`on the hosts: ${there}`, under),
	...look.prose(`in the file:  ${wanted}`, under),
	...wayOut.flatMap(line =>
		'say' in line ? look.prose(line.say, under) : [`${under}${look.command(`$ ${cleanLine(line.run)}`)}`],
	),
];
