import {describe, expect, it} from 'vitest';
import type {ConnectorPlugin} from '../../../../source/cluster/cluster.ts';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {answersOfCluster} from '../../../../source/ui/wizard/answers/answers-of-cluster.ts';
import {databaseFields} from '../../../../source/ui/wizard/answers/fields.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {helpOf} from '../../../../source/ui/wizard/field-help.ts';

const read = (plugin: string) => readAnswers({...noAnswers, hosts: 'a', fields: {'connect.plugin': plugin}});
const file = (plugin: string) => `name: x\nhosts: [a]\nroles: {zookeeper: [a], kafka: [a]}\nconnect: {plugin: ${plugin}}\n`;
const shownOf = (plugin: string) => answersOfCluster(parseCluster(file(plugin), 'f')).fields['connect.plugin'];
const fieldIn = (version: string) =>
	databaseFields({version, archive: false}, 'oracle', '').find(({id}) => id === 'connect.plugin');
const usual = 'confluentinc/kafka-connect-jdbc:10.9.9';

describe('the plug-in of the connector', () => {
	it.each<[string, ConnectorPlugin]>([
		['{package: confluent-kafka-connect-jdbc}', {package: 'confluent-kafka-connect-jdbc'}],
		['{hub: confluentinc/kafka-connect-jdbc:10.8.0}', {hub: 'confluentinc/kafka-connect-jdbc:10.8.0'}],
		["{zip: './plug in, 2.zip'}", {zip: './plug in, 2.zip'}],
		['{ "zip": "~/x.zip" }', {zip: '~/x.zip'}],
		['{folder: jdbc}', {folder: 'jdbc'}],
		['{zip: /opt/download}', {zip: '/opt/download'}],
	])('is typed as it stands in a cluster file: %s', (text, plugin) => {
		expect(read(text).cluster?.connect.plugin).toEqual(plugin);
		expect(parseCluster(file(text), 'f').connect.plugin).toEqual(plugin);
	});

	it.each<[string, ConnectorPlugin]>([
		['confluent-kafka-connect-jdbc', {package: 'confluent-kafka-connect-jdbc'}],
		['confluentinc/kafka-connect-jdbc:10.8.0', {hub: 'confluentinc/kafka-connect-jdbc:10.8.0'}],
		['~/x.zip', {zip: '~/x.zip'}],
		["'/tmp/my plug-in.zip' ", {zip: '/tmp/my plug-in.zip'}],
		['file:///tmp/my%20plug-in.zip', {zip: '/tmp/my plug-in.zip'}],
		['jdbc.ZIP', {zip: 'jdbc.ZIP'}],
		['~/confluentinc-kafka-connect-jdbc-10.9.9', {folder: '~/confluentinc-kafka-connect-jdbc-10.9.9'}],
		["'/tmp/my plug-in/' ", {folder: '/tmp/my plug-in/'}],
		['./jdbc', {folder: './jdbc'}],
		['/a/b:1', {folder: '/a/b:1'}],
	])('may be typed without its braces: %s', (text, plugin) => {
		expect(read(text).cluster?.connect.plugin).toEqual(plugin);
	});

	it.each([
		['{package: a b}', '"a b" is not a package name'],
		['{hub: x}', '"x" is not OWNER/NAME:VERSION'],
		['{pakage: x}', '"{pakage: x}" is not {package: NAME}, {hub: OWNER/NAME:VERSION}, {zip: PATH} or {folder: PATH}'],
		['{package: x', '"{package: x" is not {package: NAME}, {hub: OWNER/NAME:VERSION}, {zip: PATH} or {folder: PATH}'],
		['{package: [x]}', '"{package: [x]}" is not {package: NAME}, {hub: OWNER/NAME:VERSION}, {zip: PATH} or {folder: PATH}'],
		['{package: x, zip: y.zip}', 'this takes one of package, zip, folder, hub, not package, zip'],
	])('is refused with what it takes: %s', (text, message) => {
		const {problems} = read(text);
		expect([...problems].map(([place, problem]) => [place, problem.message])).toEqual([['connect.plugin', message]]);
	});

	it('has one syntax: in the field, in its help, and in the file that is written and read', () => {
		expect(fieldIn('7.9')).toMatchObject({usual, path: true});
		expect(helpOf('connect.plugin', {version: '7.9', archive: false})).toContain(`Default: ${usual}`);
		for (const form of ['{hub: OWNER/NAME:VERSION}  by confluent-hub', '{package: NAME}', 'its zip', 'the folder it unpacks to'])
			expect(helpOf('connect.plugin', {version: '7.9', archive: false})).toContain(form);
		const text = 'confluent-kafka-connect-jdbc';
		expect(read(text).text).toContain(`  plugin: {package: ${text}}\n`);
		expect(shownOf(`{package: ${text}}`)).toBe(text);
		expect(answersOfCluster(parseCluster(file(`{hub: ${usual}}`), 'f')).fields['connect.plugin']).toBeUndefined();
	});

	it.each([
		['{zip: /root/op/jdbc-10.9.9.zip}', '/root/op/jdbc-10.9.9.zip'],
		['{hub: confluentinc/kafka-connect-jdbc:10.8.0}', 'confluentinc/kafka-connect-jdbc:10.8.0'],
		['{folder: /root/op/jdbc}', '/root/op/jdbc'],
		// Without its braces each would be taken for another kind.
		['{zip: /opt/download}', '{zip: /opt/download}'],
		['{folder: /opt/jdbc.zip}', '{folder: /opt/jdbc.zip}'],
		['{zip: "/opt/a\\\\b.zip"}', '{zip: /opt/a\\b.zip}'],
	])('of a cluster file is shown as it is typed: %s', (text, shown) => {
		expect(shownOf(text)).toBe(shown);
		expect(read(shown).cluster?.connect.plugin).toEqual(parseCluster(file(text), 'f').connect.plugin);
	});

	it.each(['8.0', '8.3'])('is asked for as a zip in %s, whose packages have none and whose command may not be there', version => {
		const {usual: shown, needed} = fieldIn(version)!;
		expect([shown, needed]).toEqual(['its zip from Confluent Hub: drop or type a path', true]);
		const help = helpOf('connect.plugin', {version, archive: false});
		expect(help).toContain('https://www.confluent.io/hub/confluentinc/kafka-connect-jdbc');
		expect(help).toContain('{hub: OWNER/NAME:VERSION}  by confluent connect plugin, if workers have it');
		expect(help).not.toMatch(/Default:|confluent-hub|confluent-kafka-connect-jdbc/);
	});

	it('help with a list shows its default as it is typed', () => {
		expect(helpOf('kafka.dataDirs', {version: '8.3', archive: false})).toContain('Default: /var/lib/kafka/data\n');
	});
});
