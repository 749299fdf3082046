import {describe, expect, it} from 'vitest';
import {pageIds, pageTitles} from '../../../source/ui/wizard/page-order.ts';
import {keys} from '../helpers/app.ts';
import {fingerprint, wizardAt} from './scene.tsx';

const answers = {hosts: 'kafka-01, kafka-02', answers: {fields: {name: 'orders'}}};

/** The keys of the last line, `Enter continue · Esc back`. */
const hints = (frame: string) => frame.trimEnd().split('\n').at(-1)!.split(' · ');

describe.each(pageIds)('the page %s', page => {
	it('opens its help, and any key closes it', async () => {
		const app = wizardAt(page, answers);
		await app.settle();
		const before = app.frame();
		const key = hints(before).find(hint => hint.endsWith(' help'));
		await app.press(key === '^O help' ? keys.ctrl('o') : '?');
		expect(hints(app.frame())).toEqual(['any key closes the help']);
		await app.press('x');
		expect(app.frame()).toBe(before);
	});

	if (page === 'start') return;

	it('leads back with Esc', async () => {
		const app = wizardAt(page, answers);
		await app.press(keys.escape);
		const before = pageIds[pageIds.indexOf(page) - 1]!;
		expect(app.page()).toContain(before === 'start' ? 'kafka-setup' : pageTitles[before]);
	});
});

it('the first page moves with arrows, too', async () => {
	const app = wizardAt('start', {beginning: {drafts: [], files: [], demo: true}});
	await app.press(keys.down, keys.up, keys.down, keys.enter);
	expect(app.results[0]).toMatchObject({action: 'demo'});
});

it('the host keys have help of their own', async () => {
	const unknownKey = {type: 'ssh-ed25519', fingerprint: fingerprint('kafka-01')};
	const app = wizardAt('login', {...answers, probeOf: () => ({items: {}, unknownKey, done: true})});
	await app.press('h', '?');
	expect(hints(app.frame())).toEqual(['any key closes the help']);
});
