import {describe, expect, it} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {type PageId, pageIds} from '../../../source/ui/wizard/page-order.ts';
import {type AskOptions, askCluster} from '../../../source/ui/wizard/wizard.tsx';
import {keys, openScreen} from '../../helpers/screen.ts';
import {fakeFunctions, fingerprint, nobody, wellHost} from './scene.tsx';

const unknownKeys: Parameters<typeof fakeFunctions>[1] = ({host}) =>
	host.hostKeys === undefined
		? {items: {}, unknownKey: {type: 'ssh-ed25519', fingerprint: fingerprint(host.name)}, done: true}
		: wellHost;

function open(options: Partial<AskOptions> & Parameters<typeof openScreen>[0] = {}, probeOf = unknownKeys) {
	const {columns = 80, rows = 24, colours = false, ...rest} = options;
	const screen = openScreen({columns, rows, colours});
	const facts = {name: 'pg.jar', driverClass: 'org.postgresql.Driver', java: 8, bytes: 1_000_000, sha256: 'ab'.repeat(32)};
	const connector = {name: 'confluentinc-kafka-connect-jdbc', version: '10.9.9', count: 12, bytes: 21_400_000};
	const own = {readDriver: async () => facts, readConnector: async () => connector};
	const {functions, calls} = fakeFunctions(own, probeOf);
	const result = askCluster({functions, beginning: nobody, stdin: screen.stdin, stdout: screen.stdout, ...rest});
	return {screen, result, calls};
}

/** Pressed one after the other, each once the screen shows what it is the answer to. */
type Walk = readonly (readonly [seen: string, pressed: string])[];

const toTheEnd: Walk = [
	['New cluster', keys.enter],
	['❯ 1 8.3  Kafka 4.3', keys.enter],
	['Tab continue', '\x1b[200~kafka-01\rkafka-02\rkafka-03\x1b[201~'],
	['3 hosts', keys.tab],
	['Enter continue', 'orders'],
	['❯ cluster name  orders', keys.enter],
	['3 host keys to accept', keys.enter],
	['accept all 3', 'a'],
	['3 ok', keys.enter],
	['tolerate the loss of 1', keys.enter],
	['❯ Accept all', keys.enter],
	['Type a number to change', keys.enter],
	['‹ none yet ›', keys.right],
	['‹ PostgreSQL ›', keys.enter],
	['❯ connector', '/opt/jdbc.zip'],
	['confluentinc-kafka-connect-jdbc 10.9.9', keys.enter],
	['❯ driver jar', '/opt/pg.jar'],
	['org.postgresql.Driver', keys.enter],
	['❯ host', 'db-01'],
	['//db-01:5432', keys.enter],
	['❯ port', keys.enter],
	['❯ database name', 'shop'],
	['db-01:5432/shop', keys.enter],
	['❯ user', 'reader'],
	['reader▏', keys.enter],
	['❯ tables', 'orders'],
	['orders▏', keys.enter],
	['‹ incrementing ›', keys.enter],
	['❯ incrementing column', 'id'],
	['id▏', keys.enter],
	['❯ source name', keys.enter],
	['❯ topic prefix', keys.enter],
	['❯ database password', 't'],
	['^U empty', 'hunter2'],
	['•••••••', keys.enter],
	['entered; later runs ask', keys.enter],
	['All checks passed', keys.enter],
	['3 changes on 1 host', 'i'],
	['y / n', 'y'],
];

async function walk(screen: ReturnType<typeof openScreen>, steps: Walk, each: () => void = () => undefined): Promise<void> {
	for (const [seen, pressed] of steps) {
		await screen.see(seen);
		each();
		screen.press(pressed);
	}
}

