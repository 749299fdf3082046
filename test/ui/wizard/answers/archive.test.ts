import {describe, expect, it} from 'vitest';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {type Answers, answersFrom, noAnswers, withVersion} from '../../../../source/ui/wizard/answers/answers.ts';
import {answersOfCluster} from '../../../../source/ui/wizard/answers/answers-of-cluster.ts';
import {archiveFields, databaseFields, settingsFields} from '../../../../source/ui/wizard/answers/fields.ts';
import {labelledProblems} from '../../../../source/ui/wizard/answers/labelled-problems.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {helpOf} from '../../../../source/ui/wizard/field-help.ts';
import {pagesFor} from '../../../../source/ui/wizard/page-order.ts';

const zip = {'connect.plugin': '/opt/jdbc.zip'};
const from = (fields: Answers['fields'], more: Partial<Answers> = {}) => ({
	...noAnswers,
	hosts: 'a b c',
	archive: true as const,
	...more,
	fields: {...zip, ...fields},
});
const kafka = (version: string) => ({'platform.source.archive': `/x/kafka_2.13-${version}.tgz`});
const digits = 'aB'.repeat(64);

/** What is wrong, by where. */
const problemsOf = (fields: Answers['fields'], more: Partial<Answers> = {}) =>
	Object.fromEntries([...readAnswers(from(fields, more)).problems].map(([place, {message}]) => [place, message]));

describe('an archive of the file stands in the file that is written from the answers', () => {
	it.each([
		'source: {archive: /x/kafka_2.13-4.3.1.tgz}',
		`source: {archive: 'https://mirror.example/kafka_2.13-4.0.1.tgz', sha512: ${digits}}`,
		'source: {archive: /x/kafka_2.13-4.3.1.tgz, sha512: /x/a b.sha512}\n  java: {archive: /x/jre-17.tar.gz}',
		`source: {archive: ./kafka_2.13-3.9.2.tgz}\n  java: {archive: 'http://m.example/jre.tgz', sha512: j.sha512}`,
		'source: {archive: /x/kafka_2.13-4.3.1.tgz}\n  javaPackage: openjdk-21-jre',
	])('%s', platform => {
		const file = `name: orders
hosts: [a]
roles: {controller: [a], kafka: [a], connect: [a]}
platform:
  ${platform}
connect: {plugin: {zip: /opt/jdbc.zip}}
`;
		const cluster = parseCluster(file, 'given.yaml');
		const answers = answersOfCluster(cluster);
		const {text, problems, archive} = readAnswers(answers);
		expect([[...problems], archive]).toEqual([[], true]);
		expect(parseCluster(text, 'written.yaml')).toEqual(cluster);
		expect(text).not.toContain('version:');
		// They are answers, and stay so in a draft.
		expect(answers.kept.platform).toEqual(platform.includes('javaPackage') ? {javaPackage: 'openjdk-21-jre'} : undefined);
		expect(answersFrom(JSON.parse(JSON.stringify(answers)))).toEqual(answers);
		// A version in its place has nothing of them.
		const packages = readAnswers(withVersion(answers, '8.3'));
		expect([...packages.problems].map(([place]) => place)).toEqual(['roles']);
		expect(packages.text).toContain("version: '8.3'");
		expect(packages.text).not.toMatch(/source:|java:|archive/);
	});
});

describe('the name of the archive', () => {
	it.each([
		['4.3.1', '8.3', ['controller']],
		['4.0.0', '8.0', ['controller']],
		['3.9.2', '7.9', ['controller', 'zookeeper']],
	])('of Kafka %s says the version %s', (version, platform, keepers) => {
		for (const keeper of ['controller', 'zookeeper'] as const) {
			const reading = readAnswers(from(kafka(version), {keeper}));
			expect([...reading.problems]).toEqual([]);
			expect([reading.version, reading.keeper]).toEqual([platform, keepers.includes(keeper) ? keeper : 'controller']);
			expect(pagesFor(reading).slice(0, 4)).toEqual(
				keepers.length > 1 ? ['start', 'version', 'archive', 'metadata'] : ['start', 'version', 'archive', 'hosts'],
			);
		}
	});

	it('says nothing until it is right: the newest holds, without a question', () => {
		for (const archive of ['', '/x/kafka_2.13-3.9', '/x/kafka-3.9.2-src.tgz', '/x/kafka_2.13-3.7.1.tgz']) {
			const reading = readAnswers(from({'platform.source.archive': archive, 'platform.version': '7.9'}, {keeper: 'zookeeper'}));
			expect([reading.version, reading.keeper, pagesFor(reading)[3]]).toEqual(['8.3', 'controller', 'hosts']);
			expect([...reading.problems.keys()]).toEqual(['platform.source.archive']);
		}
	});

	it('may be a dropped file, quotes and all', () => {
		const {cluster} = readAnswers(from({'platform.source.archive': "'/my files/kafka_2.13-4.3.1.tgz' "}));
		expect(cluster?.platform.source).toMatchObject({archive: '/my files/kafka_2.13-4.3.1.tgz', kafka: '4.3.1'});
	});
});

