import type {RunState, StageState} from '../../core/state/run-state.ts';
import {cleanLine} from '../../core/text.ts';
import type {Findings} from './findings.ts';
import {type Line, span, textWidth} from './line.ts';
import type {Look} from './look.ts';

/** The stages that put a service on hosts, and nothing else: a stage may have hosts that only test it. */
export const services = ({stages}: RunState): readonly StageState[] =>
	stages.filter(stage => stage.hosts.some(({steps}) => steps.some(({id}) => id === 'start')));

export const runsOn = (stage: StageState): readonly string[] =>
	stage.hosts.filter(({steps}) => steps.some(({id}) => id === 'start')).map(({name}) => name);

const gap = 3;

function centred(text: string, width: number): string {
	const left = Math.floor((width - textWidth(text)) / 2);
	return ' '.repeat(Math.max(0, left)) + text + ' '.repeat(Math.max(0, width - textWidth(text) - left));
}

/** Hosts in groups whose columns fit the screen. */
function inGroups(hosts: readonly string[], room: number): readonly (readonly string[])[] {
	const groups: string[][] = [];
	let used = 0;
	for (const host of hosts) {
		const width = textWidth(host) + gap;
		if (groups.length === 0 || used + width > room) {
			groups.push([]);
			used = 0;
		}
		groups.at(-1)!.push(host);
		used += width;
	}
	return groups;
}

/**
 * What runs where: hosts as columns, roles as rows, with the letter of what a member is to the others.
 *
 *                 kafka-01   kafka-02   kafka-03
 *     Kafka          C          ●          ●
 *     Connect        ·          ·          ●
 */
export function topology(run: RunState, {parts}: Findings, columns: number, look: Look): readonly Line[] {
	const rows = services(run);
	if (rows.length === 0) return [];
	const hosts = [...new Set(run.stages.flatMap(stage => stage.hosts.map(({name}) => name)))];
	const titles = Math.max(...rows.map(({title}) => textWidth(cleanLine(title))));
	const seen = new Set<string>();
	const cell = (stage: StageState, host: string): readonly [string, 'bold' | 'good' | 'dim'] => {
		if (!runsOn(stage).includes(host)) return [look.symbols.dot, 'dim'];
		const part = parts[stage.id]?.[host];
		if (part === undefined) return [look.symbols.here, 'good'];
		seen.add(part);
		return [part[0]!.toUpperCase(), part === 'leader' || part === 'controller' ? 'bold' : 'good'];
	};
	const drawn = inGroups(hosts, columns - 1 - titles - 2).flatMap(group => [
		[span(' '.repeat(titles + 2)), ...group.map(host => span(cleanLine(host) + ' '.repeat(gap), 'bold'))],
		...rows.map(stage => [
			span(cleanLine(stage.title).padEnd(titles + 2)),
			...group.map(host => {
				const [text, tone] = cell(stage, host);
				return span(centred(text, textWidth(cleanLine(host))) + ' '.repeat(gap), tone);
			}),
		]),
	]);
	const legend = [...seen].sort().map(part => `${part[0]!.toUpperCase()} ${part}`);
	return [...drawn, [span([...legend, `${look.symbols.here} runs here`].join('   '), 'dim')]];
}
