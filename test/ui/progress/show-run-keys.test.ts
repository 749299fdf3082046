import {expect, test} from 'vitest';
import {keys} from '../../helpers/screen.ts';
import {hosts} from './scene.ts';
import {still, underway} from './underway.ts';

test('arrows, j and k choose a host, Enter opens its log, keys scroll it, Esc closes it', async () => {
	const log = Array.from({length: 300}, (_, index) => `line ${index + 1}.`);
	const {screen, run} = await underway({readLog: host => [...log, host]});
	const chosen = (host: string) => screen.until(() => still(screen.text()).includes(`❯ ⠋ ${host}`));
	screen.press(keys.down);
	await chosen('kafka-01');
	screen.press('j');
	await chosen('kafka-02');
	screen.press('k');
	await chosen('kafka-01');
	screen.press(keys.up);
	await chosen('kafka-03');
	screen.press(keys.enter);
	await screen.see('kafka-03  lines 282-301 of 301, following');
	screen.press(keys.pageUp);
	await screen.see('lines 262-281 of 301');
	screen.press('g');
	await screen.see('lines 1-20 of 301');
	screen.press(keys.pageDown);
	await screen.see('lines 21-40 of 301');
	screen.press('j');
	await screen.see('lines 22-41 of 301');
	screen.press(keys.up);
	await screen.see('lines 21-40 of 301');
	screen.press('G');
	await screen.see('following');
	screen.press(keys.escape);
	await chosen('kafka-03');
	screen.press(keys.escape);
	await screen.until(() => !screen.text().includes('❯'));
	await run.close();
});

test('keys that come in one piece all count', async () => {
	const {screen, run} = await underway({readLog: () => ['the log']});
	screen.press(`jj${keys.enter}`);
	await screen.see('kafka-02  lines 1-1 of 1');
	screen.press(`${keys.escape}j`);
	await screen.until(() => still(screen.text()).includes('❯ ⠋ kafka-03'));
	await run.close();
});

test('? shows the keys and takes them away, p pauses and goes on, Ctrl+C stops, each time it is pressed', async () => {
	const {screen, run, tell, asked} = await underway();
	screen.press('?');
	await screen.see('Ctrl+C   stop after the running steps; twice: at once');
	screen.press('?');
	await screen.see('Unpacking');
	screen.press('p');
	await screen.see('pausing after the running steps · p continues');
	for (const host of hosts) tell.finish(`kafka/${host}/install`, 'ok');
	await screen.see('paused · p continues');
	screen.press('p');
	await screen.see('? keys');
	screen.press(keys.ctrlC);
	await screen.see('stopping after the running steps · Ctrl+C again: now');
	screen.press(keys.ctrlC);
	await screen.see('stopping now');
	expect(asked).toEqual(['pause', 'go on', 'stop', 'stop']);
	await run.close();
});
