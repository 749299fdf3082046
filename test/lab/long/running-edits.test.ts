import {beforeAll, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {clusterFile, kafkaSetup, lab, labCluster, type Overrides} from '../../helpers/lab.ts';
import {fingerprint, recordsThrough, writeRecords} from '../../helpers/records.ts';
import {changedSteps, failuresOf, noted} from '../../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const count = 500;
/** Each host has a disk of its own for the one of its two data directories, which fstab does not name. */
const disk = 'mkdir -p /disks/1 /data/1 && mount --bind /disks/1 /data/1';
const dataDirs = ['/data/1/kafka', '/data/2'];
const withDisks = (file: Overrides): Overrides => ({...file, kafka: {...(file.kafka as Overrides | undefined), dataDirs}});
const apply = async (file: Overrides, ...flags: readonly string[]) =>
	kafkaSetup(['apply', await clusterFile(withDisks(file)), '--reporter', 'json', ...flags]);
const exec = async (host: string, command: string) => (await lab('exec', host, command)).stdout.trim();
const onAll = (command: string) => Promise.all(hosts.map(host => exec(host, command)));

/** The records of a topic of one partition, duplicates counted. */
const recordsOf = (topic: string) => exec('kafka-01', `kafka-get-offsets --bootstrap-server kafka-01:9092 --topic ${topic}`);

const readBack = async () => {
	for (const host of hosts) {
		await expect
			.poll(() => Promise.all([recordsThrough(host, 'copied'), recordsThrough(host, 'single')]), {
				timeout: 60_000,
				interval: 1000,
			})
			.toEqual([count, count]);
	}
};

describe('an edit of a running cluster', () => {
	beforeAll(async () => {
		await lab('up', '3', '--db', '--etc-hosts');
		await lab('reset', ...hosts.map(host => `${host}:debian`), 'db-01');
		await onAll(disk);
		const {code, stderr} = await apply({});
		expect([code, stderr]).toEqual([0, '']);
		await writeRecords('kafka-01', 'single', 1, count);
		await writeRecords('kafka-01', 'copied', 3, count);
	});

	it('with a value with which a broker does not start lies on that one broker alone, and a reboot of another harms nobody', async () => {
		const before = await onAll('sha256sum /etc/kafka/server.properties');
		const {code, events} = await apply({kafka: {extraProperties: {'remote.log.metadata.manager.impl.prefix': ''}}});
		expect(code).toBe(1);
		expect(JSON.stringify(failuresOf(events))).toContain('remote.log.metadata.manager.impl.prefix');
		const after = await onAll('sha256sum /etc/kafka/server.properties');
		const touched = hosts.filter((_, index) => after[index] !== before[index]);
		expect(touched).toHaveLength(1);
		const other = hosts.find(host => !touched.includes(host))!;
		await lab('reboot', other);
		await exec(other, `${disk} && systemctl restart confluent-kafka`);
		await expect.poll(() => exec(other, 'systemctl is-active confluent-kafka'), {timeout: 60_000, interval: 1000}).toBe('active');
		const healed = await apply({});
		expect(healed.code, JSON.stringify(failuresOf(healed.events))).toBe(0);
		await readBack();
	});

	it('that moves Schema Registry starts the new one, then stops the old one', async () => {
		const {code, events} = await apply({roles: {'schema-registry': ['kafka-02']}});
		expect(code, JSON.stringify(failuresOf(events))).toBe(0);
		expect(
			await exec(
				'kafka-01',
				'systemctl is-active confluent-schema-registry; systemctl is-enabled confluent-schema-registry; true',
			),
		).toBe('inactive\ndisabled');
		expect(await exec('kafka-02', 'curl -fsS http://kafka-02:8080/subjects')).toContain('orders-orders-value');
		const back = await apply({});
		expect(back.code, JSON.stringify(failuresOf(back.events))).toBe(0);
	});

	it('that renames a source removes the files of the old one, and says where the new one begins', async () => {
		const [source] = parse(await labCluster()).connect.sources as readonly Record<string, unknown>[];
		const {code, events} = await apply({connect: {sources: [{...source, name: 'orders2'}]}});
		expect(code, JSON.stringify(failuresOf(events))).toBe(0);
		expect(await exec('kafka-03', 'ls /etc/kafka-connect-jdbc /etc/kafka-connect-jdbc/secrets')).not.toMatch(
			/source-orders\.|orders\.password/,
		);
		expect(noted(events, 'left-sources').join()).toContain('orders2 starts from the first row');
		expect((await apply({})).code).toBe(0);
	});

	it('that adds a worker and puts a source above another leaves that one where its offsets are', async () => {
		const [orders] = parse(await labCluster()).connect.sources as readonly Record<string, unknown>[];
		const before = await recordsOf('orders-orders');
		const {code, events} = await apply({
			roles: {connect: ['kafka-02', 'kafka-03']},
			connect: {sources: [{...orders, name: 'above'}, orders]},
		});
		expect(code, JSON.stringify(failuresOf(events))).toBe(0);
		const sources = (host: string) => exec(host, 'ls /etc/kafka-connect-jdbc | grep -v quickstart');
		expect([await sources('kafka-02'), await sources('kafka-03')]).toEqual([
			expect.stringContaining('source-above.properties'),
			expect.stringMatching(/source-orders\.properties/),
		]);
		expect(await recordsOf('orders-orders')).toBe(before);
		// One of two workers is not taken away while it runs.
		const gone = await apply({});
		expect(gone.code).toBe(2);
		expect(JSON.stringify(failuresOf(gone.events))).toContain('Connect on kafka-02');
		await exec('kafka-02', 'systemctl disable --now kafka-connect-standalone; rm -rf /var/lib/kafka-connect');
		const back = await apply({});
		expect(back.code, JSON.stringify(failuresOf(back.events))).toBe(0);
	});

	it('of the port of the brokers says who has to follow', async () => {
		const {code, events} = await kafkaSetup(['plan', await clusterFile(withDisks({kafka: {port: 9093}})), '--reporter', 'json']);
		expect(code).toBe(0);
		expect(noted(events, 'configuration').join()).toMatch(/9092.*must change.*9093/);
	});

	it('that lowers durability says so', async () => {
		const {code, events} = await kafkaSetup([
			'plan',
			await clusterFile(
				withDisks({
					kafka: {
						extraProperties: {'unclean.leader.election.enable': 'true', 'min.insync.replicas': '1', 'log.retention.ms': '1000'},
					},
				}),
			),
			'--reporter',
			'json',
		]);
		expect(code).toBe(0);
		const lines = noted(events, 'configuration').filter(note => note.startsWith('this can lose data'));
		for (const key of ['unclean.leader.election.enable', 'min.insync.replicas', 'log.retention.ms'])
			expect(lines.join()).toContain(key);
	});

	it('of a disk that is not mounted after a reboot is refused; the broker has not started without it, and nothing is lost', async () => {
		await lab('reboot', 'kafka-02');
		expect(await exec('kafka-02', 'systemctl is-active confluent-kafka; ls -A /data/1')).toBe('inactive');
		const {code, events} = await apply({});
		expect(code).toBe(2);
		expect(JSON.stringify(failuresOf(events))).toContain('Disk of /data/1/kafka on kafka-02');
		expect(await exec('kafka-02', 'systemctl is-active confluent-kafka; ls -A /data/1')).toBe('inactive');
		await exec('kafka-02', disk);
		const mounted = await apply({});
		expect(mounted.code, JSON.stringify(failuresOf(mounted.events))).toBe(0);
		await readBack();
	});

	it('of one emptied disk of two is refused, and names the partitions that had their only copy there', async () => {
		await exec('kafka-02', 'systemctl stop confluent-kafka && mv /disks/1/kafka /disks/kept');
		const gone = await apply({});
		expect(gone.code).toBe(2);
		expect(JSON.stringify(failuresOf(gone.events))).toContain('Data in /data/1/kafka on kafka-02');
		const replaced = await apply({}, '--replaced', 'kafka-02');
		expect(replaced.code).toBe(2);
		expect(JSON.stringify(failuresOf(replaced.events))).toMatch(/the only copy in sync of \d+ partitions? was there: .*single-/);
		await exec('kafka-02', 'mv /disks/kept /disks/1/kafka');
		const back = await apply({});
		expect(back.code, JSON.stringify(failuresOf(back.events))).toBe(0);
		await readBack();
	});

	it('that replaces as many ZooKeeper members as could lead is refused, and an empty one never leads', async () => {
		for (const host of ['kafka-02', 'kafka-03']) {
			await exec(
				host,
				'systemctl stop confluent-kafka confluent-zookeeper; rm -rf /var/lib/zookeeper/version-2 /var/lib/zookeeper/myid',
			);
		}
		const both = await apply({}, '--replaced', 'kafka-02', '--replaced', 'kafka-03');
		expect(both.code).toBe(2);
		expect(JSON.stringify(failuresOf(both.events))).toContain('Replaced ZooKeeper members');
		const none = await apply({});
		expect(none.code).toBe(2);
		expect(await onAll('ls /var/lib/zookeeper')).toEqual([expect.stringContaining('version-2'), '', '']);
	});

	it('of one emptied member is accepted by its name, starts it behind those with data, and keeps all', async () => {
		// Quorum was lost above: one of the two comes back by hand, beside the one that has the data.
		await exec(
			'kafka-03',
			'echo 3 >/var/lib/zookeeper/myid; chown cp-kafka:confluent /var/lib/zookeeper/myid; systemctl start confluent-zookeeper',
		);
		await expect
			.poll(() => exec('kafka-03', `bash -c 'exec 3<>/dev/tcp/localhost/2181; echo srvr >&3; cat <&3' | grep Mode; true`), {
				timeout: 60_000,
				interval: 1000,
			})
			.toBe('Mode: follower');
		await exec('kafka-03', 'systemctl start confluent-kafka');
		const {code, events} = await apply({}, '--replaced', 'kafka-02');
		expect(code, JSON.stringify(failuresOf(events))).toBe(0);
		await readBack();
		const again = await apply({});
		expect([again.code, changedSteps(again.events)]).toEqual([0, []]);
	});

	it('of a broker with new disks lists what only it had, and goes on without that when it is accepted', async () => {
		await exec('kafka-02', 'systemctl stop confluent-kafka && rm -rf /disks/1/kafka /data/2');
		const before = await fingerprint(hosts);
		const gone = await apply({});
		expect(gone.code).toBe(2);
		const replaced = await apply({}, '--replaced', 'kafka-02');
		expect(replaced.code).toBe(2);
		expect(JSON.stringify(failuresOf(replaced.events))).toMatch(
			/the only copy in sync of \d+ partitions? was there: .*single-.*--replaced kafka-02 --data-lost kafka-02/,
		);
		expect(await fingerprint(hosts)).toEqual(before);
		const accepted = await apply({}, '--replaced', 'kafka-02', '--data-lost', 'kafka-02');
		expect(accepted.code, JSON.stringify(failuresOf(accepted.events))).toBe(0);
		for (const host of hosts) {
			expect([host, await recordsThrough(host, 'copied')]).toEqual([host, count]);
			const single = await recordsThrough(host, 'single');
			expect(single).toBeGreaterThan(0);
			expect(single).toBeLessThan(count);
		}
	});
});
