import type {CheckCell, CheckSheet} from '../core/check-sheet.ts';
import {cleanLines} from '../core/text.ts';

/** What XML 1.0 can't hold even as a reference: surrogates without their half, and the two that are no characters. */
const unfit = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g;

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
	'\n': '&#10;',
};

/** A text as the value of an attribute or the content of an element: no control character, nothing that is markup. */
export const xml = (text: string): string =>
	cleanLines(text)
		.join('\n')
		.replace(unfit, '')
		.replace(/[&<>"'\n]/g, one => entities[one]!);

function inside({state, findings}: CheckCell): readonly string[] {
	if (state === 'skipped') return ['<skipped message="left out"/>'];
	const bad = findings.filter(one => one.state !== 'ok');
	const text = bad
		.map(({state: its, found, wanted, why, fix, run}) =>
			[
				`${its}: ${found}`,
				...(wanted === '' ? [] : [`wanted: ${wanted}`]),
				...(why === '' ? [] : [`why: ${why}`]),
				...(fix === undefined ? [] : [`fix: ${fix}`]),
				...(run === undefined ? [] : [`$ ${run}`]),
			].join('\n'),
		)
		.join('\n\n');
	if (state === 'not-checked') return [`<skipped message="${xml(bad[0]?.found ?? 'not checked')}"/>`];
	if (state === 'failed')
		return [`<failure message="${xml(bad.find(one => one.state === 'failed')?.found ?? '')}">${xml(text)}</failure>`];
	// A warning fails nothing, and JUnit has no other word for it.
	return state === 'warning' ? [`<system-out>${xml(text)}</system-out>`] : [];
}

/** A sheet as JUnit has it, for CI: a suite for each host, a test case for each check of it. */
export function junit({cluster, hosts, checks, cell}: CheckSheet): string {
	const suites = hosts.map(({name}) => {
		const cells = checks.flatMap(({id, title}) => {
			const found = cell(id, name);
			return found === undefined ? [] : [{id, title, found}];
		});
		const of = (...states: readonly string[]) => cells.filter(({found}) => states.includes(found.state)).length;
		const cases = cells.map(({id, title, found}) => {
			const content = inside(found);
			const head = `\t\t<testcase classname="${xml(`${cluster}.${name}`)}" name="${xml(`${id}: ${title}`)}"`;
			return content.length === 0 ? `${head}/>` : `${head}>${content.join('')}</testcase>`;
		});
		const counts = `tests="${cells.length}" failures="${of('failed')}" errors="0" skipped="${of('skipped', 'not-checked')}"`;
		return {
			text: [`\t<testsuite name="${xml(name)}" ${counts}>`, ...cases, '\t</testsuite>'].join('\n'),
			tests: cells.length,
			failures: of('failed'),
		};
	});
	const sum = (key: 'tests' | 'failures') => suites.reduce((total, suite) => total + suite[key], 0);
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="${xml(`kafka-setup check ${cluster}`)}" tests="${sum('tests')}" failures="${sum('failures')}">`,
		...suites.map(({text}) => text),
		'</testsuites>',
		'',
	].join('\n');
}
