import {describe, expect, it} from 'vitest';
import type {HostProbe, WizardFunctions} from '../../../source/ui/wizard/wizard-functions.ts';
import {keys} from '../helpers/app.ts';
import {missing, sheetFor, wellHost, wizardAt} from './scene.tsx';

describe('the check page', () => {
	it('groups what is wrong by its cause', async () => {
		const app = wizardAt('check', {
			hosts: 'a b c',
			probeOf: ({host}) =>
				host.name === 'a'
					? wellHost
					: {...wellHost, items: {...wellHost.items, sudo: {state: 'bad', text: 'asks for a password', hint: 'press s'}}},
		});
		await app.settle();
		expect(app.frame()).toMatch(/✖ sudo: asks for a password\n +b, c\n +press s/);
		await app.press(keys.enter);
		expect(app.page()).toContain('Check');
		await app.press('l');
		expect(app.page()).toContain('Login');
		await app.press(keys.escape);
		expect(app.page()).toContain('Hosts');
	});

	it('goes on all the same when told to, and at once when ok', async () => {
		const bad = wizardAt('check', {hosts: 'a', probeOf: () => ({...wellHost, items: {reach: {state: 'bad', text: 'no'}}})});
		await bad.press('s');
		expect(bad.page()).toContain('Review');
		const well = wizardAt('check', {hosts: 'a'});
		await well.settle();
		expect(well.frame()).toContain('✔ All checks passed.');
		await well.press('r', keys.enter);
		expect(well.calls.probed).toHaveLength(2);
		expect(well.page()).toContain('Review');
	});

	const source = {
		'source.kind': 'postgresql',
		'source.name': 'orders',
		'source.host': 'db-01',
		'source.database': 'shop',
		'source.user': 'app',
		'source.tables': 'orders',
		'source.mode': 'bulk',
	};
	const database = {
		check: 'database',
		wanted: 'a user who may log in',
		why: 'it ends',
		fix: 'Set `user` and `password` of this source.',
	};

	it('shows what check knows of the cluster: the state of each check, and what to do', async () => {
		const app = wizardAt('check', {
			hosts: 'a b',
			answers: {fields: source},
			functions: {
				check: async () =>
					sheetFor(
						['a', 'b'],
						[
							{...database, host: 'b', state: 'failed', found: 'connector orders: the database refuses the login of app: no'},
							{
								host: 'a',
								check: 'data-dirs',
								state: 'failed',
								found: '/var/lib/kafka on /var/lib/kafka (tmpfs)',
								wanted: 'a local disk',
								why: 'lost',
								fix: 'See what it is',
								run: 'ls -la -- /var/lib/kafka',
							},
							{host: 'a', check: 'reboot', state: 'warning', found: 'a reboot is pending', wanted: 'none', why: 'y'},
							{
								host: 'a',
								check: 'reach',
								state: 'not-checked',
								found: 'port 9092 of b: ufw there is opened by apply',
								wanted: '',
								why: '',
							},
						],
						['memory', 'disk', 'reach'],
					),
			},
		});
		await app.settle();
		expect(app.frame()).toContain('2 hosts: 2 failed');
		expect(app.frame()).toMatch(
			/✖ Databases of the sources: connector orders: the database refuses the login of app: no\n +b\n +wanted: a user who may log in\n +Set `user`/,
		);
		expect(app.frame()).toMatch(
			/✖ Data directories: .*tmpfs\)\n +a\n +wanted: a local disk\n +See what it is\n +\$ ls -la -- \/var/,
		);
		expect(app.frame()).toMatch(/! Pending reboot: a reboot is pending\n +a\n/);
		expect(app.frame()).toMatch(/\? Ports of the other hosts: port 9092 .*\n +not checked on a\n/);
		// The keys come before the list of what is well, which is longer.
		expect(app.frame()).toMatch(/· Free ports were tried while nothing listened there\./);
		await app.press(keys.down, keys.down);
		expect(app.frame()).toMatch(/✔ 2 ok: Memory · Disk space$/m);
		await app.press(keys.enter);
		expect(app.page()).toContain('Check');
	});

	it('looks once at the same answers, also when it is left; again for other ones, or when it is told to', async () => {
		const app = wizardAt('check', {hosts: 'a'});
		await app.press(keys.escape, keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.calls.checked).toHaveLength(1);
		expect(app.calls.checked[0]).toMatchObject({path: 'kafka.yaml', without: []});
		expect(app.calls.tried).toEqual([]);
		await app.press('r');
		expect(app.calls.checked).toHaveLength(2);
		expect(app.calls.tried).toHaveLength(1);
		await app.press(keys.escape, 't', 'secret', keys.enter, keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.calls.checked).toHaveLength(3);
		expect(app.calls.checked[2]!.secrets.get('ssh.sudoPassword')?.reveal()).toBe('secret');
		expect(app.calls.checked[2]!.clusterText).not.toContain('secret');
	});

	it('tells how far it is, and does not keep anyone from going on', async () => {
		let say: (text: string) => void = () => {};
		const aborted: boolean[] = [];
		const check: WizardFunctions['check'] = (_, progress, signal) => {
			say = progress;
			signal.addEventListener('abort', () => aborted.push(true));
			return new Promise(() => {});
		};
		const app = wizardAt('check', {hosts: 'a', functions: {check}});
		await app.settle();
		expect(app.frame()).toContain('1 host: 1 ok · logging in …');
		say('3 of 30 checks');
		await app.settle();
		expect(app.frame()).toContain('1 host: 1 ok · 3 of 30 checks …');
		await app.press('r');
		expect(aborted).toEqual([true]);
		await app.press(keys.enter);
		expect(app.page()).toContain('Review');
	});

	it('leaves out the hosts that let nobody in, and says why nothing is checked', async () => {
		const closed: HostProbe = {items: {reach: {state: 'bad', text: 'unreachable'}}, done: true};
		const one = wizardAt('check', {hosts: 'a b', probeOf: ({host}) => (host.name === 'a' ? wellHost : closed)});
		await one.settle();
		expect(one.calls.checked).toMatchObject([{without: ['b']}]);
		expect(one.frame()).toMatch(/\? everything else\n +not checked on b\n +log in there first/);
		const none = wizardAt('check', {hosts: 'a b', probeOf: () => closed});
		await none.settle();
		expect(none.calls.checked).toEqual([]);
		expect(none.frame()).toContain('? Nothing more is checked: no host let anybody in.');
	});

	it('tries every port only when told to: hosts listen for it, and the next look is one without it again', async () => {
		const app = wizardAt('check', {hosts: 'a b'});
		await app.settle();
		expect(app.frame()).toContain('p try the ports');
		expect(app.frame()).toMatch(/· Free ports were tried while nothing listened there\./);
		await app.press('p');
		expect(app.calls.checked.map(({listen}) => listen)).toEqual([false, true]);
		expect(app.calls.tried).toEqual([]);
		expect(app.frame()).not.toMatch(/try the ports|nothing listened/);
		await app.press(keys.escape, keys.enter, 'p');
		expect(app.page()).toContain('Check');
		expect(app.calls.checked).toHaveLength(2);
		await app.press('r');
		expect(app.calls.checked.map(({listen}) => listen)).toEqual([false, true, false]);
		expect(app.frame()).toContain('p try the ports');
		const one = wizardAt('check', {hosts: 'a b', probeOf: ({host}) => (host.name === 'a' ? wellHost : {items: {}, done: true})});
		await one.press('p');
		expect(one.calls.checked.map(({listen}) => listen)).toEqual([false]);
		expect(one.frame()).not.toContain('try the ports');
	});

	it('says above all else whether the ports were tried, between which hosts, and what came of it', async () => {
		const titles = ['memory', 'disk', 'reach', 'data-dirs', 'names', 'clock-skew', 'ports', 'java', 'systemd', 'sudo'];
		const shut = {
			host: 'b',
			check: 'reach',
			state: 'failed',
			found: 'port 9092 of a: Connection refused',
			wanted: 'port 9092 of a is open to b',
			why: 'x',
		} as const;
		let finish = () => {};
		const app = wizardAt('check', {
			hosts: 'a b',
			functions: {
				async check({listen}) {
					if (listen) await new Promise<void>(resolve => (finish = resolve));
					return sheetFor(['a', 'b'], listen ? [shut] : [], titles);
				},
			},
		});
		await app.settle();
		const rows = () => app.frame().split('\n');
		const at = (text: string) => rows().findIndex(row => row.includes(text));
		expect(at('· Free ports were tried while nothing listened there.')).toBeGreaterThan(0);
		expect(at('· Free ports were tried while nothing listened there.')).toBeLessThan(at('All checks passed.'));
		await app.press('p');
		expect(app.frame()).toMatch(/· trying every port between the hosts: logging in …/);
		finish();
		await app.settle();
		expect(app.frame()).toContain('✖ Every port was tried between a, b, with something that listens');
		expect(app.frame()).toMatch(/not\s+all\s+are\s+reached:\s+see\s+Ports of the other hosts/);
		expect(at('Every port was tried')).toBeLessThan(at('port 9092 of a: Connection refused'));

		const well = wizardAt('check', {
			hosts: 'a b',
			functions: {check: async () => sheetFor(['a', 'b'], [], titles)},
		});
		await well.press('p');
		expect(well.frame()).toMatch(/✔ Every port was tried between a, b, with something that listens there:\s+all are\s+reached/);
	});

	it('says what keeps it from checking, such as a secret that was not typed', async () => {
		const app = wizardAt('check', {hosts: 'a', functions: {check: missing('the driver')}});
		await app.settle();
		expect(app.frame()).toMatch(/✖ the driver is not there\n +look again/);
		expect(app.frame()).not.toContain('All checks passed');
	});

	it('shows wrong answers and does not go on with them', async () => {
		const app = wizardAt('check', {hosts: 'a', answers: {fields: {'kafka.port': '0'}}});
		await app.press('s', keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.frame()).toContain('✖ Kafka port: 0 is not a port');
		expect(app.frame()).toContain('? The hosts are checked once these answers are right.');
		expect(app.calls.checked).toEqual([]);
	});
});