describe('the wizard on a terminal', () => {
	it('shows the cursor as a character of its own only where there is no colour', async () => {
		for (const [colours, line] of [
			[false, '1 kafka_01▏  ✖ "kafka_01": Java'],
			[true, '1 kafka_01   ✖ "kafka_01": Java'],
		] as const) {
			const {screen, result} = open({colours});
			await walk(screen, [
				['New cluster', keys.enter],
				['Kafka 4.3', keys.enter],
				['Tab continue', 'kafka_01'],
				[line, keys.ctrlC],
			]);
			expect((await result).action).toBe('interrupted');
		}
	});

	it('goes from a pasted list to an installation by keyboard alone, and leaves the terminal clean', async () => {
		const {screen, result, calls} = open();
		await walk(screen, toTheEnd, () => expect(screen.text().split('\n').length).toBeLessThanOrEqual(22));
		const {action, clusterText, secrets} = await result;
		expect(action).toBe('install');
		const cluster = parseCluster(clusterText!, 'orders.yaml');
		expect(cluster).toMatchObject({
			name: 'orders',
			hosts: ['kafka-01', 'kafka-02', 'kafka-03'].map(name => ({name, hostKeys: [fingerprint(name)]})),
			roles: {controller: ['kafka-01', 'kafka-02', 'kafka-03'], zookeeper: []},
			platform: {version: '8.3', versionIsOpen: false},
			connect: {
				plugin: {zip: '/opt/jdbc.zip'},
				driver: '/opt/pg.jar',
				sources: [{url: 'jdbc:postgresql://db-01:5432/shop', user: 'reader', tables: ['orders']}],
			},
		});
		expect(secrets.get(cluster.connect.sources[0]!.password!)?.reveal()).toBe('hunter2');
		expect(calls.planned).toEqual([clusterText]);
		expect(screen.text()).toBe('');
		expect(screen.firstWasRaw()).toBe(true);
		expect(screen.isRaw()).toBe(false);
		expect(screen.cursor()).toBe(true);
		expect(screen.bytes()).toContain('\x1b[?2004h');
		expect(screen.bytes().lastIndexOf('\x1b[?2004l')).toBeGreaterThan(screen.bytes().lastIndexOf('\x1b[?2004h'));
		expect(screen.bytes()).not.toContain('\x1b[3J');
		expect(screen.bytes() + JSON.stringify(calls.remembered) + clusterText).not.toContain('hunter2');
	}, 30_000);

	it.each([
		[80, 24],
		[40, 10],
		[120, 60],
		[30, 6],
	])(
		'keeps every page of 200 hosts within %i columns and two rows less than %i',
		async (columns, rows) => {
			const answers = {
				...noAnswers,
				hosts: 'kafka-[001:200].example.org',
				fields: {'source.kind': 'sqlserver', 'source.user': 'u'},
			};
			for (const page of pageIds) {
				const {screen, result} = open({columns, rows, answers, page});
				await screen.until(() => screen.text() !== '');
				await screen.until(() => page === 'start' || screen.lines().some(line => line.startsWith('kafka · ')));
				expect(screen.all().split('\n').length, page).toBeLessThanOrEqual(rows - 2);
				screen.press(keys.ctrlC);
				expect((await result).action).toBe('interrupted');
				expect(screen.bytes()).not.toContain('\x1b[3J');
			}
		},
		60_000,
	);

	it('does not say of hosts that a run has worked on that nothing has changed there', async () => {
		for (const [page, pressed, seen] of [
			['review', '', 'Checked again, no changes made · 3 changes on 1 host in 2 stages'],
			['check', keys.enter, 'No changes made yet · 3 changes on 1 host in 2 stages'],
		] as const) {
			const {screen, result} = open({answers: {...noAnswers, hosts: 'kafka-01'}, page}, () => wellHost);
			if (pressed !== '') await walk(screen, [['All checks passed', pressed]]);
			await walk(screen, [[seen, keys.ctrlC]]);
			expect((await result).action).toBe('interrupted');
		}
	});

	it('follows the size of the terminal without leaving anything behind', async () => {
		const {screen, result} = open({answers: {...noAnswers, hosts: 'kafka-[01:30].example.org'}, page: 'roles'});
		await screen.see('Schema Registry');
		for (const [columns, rows] of [
			[60, 24],
			[40, 24],
			[100, 24],
			[50, 12],
		] as const) {
			screen.resize(columns, rows);
			await screen.until(() => {
				const shown = screen.text().split('\n');
				const titles = shown.filter(line => line.includes('kafka · Roles'));
				return shown.length <= rows - 2 && titles.length === 1 && shown.every(line => line.length < columns);
			});
		}
		screen.press(keys.ctrlC);
		await result;
	});

	it.each<PageId>(['start', 'hosts', 'credentials', 'review'])('ends on Ctrl+C at the %s page, with the answers', async page => {
		const {screen, result} = open({answers: {...noAnswers, hosts: 'a'}, page});
		await screen.until(() => screen.text() !== '' && screen.isRaw());
		screen.press(keys.ctrlC);
		expect(await result).toMatchObject({action: 'interrupted', answers: {hosts: 'a'}});
		expect(screen.isRaw()).toBe(false);
	});

	it('ends when a signal tells it to', async () => {
		const stop = new AbortController();
		const {screen, result} = open({signal: stop.signal});
		await screen.see('New cluster');
		stop.abort();
		expect((await result).action).toBe('interrupted');
		expect(screen.cursor()).toBe(true);
	});
});
