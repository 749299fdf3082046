import {describe, expect, it} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {InputError} from '../../../source/core/errors.ts';
import type {Answers} from '../../../source/ui/wizard/answers/answers.ts';
import type {PageId} from '../../../source/ui/wizard/page-order.ts';
import {askCluster} from '../../../source/ui/wizard/wizard.tsx';
import type {ArchiveFacts} from '../../../source/ui/wizard/wizard-functions.ts';
import {openScreen, keys as screenKeys} from '../../helpers/screen.ts';
import {keys} from '../helpers/app.ts';
import {fakeFunctions, nobody, type SceneOptions, wizardAt} from './scene.tsx';

const tgz = '/x/kafka_2.13-4.3.1.tgz';
const lacking = 'Apache Kafka has no Schema Registry: Connect writes JSON with its schema';
const readKafka = async (path: string, sha512: string): Promise<ArchiveFacts> => {
	if (sha512 === '/x/other') throw new InputError(`platform.source.archive: ${path} has the sha512 ab…`, {hint: 'again'});
	if (sha512 === '/x/unread') throw new Error('no memory');
	if (sha512 === '/x/gone.sha512') throw new InputError('platform.source.sha512: /x/gone.sha512 could not be read');
	return path.startsWith('/') ? {bytes: 128_000_000} : {};
};
const readJava = async (): Promise<ArchiveFacts> => ({bytes: 43_000_000});

const at = (page: PageId, fields: Answers['fields'] = {}, options: SceneOptions = {}) =>
	wizardAt(page, {
		hosts: 'a b c',
		...options,
		answers: {archive: true, fields, ...options.answers},
		functions: {readKafka, readJava, ...options.functions},
	});

describe('an archive in place of a version', () => {
	it('is the last line of the versions, and leads to a right cluster file', async () => {
		const connector = {name: 'confluentinc-kafka-connect-jdbc', version: '10.9.9', count: 12, bytes: 21_400_000};
		const complete = async (path: string) => [tgz].filter(one => one.startsWith(path));
		const app = wizardAt('version', {
			hosts: 'a b c',
			functions: {readKafka, readJava, complete, readConnector: async () => connector},
		});
		expect(app.frame()).toMatch(/ 5 7\.9 {2}Kafka 3\.9 .*\n {2}6 plain Apache Kafka, from an archive that you have or a URL/);
		await app.press('6');
		expect(app.page()).toMatch(/Archive \| step 2 of 11/);
		expect(app.frame()).toContain(lacking);
		await app.press('/x/', keys.tab);
		expect(app.frame()).toContain('✔ Kafka 4.3.1 (as in 8.3) · 128.0 MB');
		expect(app.frame()).toContain(lacking);
		await app.press(keys.enter, keys.enter, '/x/jre.tar.gz');
		expect(app.frame()).toContain('✔ Java · 43.0 MB');
		await app.press(keys.enter, keys.enter);
		expect(app.page()).toContain('Hosts');
		await app.press(keys.tab, keys.enter, keys.enter);
		expect(app.page()).toContain('Roles');
		expect(app.frame()).toMatch(/KRaft controllers {2}Kafka {2}Connect\s*\n/);
		expect(app.frame()).toContain(`tolerate the loss of 1\n${lacking}\n`);
		await app.press(keys.enter);
		expect(app.page()).toContain('Ports and directories');
		expect(app.frame()).not.toMatch(/packages|Schema Registry/);
		await app.press(keys.enter, keys.enter);
		expect(app.page()).toContain('JDBC');
		await app.press(keys.enter);
		expect(app.frame()).toContain('Apache Kafka has none: download the zip of kafka-connect-jdbc');
		await app.press(keys.enter);
		expect(app.frame()).toContain('✖ connector is needed');
		await app.press('/opt/jdbc.zip', keys.enter, keys.enter, keys.enter);
		expect(app.page()).toContain('Review');
		expect(parseCluster(app.calls.planned[0]!, 'written.yaml')).toMatchObject({
			roles: {controller: ['a', 'b', 'c'], kafka: ['a', 'b', 'c'], 'schema-registry': [], connect: ['c']},
			platform: {
				version: '8.3',
				versionIsOpen: false,
				source: {archive: tgz, kafka: '4.3.1', sha512: undefined},
				java: {archive: '/x/jre.tar.gz'},
			},
			connect: {plugin: {zip: '/opt/jdbc.zip'}, sources: []},
		});
		expect(app.calls.planned[0]).not.toContain('version:');
	});

	it('is left for a version again: what was typed stays, and has no effect', async () => {
		const app = at('version', {'platform.source.archive': tgz});
		expect(app.frame()).toContain('❯ 6 plain Apache Kafka');
		await app.press('1');
		expect(app.page()).toContain('Hosts');
		expect(app.answers()).toMatchObject({fields: {'platform.version': '8.3', 'platform.source.archive': tgz}});
		expect(app.answers().archive).toBeUndefined();
		await app.press(keys.escape, '6');
		expect(app.frame()).toContain(tgz);
	});

	it('of Kafka 3.9 asks what keeps the metadata', async () => {
		const app = at('archive', {'platform.source.archive': '/x/kafka_2.13-3.9.2.tgz'});
		await app.press(keys.ctrl('d'));
		expect(app.page()).toContain('Metadata');
		expect(app.frame()).toContain('Kafka 3.9 leaves the choice');
		await app.press('2');
		expect(app.answers().keeper).toBe('zookeeper');
	});

	it('is asked for at once where it is chosen from the review', async () => {
		const app = wizardAt('review', {hosts: 'a b c', functions: {readKafka, readJava}});
		await app.press('e', '1', '6');
		expect(app.page()).toMatch(/Archive \| change, then back to the review/);
		await app.press(tgz, keys.ctrl('d'));
		expect(app.page()).toContain('Review');
	});
});

