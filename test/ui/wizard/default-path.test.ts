import {expect, it} from 'vitest';
import {noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {databaseFields, loginFields, settingsFields} from '../../../source/ui/wizard/answers/fields.ts';
import {readAnswers} from '../../../source/ui/wizard/answers/reading.ts';
import {helpOf} from '../../../source/ui/wizard/field-help.ts';
import {askByLines} from '../../../source/ui/wizard/line/line-form.ts';
import {type pageIds, pageTitles} from '../../../source/ui/wizard/page-order.ts';
import {askCluster} from '../../../source/ui/wizard/wizard.tsx';
import {keys, openScreen} from '../../helpers/screen.ts';
import {fakeFunctions, nobody} from './scene.tsx';

/** What only those who choose the older way come to read. */
const older = /zookeeper|\bzk\b/i;
const [ctrlO, ctrlD] = ['\x0f', '\x04'];

it('a new cluster is asked for on every page without a word of ZooKeeper, in no help and in no file', async () => {
	const screen = openScreen({columns: 80, rows: 24, colours: false});
	const {functions, calls} = fakeFunctions();
	const result = askCluster({functions, beginning: nobody, stdin: screen.stdin, stdout: screen.stdout});
	const step = async (seen: string, pressed: string) => {
		await screen.see(seen);
		screen.press(pressed);
	};
	const help = async (key = '?') => {
		screen.press(key);
		await step('any key closes the help', 'x');
	};
	const helpOfField = async (label: string) => {
		await step(`❯ ${label}`, ctrlO);
		await step('Key in a cluster file', 'x');
		await screen.see(`❯ ${label}`);
	};
	const page = (id: (typeof pageIds)[number]) => screen.see(`orders · ${pageTitles[id]}`);

	await screen.see('New cluster');
	await help();
	await step('New cluster', keys.enter);
	await screen.see('❯ 1 8.3  Kafka 4.3');
	await help();
	await step('❯ 1 8.3  Kafka 4.3', keys.enter);
	await screen.see('Tab continue');
	await help();
	await step('Tab continue', 'kafka-01 kafka-02 kafka-03');
	await step('3 hosts', keys.tab);
	await step('❯ cluster name', 'orders');
	await step('orders▏', keys.enter);
	await page('login');
	await help();
	await step('3 ok', keys.enter);
	await page('roles');
	await screen.see('KRaft controllers  Kafka  Schema Registry  Connect');
	await help();
	await step('preset: all services', 'p');
	await step('preset: Kafka only', 'p');
	await step('preset: all services', keys.enter);
	await page('settings');
	await step('❯ Accept all', keys.down);
	await step('❯ packages from', `${keys.down}${keys.down}`);
	await helpOfField('Controller data');
	screen.press(ctrlD);
	await page('ids');
	await screen.see('[101]');
	await help();
	await step('share one set of ids: no number stands twice.', keys.enter);
	await page('driver');
	await step('‹ none yet ›', keys.right);
	await step('‹ PostgreSQL ›', keys.down);
	await helpOfField('connector');
	screen.press(keys.up);
	await step('‹ PostgreSQL ›', keys.left);
	await step('‹ none yet ›', keys.enter);
	await page('credentials');
	await help();
	await step('sudo password', keys.enter);
	await page('check');
	await help();
	await step('All checks passed', keys.enter);
	await page('review');
	await screen.see('3 changes on 1 host');
	await help();
	await step('3 changes on 1 host', 'e');
	await screen.see(pageTitles.settings);
	screen.press(keys.escape);
	await step('3 changes on 1 host', 'i');
	await step('y / n', 'y');

	const {action, clusterText} = await result;
	expect(action).toBe('install');
	expect(clusterText).toContain("version: '8.3'");
	for (const told of [
		'KRaft controllers: an odd number',
		'confluent connect plugin',
		'Key in a cluster file: controller.dataDir',
	])
		expect(screen.bytes()).toContain(told);
	expect(
		`${screen.bytes()}${clusterText}${calls.planned.join('')}${JSON.stringify(calls.remembered.at(-1)?.fields)}`,
	).not.toMatch(older);
}, 120_000);

it('the same without a moving screen', async () => {
	const said: string[] = [];
	const {functions} = fakeFunctions();
	const asked = new Set<string>();
	const answers = [
		['begin', '1'],
		['host 1', 'kafka-01 kafka-02 kafka-03'],
		['review', '5'],
	] as const;
	const ask = async (question: string): Promise<string> => {
		said.push(question);
		// Each question is explained once, and then takes what Enter gives.
		if (!asked.has(question)) {
			asked.add(question);
			return '?';
		}
		return answers.find(([begin]) => question.startsWith(begin))?.[1] ?? '';
	};
	const lines = {
		ask,
		askSecret: () => Promise.reject(new Error('no secret is asked for')),
		say: (line: string) => void said.push(line),
	};
	const {action, answers: given} = await askByLines({lines, functions, beginning: nobody});
	expect([action, given.fields['platform.version']]).toEqual(['quit', '8.3']);
	const told = said.join('\n');
	expect(told).toContain('controller: kafka-01, kafka-02, kafka-03');
	for (const id of ['version', 'roles', 'settings', 'ids', 'driver', 'review'] as const)
		expect(told).toContain(`${pageTitles[id]}, step`);
	expect(told).not.toMatch(older);
});

it('the help of no field has a word of it', () => {
	const usual = readAnswers(noAnswers);
	const fields = [
		...loginFields(usual),
		...settingsFields(usual, true),
		...['incrementing', 'timestamp'].flatMap(mode => databaseFields(usual, 'postgresql', mode)),
		...databaseFields(usual, 'other', 'bulk'),
	];
	expect(fields.length).toBeGreaterThan(30);
	for (const field of fields) expect(`${JSON.stringify(field)} ${helpOf(field.id, usual)}`).not.toMatch(older);
	const old = readAnswers({...noAnswers, keeper: 'zookeeper', fields: {'platform.version': '7.9'}});
	expect(settingsFields(old, true).map(({label}) => label)).toContain('ZooKeeper data');
});
