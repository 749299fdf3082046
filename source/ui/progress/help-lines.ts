import {cutLine, type Line, span} from './line.ts';
import {liveHeight, type Scene} from './scene.ts';

const keys = [
	['↑ ↓ j k', 'choose a host'],
	['Enter', 'its full log'],
	['p', 'pause after the running steps, or continue'],
	['Ctrl+C', 'stop after the running steps; twice: at once'],
	['Esc ?', 'close this'],
] as const;

/** The keys of the run screen. */
export function helpLines({columns, rows, look}: Scene): readonly Line[] {
	const lines = keys.map(([key, what]) =>
		cutLine([span(`  ${key.padEnd(9)}`, 'bold'), span(what)], columns - 1, look.symbols.more),
	);
	return lines.slice(0, liveHeight(rows));
}
