import {describe, expect, it} from 'vitest';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {InputError} from '../../../../source/core/errors.ts';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {fakeFunctions, wellHost} from '../scene.tsx';
import {conversation, threeHosts} from './conversation.ts';

const lacking = 'Apache Kafka has no Schema Registry: Connect writes JSON with its schema';
const readKafka = async (path: string, sha512: string) => {
	if (sha512 === '/x/other') throw new InputError(`${path} has the sha512 ab…`);
	return path.startsWith('/') ? {bytes: 128_000_000} : {};
};
const readJava = async () => ({bytes: 43_000_000});
const readConnector = async () => ({name: 'jdbc', version: '10.9.9', count: 12, bytes: 21_400_000});

describe('an archive by the line', () => {
	it('is asked for after the last version, and gives a right cluster file', async () => {
		const {functions, calls} = fakeFunctions({readKafka, readJava, readConnector}, () => wellHost);
		const {said, waiting, result} = conversation(
			[
				['version (1-6, Enter for 1)', '6'],
				['Kafka archive [', ''],
				['Kafka archive [', '/x/kafka.tgz'],
				['Kafka archive [', 'https://mirror.example/kafka_2.13-4.3.1.tgz'],
				['Kafka sha512 [its digits', ''],
				['Kafka sha512', '<'],
				['version (1-6, Enter for 1)', ''],
				['Kafka archive [https', '/x/kafka_2.13-4.3.1.tgz'],
				['Kafka sha512 [not compared', '/x/other'],
				['Kafka sha512 [/x/other', '/x/right.sha512'],
				['Java archive [none', '/x/jre.tar.gz'],
				['Java sha512 [not compared', ''],
				...threeHosts,
				['roles (1-5', ''],
				['change', ''],
				['Enter keeps them', ''],
				['database', ''],
				['connector [its zip', ''],
				['connector [its zip', '/opt/jdbc.zip'],
				['sudo password', ''],
				['SSH password', ''],
				['key passphrase', ''],
				['Press Enter to continue', ''],
				['review', '5'],
			],
			{functions, page: 'version'},
		);
		await result();
		expect(waiting).toEqual([]);
		const text = said.join('\n');
		expect(text).toContain('  6  plain Apache Kafka, from an archive that you have or a URL');
		// What was chosen is offered first.
		expect(text).toContain('  1  plain Apache Kafka, from an archive that you have or a URL\n  2  8.3');
		expect(text).toContain('Archive, step 2 of 11');
		expect(said.filter(line => line === lacking)).toHaveLength(3);
		for (const told of [
			'Kafka archive is needed',
			'"/x/kafka.tgz" is not named as an archive of Kafka',
			'this is missing: the hosts must know that what they fetch is the right archive',
			'Kafka 4.3.1 · each host fetches it, by curl',
			'Kafka 4.3.1 · 128.0 MB',
			'/x/kafka_2.13-4.3.1.tgz has the sha512 ab…',
			'Java · 43.0 MB',
			'connector is needed',
			'Ports and directories, step',
		])
			expect(text).toContain(told);
		expect(text).not.toMatch(/schema-registry|packages from/);
		expect(parseCluster(calls.planned[0]!, 'written.yaml')).toMatchObject({
			roles: {'schema-registry': [], connect: ['c']},
			platform: {
				version: '8.3',
				source: {archive: '/x/kafka_2.13-4.3.1.tgz', sha512: '/x/right.sha512'},
				java: {archive: '/x/jre.tar.gz', sha512: undefined},
			},
			connect: {plugin: {zip: '/opt/jdbc.zip'}},
		});
	});

	it('is left for a version again', async () => {
		const fields = {'platform.source.archive': '/x/kafka_2.13-4.3.1.tgz'};
		const {waiting, result} = conversation(
			[
				['version', '2'],
				['host 1', '<'],
				['version (1-6, Enter for 1)', '<'],
				['begin', '<'],
			],
			{page: 'version', answers: {...noAnswers, archive: true, fields}},
		);
		await expect(result()).rejects.toThrow('unscripted');
		expect(waiting).toEqual([]);
	});
});