describe('the page of the archive', () => {
	it('does not go on without one, nor with another name', async () => {
		const app = at('archive');
		await app.press(keys.enter);
		expect(app.frame()).toContain('✖ Kafka archive is needed');
		await app.press('/x/kafka-4.3.1-src.tgz');
		expect(app.frame()).toContain('✖ "/x/kafka-4.3.1-src.tgz" is not named as an archive of Kafka');
		await app.press(keys.ctrl('d'));
		expect(app.page()).toContain('Archive');
	});

	it('tells at its field that a URL needs a sha512, and takes the digits', async () => {
		const app = at('archive', {'platform.source.archive': 'https://mirror.example/kafka_2.13-4.3.1.tgz'});
		await app.press(keys.enter, keys.enter);
		expect(app.frame()).toMatch(/❯ Kafka sha512/);
		expect(app.frame()).toContain('✖ this is missing: the hosts must know that what they fetch is the right archive');
		await app.press(keys.paste('ab'.repeat(64)));
		expect(app.frame()).toContain('✔ each host compares what it fetches');
		await app.press(keys.up);
		expect(app.frame()).toContain('✔ Kafka 4.3.1 (as in 8.3) · each host fetches it, by curl');
		await app.press(keys.ctrl('d'));
		expect(app.page()).toContain('Hosts');
	});

	it('says of which field it is what was found wrong', async () => {
		const app = at('archive', {'platform.source.archive': tgz, 'platform.source.sha512': '/x/other'});
		await app.press(keys.ctrl('d'));
		expect(app.frame()).toMatch(/❯ Kafka archive/);
		expect(app.frame()).toContain(`✖ ${tgz} has the sha512 ab…\n  again`);
		await app.press(keys.down, keys.ctrl('u'), '/x/gone.sha512', keys.ctrl('d'));
		expect(app.frame()).toMatch(/❯ Kafka sha512/);
		expect(app.frame()).toContain('✖ /x/gone.sha512 could not be read');
		await app.press(keys.ctrl('u'), '/x/unread', keys.ctrl('d'));
		expect(app.frame()).toMatch(/❯ Kafka archive/);
		expect(app.frame()).toContain('✖ no memory');
		await app.press(keys.down, keys.ctrl('u'), '/x/right.sha512');
		expect(app.frame()).toContain('✔ that of the archive');
		await app.press(keys.ctrl('d'));
		expect(app.page()).toContain('Hosts');
	});

	it('says that it looks, and looks at nothing that the rules refuse', async () => {
		const looked: string[] = [];
		const app = at('archive', {}, {functions: {readKafka: path => new Promise(() => void looked.push(path))}});
		await app.press('/x/kafka.tgz');
		expect(app.frame()).not.toContain('looking');
		await app.press(keys.ctrl('u'), tgz);
		expect(app.frame()).toContain('looking at it …');
		expect(looked).toEqual([tgz]);
	});

	it.each([
		[80, 24],
		[40, 10],
	])('has room for it all on %i columns and %i rows', async (columns, rows) => {
		const screen = openScreen({columns, rows, colours: false});
		const {functions} = fakeFunctions({readKafka, readJava});
		const fields = {'platform.source.archive': `/${'long/'.repeat(20)}kafka_2.13-4.3.1.tgz`, 'platform.java.archive': '/j.tgz'};
		const answers = {
			hosts: 'a',
			archive: true as const,
			fields,
			ids: {controller: {}, zookeeper: {}, kafka: {}},
			hostKeys: {},
			kept: {},
		};
		const result = askCluster({
			functions,
			beginning: nobody,
			answers,
			page: 'archive',
			stdin: screen.stdin,
			stdout: screen.stdout,
		});
		await screen.see('✔ Kafka 4.3.1 (as in 8.3) · 128.0 MB');
		for (const label of ['Kafka archive', 'Kafka sha512', 'Java archive', 'Java sha512', 'Apache Kafka has no Schema Reg'])
			expect(screen.text()).toContain(label);
		const lines = screen.all().split('\n');
		expect(lines.length).toBeLessThanOrEqual(rows - 2);
		expect(lines.every(line => line.length < columns)).toBe(true);
		screen.press(screenKeys.ctrlC);
		expect((await result).action).toBe('interrupted');
	});
});
