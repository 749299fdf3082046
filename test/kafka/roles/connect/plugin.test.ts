import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, renameSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it, test} from 'vitest';
import type {ConnectorPlugin} from '../../../../source/cluster/cluster.ts';
import {distributions} from '../../../../source/kafka/distribution.ts';
import {readPlugin} from '../../../../source/kafka/roles/connect/artifacts/plugin.ts';
import {pluginSteps} from '../../../../source/kafka/roles/connect/plugin-step.ts';
import {connectorClass, connectorFiles, connectorJar, connectorZip, otherJar} from '../../../helpers/connector.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

type Files = Readonly<Record<string, Uint8Array>>;

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (plugin: ConnectorPlugin, wanted = connectorClass) => readPlugin({plugin, connectorClass: wanted}, distributions[0]);

/** What is said against a plug-in, and the hint in a line of its own. */
function refusalOf(plugin: ConnectorPlugin, wanted?: string): string {
	try {
		read(plugin, wanted);
	} catch (error) {
		const {message, hint} = error as Error & {hint: string};
		return `${message}\n${hint}`;
	}
	return 'taken';
}

function zipOf(files: Files): ConnectorPlugin {
	const zip = join(tempDir(), 'plugin.zip');
	writeFileSync(zip, connectorZip(files));
	return {zip};
}

function unpack(files: Files): string {
	const folder = join(tempDir(), 'jdbc');
	mkdirSync(folder);
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), {recursive: true});
		writeFileSync(join(folder, name), content);
	}
	return folder;
}
const folderOf = (files: Files): ConnectorPlugin => ({folder: unpack(files)});

const whole = connectorFiles('10.9.9');
const {'manifest.json': manifest, 'doc/README.md': _, ...jars} = whole;

const damaged = Buffer.from(otherJar());
damaged.writeUInt8(damaged[damaged.indexOf('it.txt') + 'it.txt'.length]! ^ 1, damaged.indexOf('it.txt') + 'it.txt'.length);

const at = '/usr/share/java/confluentinc-kafka-connect-jdbc';