describe('what is wrong with an archive is told at its field', () => {
	const url = {'platform.source.archive': 'https://mirror.example/kafka_2.13-4.3.1.tgz'};

	it.each<[string, Answers['fields'], Record<string, unknown>]>([
		[
			'another name',
			{'platform.source.archive': '/x/kafka.tgz'},
			{'platform.source.archive': /"\/x\/kafka.tgz" is not named as/},
		],
		['a version of its own', kafka('3.7.1'), {'platform.source.archive': /Kafka 3.7.1 is not supported/}],
		['a URL without a sha512', url, {'platform.source.sha512': /this is missing: the hosts must know/}],
		['half of the digits', {...url, 'platform.source.sha512': 'ab'.repeat(40)}, {'platform.source.sha512': /80 of 128/}],
		['Java as rpm', {...kafka('4.3.1'), 'platform.java.archive': '/j.rpm'}, {'platform.java.archive': /"\/j.rpm" is no .tar.gz/}],
		[
			'Java at a URL without a sha512',
			{...kafka('4.3.1'), 'platform.java.archive': 'https://m.example/j.tgz'},
			{'platform.java.sha512': /this is missing/},
		],
		[
			'a plug-in of Confluent',
			{...kafka('4.3.1'), 'connect.plugin': 'a/b:1'},
			{'connect.plugin': /hub needs Confluent's packages/},
		],
		['no plug-in', {...kafka('4.3.1'), 'connect.plugin': ''}, {'connect.plugin': /Apache Kafka has no JDBC connector/}],
	])('%s', (_, fields, expected) => {
		expect(problemsOf(fields)).toEqual(
			Object.fromEntries(Object.entries(expected).map(([place, text]) => [place, expect.stringMatching(text as RegExp)])),
		);
	});

	it('and by its label elsewhere', () => {
		const answers = from({'platform.java.archive': 'https://m.example/j.tgz', 'platform.java.sha512': 'ab'.repeat(20)});
		expect(labelledProblems(answers, readAnswers(answers)).map(({message}) => message)).toEqual([
			'missing: Kafka archive',
			'Java sha512: this has 40 of 128 hex digits',
		]);
	});

	it('where Java is both an archive and a package of the file', () => {
		const kept = {platform: {javaPackage: 'x'}};
		expect(problemsOf({...kafka('4.3.1'), 'platform.java.archive': '/j.tgz'}, {kept})).toEqual({
			'platform.java.archive': 'this and platform.javaPackage both bring Java',
		});
	});
});

describe('the other questions with an archive', () => {
	const reading = readAnswers(
		from({...kafka('3.9.2'), 'schema-registry.port': '8081', 'platform.packages.url': 'https://m.example'}),
	);

	it('have no Schema Registry, and no packages', () => {
		expect(reading.offered.map(({id}) => id)).toEqual(['controller', 'kafka', 'connect']);
		expect(reading.roles).toMatchObject({kafka: ['a', 'b', 'c'], 'schema-registry': [], connect: ['c']});
		expect(reading.cluster?.roles['schema-registry']).toEqual([]);
		expect(reading.text).not.toMatch(/schema-registry|packages:/);
		const settings = settingsFields(reading, true).map(({id}) => id);
		expect(settings).toContain('kafka.port');
		expect(settings.filter(id => /packages|schema-registry/.test(id))).toEqual([]);
	});

	it('ask for the zip of the connector, of 3.9 too and without a database', () => {
		const field = {id: 'connect.plugin', usual: 'its zip from Confluent Hub: drop or type a path', needed: true};
		expect(databaseFields(reading, '', '').slice(1)).toMatchObject([field]);
		expect(databaseFields(reading, 'mysql', '')[1]).toMatchObject(field);
		const help = helpOf('connect.plugin', reading);
		expect(help).toContain('Apache Kafka has no JDBC connector.');
		expect(help).not.toMatch(/Default:|hub:|package/);
	});

	it('ask for a sha512 of Java once there is an archive of it', () => {
		const ids = (fields: Answers['fields']) => archiveFields(from(fields)).map(({id}) => id);
		expect(ids({'platform.java.sha512': digits})).not.toContain('platform.java.sha512');
		expect(ids({'platform.java.archive': '/j'})).toContain('platform.java.sha512');
		expect(readAnswers(from({...kafka('4.3.1'), 'platform.java.sha512': digits})).cluster?.platform.java).toBeUndefined();
	});
});
