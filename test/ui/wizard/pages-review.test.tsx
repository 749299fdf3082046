import {describe, expect, it} from 'vitest';
import {keys} from '../helpers/app.ts';
import {missing, samplePlan, wizardAt} from './scene.tsx';

describe('the credentials page', () => {
	const fields = {'source.kind': 'postgresql', 'source.user': 'reader'};

	it('types, refers, asks at each run, or has none', async () => {
		const trySecret = async (ref: string) => (ref === 'env:SHOP' ? undefined : missing('NO')());
		const app = wizardAt('credentials', {hosts: 'a', answers: {fields}, functions: {trySecret}});
		await app.press('r', 'env:NO', keys.enter);
		expect(app.frame()).toContain('✖ NO is not there');
		expect(app.frame()).toContain('look again');
		await app.press('r', keys.ctrl('u'), 'env:SHOP', keys.enter);
		expect(app.frame()).toMatch(/✔ found *$/m);
		await app.press('a');
		expect(app.frame()).toContain('asked at each run');
		await app.press('n', keys.down, 't', keys.paste('hunter2\nx'), keys.enter, keys.up, keys.enter);
		expect(app.page()).toContain('Check');
		expect(app.answers().fields).toMatchObject({'source.password': '', 'ssh.sudoPassword': 'prompt:'});
		await app.press(keys.ctrl('c'));
		expect(app.results[0]!.secrets).toEqual(new Map());
	});

	it('tries nothing with half a password or half a command, and Esc leaves all as it was', async () => {
		const app = wizardAt('credentials', {hosts: 'a'});
		await app.press('t', 'right', keys.enter);
		const tried = app.calls.probed.length;
		await app.press('t', 'wro', keys.escape);
		expect(app.frame()).toContain('entered; later runs ask');
		await app.press('r', 'exec:rm -r', keys.escape);
		expect(app.answers().fields['ssh.sudoPassword']).toBe('prompt:');
		expect(app.calls.probed).toHaveLength(tried);
		await app.press('r', 'env:SUDO', keys.ctrl('u'), keys.escape, keys.ctrl('c'));
		expect(app.results[0]!.typed.get('ssh.sudoPassword')?.reveal()).toBe('right');
	});

	it('refuses a password in place of a reference, without showing it in the message', async () => {
		const app = wizardAt('credentials', {hosts: 'a'});
		await app.press('r', 'hunter2', keys.enter);
		expect(app.frame()).toContain('holds the secret itself');
	});
});

