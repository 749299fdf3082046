import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {pluginSteps} from '../../../../source/kafka/roles/connect/plugin-step.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const folder = '/usr/share/java/confluentinc-kafka-connect-jdbc';

test('old jars are moved away under the names that they have, and no name is more than a name', async () => {
	const root = tempDir();
	const at = join(root, 'java/confluentinc-kafka-connect-jdbc');
	mkdirSync(join(at, 'lib'), {recursive: true});
	const old = ['old-1.jar', '$(touch PWNED).jar', 'a; touch PWNED #.jar', "it's.jar", '-rf.jar', ' .jar'];
	for (const name of [...old, 'driver.jar', 'notes.txt']) writeFileSync(join(at, 'lib', name), name);
	const connection = localConnection({
		prefix: ['env', '-C', root],
		paths: {'/usr/share/java': join(root, 'java'), '/var/lib/kafka-setup/replaced': join(root, 'replaced')},
	});
	const files = new Map([
		['manifest.json', bytes('{}')],
		['lib/new-2.jar', bytes('new')],
	]);
	const plugin = {jars: `${folder}/lib`, upload: {folder, version: '2', files, sha256: 'abc'}};
	const [step] = pluginSteps(sampleCluster, plugin, `${folder}/lib/driver.jar`);
	const context = fakeContext(connection);
	expect((await step!.check(context))[0]!.reason).toBe(`2 files to upload, ${old.length} old jars to move away`);
	await step!.apply(context);
	expect(await step!.check(context)).toEqual([]);
	expect(readdirSync(join(at, 'lib')).sort()).toEqual(['driver.jar', 'new-2.jar', 'notes.txt']);
	const away = join(root, 'replaced/confluentinc-kafka-connect-jdbc');
	expect(readdirSync(away).sort()).toEqual([...old].sort());
	expect(readFileSync(join(away, 'old-1.jar'), 'utf8')).toBe('old-1.jar');
	expect(readdirSync(root).sort()).toEqual(['java', 'replaced']);
});

test.each([
	[
		'7.9',
		'confluent-hub install --no-prompt --component-dir /usr/share/confluent-hub-components --worker-configs /etc/schema-registry/connect-avro-standalone.properties confluentinc/kafka-connect-jdbc:10.9.9',
	],
	[
		'8.3',
		'confluent connect plugin install confluentinc/kafka-connect-jdbc:10.9.9 --force --plugin-directory /usr/share/confluent-hub-components --worker-configurations /etc/schema-registry/connect-avro-standalone.properties',
	],
])('the plug-in command of %s is shown as it is run', async (version, install) => {
	const cluster = {
		...sampleCluster,
		platform: {...sampleCluster.platform, version},
		connect: {...sampleCluster.connect, plugin: {hub: 'confluentinc/kafka-connect-jdbc:10.9.9'}},
	};
	const jars = '/usr/share/confluent-hub-components/confluentinc-kafka-connect-jdbc/lib';
	const [step] = pluginSteps(cluster, {jars}, `${jars}/driver.jar`);
	// A worker without a source needs no connector.
	expect(pluginSteps({...cluster, connect: {...cluster.connect, sources: []}}, {jars}, '')).toEqual([]);
	const root = tempDir();
	const [bin, components, own] = ['bin', 'components', 'own'].map(name => join(root, name)) as [string, string, string];
	const at = join(components, 'confluentinc-kafka-connect-jdbc');
	for (const folder of [bin, components, own]) mkdirSync(folder);
	// A stand-in of both plug-in commands: it puts a folder with the files of the connector in place of the one that is there.
	for (const name of ['confluent-hub', 'confluent']) {
		writeFileSync(
			join(bin, name),
			`#!/bin/bash
echo fetched >>${root}/fetched
rm -rf ${at} && mkdir -p ${at}/lib && echo '{"version": "10.9.9"}' >${at}/manifest.json || exit
[ ! -e ${root}/cut ] || exit 1
echo jar >'${at}/lib/a b$(x).jar'
`,
			{mode: 0o755},
		);
	}
	const connection = localConnection({
		prefix: ['env', '-C', root, `PATH=${bin}:${process.env.PATH}`],
		paths: {'/usr/share/confluent-hub-components': components, '/var/lib/kafka-setup': own},
	});
	const context = fakeContext(connection);
	const what = 'install connector plug-in confluentinc/kafka-connect-jdbc:10.9.9';
	const looked = async () => (await step!.check(context)).map(change => [change.what, change.reason]);
	const fetches = () => readFileSync(join(root, 'fetched'), 'utf8').length / 'fetched\n'.length;

	expect(await looked()).toEqual([[what, undefined]]);
	await step!.apply(context);
	expect(context.seen.shown).toEqual([install]);
	expect(await looked()).toEqual([]);
	// The driver is ours, and has a step of its own; a jar beside may be somebody's driver.
	for (const name of ['driver.jar', 'ojdbc11.jar']) writeFileSync(join(at, 'lib', name), name);
	expect(await looked()).toEqual([]);

	for (const spoil of [() => writeFileSync(join(at, 'lib/a b$(x).jar'), 'jaR\n'), () => rmSync(join(at, 'lib/a b$(x).jar'))]) {
		spoil();
		expect(await looked()).toEqual([[what, expect.stringMatching(/are not those that were installed$/)]]);
		await step!.apply(context);
		expect(await looked()).toEqual([]);
	}
	// The jar that was spoiled may be the operator's work too.
	expect(context.seen.notes).toEqual([
		'did not come with the plug-in, and is still in its folder: lib/ojdbc11.jar',
		expect.stringMatching(/^is another one in the plug-in now, and kept in .*\/replaced\/conf\S+: lib\/a b\$\(x\)\.jar$/),
		'did not come with the plug-in, and is still in its folder: lib/ojdbc11.jar',
	]);
	expect(readdirSync(join(own, 'replaced/confluentinc-kafka-connect-jdbc'))).toEqual(['a b$(x).jar']);
	expect(readFileSync(join(at, 'lib/ojdbc11.jar'), 'utf8')).toBe('ojdbc11.jar');

	writeFileSync(join(root, 'cut'), '');
	await expect(step!.apply(context)).rejects.toThrow(/install connector plug-in/);
	expect(await looked()).toEqual([[what, expect.stringMatching(/are not those that were installed$/)]]);
	rmSync(join(root, 'cut'));
	await step!.apply(context);
	expect(await looked()).toEqual([]);
	expect(readFileSync(join(at, 'lib/ojdbc11.jar'), 'utf8')).toBe('ojdbc11.jar');

	// One that was there before anybody wrote down what it has is left as it is.
	rmSync(join(own, 'confluentinc-kafka-connect-jdbc.sha256'));
	const before = fetches();
	expect(await looked()).toEqual([[expect.stringMatching(/^record the sha256 of \S+\/manifest\.json$/), undefined]]);
	await step!.apply(context);
	expect(await looked()).toEqual([]);
	expect(fetches()).toBe(before);
});
