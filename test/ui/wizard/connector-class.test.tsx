import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {readConnector} from '../../../source/commands/install/local-files.ts';
import {noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {answersOfCluster} from '../../../source/ui/wizard/answers/answers-of-cluster.ts';
import {readAnswers} from '../../../source/ui/wizard/answers/reading.ts';
import {connectorClass, connectorFiles, connectorJar, connectorZip} from '../../helpers/connector.ts';
import {tempDir} from '../../helpers/temp-dir.ts';
import {keys} from '../helpers/app.ts';
import {conversation} from './line/conversation.ts';
import {fakeFunctions, wizardAt} from './scene.tsx';

const misspelt = 'io.confluent.connect.jdbc.JdbcSourceConector';
const aiven = 'io.aiven.connect.jdbc.JdbcSourceConnector';

function zipWith(name: string): string {
	const zip = join(tempDir(), 'confluentinc-kafka-connect-jdbc-10.9.9.zip');
	writeFileSync(zip, connectorZip({...connectorFiles('10.9.9'), 'lib/kafka-connect-jdbc-10.9.9.jar': connectorJar(name)}));
	return zip;
}

/** The answers of a cluster file with this class. */
const answersWith = (name: string, zip: string) =>
	answersOfCluster(
		parseCluster(
			`name: x
hosts: [a]
roles: {controller: [a], kafka: [a], schema-registry: [a], connect: [a]}
connect:
  connectorClass: ${name}
  plugin: {zip: ${zip}}
  sources: [{name: s, database: {kind: postgresql, host: db, name: shop}, tables: [t], mode: bulk}]
`,
			'f',
		),
	);

describe('the connector class', () => {
	it('is no field where it is the default', () => {
		const answers = answersWith(connectorClass, zipWith(connectorClass));
		expect(answers.fields['connect.connectorClass']).toBeUndefined();
		const app = wizardAt('driver', {answers, functions: {readConnector}});
		expect(app.frame()).not.toContain('connector class');
	});

	it('of a cluster file is a field, which names what the zip has, and is the default once it is empty', async () => {
		const answers = answersWith(misspelt, zipWith(connectorClass));
		const app = wizardAt('driver', {answers, functions: {readConnector}});
		await expect.poll(app.frame).toMatch(/✖ connector class/);
		await app.press(keys.ctrl('d'));
		expect(app.frame()).toMatch(/❯ connector class/);
		expect(app.frame().replace(/\s+/g, ' ')).toContain(`it has ${connectorClass}`);
		expect(app.frame()).toContain('Leave connect.connectorClass out (wizard: empty): its default is');
		await app.press(keys.ctrl('u'));
		expect(app.frame()).toContain('❯ connector class');
		await expect.poll(app.frame).not.toContain('✖');
		await app.press(keys.ctrl('d'));
		expect(app.page()).toContain('Credentials');
		const {cluster, text} = readAnswers(app.answers());
		expect(cluster!.connect.connectorClass).toBe(connectorClass);
		expect(text).not.toContain('connectorClass');
	});

	it('becomes a field where the zip has another connector than the default', async () => {
		const fields = {'source.kind': 'postgresql'};
		const app = wizardAt('driver', {hosts: 'a', answers: {...noAnswers, fields}, functions: {readConnector}});
		await app.press(keys.down, keys.paste(zipWith(aiven)));
		await expect.poll(app.frame).toContain('connector class');
		expect(app.frame().replace(/\s+/g, ' ')).toContain(`it has ${aiven}`);
		await app.press(keys.enter, keys.enter);
		expect(app.frame()).toMatch(/❯ connector class/);
		expect(app.frame()).toContain('✖');
		expect(app.frame()).toContain('Take that as connect.connectorClass');
		await app.press(aiven);
		await expect.poll(app.frame).not.toContain('✖');
		await app.press(keys.enter);
		expect(app.frame()).toContain('❯ driver jar');
		expect(readAnswers(app.answers()).text).toContain(`connectorClass: ${aiven}`);
	});

	it.each([
		['of a cluster file', misspelt, connectorClass, '-'],
		['of a zip of another connector', connectorClass, aiven, aiven],
	])('%s is asked for after the connector by the line, until it is right', async (_what, inFile, inZip, typed) => {
		const {functions} = fakeFunctions({readConnector});
		const {said, waiting, result} = conversation(
			[
				['database', ''],
				['connector [', ''],
				[`connector class [${inFile}]`, 'no.such.SourceConnector'],
				['connector class [no.such.SourceConnector]', typed],
			],
			{answers: answersWith(inFile, zipWith(inZip)), page: 'driver', functions},
		);
		await expect(result()).rejects.toThrow('unscripted: driver jar');
		expect(waiting).toEqual([]);
		expect(said.join('\n')).toContain(`has no jar with no.such.SourceConnector in it; it has ${inZip}`);
		expect(said).toContainEqual(expect.stringMatching(/^confluentinc-kafka-connect-jdbc 10\.9\.9 · 3 files/));
	});
});
