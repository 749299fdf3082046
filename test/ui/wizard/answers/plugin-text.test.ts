import {describe, expect, it} from 'vitest';
import type {ConnectorPlugin} from '../../../../source/cluster/cluster.ts';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {answersOfCluster} from '../../../../source/ui/wizard/answers/answers-of-cluster.ts';
import {versionFields} from '../../../../source/ui/wizard/answers/fields.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {helpOf} from '../../../../source/ui/wizard/help-texts.ts';

const read = (plugin: string) => readAnswers({...noAnswers, hosts: 'a', fields: {'connect.plugin': plugin}});
const file = (plugin: string) => `name: x\nhosts: [a]\nroles: {zookeeper: [a], kafka: [a]}\nconnect: {plugin: ${plugin}}\n`;
const usual = '{hub: confluentinc/kafka-connect-jdbc:10.9.9}';

describe('the plug-in of the connector', () => {
	it.each<[string, ConnectorPlugin]>([
		['{package: confluent-kafka-connect-jdbc}', {package: 'confluent-kafka-connect-jdbc'}],
		['{hub: confluentinc/kafka-connect-jdbc:10.8.0}', {hub: 'confluentinc/kafka-connect-jdbc:10.8.0'}],
		["{zip: './plug in, 2.zip'}", {zip: './plug in, 2.zip'}],
		['{ "zip": "~/x.zip" }', {zip: '~/x.zip'}],
	])('is typed as it stands in a cluster file: %s', (text, plugin) => {
		expect(read(text).cluster?.connect.plugin).toEqual(plugin);
		expect(parseCluster(file(text), 'f').connect.plugin).toEqual(plugin);
	});

	it.each<[string, ConnectorPlugin]>([
		['confluent-kafka-connect-jdbc', {package: 'confluent-kafka-connect-jdbc'}],
		['confluentinc/kafka-connect-jdbc:10.8.0', {hub: 'confluentinc/kafka-connect-jdbc:10.8.0'}],
		['~/x.zip', {zip: '~/x.zip'}],
	])('may be typed without its braces: %s', (text, plugin) => {
		expect(read(text).cluster?.connect.plugin).toEqual(plugin);
	});

	it.each([
		['{package: a b}', '"a b" is not a package name'],
		['{hub: x}', '"x" is not OWNER/NAME:VERSION'],
		['{pakage: x}', '"{pakage: x}" is not {package: NAME}, {hub: OWNER/NAME:VERSION} or {zip: PATH}'],
		['{package: x', '"{package: x" is not {package: NAME}, {hub: OWNER/NAME:VERSION} or {zip: PATH}'],
		['{package: [x]}', '"{package: [x]}" is not {package: NAME}, {hub: OWNER/NAME:VERSION} or {zip: PATH}'],
		['{package: x, zip: y.zip}', 'this takes one of package, zip, hub, not package, zip'],
	])('is refused with what it takes: %s', (text, message) => {
		const {problems} = read(text);
		expect([...problems].map(([place, problem]) => [place, problem.message])).toEqual([['connect.plugin', message]]);
	});

	it('has one syntax: in the field, in its help, and in the file that is written and read', () => {
		expect(versionFields(true).find(({id}) => id === 'connect.plugin')?.usual).toBe(usual);
		expect(helpOf('connect.plugin')).toContain(`Default: ${usual}`);
		for (const form of ['{hub: OWNER/NAME:VERSION}', '{package: NAME}', '{zip: PATH}'])
			expect(helpOf('connect.plugin')).toContain(form);
		const text = '{package: confluent-kafka-connect-jdbc}';
		expect(read(text).text).toContain(`  plugin: ${text}\n`);
		expect(answersOfCluster(parseCluster(file(text), 'f')).fields['connect.plugin']).toBe(text);
		expect(answersOfCluster(parseCluster(file(usual), 'f')).fields['connect.plugin']).toBeUndefined();
	});

	it('help with a list shows its default as it is typed', () => {
		expect(helpOf('kafka.dataDirs')).toContain('Default: /var/lib/kafka/data\n');
	});
});
