import {type Alike, alike, type CheckSheet, countsOf} from '../core/check-sheet.ts';
import type {CheckState} from '../core/events.ts';
import {cleanLine} from '../core/text.ts';
import {count, names} from '../core/view/words.ts';
import type {Look} from './look.ts';

const words = {ok: 'ok', warning: 'warning', failed: 'failed', skipped: 'skipped', 'not-checked': 'not checked'} as const;

function marked(state: CheckState, text: string, look: Look): string {
	if (state === 'failed') return look.bad(text);
	if (state === 'warning') return look.changed(text);
	return state === 'ok' ? look.good(text) : look.dim(text);
}

const symbolOf = (state: CheckState, {symbols}: Look) =>
	({ok: symbols.good, warning: '!', failed: symbols.bad, skipped: symbols.idle, 'not-checked': '?'})[state];

/** Between two columns. */
const gap = 2;

/** The matrix: a row for each check, a column for each host; where that is too wide, how many hosts there are of each state. */
function matrixText({hosts, checks, cell}: CheckSheet, look: Look): readonly string[] {
	const title = Math.max(...checks.map(one => one.title.length), 0);
	const columns = hosts.map(({name}) => Math.max(cleanLine(name).length, 'not checked'.length) + gap);
	const width = 2 + title + columns.reduce((sum, one) => sum + one, 0);
	if (look.fits('x'.repeat(width))) {
		const head = hosts.map(({name}, index) => ' '.repeat(gap) + cleanLine(name).padEnd(columns[index]! - gap)).join('');
		return [
			look.dim(`${' '.repeat(2 + title)}${head}`.trimEnd()),
			...checks.map(one => {
				const cells = hosts.map(({name}, index) => {
					const state = cell(one.id, name)?.state;
					const text = state === undefined ? '' : words[state];
					const shown = state === undefined ? look.dim('-') : marked(state, text, look);
					return `${' '.repeat(gap)}${shown}${' '.repeat(columns[index]! - gap - (text.length || 1))}`;
				});
				return `  ${one.title.padEnd(title)}${cells.join('')}`.trimEnd();
			}),
		];
	}
	return checks.map(one => {
		const states = hosts.flatMap(({name}) => cell(one.id, name)?.state ?? []);
		const told = (['failed', 'warning', 'not-checked', 'skipped', 'ok'] as const).flatMap(state => {
			const number = states.filter(other => other === state).length;
			return number === 0 ? [] : [marked(state, `${number} ${words[state]}`, look)];
		});
		return `  ${one.title.padEnd(title)}  ${told.join(', ')}`;
	});
}

const label = (text: string) => `    ${text.padEnd(8)}`;
const under = ' '.repeat(12);

function findingText({finding, hosts, title}: Alike, look: Look): readonly string[] {
	const {state, check, found, wanted, why, fix, run} = finding;
	const head = `${symbolOf(state, look)} ${title} (${check})  ${words[state]} on ${names(hosts)}`;
	const row = (name: string, text: string | undefined) => {
		const [first, ...more] = text === undefined || text === '' ? [] : look.prose(text, under);
		return first === undefined ? [] : [label(name) + first.slice(under.length), ...more];
	};
	return [
		'',
		look.bold(marked(state, head, look)),
		...row('found', found),
		...row('wanted', wanted),
		...row('why', why),
		...row('fix', fix),
		...(run === undefined ? [] : [`${under}${look.command(`$ ${cleanLine(run)}`)}`]),
	];
}

/** A sheet for a person: the matrix, then everything that is not well with what to do, then the counts. */
export function checkText(sheet: CheckSheet, look: Look): readonly string[] {
	const counts = countsOf(sheet);
	const told = (['failed', 'warning', 'not-checked', 'skipped', 'ok'] as const).flatMap(state =>
		counts[state] === 0
			? []
			: [marked(state, `${counts[state]} ${words[state]}${state === 'warning' && counts[state] > 1 ? 's' : ''}`, look)],
	);
	return [
		'',
		`${look.bold(cleanLine(sheet.cluster))}  ${count(sheet.hosts.length, 'host')}`,
		...matrixText(sheet, look),
		...alike(sheet).flatMap(one => findingText(one, look)),
		'',
		told.join(', '),
	];
}
