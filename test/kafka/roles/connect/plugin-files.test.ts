import {mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {pluginSteps} from '../../../../source/kafka/roles/connect/plugin-step.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

const name = 'confluentinc-kafka-connect-jdbc';
const jars = `/usr/share/confluent-hub-components/${name}/lib`;

/** A host to which `confluent-hub` brings, in place of what is there, the connector, a helper and a driver of PostgreSQL. */
function scene() {
	const root = tempDir();
	const at = join(root, 'components', name);
	const own = join(root, 'own');
	for (const folder of ['bin', 'own', 'components']) mkdirSync(join(root, folder));
	writeFileSync(
		join(root, 'bin/confluent-hub'),
		`#!/bin/bash
version=\${!#}; version=\${version#*:}
echo "$version" >>${root}/fetched
rm -rf ${at} && mkdir -p ${at}/lib && [ ! -e ${root}/cut ] || exit 1
printf '{"version": "%s"}' "$version" >${at}/manifest.json
for jar in kafka-connect-jdbc-$version postgresql-42.4.3 helper; do echo "$jar of the Hub" >"${at}/lib/$jar.jar"; done
`,
		{mode: 0o755},
	);
	const connection = localConnection({
		prefix: ['env', `PATH=${join(root, 'bin')}:${process.env.PATH}`],
		paths: {'/usr/share/confluent-hub-components': join(root, 'components'), '/var/lib/kafka-setup': own},
	});
	const context = fakeContext(connection);
	const lines = (file: string) => readFileSync(file, 'utf8').trim().split('\n');
	return {
		own,
		cut: join(root, 'cut'),
		notes: context.seen.notes,
		/** Puts a file there by hand. */
		put(path: string, text: string) {
			mkdirSync(dirname(join(at, path)), {recursive: true});
			writeFileSync(join(at, path), `${text}\n`);
		},
		link: (path: string, to: string) => symlinkSync(to, join(at, path)),
		remove: (path: string) => rmSync(join(at, path)),
		read: (path: string) => lines(join(at, path))[0],
		lib: () => readdirSync(join(at, 'lib')).sort(),
		replaced: () => readdirSync(join(own, 'replaced', name)).sort(),
		fetches: () => lines(join(root, 'fetched')),
		/** What a run has to do, and does. */
		async run(version: string) {
			const plugin = {hub: `confluentinc/kafka-connect-jdbc:${version}`};
			const [step] = pluginSteps({...sampleCluster, connect: {...sampleCluster.connect, plugin}}, {jars}, `${jars}/driver.jar`);
			const changes = await step!.check(context);
			if (changes.length > 0) await step!.apply(context);
			expect(await step!.check(context)).toEqual([]);
			return changes.length;
		},
	};
}

test("a driver that was there before any record is the operator's: another one of its name, or no one, fetches nothing", async () => {
	const {put, remove, run, read, own} = scene();
	for (const path of ['manifest.json', 'lib/kafka-connect-jdbc-10.7.4.jar', 'lib/ojdbc11.jar']) put(path, '"10.7.4"');
	expect(await run('10.7.4')).toBe(1);
	put('lib/ojdbc11.jar', 'a newer one');
	expect(await run('10.7.4')).toBe(0);
	remove('lib/ojdbc11.jar');
	put('lib/ojdbc17.jar', 'the newest');
	expect(await run('10.7.4')).toBe(0);
	expect(read('lib/ojdbc17.jar')).toBe('the newest');
	expect(readdirSync(own)).toEqual([`${name}.sha256`]);
});

test.each([
	['recorded as it was found', true],
	['never recorded', false],
])(
	'a later version leaves the drivers of an operator in a folder that was %s, and no other version of its own',
	async (_how, recorded) => {
		const {put, link, run, read, lib, replaced, notes} = scene();
		for (const path of ['manifest.json', 'lib/kafka-connect-jdbc-10.7.4.jar', 'lib/postgresql-42.4.3.jar']) put(path, '"10.7.4"');
		put('lib/ojdbc11.jar', 'of the operator');
		link('lib/db2.jar', '/opt/db2/db2.jar');
		if (recorded) await run('10.7.4');
		await run('10.9.9');
		expect(lib()).toEqual(['db2.jar', 'helper.jar', 'kafka-connect-jdbc-10.9.9.jar', 'ojdbc11.jar', 'postgresql-42.4.3.jar']);
		expect(read('lib/ojdbc11.jar')).toBe('of the operator');
		expect(replaced()).toEqual(['kafka-connect-jdbc-10.7.4.jar', 'postgresql-42.4.3.jar']);
		expect(notes.map(note => note.split(': ')[1]?.split(', ').sort())).toEqual([
			['lib/db2.jar', 'lib/ojdbc11.jar'],
			['lib/kafka-connect-jdbc-10.7.4.jar', 'lib/postgresql-42.4.3.jar'],
		]);
		// Known from then on: the driver is nobody's concern, and the plug-in's own jars are.
		put('lib/ojdbc11.jar', 'a newer one');
		expect(await run('10.9.9')).toBe(0);
		put('lib/helper.jar', 'patched');
		expect(await run('10.9.9')).toBe(1);
		expect([read('lib/helper.jar'), read('lib/ojdbc11.jar')]).toEqual(['helper of the Hub', 'a newer one']);
		expect(replaced()).toContain('helper.jar');
	},
);

test('what is beside a plug-in that was fetched comes back, also of a fetch that was cut, and copies replace no copies', async () => {
	const {put, run, read, lib, replaced, notes, fetches, cut, own} = scene();
	await run('10.7.4');
	// Of this one there is another version in the plug-in, and the operator wants both.
	put('lib/postgresql-42.7.4.jar', 'of the operator');
	put('etc/ojdbc.properties', 'of the operator');
	writeFileSync(cut, '');
	await expect(run('10.9.9')).rejects.toThrow(/install connector plug-in/);
	rmSync(cut);
	await run('10.9.9');
	expect(lib()).toEqual(['helper.jar', 'kafka-connect-jdbc-10.9.9.jar', 'postgresql-42.4.3.jar', 'postgresql-42.7.4.jar']);
	expect([read('lib/postgresql-42.7.4.jar'), read('etc/ojdbc.properties')]).toEqual(['of the operator', 'of the operator']);
	expect(notes).toHaveLength(1);
	expect(fetches()).toEqual(['10.7.4', '10.9.9', '10.9.9']);
	for (const text of ['one', 'two']) {
		put('lib/helper.jar', text);
		await run('10.9.9');
	}
	expect(replaced()).toEqual(['helper.jar', 'helper.jar.~1~']);
	expect(readdirSync(own).sort()).toEqual([`${name}.sha256`, 'replaced']);
});
