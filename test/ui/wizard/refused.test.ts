import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {SettledError} from '../../../source/core/errors.ts';
import type {Difference} from '../../../source/core/events.ts';
import {noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {failureRows, failureText} from '../../../source/ui/wizard/failure-rows.ts';
import {askCluster} from '../../../source/ui/wizard/wizard.tsx';
import type {Questions, WizardFunctions} from '../../../source/ui/wizard/wizard-functions.ts';
import {judge, one, withHosts} from '../../helpers/judge.ts';
import {keys, openScreen} from '../../helpers/screen.ts';
import {bareStanding, runningStandings} from '../../helpers/standings.ts';
import {fakeFunctions, nobody, samplePlan} from './scene.tsx';

const three = withHosts(one, ['kafka-01', 'kafka-02', 'kafka-03']);
const standings = new Map([...runningStandings(one), ['kafka-02', bareStanding] as const, ['kafka-03', bareStanding] as const]);
/** One host that becomes three: the longest way out there is. */
const differences: readonly Difference[] = judge(three, standings);
const refused = () =>
	Promise.reject(
		new SettledError('The cluster file of orders does not fit the cluster on its hosts.', {
			differences,
			hint: 'Nothing was changed.',
		}),
	);
const commands = differences.flatMap(({wayOut}) => wayOut.flatMap(line => ('run' in line ? [line.run] : [])));

function review(plan: WizardFunctions['plan'], options: Partial<Questions> = {}) {
	const screen = openScreen({columns: 80, rows: 24});
	const {functions, calls} = fakeFunctions({plan});
	const result = askCluster({
		functions,
		beginning: nobody,
		answers: {...noAnswers, hosts: 'kafka-01 kafka-02 kafka-03', fields: {name: 'orders'}},
		page: 'review',
		stdin: screen.stdin,
		stdout: screen.stdout,
		...options,
	});
	return {screen, result, calls};
}

const shown =
	process.env.SHOW_SCREENS === undefined ? () => {} : (text: string) => process.stderr.write(`${text}\n${'-'.repeat(80)}\n`);

describe('a plan that is refused', () => {
	it('is told whole on a small screen, row by row, and nothing can be installed', async () => {
		const {screen, result} = review(refused);
		await screen.see('No plan');
		const all = failureRows(
			{message: (await refused().catch((error: Error) => error)).message, differences, hint: 'Nothing was changed.'},
			78,
		);
		const seen = new Set<string>();
		const read = () => {
			for (const line of screen.text().split('\n')) seen.add(line.trimEnd());
		};
		await screen.see(`of ${all.length}`);
		read();
		shown(screen.text());
		expect(screen.text()).not.toContain('i install');
		for (let page = 0; page < all.length / 15; page++) {
			const before = screen.text();
			screen.press(keys.pageDown);
			await screen.until(() => screen.text() !== before || before.includes(`–${all.length} of ${all.length}`));
			read();
			shown(screen.text());
		}
		for (const {text} of all) expect([...seen]).toContain(text.trimEnd());
		screen.press('i');
		screen.press('y');
		screen.press('g');
		await screen.see('· 1–');
		screen.press('q');
		expect((await result).action).toBe('quit');
	});

	it('shows commands that can be copied as they stand, however long', () => {
		const rows = failureRows({message: 'x', differences}, 78).filter(({tone}) => tone === 'command');
		expect(Math.max(...rows.map(({text}) => text.length))).toBeLessThanOrEqual(78);
		const script = rows.map(({text}) => text.replace(/^\$ /, 'words ')).join('\n');
		// What a pipe leads into has its words after those of what writes into it.
		const functions = `words() { printf '<%s>' "$@" >&2; }; ssh() { cat >/dev/null; words ssh "$@"; }`;
		const words = (text: string) => spawnSync('bash', ['-c', `${functions}; ${text}`], {encoding: 'utf8'}).stderr;
		expect(commands.length).toBeGreaterThan(10);
		expect(words(script)).toBe(words(commands.map(command => `words ${command}`).join('\n')));
	});

	it('is told by lines with the same words, each command in one line', () => {
		const lines = failureText({message: 'x', differences, hint: 'y'});
		for (const command of commands) expect(lines).toContain(`  $ ${command}`);
		expect(lines.filter(line => line.startsWith('  on the hosts: '))).toHaveLength(differences.length);
	});
});

describe('a destroy that has not finished', () => {
	const removal = {
		say: 'orders: a destroy that began 5 minutes ago has not finished. To finish it:',
		run: 'kafka-setup destroy /orders.yaml --confirm orders',
	};

	it('is told before the plan', async () => {
		const {screen, result} = review(async () => ({...samplePlan, removal}));
		await screen.see('$ kafka-setup destroy /orders.yaml --confirm orders');
		await screen.see('Check hosts');
		shown(screen.text());
		screen.press('q');
		await result;
	});

	it('is told on the first page', async () => {
		const {screen, result} = review(async () => samplePlan, {
			page: 'start',
			beginning: {...nobody, removals: [removal], files: ['orders.yaml']},
		});
		await screen.see('! orders: a destroy that began 5 minutes ago has not finished.');
		await screen.see('$ kafka-setup destroy /orders.yaml --confirm orders');
		await screen.see('Open orders.yaml');
		shown(screen.text());
		screen.press('q');
		await result;
	});
});
