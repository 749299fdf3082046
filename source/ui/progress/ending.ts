import type {RunState} from '../../core/state/run-state.ts';
import {cleanLine} from '../../core/text.ts';
import {endingLine, whatNext} from '../../core/view/ending.ts';
import {count, todoHeading, unprovenHeading} from '../../core/view/words.ts';
import {commandsOf} from './copied-commands.ts';
import {endpoints} from './endpoints.ts';
import type {Findings} from './findings.ts';
import {blank, type Line, span, textWidth, wrapProse} from './line.ts';
import type {Look} from './look.ts';
import {recapLines} from './recap-lines.ts';
import {sparkline} from './sparkline.ts';
import {topology} from './topology.ts';

/** Commands that can be copied together with the remarks on where to run them: a shell takes those as comments. */
function commandLines(heading: string, kind: 'start' | 'test', run: RunState, {shown}: Findings): readonly Line[] {
	const groups = commandsOf(kind, run, shown);
	if (groups.length === 0) return [];
	return [
		blank,
		[span(heading, 'bold')],
		...groups.flatMap(({title, hosts, lines}) => [
			[span(`# ${cleanLine(title)}, on ${cleanLine(hosts)}`, 'dim')],
			...lines.map(line => [span(line, 'command')]),
		]),
	];
}

function pairs(heading: string, rows: readonly (readonly [string, string])[]): readonly Line[] {
	if (rows.length === 0) return [];
	const width = Math.max(...rows.map(([name]) => textWidth(name)));
	return [
		blank,
		[span(heading, 'bold')],
		...rows.map(([name, value]) => [span(`  ${name}${' '.repeat(width - textWidth(name))}  `), span(value)]),
	];
}

function topicText(values: readonly number[], look: Look): string {
	const last = count(values.at(-1) ?? 0, 'record');
	if (values.length < 2) return last;
	const before = values.slice(-4, -1).join(` ${look.symbols.arrow} `);
	return `${sparkline(values, look.symbols.levels)}  ${before} ${look.symbols.arrow} ${last}`;
}

/** A list of what was said under a heading. */
const listLines = (heading: string, said: readonly string[], columns: number, tone?: 'changed'): readonly Line[] =>
	said.length === 0
		? []
		: [
				blank,
				[span(heading, 'bold')],
				...said.flatMap(one => wrapProse(cleanLine(one), Math.max(20, columns - 3)).map(row => [span(`  ${row}`, tone)])),
			];

/** The end of a run: after a success what was made and how to use it, then the recap. The last is what stays in sight. */
export function endingLines(run: RunState, findings: Findings, columns: number, look: Look): readonly Line[] {
	const good = run.status === 'succeeded';
	const next = whatNext(run);
	const prose = (text: string) => wrapProse(text, Math.max(20, columns - 1));
	const topics = Object.entries(findings.records).map(([topic, values]) => [cleanLine(topic), topicText(values, look)] as const);
	const drawing = topology(run, findings, columns, look);
	const made = [
		...commandLines('Start commands', 'start', run, findings),
		...commandLines('Test commands', 'test', run, findings),
		...(drawing.length === 0 ? [] : [blank, ...drawing]),
		...pairs(
			'Endpoints',
			endpoints(run, findings).map(({title, address}) => [title, address]),
		),
		...pairs('Topics', topics),
	];
	return [
		...(good && run.mode !== 'check' && run.operation !== 'destroy' ? made : []),
		...listLines(unprovenHeading, run.unproven, columns, 'changed'),
		...listLines(todoHeading, run.todos, columns),
		blank,
		...recapLines(run.recap, columns),
		blank,
		...prose(endingLine(run)).map(row => [span(row, good ? 'good' : 'bad')]),
		...(next === '' ? [] : prose(next).map(row => [span(row)])),
	];
}
