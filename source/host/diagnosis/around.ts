import {maskedLog} from '../../core/masked.ts';
import type {Verdict} from './diagnose.ts';
import {isFrame} from './exception-line.ts';

/** A line of an access log: while it is waited for, a service is asked several times a second. */
const isOurQuestion = (line: string): boolean => /"GET \/\S* HTTP\/1\.\d" \d{3} .*"curl\//.test(line);

/**
 * What was said with the failure, with its causes, and a few lines around it: a service that gives up says much more while it
 * shuts down. Else the last 20. Without the frames of stack traces, which would push the rest out of sight.
 */
export function around(lines: readonly string[], {chain, at}: Verdict): readonly string[] {
	const numbered = lines.map((text, index) => ({text, number: index + 1}));
	const telling = numbered.filter(({text}) => !isFrame(text) && !isOurQuestion(text));
	const texts = (some: readonly {readonly text: string}[]) => some.map(({text}) => maskedLog(text));
	const first = telling.findIndex(({number}) => number === chain[0]?.line);
	const end = Math.max(at ?? 0, chain.at(-1)?.line ?? 0);
	const last = telling.findIndex(({number}) => number === end);
	if (first < 0) return texts(telling.slice(-20));
	return texts(telling.slice(Math.max(0, first - 4), last + 3).slice(-20));
}
