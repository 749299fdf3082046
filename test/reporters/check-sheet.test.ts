import {describe, expect, test} from 'vitest';
import {type CheckSheet, countsOf, sheetOf} from '../../source/core/check-sheet.ts';
import type {CheckFinding, CheckState, EventBody, Outcome} from '../../source/core/events.ts';
import {checkJson} from '../../source/reporters/check-json.ts';
import {checkText} from '../../source/reporters/check-text.ts';
import {junit, xml} from '../../source/reporters/junit.ts';
import {createLook} from '../../source/reporters/look.ts';

const catalogue = [
	{id: 'login', title: 'Login', why: 'All is done over SSH.'},
	{id: 'memory', title: 'Memory', why: 'A heap has to fit.'},
	{id: 'reach', title: 'Ports of the other hosts', why: 'Members talk to each other.'},
];

const finding = (
	host: string,
	check: string,
	state: CheckState,
	found: string,
	more: Partial<CheckFinding> = {},
): CheckFinding => ({
	host,
	check,
	state,
	found,
	wanted: 'w',
	why: 'y',
	...more,
});

const step = (host: string, id: string, outcome: Outcome, findings: readonly CheckFinding[], more = {}): EventBody => ({
	type: 'step-finished',
	ref: {stage: 'preflight', host, step: id},
	outcome,
	changes: [],
	notes: [],
	reports: findings.map(one => ({kind: 'check', ...one})),
	durationMs: 1,
	...more,
});

const sheet = (events: readonly EventBody[], more: Partial<Parameters<typeof sheetOf>[0]> = {}): CheckSheet =>
	sheetOf({
		version: '1',
		cluster: 'orders',
		hosts: [{name: 'a'}, {name: 'b'}],
		catalogue,
		events,
		skipped: new Set(),
		before: [],
		unseen: new Set(),
		...more,
	});

const hostile = '\x1b[2J<b>&"\'\u0000\u202e]]>\ud800\ufffe';

const both = sheet([
	step('a', 'memory', 'ok', [finding('a', 'memory', 'ok', '16 GiB')]),
	step('b', 'memory', 'ok', [finding('b', 'memory', 'warning', `little ${hostile}`, {fix: 'Get more', run: 'free -m'})]),
	step('a', 'reach', 'failed', [
		finding('a', 'reach', 'failed', 'port 9092 of b: refused'),
		finding('a', 'reach', 'failed', 'second'),
	]),
	step('b', 'reach', 'ok', [finding('b', 'reach', 'not-checked', 'its firewall')]),
]);

describe('a sheet', () => {
	test('has the worst of the findings of a check in its cell', () => {
		expect(both.cell('memory', 'a')?.state).toBe('ok');
		expect(both.cell('reach', 'a')).toMatchObject({state: 'failed', findings: [{}, {}]});
		expect(both.checks.map(({id}) => id)).toEqual(['memory', 'reach']);
		expect(countsOf(both)).toEqual({ok: 1, warning: 1, failed: 1, skipped: 0, 'not-checked': 1});
	});

	test('has a step that threw, and one that is no check of the catalogue', () => {
		const failure = {message: 'a has no ss', hint: 'Install it'};
		const one = sheet([
			step('a', 'reach', 'failed', [], {failure}),
			step('b', 'reach', 'unreachable', [], {failure: {message: 'connection lost'}}),
			step('a', 'database', 'failed', [], {failure}),
			step('b', 'database', 'ok', []),
		]);
		expect(one.cell('reach', 'a')).toMatchObject({state: 'failed', findings: [{found: 'a has no ss', fix: 'Install it'}]});
		expect(one.cell('reach', 'b')).toMatchObject({state: 'not-checked'});
		expect(one.cell('reach', 'b')?.findings[0]?.found).toBe('connection lost');
	});

	test('takes the titles of steps that it does not know from their plan', () => {
		const started = {
			type: 'run-started',
			stages: [{id: 'preflight', title: '', hosts: [{name: 'a', steps: [{id: 'database', title: 'Database'}]}]}],
		} as unknown as EventBody;
		const one = sheet([started, step('a', 'database', 'ok', [])]);
		expect(one.checks).toEqual([{id: 'database', title: 'Database', why: ''}]);
		expect(one.cell('database', 'a')?.state).toBe('ok');
	});

	test('says what was left out, and what was not looked at', () => {
		const one = sheet([step('a', 'memory', 'ok', [finding('a', 'memory', 'ok', '1')])], {
			skipped: new Set(['reach']),
			unseen: new Set(['b']),
			before: [finding('b', 'login', 'failed', 'refused'), finding('a', 'login', 'ok', 'root')],
		});
		expect([one.cell('login', 'b')?.state, one.cell('memory', 'b')?.state]).toEqual(['failed', 'not-checked']);
		expect([one.cell('reach', 'a')?.state, one.cell('reach', 'b')?.state]).toEqual(['skipped', 'skipped']);
	});
});

