import {expect, test} from 'vitest';
import {preflight} from '../../../source/kafka/preflight/stage.ts';
import {nothingKnown} from '../../../source/kafka/settled/record-steps.ts';
import {cacheFolder} from '../../../source/kafka/unit-cache.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

const [host] = sampleCluster.hosts;

/** What a check says of a host that answers so, and that has its part of the cluster if `belongs`. */
async function checked(id: string, stdout: string, {belongs = false, cluster = sampleCluster} = {}) {
	const known = nothingKnown();
	const standings = new Map(belongs ? [[host!.name, {record: {cluster: 'orders'}} as never]] : []);
	const step = preflight(cluster, cluster.hosts, {remarks: new Map(), factsOf: new Map(), known: {...known, standings}})
		.begin()(host!)
		.find(one => one.id === id)!;
	const context = fakeContext(fakeConnection([{command: '/mountinfo/s', stdout}]), {host: host!});
	const changes = await step.check!(context);
	const reports = context.seen.reports.map(one => (one.kind === 'check' ? `${one.state}: ${one.found}` : one.kind));
	return {said: changes.map(({what}) => what), notes: context.seen.notes, reports, reasons: changes.map(({reason}) => reason)};
}

/** How a host tells of a directory. */
const place = (index: number, path: string, more: Readonly<Record<string, string>> = {}) =>
	Object.entries({path, mount: '/', type: 'ext4', options: 'rw,relatime', real: path, ...more})
		.map(([key, value]) => `${index}-${key} ${value}\n`)
		.join('');

const good = place(0, '/var/lib/zookeeper') + place(1, '/var/lib/kafka/data') + place(2, cacheFolder);
const second = (more: Readonly<Record<string, string>>) => place(0, '/var/lib/zookeeper') + place(1, '/var/lib/kafka/data', more);

test('a directory on a disk is well', async () => {
	expect(await checked('data-dirs', good)).toMatchObject({said: [], notes: [], reports: []});
	expect(await checked('cache-dir', good)).toMatchObject({said: [], notes: [], reports: []});
});

test.each([
	['in memory', {mount: '/var/lib/kafka', type: 'tmpfs'}, 'lies in memory (tmpfs on /var/lib/kafka)'],
	['a link to a temporary directory', {real: '/tmp/kafka-logs'}, 'lies below /tmp, which is emptied by itself'],
	['a link to shared memory', {real: '/dev/shm/k'}, 'lies below /dev, which is emptied by itself'],
	['read-only', {mount: '/var', options: 'ro,relatime'}, 'lies on /var, which is read-only'],
	['the root of a mount', {mount: '/var/lib/kafka/data', lost: 'yes'}, 'is the root of a mount, and holds lost+found'],
	['a link to the root', {real: '/'}, 'is the root of the file system'],
])('a data directory that is %s is refused, and with data in it told of', async (_, more, what) => {
	const said = `/var/lib/kafka/data on kafka-01 ${what}`;
	expect(await checked('data-dirs', second(more))).toMatchObject({said: [said], notes: []});
	const used = await checked('data-dirs', second({...more, used: 'yes'}), {belongs: true});
	if (!('lost' in more)) expect(used).toMatchObject({said: [], notes: [said]});
});

test.each([
	['nfs4', '/mnt'],
	['fuse.sshfs', '/mnt'],
])('a %s file system is a warning', async (type, mount) => {
	expect(await checked('data-dirs', second({type, mount}))).toMatchObject({
		said: [],
		notes: [`/var/lib/kafka/data on kafka-01 lies on /mnt, a ${type} file system`],
	});
});

test('lost+found is ZooKeeper’s to overlook, and the bare root of a mount is no fault', async () => {
	const keeper = place(0, '/var/lib/zookeeper', {mount: '/var/lib/zookeeper', lost: 'yes'}) + place(1, '/var/lib/kafka/data');
	expect(await checked('data-dirs', keeper)).toMatchObject({
		said: [],
		notes: [],
		reports: ['warning: /var/lib/zookeeper is the root of a mount'],
	});
});

test.each([false, true])(
	'a file system that libraries may not be loaded from is refused, or named where the cluster runs: %s',
	async belongs => {
		const noexec = place(0, '/var/lib/zookeeper') + place(1, cacheFolder, {mount: '/var', options: 'rw,nosuid,noexec'});
		const {said, notes, reasons} = await checked('cache-dir', noexec, {belongs});
		const what = expect.stringContaining('/var/cache/kafka-setup on kafka-01 is on /var, which is mounted noexec');
		expect(belongs ? notes : said).toEqual([what]);
		if (!belongs) expect(reasons[0]).toContain('mount -o remount,exec /var');
	},
);

test('a /tmp that programs may not run in is no finding', async () => {
	const noexec = good + place(3, '/tmp', {mount: '/tmp', options: 'rw,nosuid,noexec'});
	expect(await checked('cache-dir', noexec)).toMatchObject({said: [], notes: [], reports: []});
});

test('the mount point that a host names is a word of the command', async () => {
	const strange = '/a b$(id)';
	const noexec = place(0, '/var/lib/zookeeper') + place(1, cacheFolder, {mount: strange, options: 'noexec'});
	expect((await checked('cache-dir', noexec)).reasons[0]).toContain("mount -o remount,exec '/a b$(id)'");
});

test('a port below 1024 needs root, or a kernel that gives it to everybody', async () => {
	const cluster = {...sampleCluster, kafka: {...sampleCluster.kafka, port: 443}};
	const start = (from: string, more = '') => `net.ipv4.ip_unprivileged_port_start ${from}\n${more}`;
	const of = (stdout: string) => checked('low-ports', stdout, {cluster});
	const wrong = [expect.stringContaining('port 443 (Kafka) on kafka-01 is below 1024, where only root may listen')];
	expect((await of(start('1024'))).said).toEqual(wrong);
	expect((await of('')).said).toEqual(wrong);
	expect((await of(start('443'))).said).toEqual([]);
	// It runs: by a capability that somebody gave its unit.
	expect((await of(start('1024', 'runs-confluent-kafka.service yes\n'))).said).toEqual([]);
});
