import {describe, expect, it} from 'vitest';
import {type PageId, pageIds, pageTitles} from '../../../source/ui/wizard/page-order.ts';
import {keys} from '../helpers/app.ts';
import {fingerprint, wizardAt} from './scene.tsx';

const beginning = {drafts: [], files: [], demo: true};
const answers = {hosts: 'kafka-01', answers: {fields: {name: 'orders'}}, beginning};
const withSource = {...answers, hosts: 'kafka-01, kafka-02', answers: {fields: {name: 'orders', 'source.kind': 'postgresql'}}};
const older = {...answers, answers: {fields: {name: 'orders', 'platform.version': '7.9'}}};
const fromArchive = {...answers, answers: {archive: true as const, fields: {name: 'orders', 'platform.java.archive': '/x.tar'}}};
const answersOf = (page: PageId, usual = answers) => (page === 'metadata' ? older : page === 'archive' ? fromArchive : usual);
/** The pages of a usual cluster; those that only some choices have are asked after the version. */
const before = (page: PageId) =>
	pageIds
		.slice(0, pageIds.indexOf(page))
		.filter(one => one !== 'metadata' && one !== 'archive')
		.at(-1)!;

/** The keys of the last line, `Enter continue · Esc back`. */
const hints = (frame: string) => frame.trimEnd().split('\n').at(-1)!.split(' · ');

describe.each(pageIds)('the page %s', page => {
	it('opens its help, and any key closes it: the cursor is where it was', async () => {
		const app = wizardAt(page, answersOf(page, page === 'review' ? answers : withSource));
		await app.settle();
		const untouched = app.frame();
		await app.press(
			...(page === 'start' || page === 'review' || page === 'metadata' ? [keys.down] : [keys.down, keys.down, keys.left]),
		);
		const before = app.frame();
		if (page !== 'check') expect(before).not.toBe(untouched);
		const key = hints(before).find(hint => hint.endsWith(' help'));
		await app.press(key === '^O help' ? keys.ctrl('o') : '?');
		expect(hints(app.frame())).toEqual(['any key closes the help']);
		await app.press('x');
		expect(app.frame()).toBe(before);
	});

	if (page === 'start') return;

	it('leads back with Esc', async () => {
		const app = wizardAt(page, answersOf(page));
		await app.press(keys.escape);
		const last = before(page);
		expect(app.page()).toContain(last === 'start' ? 'kafka-setup' : pageTitles[last]);
	});
});

describe('what is typed after the help of a field is closed goes into that field', () => {
	it.each([
		['settings', ['Accept all', 'packages from', 'signing key', 'Controller data'], 'controller.dataDir'],
		['driver', ['database', 'connector', 'driver jar', 'host'], 'source.host'],
	] as const)('on the page %s', async (page, [first, , , third], id) => {
		const app = wizardAt(page, withSource);
		await app.settle();
		expect(app.frame()).toContain(`❯ ${first}`);
		await app.press(keys.down, keys.down, keys.down, '12', keys.left, keys.ctrl('o'));
		expect(app.frame()).toContain(`Key in a cluster file: `);
		await app.press('x');
		expect(app.frame()).toContain(`❯ ${third}`);
		await app.press('3');
		expect(app.answers().fields[id]).toBe('132');
	});

	it('at the login', async () => {
		const app = wizardAt('login', answers);
		await app.press('u', keys.down, keys.down, '?');
		expect(app.frame()).toContain('Key in a cluster file: ssh.identityFile');
		await app.press('x', '/k');
		expect(app.answers().fields['ssh.identityFile']).toBe('/k');
	});

	it('in the box of the hosts, and at the name of the cluster', async () => {
		const app = wizardAt('hosts', {hosts: 'a\nc'});
		await app.press(keys.up, keys.ctrl('o'), 'x', 'b');
		expect(app.answers().hosts).toBe('ab\nc');
		await app.press(keys.tab, 'orders', keys.left, keys.ctrl('o'), 'x', 'X');
		expect(app.answers().fields.name).toBe('orderXs');
	});
});

it('a key is not read by what the help covers', async () => {
	const app = wizardAt('start', answers);
	await app.press('?', keys.enter);
	expect([app.results, app.page()]).toEqual([[], 'kafka-setup']);
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
