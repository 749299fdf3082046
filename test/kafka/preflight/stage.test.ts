import {describe, expect, it} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import type {Facts} from '../../../source/core/facts.ts';
import {parseFacts} from '../../../source/host/facts.ts';
import {preflight} from '../../../source/kafka/preflight/stage.ts';
import {fakeContext} from '../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../helpers/fake-connection.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';

const [host] = sampleCluster.hosts;

async function checked(
	id: string,
	answers: readonly Answer[],
	facts: Partial<Facts> = {},
	others: Partial<Facts> = {},
	platform: Partial<Cluster['platform']> = {},
) {
	const own = {...sampleFacts, ...facts};
	const factsOf = new Map([
		['kafka-01', own],
		['kafka-02', {...sampleFacts, machineId: 'b', ...others}],
		['kafka-03', {...sampleFacts, machineId: 'c', ...others}],
	]);
	const cluster = {...sampleCluster, platform: {...sampleCluster.platform, ...platform}};
	const step = preflight(cluster, cluster.hosts, {remarks: new Map(), factsOf})
		.begin()(host!)
		.find(one => one.id === id)!;
	const connection = fakeConnection(answers);
	const context = fakeContext(connection, {host: host!, facts: own});
	const changes = await step.check!(context);
	connection.done();
	return {said: changes.map(change => change.what), notes: context.seen.notes};
}

