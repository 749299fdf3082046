import {expect, it} from 'vitest';
import {keys} from '../helpers/app.ts';
import {fingerprint, wellHost, wizardAt} from './scene.tsx';

const numbers = (text: string) => Array.from({length: 60}, (_, index) => `${text}${String(index + 1).padStart(2, '0')}`);
const hosts = numbers('k').join(' ');

it('a long diff is scrolled by line and by page', async () => {
	const after = `${numbers('line').join('\n')}\n`;
	const change = {what: 'create /etc/x', after};
	const plan = async () => ({stages: [{id: 'kafka', title: 'Kafka', hosts: [{name: 'a', changes: [change], notes: []}]}]});
	const app = wizardAt('review', {hosts: 'a', functions: {plan}});
	await app.press(keys.right, 'j', keys.right, 'j', keys.enter);
	expect(app.frame()).toContain('+line01');
	await app.press(keys.pageDown);
	expect(app.frame()).not.toContain('+line01');
	await app.press(keys.pageUp);
	expect(app.frame()).toContain('+line01');
	await app.press(keys.down, 'j', 'j', 'j', 'j');
	expect(app.frame()).not.toContain('+line01');
	await app.press(keys.up, 'k', 'k', 'k', 'k', keys.escape);
	expect(app.frame()).toContain('create /etc/x');
});

it('host keys that do not fit are scrolled', async () => {
	const probeOf = ({host}: {host: {name: string}}) => ({
		items: {},
		unknownKey: {type: 'ssh-ed25519', fingerprint: fingerprint(host.name)},
		done: true,
	});
	const app = wizardAt('login', {hosts, probeOf});
	await app.press('h');
	expect(app.frame()).toContain('k01');
	await app.press(keys.down, keys.down, 'j');
	expect(app.frame()).not.toContain(fingerprint('k01'));
	await app.press(keys.up, 'k', 'k');
	expect(app.frame()).toContain(fingerprint('k01'));
});

it('causes that do not fit are scrolled', async () => {
	const probeOf = ({host}: {host: {name: string}}) => ({
		...wellHost,
		items: {...wellHost.items, clock: {state: 'doubtful' as const, text: `only ${host.name}`}},
	});
	const app = wizardAt('check', {hosts, probeOf});
	await app.settle();
	expect(app.frame()).toContain('only k01');
	await app.press(keys.down, 'j');
	expect(app.frame()).not.toContain('clock: only k01');
	await app.press(keys.up, 'k');
	expect(app.frame()).toContain('only k01');
});