describe('a connector plug-in', () => {
	it.each([
		['zip', zipOf],
		['folder', folderOf],
	])('of a %s goes into a folder of its own, without documentation', (_kind, given) => {
		const plugin = read(given({...whole, 'lib/.hidden.jar': bytes('x'), 'lib/native/x.so': bytes('x'), 'a.jar': bytes('a')}));
		expect(plugin.jars).toBe(`${at}/lib`);
		expect(plugin.upload).toMatchObject({folder: at, version: '10.9.9'});
		expect([...plugin.upload!.files.keys()].sort()).toEqual([
			'lib/common-utils.jar',
			'lib/kafka-connect-jdbc-10.9.9.jar',
			'manifest.json',
		]);
	});

	it('is the same from its zip and from what that unpacks to', () => {
		const [zip, folder] = [read(zipOf(whole)), read(folderOf(whole))];
		expect(folder.upload!.files).toEqual(new Map([...zip.upload!.files].map(([name, content]) => [name, Buffer.from(content)])));
		expect(zip.upload!.sha256).toBe(createHash('sha256').update(connectorZip(whole)).digest('hex'));
		expect(folder.upload!.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect({...folder, upload: undefined}).toEqual({...zip, upload: undefined});
	});

	it.each([
		['kafka-connect-jdbc-10.9.9.jar', 'uploaded-kafka-connect-jdbc', '10.9.9'],
		['jdbc.jar', 'uploaded-jdbc', 'without a version'],
		// A package has a folder of this name.
		['kafka.jar', 'uploaded-kafka', 'without a version'],
	])('may be a mere folder of jars: %s', (jar, name, version) => {
		for (const below of ['', 'lib/']) {
			const {upload} = read(folderOf({[`${below}a.jar`]: otherJar('a'), [below + jar]: connectorJar()}));
			expect(upload).toMatchObject({folder: `/usr/share/java/${name}`, version});
			expect([...upload!.files.keys()].sort()).toEqual(['lib/a.jar', `lib/${jar}`].sort());
		}
	});

	it('may have links to what lies in its folder, and be a link itself', () => {
		const folder = unpack(whole);
		renameSync(join(folder, 'lib'), join(folder, 'jars'));
		symlinkSync('jars', join(folder, 'lib'));
		symlinkSync('common-utils.jar', join(folder, 'jars/again.jar'));
		const link = join(tempDir(), 'current');
		symlinkSync(folder, link);
		expect(read({folder: `${link}/`}).upload!.files.get('lib/again.jar')).toEqual(Buffer.from(otherJar()));
	});

	it('of a package or of the hub has its jars where those put them', () => {
		expect(read({package: 'confluent-kafka-connect-jdbc'}).jars).toBe('/usr/share/java/kafka-connect-jdbc');
		expect(read({hub: 'confluentinc/kafka-connect-jdbc:10.9.9'}).jars).toBe(
			'/usr/share/confluent-hub-components/confluentinc-kafka-connect-jdbc/lib',
		);
	});

	it.each<[string, Files, RegExp]>([
		['without jars', {'manifest.json': manifest!, 'lib/notes.txt': bytes('x')}, /has no jars/],
		['with a broken manifest', {...jars, 'manifest.json': bytes('{')}, /a manifest\.json that is no JSON/],
		['without a name', {...jars, 'manifest.json': bytes('{}')}, /without name, version and owner/],
		[
			'that would go elsewhere',
			{...jars, 'manifest.json': bytes('{"name":"../../etc","version":"1","owner":{"username":"x"}}')},
			/a name that is no file name/,
		],
		[
			'of another connector',
			{...whole, 'lib/kafka-connect-jdbc-10.9.9.jar': connectorJar('org.x.S3')},
			/has no jar with io\.conf/,
		],
		[
			'whose jar is a page',
			{...whole, 'lib/kafka-connect-jdbc-10.9.9.jar': bytes('<html>')},
			/lib\/kafka-connect-jdbc-10\.9\.9\.jar in it, which is not a zip or jar/,
		],
		[
			'whose jar was cut',
			{...whole, 'lib/kafka-connect-jdbc-10.9.9.jar': connectorJar().slice(0, 80)},
			/9\.jar in it, which is a damaged zip file/,
		],
		[
			'with a jar of which a byte was changed',
			{...whole, 'lib/common-utils.jar': damaged},
			/utils\.jar in it, which is a damaged zip/,
		],
		['with an empty jar', {...whole, 'lib/common-utils.jar': bytes('')}, /utils\.jar in it, which is empty/],
		['with a name in two lines', {...whole, 'lib/a\n.jar': bytes('a')}, /a name that is no file name: "lib\/a\\n\.jar"/],
	])('is none %s', (_what, files, message) => {
		expect(() => read(zipOf(files))).toThrow(message);
		expect(() => read(folderOf(files))).toThrow(message);
	});

	it.each([
		['zip', zipOf],
		['folder', folderOf],
	])('of a %s without the class names the classes that it has', (_kind, given) => {
		const misspelt = 'io.confluent.connect.jdbc.JdbcSourceConector';
		expect(refusalOf(given(whole), misspelt)).toMatch(
			/^connect\.connectorClass: \S+ has no jar with io\.conf\S+Conector in it; it has io\.confluent\.connect\.jdbc\.JdbcSourceConnector\nLeave connect\.connectorClass out/,
		);
		const other = given({...whole, 'lib/kafka-connect-jdbc-10.9.9.jar': connectorJar('io.aiven.JdbcSourceConnector')});
		expect(refusalOf(other)).toMatch(/; it has io\.aiven\.JdbcSourceConnector\nTake that as connect\.connectorClass/);
		const none = given({...whole, 'lib/kafka-connect-jdbc-10.9.9.jar': connectorJar('org.x.S3')});
		expect(refusalOf(none)).toMatch(/^connect\.plugin\..*\nTake the download of that connector/);
	});

	it('names three classes at most, those nearest to the wanted one, and no name that is no class', () => {
		const names = [
			'a.b.FarSourceConnector',
			'io.x.JdbcSourceConnector',
			'io.y.JdbcSourceConnector',
			'io.z.JdbcSourceConnector',
			'org.apache.kafka.connect.source.SourceConnector',
			'evil\x1b[2J/SourceConnector',
			`a.${'x'.repeat(300)}SourceConnector`,
			'META-INF.versions.9.io.x.JdbcSourceConnector',
		];
		const files = Object.fromEntries(names.map((name, at) => [`lib/${at}.jar`, connectorJar(name)]));
		expect(
			refusalOf(zipOf({...whole, 'lib/kafka-connect-jdbc-10.9.9.jar': otherJar(), ...files}), 'io.y.JdbcSourceConector'),
		).toMatch(
			/in it; it has io\.y\.JdbcSourceConnector, io\.x\.JdbcSourceConnector, io\.z\.JdbcSourceConnector\nTake one of them/,
		);
	});

	it('is no zip without a manifest, which says its name', () => {
		expect(() => read(zipOf(jars))).toThrow(/connect\.plugin\.zip: .*\/plugin\.zip has no manifest\.json in it/);
	});
});

describe('a folder', () => {
	const hintOf = (folder: string) => refusalOf({folder});

	it.each<[string, (folder: string) => void, RegExp]>([
		[
			'a jar linked from elsewhere',
			f => symlinkSync('/etc/hostname', join(f, 'lib/x.jar')),
			/x\.jar is a symbolic link to \/etc\/ho/,
		],
		[
			'a manifest linked from elsewhere',
			f => relink(f, 'manifest.json', '/etc/hostname'),
			/manifest\.json is a symbolic link to/,
		],
		[
			'jars linked from elsewhere',
			f => relink(f, 'lib', unpack({'a.jar': otherJar('a')})),
			/lib\/a\.jar is a symbolic link to .*\n.*cp -L/,
		],
		['a link to nothing', f => symlinkSync('nowhere', join(f, 'lib/x.jar')), /lib\/x\.jar does not exist/],
		['a link to itself', f => symlinkSync('x.jar', join(f, 'lib/x.jar')), /could not be read \(ELOOP\)\n.*read the folder/],
		['a pipe', f => void execFileSync('mkfifo', [join(f, 'lib/x.jar')]), /lib\/x\.jar is no file/],
		['a device behind a link', f => symlinkSync('/dev/zero', join(f, 'lib/x.jar')), /is a symbolic link to \/dev\/zero/],
		['a folder that is called a jar', f => mkdirSync(join(f, 'lib/x.jar')), /lib\/x\.jar is no file/],
		['more than fits', f => truncateSync(join(f, 'lib/common-utils.jar'), 600 * 1024 * 1024), /has more than 512 MiB of jars/],
	])('is refused with %s', (_what, spoil, message) => {
		const folder = unpack(whole);
		expect(hintOf(folder)).toBe('taken');
		spoil(folder);
		expect(hintOf(folder)).toMatch(message);
	});

	it('has to be one, with something in it', () => {
		const folder = unpack(whole);
		expect(hintOf(join(folder, 'x'))).toMatch(/^connect\.plugin\.folder: .*\/x does not exist\nCheck the path/);
		expect(hintOf(join(folder, 'manifest.json'))).toMatch(/is no folder\nWrite \{zip: PATH\} for a zip/);
		expect(hintOf(tempDir())).toMatch(/has no jars in it, nor in a folder lib\nName the folder that the zip/);
		expect(hintOf(join(folder, '..'))).toMatch(/has no jars in it.*\nName the folder in it: .*\/jdbc$/);
		expect(() => read({zip: folder})).toThrow(/is a folder/);
	});
});

function relink(folder: string, name: string, to: string): void {
	renameSync(join(folder, name), join(folder, 'old'));
	symlinkSync(to, join(folder, name));
}

test('what was uploaded from a folder is as wanted on the next run, from its zip too, and a later version replaces it', async () => {
	const root = tempDir();
	const replaced = join(root, 'replaced');
	const connection = localConnection({paths: {'/usr/share/java': join(root, 'java'), '/var/lib/kafka-setup/replaced': replaced}});
	const context = fakeContext(connection);
	const stepOf = (plugin: ConnectorPlugin) => pluginSteps(sampleCluster, read(plugin), '')[0]!;
	const folder = unpack(whole);
	const step = stepOf({folder});
	expect((await step.check(context))[0]).toMatchObject({
		what: expect.stringMatching(new RegExp(`^install connector plug-in ${at} 10\\.9\\.9 \\(sha256 [0-9a-f]{64}\\)$`)),
		reason: '3 files to upload, 0 old jars to move away',
	});
	await step.apply(context);
	expect(await step.check(context)).toEqual([]);
	expect(await stepOf({folder}).check(context)).toEqual([]);
	expect(await stepOf(zipOf(whole)).check(context)).toEqual([]);

	writeFileSync(join(folder, 'lib/common-utils.jar'), otherJar('edited'));
	expect((await stepOf({folder}).check(context))[0]!.reason).toBe('1 files to upload, 0 old jars to move away');
	const later = stepOf(folderOf(connectorFiles('10.9.10')));
	expect((await later.check(context))[0]!.reason).toBe('2 files to upload, 1 old jars to move away');
	await later.apply(context);
	expect(await later.check(context)).toEqual([]);
	expect(readdirSync(join(replaced, 'confluentinc-kafka-connect-jdbc'))).toEqual(['kafka-connect-jdbc-10.9.9.jar']);
});
