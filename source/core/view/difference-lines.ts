import type {Difference} from '../events.ts';
import {cleanLine, cleanLines} from '../text.ts';

/** A line of what is told of a difference. `run` is a command: whoever shows it keeps it fit to be copied. */
export type DifferenceLine = {readonly kind: 'subject' | 'fact' | 'say' | 'run'; readonly text: string};

/** One difference: what is there and what is wanted, and the way out. The lines are clean, and as long as they are. */
export function differenceLines({subject, there, wanted, wayOut}: Difference): readonly DifferenceLine[] {
	const of = (kind: DifferenceLine['kind'], text: string) => cleanLines(text).map(line => ({kind, text: line}));
	return [
		{kind: 'subject', text: cleanLine(subject)},
		...of('fact', `on the hosts: ${there}`),
		...of('fact', `in the file:  ${wanted}`),
		...wayOut.flatMap(line => ('say' in line ? of('say', line.say) : [{kind: 'run' as const, text: cleanLine(line.run)}])),
	];
}