describe('its text', () => {
	const look = createLook({colour: false, unicode: false, columns: 80});

	test('is a matrix, then all that is not well', () => {
		const lines = checkText(both, look);
		expect(lines.slice(1, 5)).toEqual(
			[
				'orders  2 hosts',
				'                              a            b',
				'  Memory                    ok           warning',
				'  Ports of the other hosts  failed       not checked',
			].map(line => (line.startsWith('     ') ? `${' '.repeat(26)}  a            b` : line)),
		);
		const text = lines.join('\n');
		expect(text).toContain(
			'x Ports of the other hosts (reach)  failed on a\n    found   port 9092 of b: refused\n    wanted  w\n    why     y',
		);
		expect(text).toContain('    fix     Get more\n            $ free -m');
		expect(text.indexOf('failed on a')).toBeLessThan(text.indexOf('warning on b'));
		expect(lines.at(-1)).toBe('1 failed, 1 warning, 1 not checked, 1 ok');
		for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
		expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
	});

	test('counts the hosts where they have no room side by side, and names a common cause once', () => {
		const hosts = Array.from({length: 20}, (_, index) => ({name: `kafka-${index}.example`}));
		const events = hosts.map(({name}) => step(name, 'memory', 'failed', [finding(name, 'memory', 'failed', 'little')]));
		const text = checkText(sheet(events, {hosts}), look).join('\n');
		expect(text).toContain('  Memory  20 failed');
		expect(text.match(/found {3}little/g)).toHaveLength(1);
		expect(text).toContain('failed on 20 hosts');
	});
});

describe('its JSON', () => {
	test('is one document with every cell', () => {
		const text = checkJson(both);
		const {results, ...head} = JSON.parse(text);
		expect(head).toMatchObject({format: 1, cluster: 'orders', outcome: 'failed', hosts: [{name: 'a'}, {name: 'b'}]});
		expect(results).toContainEqual({
			check: 'memory',
			host: 'a',
			state: 'ok',
			findings: [{state: 'ok', found: '16 GiB', wanted: 'w', why: 'y'}],
		});
		expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
	});
});

describe('its JUnit', () => {
	test('has a test case for each cell; a warning fails none', () => {
		const text = junit(both);
		expect(text).toContain('<testsuites name="kafka-setup check orders" tests="4" failures="1">');
		expect(text.match(/<testcase /g)).toHaveLength(4);
		expect(text).toContain('<testcase classname="orders.a" name="memory: Memory"/>');
		expect(text.match(/<failure /g)).toHaveLength(1);
		expect(text).toContain('<skipped message="its firewall"/>');
		expect(text).toContain('<system-out>');
	});

	test('is XML whatever a host says', () => {
		const text = junit(both);
		// No character that XML 1.0 can't hold, nothing of the host's as markup, every tag closed.
		expect(text).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]/);
		expect(text).not.toContain('<b>');
		const open: string[] = [];
		for (const [, close, name, self] of text.matchAll(/<(\/?)([a-z-]+)(?: [a-z]+="[^"<]*")*(\/?)>/g)) {
			if (close) expect(open.pop()).toBe(name);
			else if (!self) open.push(name!);
		}
		expect(open).toEqual([]);
		expect(text.replace(/<[^>]*>|&(?:amp|lt|gt|quot|apos|#10);/g, '')).not.toMatch(/[<&]/);
	});

	test('keeps what is no control character', () => {
		expect(xml('Größe 😀 <&>\n"x"')).toBe('Größe 😀 &lt;&amp;&gt;&#10;&quot;x&quot;');
		expect(xml(hostile)).toBe('&lt;b&gt;&amp;&quot;&apos;]]&gt;');
	});
});
