import {expect, test} from 'vitest';
import {createTerminal} from '../../source/ui/terminal.ts';
import {askCluster} from '../../source/ui/wizard/wizard.tsx';
import {harmful, hostile} from '../helpers/hostile.ts';
import {keys, openScreen} from '../helpers/screen.ts';
import {opened} from './progress/scene.ts';
import {fakeFunctions, nobody, wellHost} from './wizard/scene.tsx';

/** What reaches a terminal, with Ink's own moves of the cursor, of which each is CSI. */
function recorded(screen: Pick<ReturnType<typeof openScreen>, 'stdout'>) {
	const texts: string[] = [];
	const write = screen.stdout.write.bind(screen.stdout);
	screen.stdout.write = ((text: string, ...rest: []) => {
		texts.push(text.replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, ''));
		return write(text, ...rest);
	}) as typeof write;
	return texts;
}

test('the screen passes on what Ink draws, and nothing else that a terminal obeys', () => {
	const screen = openScreen();
	const texts = recorded(screen);
	const terminal = createTerminal(screen.stdout, screen.stdin);
	const frame = '\x1b[?2026h\x1b[2K\x1b[1A\x1b[Gred \x1b[31m✖\x1b[39m\nnext\n\x1b[?25l';
	terminal.stream.write(frame);
	terminal.stream.write(`kafka-01 ${hostile} ends\n`);
	terminal.release();
	expect(texts.join('')).not.toMatch(harmful);
	expect(texts[0]).toBe('red ✖\nnext\n');
	expect(texts[1]).toBe('kafka-01 Codelinkback31mreddesrever]2;open ends\n');
});

test('what a host says is plain text on the wizard’s page of checks', async () => {
	const screen = openScreen({columns: 120, rows: 40});
	const texts = recorded(screen);
	const probe = {
		...wellHost,
		items: {...wellHost.items, os: {state: 'bad', text: hostile, hint: `asks op for “${hostile}”`} as const},
	};
	const over = new AbortController();
	const result = askCluster({
		functions: fakeFunctions({}, () => probe).functions,
		beginning: nobody,
		stdin: screen.stdin,
		stdout: screen.stdout,
		signal: over.signal,
	});
	for (const [seen, pressed] of [
		['New cluster', keys.enter],
		['Kafka 4.3', keys.enter],
		['Tab continue', 'kafka-01'],
		['1 host', keys.tab],
		['Enter continue', 'orders'],
		['❯ cluster name  orders', keys.enter],
	] as const) {
		await screen.see(seen);
		screen.press(pressed);
	}
	await screen.see('1 failed');
	over.abort();
	await result;
	expect(texts.join('')).toContain('back');
	expect(texts.join('')).not.toMatch(harmful);
});

test('what is said beside a run keeps its lines, and nothing in it hides them', async () => {
	const {screen, run, tell} = opened({columns: 120});
	const texts = recorded(screen);
	tell.begin();
	run.say(`kafka-01: ${hostile}: waiting\nfor a sign of life`);
	await screen.see('for a sign of life');
	await run.close();
	expect(texts.join('')).not.toMatch(harmful);
	expect(screen.text()).toMatch(/^kafka-01: Code.*: waiting$/m);
});
