import {duration} from '../core/duration.ts';
import type {Outcome} from '../core/events.ts';
import type {HostState} from '../core/state/run-state.ts';
import type {Finished} from '../core/state/step-state.ts';
import {cleanLine} from '../core/text.ts';
import {countsText} from '../core/view/words.ts';
import {changeText} from './change-text.ts';
import type {Look} from './look.ts';

function marks(outcome: Outcome, look: Look): {readonly symbol: string; readonly word: string} {
	const {good, bad, idle} = look.symbols;
	if (outcome === 'ok') return {symbol: look.good(good), word: 'ok'};
	if (outcome === 'changed') return {symbol: look.good(good), word: look.changed('changed')};
	if (outcome === 'skipped' || outcome === 'cancelled') return {symbol: look.dim(idle), word: outcome};
	return {symbol: look.bad(bad), word: look.bad(outcome)};
}

/** Where the name of a host ends and what is said of it begins. */
export const hostColumn = (host: string, width: number): string => `${cleanLine(host).padEnd(width)}  `;

/** What is under a step stands below its title. */
export const under = (width: number): string => ' '.repeat(4 + width + 2);

/** A finished step: its line, and what changed, why it failed, and its remarks; a single short change stands in the line. */
export function stepText(event: Finished, title: string, width: number, look: Look): readonly string[] {
	const {outcome, changes} = event;
	const {symbol, word} = marks(outcome, look);
	const indent = under(width);
	const line = `${hostColumn(event.ref.host, width)}${cleanLine(title)}  `;
	const time = duration(event.durationMs);
	const head = `  ${symbol} ${line}${word}  ${look.dim(time)}`;
	const [only, ...more] = outcome === 'changed' ? changes.map(change => changeText(change, look, indent, look.verbose)) : [];
	const beside = only?.length === 1 && more.length === 0 ? only[0]!.trim() : undefined;
	if (beside !== undefined && look.fits(`    ${line}${outcome}  ${time}  ${beside}`))
		return [`${head}  ${beside}`, ...remarks(event, look, indent)];
	return [head, ...[only ?? [], ...more].flat(), ...remarks(event, look, indent)];
}

const remarks = ({failure, notes}: Finished, look: Look, indent: string): readonly string[] => [
	...(failure === undefined ? [] : look.prose(failure.message, indent)),
	...notes.flatMap(note => look.prose(`note: ${note}`, indent)),
];

/** A host that has come to the end of a stage. */
export function hostText(host: HostState, width: number, look: Look): string {
	const {symbol} = marks(host.status === 'pending' || host.status === 'running' ? 'skipped' : host.status, look);
	const time = host.startedAt === undefined || host.finishedAt === undefined ? 0 : host.finishedAt - host.startedAt;
	return `  ${symbol} ${hostColumn(host.name, width)}${look.bold(countsText(host.counts) || 'nothing done')}  ${look.dim(duration(time))}`;
}
