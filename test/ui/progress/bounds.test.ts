import {expect, test} from 'vitest';
import {keys} from '../../helpers/screen.ts';
import {hosts, opened, recording} from './scene.ts';

const turn = () => new Promise<void>(resolve => setImmediate(resolve));

test('50,000 lines at full speed: the loop turns, memory stays, ten frames a second', {retry: 2}, async () => {
	const {screen, tell, run} = opened();
	tell.begin();
	for (const host of hosts) tell.start(`kafka/${host}/install`);
	for (const host of hosts) tell.command(`kafka/${host}/install`, 'apt-get install kafka');
	await screen.see('apt-get');
	const begun = performance.now();
	let highest = 0;
	let longestMs = 0;
	for (let chunk = 0; chunk < 5000; chunk++) {
		const lines = Array.from(
			{length: 10},
			(_, line) => `${chunk * 10 + line} \x1b[32mGet:${line}\x1b[0m http://packages/${chunk}\n`,
		);
		// Processor time: on a busy machine the loop also stands still without our doing.
		const before = process.cpuUsage();
		tell.output(`kafka/${hosts[chunk % 3]!}/install`, lines.join(''));
		await turn();
		const {user, system} = process.cpuUsage(before);
		longestMs = Math.max(longestMs, (user + system) / 1000);
		if (chunk % 50 === 0) highest = Math.max(highest, process.memoryUsage().rss);
	}
	await screen.see('49999');
	await run.close();
	const drawn = screen.frames().filter(at => at >= begun);
	const inASecond = drawn.map(at => drawn.filter(one => one >= at && one < at + 1000).length);
	expect(longestMs).toBeLessThan(50);
	expect(Math.max(...inASecond)).toBeLessThanOrEqual(11);
	expect(drawn.length).toBeGreaterThan(1);
	expect(highest).toBeLessThan(200e6);
});

/** A whole run, with the screen resized and looked at in every way; after each event and each change the screen must hold. */
test.each([
	[80, 24],
	[40, 10],
	[120, 40],
	[80, 6],
])('on %i columns and %i rows the screen is never wiped and nothing is drawn twice', async (columns, rows) => {
	const {screen, run} = opened({columns, rows, readLog: host => [`log of ${host}`, 'x'.repeat(300)]});
	for (const [index, event] of recording.entries()) {
		run.emit(event);
		if (index % 40 === 0) await screen.until(() => screen.bytes().length > 0);
		if (index % 60 === 20) screen.press('j');
		if (index % 60 === 30) screen.press(keys.enter);
		if (index % 60 === 40) screen.press(keys.escape);
		if (index % 60 === 50) screen.press('??');
		if (index % 10 === 0) await turn();
	}
	await screen.until(() => screen.all().replaceAll('\n', '').includes('Done in 1m'));
	await run.close();
	expect(screen.bytes()).not.toContain('\x1b[3J');
	expect(screen.bytes()).not.toContain('\x1b[2J');
	expect(screen.all().match(/^✔ Kafka /gm)).toHaveLength(1);
	expect(screen.all()).not.toContain('? keys');
});

test('a screen that shrinks and grows while it runs overflows nowhere, is never wiped, and keeps no ghost', async () => {
	const {screen, tell, run, pass} = opened({columns: 120, rows: 40});
	tell.begin();
	for (const host of hosts) tell.connected(host);
	for (const host of hosts) tell.step(`check-hosts/${host}/memory`, 'ok');
	for (const host of hosts) {
		tell.start(`kafka/${host}/install`);
		tell.ran(`kafka/${host}/install`, `install-on ${host} ${'y'.repeat(150)}`, `${'z'.repeat(150)}\n`.repeat(9));
	}
	await screen.see('install-on kafka-03');
	const lineOf = (text: string) => screen.lines().filter(line => line.includes(text)).length;
	for (const [columns, rows] of [
		[100, 40],
		[60, 40],
		[40, 40],
		[90, 20],
		[40, 10],
		[80, 24],
		[41, 12],
		[120, 40],
	] as const) {
		screen.resize(columns, rows);
		pass(250);
		const edge = columns - 1;
		const fits = () =>
			screen.lines().every(line => !/zzz|yyy|keys/.test(line) || line.length <= edge) && lineOf('kafka-01  $ ins') === 1;
		await screen.until(() => fits() && lineOf('? keys') === 1);
		pass(250);
		await new Promise(resolve => setTimeout(resolve, 120));
		expect(lineOf('? keys'), `${columns}x${rows}\n${screen.text()}`).toBe(1);
		expect(lineOf('0 of 3 hosts'), `${columns}x${rows}\n${screen.text()}`).toBe(1);
	}
	expect(screen.bytes()).not.toContain('\x1b[3J');
	await run.close();
});

test('a screen that only gets lower is not wiped either', async () => {
	const {screen, tell, run} = opened({columns: 80, rows: 40});
	tell.begin();
	for (const host of hosts) {
		tell.start(`kafka/${host}/install`);
		tell.ran(`kafka/${host}/install`, 'install', 'a\nb\nc\nd\ne\nf\n');
	}
	await screen.see('? keys');
	for (const rows of [12, 8, 6, 30]) {
		screen.resize(80, rows);
		await screen.until(() => screen.lines().filter(line => line.includes('? keys')).length === 1);
	}
	await run.close();
	expect(screen.bytes()).not.toMatch(/\x1b\[[23]J/);
});
