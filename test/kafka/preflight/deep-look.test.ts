import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {deepCommand, deepLooked} from '../../../source/kafka/preflight/deep-look.ts';
import {checkStep, type HostCheck} from '../../../source/kafka/preflight/host-check.ts';
import {looked} from '../../../source/kafka/preflight/host-look.ts';
import {otherKafka, owners} from '../../../source/kafka/preflight/installed.ts';
import {java} from '../../../source/kafka/preflight/java.ts';
import {packageLock, packageState, reboot} from '../../../source/kafka/preflight/package-checks.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

test('bash finds a broken dpkg, foreign owners, and processes of Kafka', async () => {
	const folder = tempDir();
	const data = join(folder, 'a $(id)');
	mkdirSync(data);
	writeFileSync(join(data, 'x'), '');
	const proc = join(folder, 'proc');
	const processes: readonly (readonly [string, readonly string[], string])[] = [
		['41', ['java', '-Xmx1g', 'kafka.Kafka', '/etc/x'], '0::/system.slice/mine.service\n'],
		['42', ['java', 'org.apache.zookeeper.server.quorum.QuorumPeerMain'], '1:name=systemd:/user.slice/a b.scope\n'],
		['43', ['vi', 'kafka.Kafka.txt'], '0::/x\n'],
		['44', [], '0::/x\n'],
		// A class path as long as those of Connect.
		['45', ['java', '-cp', 'a.jar:'.repeat(20_000), 'x.ConnectStandalone', 'ä'.repeat(50_000)], '0::/system.slice/c.service\n'],
		// It makes itself as long as it likes, and is read for so long.
		['46', [...Array.from({length: 3000}, () => 'x'.repeat(100)), 'kafka.Kafka'], '0::/x\n'],
		['47', ['x'.repeat(300_000), 'kafka.Kafka'], '0::/x\n'],
		['48', [...Array.from({length: 20_000}, () => 'x'), 'kafka.Kafka'], '0::/x\n'],
		['49', [...Array.from({length: 2000}, () => 'x'), 'kafka.Kafka'], '0::/system.slice/k.service\n'],
	];
	for (const [pid, words, group] of processes) {
		mkdirSync(join(proc, pid), {recursive: true});
		writeFileSync(join(proc, pid, 'cmdline'), words.join('\0') + (words.length > 0 && pid !== '42' ? '\0' : ''));
		writeFileSync(join(proc, pid, 'cgroup'), group);
	}
	const connection = localConnection({
		prefix: shims({
			dpkg: `echo 'The following packages are only half configured'; echo ' libc6'`,
			find: `printf 'root\\nmallory\\n'`,
		}),
		paths: {'/proc/[0-9]*': `${proc}/[0-9]*`},
	});
	const found = deepLooked((await connection.exec(deepCommand([data, join(folder, 'none')]))).stdout);
	expect(found.audit).toBe('The following packages are only half configured  libc6');
	expect(found.processes).toEqual([
		{pid: 41, main: 'Kafka', unit: 'mine.service'},
		{pid: 42, main: 'QuorumPeerMain', unit: 'a b.scope'},
		{pid: 45, main: 'ConnectStandalone', unit: 'c.service'},
		{pid: 49, main: 'Kafka', unit: 'k.service'},
	]);
	expect([...found.owners]).toEqual([[data, ['mallory', 'root']]]);
	expect(found.locks).toEqual([]);
});

const empty = deepLooked('');

async function said(one: HostCheck, stdout?: string) {
	const connection = stdout === undefined ? fakeConnection([]) : fakeConnection([{command: '/./s', stdout}]);
	const context = fakeContext(connection, {host: {name: 'kafka-01'}});
	const changes = await checkStep(one, true).check!(context);
	const reports = context.seen.reports.flatMap(report => (report.kind === 'check' ? [`${report.state}: ${report.found}`] : []));
	return {failed: changes.map(({what}) => what), reports};
}

const deep = (more: Partial<typeof empty>) => async () => ({...empty, ...more});
const none = looked('');

