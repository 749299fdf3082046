import type {Outcome} from '../../core/events.ts';
import type {Line, Tone} from './line.ts';

/** Colours and symbols of the run screen. A colour only repeats what a symbol or a word says. */
export type Look = {
	readonly paint: (line: Line) => string;
	readonly mark: (outcome: Outcome) => string;
	/** The symbol of something that runs, at a time in milliseconds. */
	readonly spinner: (now: number) => string;
	readonly symbols: {
		readonly idle: string;
		readonly bar: string;
		readonly more: string;
		readonly chosen: string;
		readonly here: string;
		readonly dot: string;
		readonly arrow: string;
		readonly levels: string;
		readonly quotes: readonly [string, string];
	};
};

/** SGR codes that begin and end each tone: the 16 colours only, which every theme has made readable. */
const codes: Readonly<Record<Tone, readonly [number, number]>> = {
	bold: [1, 22],
	dim: [2, 22],
	good: [32, 39],
	changed: [33, 39],
	bad: [31, 39],
	command: [36, 39],
};

const rich = {
	idle: '·',
	bar: '│',
	more: '…',
	chosen: '❯',
	here: '●',
	dot: '·',
	arrow: '→',
	levels: '▁▂▃▄▅▆▇█',
	quotes: ['“', '”'],
} as const;
const ascii = {
	idle: '-',
	bar: '|',
	more: '..',
	chosen: '>',
	here: '*',
	dot: '-',
	arrow: '->',
	levels: '.:-=+*#@',
	quotes: ['"', '"'],
} as const;

/** Length of one picture of the spinner: the clock of the screen ticks as often. */
const pictureMs = 250;

export function createLook({colour, unicode}: {readonly colour: boolean; readonly unicode: boolean}): Look {
	const [good, bad] = unicode ? ['✔', '✖'] : ['*', 'x'];
	const pictures = unicode ? [...'⠋⠙⠸⠴⠦⠇'] : [...'|/-\\'];
	return {
		paint: line =>
			line
				.map(({text, tone}) => {
					if (!colour || tone === undefined || text === '') return text;
					const [begin, end] = codes[tone];
					return `\x1b[${begin}m${text}\x1b[${end}m`;
				})
				.join(''),
		mark(outcome) {
			if (outcome === 'ok' || outcome === 'changed') return good!;
			if (outcome === 'skipped' || outcome === 'cancelled') return '-';
			return outcome === 'unknown' ? '?' : bad!;
		},
		spinner: now => pictures[Math.floor(now / pictureMs) % pictures.length]!,
		symbols: unicode ? rich : ascii,
	};
}

/** The tone of an outcome. */
export function toneOf(outcome: Outcome): Tone {
	if (outcome === 'ok' || outcome === 'changed') return 'good';
	return outcome === 'skipped' || outcome === 'cancelled' ? 'dim' : 'bad';
}
