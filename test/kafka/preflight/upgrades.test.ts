import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {upgrades} from '../../../source/kafka/preflight/upgrades.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const [host] = sampleCluster.hosts;
const step = (cluster = sampleCluster) => upgrades(cluster, host!)[0];

async function notesOf(stdout: string) {
	const context = fakeContext(fakeConnection([{command: '/unattended-upgrade/', stdout}]), {host: host!});
	expect(await step()!.check!(context)).toEqual([]);
	return context.seen.notes.join();
}

test.each([
	['unattended-upgrades', 'Package-Blacklist { "openjdk-"; }'],
	['dnf-automatic', 'excludepkgs=java-*'],
])('%s is named, with how Java is excluded', async (program, how) => {
	const notes = await notesOf(`${program}\n`);
	expect(notes).toContain(`${program} replaces Java below the running services of kafka-01`);
	expect(notes).toContain(how);
});

test('nothing is said where nothing upgrades by itself, or where the answer is something else', async () => {
	expect(await notesOf('')).toBe('');
	expect(await notesOf('constructor\n')).toBe('');
});

test("Java from an archive is nobody else's", () => {
	expect(
		step({...sampleCluster, platform: {...sampleCluster.platform, java: {archive: '/java.tgz', sha512: undefined}}}),
	).toBeUndefined();
});

test.each([
	['"1"', 'unattended-upgrades\n'],
	['"0"', ''],
])('bash reads the period %s of unattended upgrades as %j', async (period, said) => {
	const folder = tempDir();
	mkdirSync(join(folder, 'usr', 'bin'), {recursive: true});
	const program = join(folder, 'usr', 'bin', 'unattended-upgrade');
	writeFileSync(program, '');
	chmodSync(program, 0o755);
	const paths = {'/usr/bin/unattended-upgrade': program};
	const connection = localConnection({
		prefix: shims({'apt-config': `echo 'APT::Periodic::Unattended-Upgrade ${period};'`}),
		paths,
	});
	const context = fakeContext(connection, {host: host!});
	await step()!.check!(context);
	expect(context.seen.notes.length > 0).toBe(said !== '');
});