describe('the check of a host', () => {
	it('takes a system with systemd and a package manager that it knows, and no other', async () => {
		expect((await checked('system', [])).said).toEqual([]);
		expect((await checked('system', [], {packageManager: undefined, osName: 'Alpine Linux', systemd: undefined})).said).toEqual([
			'kafka-01 runs Alpine Linux, and has neither apt nor dnf nor yum',
			'kafka-01 needs systemd 231 or newer, and something else is process 1',
		]);
		expect((await checked('system', [], {systemd: 219})).said).toEqual(['kafka-01 needs systemd 231 or newer, and it has 219']);
	});

	it.each([
		['ID="opensuse-leap"\nID_LIKE="suse opensuse"\nVERSION_ID="15.6"\nPRETTY_NAME="openSUSE Leap 15.6"', 'openSUSE Leap 15.6'],
		[
			'ID="sles"\nID_LIKE="suse"\nVERSION_ID="15.6"\nPRETTY_NAME="SUSE Linux Enterprise Server 15 SP6"',
			'SUSE Linux Enterprise Server 15 SP6',
		],
		['ID=arch\nPRETTY_NAME="Arch Linux"', 'Arch Linux'],
		['ID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"', 'Alpine Linux v3.20'],
	])('refuses a system whose package manager it does not know by its name: %#', async (release, name) => {
		const facts = parseFacts(release.replace(/^/gm, 'os '), 0, 0);
		expect((await checked('system', [], {...facts, systemd: 254})).said).toEqual([
			`kafka-01 runs ${name}, and has neither apt nor dnf nor yum`,
		]);
	});

	it('refuses a system that has no Java for the platform, unless another one is named', async () => {
		const buster = {osVersion: '10', osName: 'Debian GNU/Linux 10 (buster)'};
		const of = async (platform: Partial<Cluster['platform']>) => (await checked('system', [], buster, {}, platform)).said;
		expect(await of({version: '7.9'})).toEqual([]);
		expect(await of({version: '8.3'})).toEqual([
			'kafka-01 runs Debian GNU/Linux 10 (buster), which has Java 11, and Confluent Platform 8.3 runs on 17 to 25',
		]);
		expect(await of({version: '8.3', javaPackage: 'temurin-21-jre'})).toEqual([]);
		expect(await of({version: '8.3', java: {archive: 'jdk.tar.gz', sha512: undefined}})).toEqual([]);
		expect((await checked('system', [], {osVersion: '13'}, {}, {version: '8.3'})).said).toEqual([]);
	});

	it('adds up the heaps of its roles', async () => {
		const available = (mib: number) => [{command: '/MemAvailable/s', stdout: `MemAvailable: ${mib * 1024}\n`}];
		expect(await checked('memory', available(15_000), {memoryMb: 16_000})).toEqual({said: [], notes: []});
		expect((await checked('memory', [], {memoryMb: 1000})).said).toEqual([
			'kafka-01 has 1000 MiB of memory, and its roles need 1280: zookeeper 256, kafka 512, schema-registry 256, and a quarter more',
		]);
	});

	it('counts the memory that is available against the services that do not run yet', async () => {
		const of = (mib: number, running = '') =>
			checked('memory', [{command: '/MemAvailable/s', stdout: `MemAvailable: ${mib * 1024}\n${running}`}], {memoryMb: 2000});
		const need = 'and its roles that do not run yet need 1280: zookeeper 256, kafka 512, schema-registry 256, and a quarter more';
		expect(await of(1280)).toEqual({said: [], notes: []});
		expect(await of(1200)).toEqual({said: [], notes: [`kafka-01 has 1200 MiB of available memory, ${need}`]});
		// What it uses itself is not missing.
		const all = ['zookeeper', 'kafka', 'schema-registry'].map(name => `runs-confluent-${name}.service yes\n`).join('');
		expect(await of(10, all)).toEqual({said: [], notes: []});
		expect((await of(200, 'runs-confluent-kafka.service yes\n')).notes[0]).toContain(
			'need 640: zookeeper 256, schema-registry 256',
		);
	});

	it('tells how much disk the logs of its services can take, until they have our configuration', async () => {
		const df = (free: number) => `/dev/sda1 9000000 500000 ${free * 1024} 50% /var\n`.repeat(2);
		const of = (stdout: string) => checked('log-space', [{command: '/kafka-setup-kafka-log4j.properties.* df -Pk/s', stdout}]);
		const bound =
			'logs of ZooKeeper, Kafka and Schema Registry: at most 1.6 GB in /var/log/kafka and /var/log/confluent/schema-registry';
		expect(await of(`new\n${df(2000)}`)).toEqual({said: [], notes: [bound]});
		expect(await of(`new\nby day 30 123456789 /var/log/kafka\n${df(1400)}`)).toEqual({
			said: [],
			notes: [
				bound,
				'kafka-01:/var has 1400 MiB of free space, and its logs can take 1.6 GB',
				'kafka-01:/var/log/kafka holds 30 logs that were rolled by day (0.2 GB): nothing deletes them, so remove those that are not needed',
			],
		});
		expect(await of(df(100))).toEqual({said: [], notes: []});
	});

	it('names the disk that is nearly full, once', async () => {
		const df = (free: number) => `/dev/sda1 1000000 500000 ${free * 1024} 50% /\n/dev/sdb1 1000000 1 9999999 1% /var/lib/kafka\n`;
		const of = (stdout: string) => checked('disk', [{command: '/df -Pk/s', stdout}]);
		expect(await of(df(600))).toEqual({said: [], notes: []});
		expect((await of(df(511))).said).toEqual(['kafka-01:/ has 511 MiB of free space, and needs at least 512']);
		const step = preflight(sampleCluster, sampleCluster.hosts, {remarks: new Map(), factsOf: new Map()})
			.begin()(sampleCluster.hosts[0]!)
			.find(({id}) => id === 'disk')!;
		const [full] = await step.check!(fakeContext(fakeConnection([{command: '/df -Pk/s', stdout: df(511)}])));
		// Data in them would be left behind.
		expect(full!.reason).toContain('If its data directories hold no data yet, choose others');
		expect(await of(`/usr/bin/kafka-topics\n${df(511)}`)).toEqual({
			said: [],
			notes: ['kafka-01:/ has only 511 MiB of free space'],
		});
	});

	it('compares its clock with the others’, not with ours', async () => {
		expect(await checked('clock', [], {clockSkew: 3600}, {clockSkew: 3601})).toEqual({said: [], notes: []});
		expect((await checked('clock', [], {clockSkew: -400})).said).toEqual([
			'the clock of kafka-01 is 400 s behind the other hosts',
		]);
		const slightly = await checked('clock', [], {clockSkew: 45});
		expect(slightly.said).toEqual([]);
		expect(slightly.notes[0]).toContain('45 s ahead of');
	});

	it('finds one machine under two names', async () => {
		expect((await checked('identity', [])).said).toEqual([]);
		expect((await checked('identity', [], {}, {machineId: sampleFacts.machineId})).said).toEqual([
			`kafka-01 and kafka-02, kafka-03 have the same machine ID (${sampleFacts.machineId})`,
		]);
	});

	it('asks for every name, and takes no loopback address for another host', async () => {
		const answer = (text: string) => [{command: '/getent ahosts/s', stdout: text}];
		expect((await checked('names', answer('kafka-01 10.0.0.1\nkafka-02 10.0.0.2\nkafka-03 10.0.0.3\n'))).said).toEqual([]);
		const wrong = await checked('names', answer('kafka-01 127.0.1.1\nkafka-02 \nkafka-03 127.0.0.1\n'));
		expect(wrong.said).toEqual([
			'kafka-01 does not find kafka-02 by name',
			'on kafka-01 the name kafka-03 leads to 127.0.0.1, which is itself',
		]);
		expect(wrong.notes[0]).toContain('kafka-01 is 127.0.1.1 to itself');
	});

	it('names every port that is not reached', async () => {
		const ports = ['kafka-02', 'kafka-03'].flatMap(name => [2181, 2888, 3888, 9092].map(port => `${name} ${port}`));
		const refused = ports.map(place => `${place} bash: connect: Connection refused`);
		expect(
			(await checked('reach', [{command: '/probe kafka-02 2181 2888 3888 9092\\)/s', stdout: refused.join('\n')}])).said,
		).toEqual([]);
		const reasonOf = (place: string) => (place === 'kafka-03 2181' ? 'No route to host' : 'Connection refused');
		const said = ports.filter(place => place !== 'kafka-02 9092').map(place => `${place} bash: connect: ${reasonOf(place)}`);
		const again = {
			command: '/timeout 4 .*\\(probe kafka-02 9092\\)/s',
			stdout: '\nkafka-02 9092 ',
		};
		expect((await checked('reach', [{command: '/timeout 1 .*probe/s', stdout: said.join('\n')}, again])).said).toEqual([
			'kafka-01 does not reach port 9092 of kafka-02: no answer within 4 s',
			'kafka-01 does not reach port 2181 of kafka-03: No route to host',
		]);
	});

	it('does not try where the host’s own firewall, which the run will open, would not answer', async () => {
		expect((await checked('reach', [], {}, {firewall: 'firewalld'})).said).toEqual([]);
	});
});