test.each([
	['openjdk version "17.0.15" 2025-04-15', 'ok: Java 17 (/x)'],
	['openjdk version "1.8.0_392"', 'warning: Java 8 (/x)'],
	['java version "25" 2025-09-16', 'warning: Java 25 (/x)'],
	['', 'warning: Java of an unknown version (/x)'],
])('Java that says %j is judged by the platform', async (version, expected) => {
	expect(await said(java(sampleCluster), `path /x\nversion ${version}\n`)).toEqual({failed: [], reports: [expected]});
});

test('a host without Java gets it', async () => {
	expect((await said(java(sampleCluster), '')).reports).toEqual(['ok: none; apply installs openjdk-17-jre-headless']);
});

test('bash finds the Java of a shell, whatever it says before', async () => {
	const connection = localConnection({
		prefix: shims({java: `echo 'Picked up JAVA_TOOL_OPTIONS: -Dx' >&2; echo 'openjdk version "17.0.15" 2025-04-15' >&2`}),
	});
	const context = fakeContext(connection);
	await checkStep(java(sampleCluster), true).check!(context);
	expect(context.seen.reports).toEqual([
		expect.objectContaining({state: 'ok', found: expect.stringMatching(/^Java 17 \(\/\S+\/java\)$/)}),
	]);
});

test('what runs by kafka-setup is no other Kafka, and anything is where nothing is installed', async () => {
	const processes = [
		{pid: 1, main: 'Kafka', unit: 'confluent-kafka.service'},
		{pid: 2, main: 'Kafka', unit: ''},
	];
	expect((await said(otherKafka(['confluent-kafka.service'], deep({processes})))).reports).toEqual(['warning: Kafka (pid 2)']);
	expect((await said(otherKafka([], deep({processes})))).reports).toEqual([
		'warning: Kafka (pid 1, unit confluent-kafka.service)',
		'warning: Kafka (pid 2)',
	]);
	expect((await said(otherKafka([], deep({})))).reports).toEqual(['ok: none']);
});

test('a foreign owner of data stops an installation; of logs, or later, it is told', async () => {
	const [host] = sampleCluster.hosts;
	const of = (path: string, names: readonly string[], belongs = false) =>
		said(owners(sampleCluster, host!, ['/var/log/kafka'], deep({owners: new Map([[path, names]])}), belongs));
	expect((await of('/var/lib/kafka/data', ['cp-kafka', '1001'])).failed).toEqual([
		'/var/lib/kafka/data on kafka-01 holds what belongs to 1001',
	]);
	expect(await of('/var/lib/kafka/data', ['1001'], true)).toEqual({failed: [], reports: ['warning: /var/lib/kafka/data: 1001']});
	expect(await of('/var/log/kafka', ['1001'])).toEqual({failed: [], reports: ['warning: /var/log/kafka: 1001']});
	expect((await of('/var/lib/kafka/data', ['root', 'cp-kafka'])).reports).toEqual(['ok: no others']);
});

test('the package manager may be busy, or was interrupted, and the host may wait for a reboot', async () => {
	const lock = '/var/lib/dpkg/lock-frontend, held by apt-get (pid 7)';
	expect((await said(packageLock(deep({locks: [lock]})))).reports).toEqual([`warning: ${lock}`]);
	expect((await said(packageLock(deep({})))).reports).toEqual(['ok: held by nobody']);
	const state = (interrupted: boolean, audit: string) => said(packageState(async () => ({...none, interrupted}), deep({audit})));
	expect((await state(true, '')).reports).toEqual(['warning: dpkg was interrupted']);
	expect((await state(false, 'half configured')).reports).toEqual(['warning: dpkg --audit: half configured']);
	expect((await state(false, '')).reports).toEqual(['ok: nothing interrupted']);
	expect(
		(
			await said(
				reboot(async () => ({...none, reboot: true})),
				'',
			)
		).reports,
	).toEqual(['warning: a reboot is pending']);
	expect(
		(
			await said(
				reboot(async () => none),
				'yes\n',
			)
		).reports,
	).toEqual(['warning: a reboot is pending']);
});