describe('the review page', () => {
	it('shows the plan as a tree with counts, and says that nothing has changed yet', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.settle();
		expect(app.frame()).toContain('No changes made yet · 3 changes on 1 host in 2 stages');
		expect(app.frame()).toMatch(/❯ ▸ Check hosts +1 host · no change/);
		await app.press('j', keys.enter, 'j', 'l');
		expect(app.frame()).toContain('install package confluent-kafka');
		expect(app.frame()).toContain('Without the wizard: kafka-setup apply kafka.yaml');
		await app.press('h');
		expect(app.frame()).not.toContain('install package');
		await app.press('g', 'G', keys.left);
		expect(app.frame()).toMatch(/❯ ▸ Kafka/);
	});

	it('shows remarks about changes without being asked, whole, each once with its hosts', async () => {
		const text = `this can lose data: min.insync.replicas from 2 to 1: ${'a write counts early '.repeat(3)}END`;
		const host = (name: string) => ({
			name,
			changes: [{what: 'change /etc/kafka/server.properties'}],
			notes: [
				{text, weighty: true},
				{text: 'no firewall is active', weighty: false},
			],
		});
		const quiet = {name: 'a', changes: [], notes: [{text: 'little space', weighty: false}]};
		const plan = async () => ({
			stages: [
				{id: 'preflight', title: 'Check hosts', hosts: [quiet]},
				{id: 'kafka', title: 'Kafka', hosts: [host('a'), host('b')]},
			],
		});
		const app = wizardAt('review', {hosts: 'a b', functions: {plan}});
		await app.settle();
		expect(app.frame()).toMatch(/▸ Check hosts +1 host · no change · 1 note/);
		expect(app.frame()).not.toContain('little space');
		expect(app.frame()).toMatch(/▾ Kafka +2 hosts · 2 changes · 2 notes/);
		expect(app.frame()).toContain('! note: a, b: this can lose data: min.insync.replicas from 2 to 1:');
		expect(app.frame()).toContain('END');
		expect(app.frame().match(/this can lose data/g)).toHaveLength(1);
		await app.press(keys.enter);
		expect(app.frame()).toContain('note: a: little space');
		await app.press('j', 'j', 'j', keys.enter);
		expect(app.frame()).not.toContain('this can lose data');
	});

	it('leaves no word of a remark out, wherever its rows end', async () => {
		const letters = 'abcdefghijklmnopqrstuvwxyz';
		const text = Array.from({length: 60}, (_, index) => letters.slice(0, 1 + ((index * 7) % 11))).join(' ');
		const host = {name: 'a', changes: [{what: 'change it'}], notes: [{text, weighty: true}]};
		const app = wizardAt('review', {
			hosts: 'a',
			functions: {plan: async () => ({stages: [{id: 'kafka', title: 'Kafka', hosts: [host]}]})},
		});
		await app.settle();
		const rows = app.frame().split('\n');
		const first = rows.findIndex(row => row.includes('note: a: '));
		const said = rows
			.slice(first, first + 7)
			.map(row => row.trim())
			.join(' ');
		expect(said).toContain(`! note: a: ${text}`);
	});

	it('opens the diff of a file, and comes back to the same line', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.press('j', keys.right, 'j', keys.right, 'j', 'j', 'j', 'd');
		expect(app.frame()).toContain('-a=1\n+a=2');
		await app.press(keys.escape);
		expect(app.frame()).toMatch(/❯ +change \/etc\/x \(edited\)/);
	});

	it('goes to any answer and back', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.press('e', '5');
		expect(app.page()).toBe('kafka · Packages and directories | change, then back to the review');
		await app.press(keys.down, 'http://mirror.example', keys.ctrl('d'));
		expect(app.page()).toBe('kafka · Review | step 10 of 10');
		expect(app.calls.planned.at(-1)).toContain('url: http://mirror.example');
		await app.press('e', '1', '5');
		expect(app.page()).toBe('kafka · Review | step 11 of 11');
		expect(app.calls.planned.at(-1)).toContain("version: '7.9'");
		await app.press('e', '2');
		expect(app.page()).toBe('kafka · Metadata | change, then back to the review');
		await app.press('2');
		expect(app.calls.planned.at(-1)).toContain('zookeeper: [kafka-01]');
	});

	it('says where the file that is there is kept', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01', functions: {keptAs: async (_text, path) => `${path}.bak`}});
		await app.press('i');
		expect(app.frame()).toContain('The old one is kept as kafka.yaml.bak\nInstall on 1 host now? y / n (writes kafka.yaml)');
		await app.press('n');
		expect(app.frame()).not.toContain('.bak');
	});

	it('writes the file, and installs after one more question', async () => {
		const app = wizardAt('review', {hosts: 'kafka-01'});
		await app.press('w', keys.ctrl('u'), 'x.yaml', keys.enter);
		expect(app.frame()).toContain('✔ x.yaml written · kafka-setup apply x.yaml');
		expect(app.calls.saved).toEqual([{text: app.calls.planned[0], path: 'x.yaml'}]);
		// What is remembered of a cluster is found by its file.
		expect(app.calls.plannedFor).toEqual(['kafka.yaml', 'x.yaml']);
		await app.press('w', keys.ctrl('u'), 'y.yaml', keys.escape);
		expect(app.calls.plannedFor).toHaveLength(2);
		await app.press('i', 'n');
		expect(app.results).toEqual([]);
		await app.press('i');
		expect(app.frame()).toContain('Install on 1 host now? y / n');
		await app.press('y');
		expect(app.results).toMatchObject([{action: 'install', path: 'x.yaml', clusterText: app.calls.planned[0]}]);
		expect(app.frame().trim()).toBe('');
	});

	it('does not install a plan that failed, plans again, and quits', async () => {
		let failed = true;
		const plan = async () => (failed ? missing('kafka-01')() : samplePlan);
		const app = wizardAt('review', {hosts: 'kafka-01', functions: {plan}});
		await app.press('i');
		expect(app.frame()).toContain('✖ kafka-01 is not there');
		expect(app.frame()).not.toContain('install');
		failed = false;
		await app.press('r');
		expect(app.frame()).toContain('i install');
		await app.press('?');
		expect(app.frame()).toContain('No host is changed until then.');
		await app.press(keys.escape, 'q');
		expect(app.results).toMatchObject([{action: 'quit'}]);
	});

	it('says of a step that speaks against the plan what to do', async () => {
		const failure = {message: 'connector orders: there is no driver', hint: 'Set connect.driver to the jar.'};
		const app = wizardAt('review', {hosts: 'kafka-01', functions: {plan: async () => ({...samplePlan, failure})}});
		await app.settle();
		expect(app.frame()).toMatch(/✖ connector orders: there is no driver\n +Set connect\.driver to the jar\.\n/);
		expect(app.frame()).not.toContain('i install');
	});
});
