import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {checkStep} from '../../../source/kafka/preflight/host-check.ts';
import {upgrades} from '../../../source/kafka/preflight/upgrades.ts';
import {debian, fakeContext, rocky} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const [host] = sampleCluster.hosts;
const step = (cluster = sampleCluster) => upgrades(cluster).map(one => checkStep(one, false))[0];

async function notesOf(stdout: string, facts = debian) {
	const command = facts === debian ? '/unattended-upgrade/' : '/dnf-automatic.timer/';
	const context = fakeContext(fakeConnection([{command, stdout}]), {host: host!, facts});
	expect(await step()!.check!(context)).toEqual([]);
	return context.seen.notes.join();
}

test.each([
	['unattended-upgrades', debian, 'Package-Blacklist { "openjdk-"; }'],
	['dnf-automatic', rocky, 'excludepkgs=java-*'],
])('%s is named, with how Java is excluded', async (program, facts, how) => {
	const notes = await notesOf(`${program}\n`, facts);
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
	['dnf-automatic-install.timer', '', true],
	['dnf-automatic.timer', 'apply_updates = no\n', false],
	['dnf-automatic.timer', ' Apply_Updates = Yes\n', true],
	['another.timer', 'apply_updates = yes\n', false],
])('bash knows that %s with %j upgrades by itself: %s', async (timer, settings, said) => {
	const file = join(tempDir(), 'automatic.conf');
	writeFileSync(file, settings);
	const connection = localConnection({
		prefix: shims({systemctl: `[ "$*" = 'is-enabled -q ${timer}' ]`}),
		paths: {'/etc/dnf/automatic.conf': file},
	});
	const context = fakeContext(connection, {host: host!, facts: rocky});
	await step()!.check!(context);
	expect(context.seen.notes.length > 0).toBe(said);
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
