import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {clusterFile, configHome, installedCluster, kafkaSetup, lab, labCluster, type Overrides} from '../helpers/lab.ts';
import {fingerprint, recordsThrough, writeRecords} from '../helpers/records.ts';
import {changedSteps} from '../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const count = 2000;

/** What a colleague has: the file, and nothing remembered on their machine. */
const elsewhere = () => mkdtempSync(join(tmpdir(), 'kafka-setup-elsewhere-'));

/** An edit of the file of a running cluster, and what has to be said of it. */
type Edit = {readonly what: string; readonly file: Overrides; readonly said: readonly string[]};

const alone = {zookeeper: ['kafka-01'], kafka: ['kafka-01'], 'schema-registry': ['kafka-01'], connect: ['kafka-01']};

const edits: readonly Edit[] = [
	{
		what: 'one of its hosts in a file of another name',
		file: {name: 'test', hosts: ['kafka-01'], roles: alone},
		said: ['kafka-01 belongs to the cluster lab (kafka-01, kafka-02, kafka-03)'],
	},
	{what: 'another name alone', file: {name: 'other'}, said: ['Put `name: lab` back']},
	{
		what: 'ZooKeeper on one host of three',
		file: {roles: {zookeeper: ['kafka-01']}},
		said: [
			'ZooKeeper members',
			'kafka-01 (1), kafka-02 (2), kafka-03 (3)',
			'Put `zookeeper: [kafka-01, kafka-02, kafka-03]` back',
		],
	},
	{
		what: 'another data directory of the brokers',
		file: {kafka: {dataDirs: ['/data/kafka']}},
		said: ['kafka.dataDirs of kafka-02', "/var/lib/kafka/data holds the broker's data"],
	},
	{
		what: 'another data directory of ZooKeeper',
		file: {zookeeper: {dataDir: '/data/zookeeper'}},
		said: ['zookeeper.dataDir of kafka-03', 'Put `dataDir: /var/lib/zookeeper` back'],
	},
	{what: 'another peer port', file: {zookeeper: {peerPort: 2889}}, said: ['zookeeper.peerPort', 'Put `peerPort: 2888` back']},
	{
		what: 'another election port',
		file: {zookeeper: {electionPort: 3889}},
		said: ['zookeeper.electionPort', 'Put `electionPort: 3888` back'],
	},
	{
		what: 'another client port',
		file: {zookeeper: {clientPort: 2182}},
		said: ['zookeeper.clientPort', 'Put `clientPort: 2181` back'],
	},
	{
		what: 'Connect on another host',
		file: {roles: {connect: ['kafka-02']}},
		said: ['Connect on kafka-03', 'ssh kafka-03 sudo systemctl disable --now kafka-connect-standalone', 'connect.offsets'],
	},
	{
		what: 'a broker fewer',
		file: {roles: {kafka: ['kafka-01', 'kafka-02']}},
		said: ['Broker 3', 'it is registered in ZooKeeper (kafka-03)', 'Put kafka-03 back under `kafka:`'],
	},
	{
		what: 'other offsets of Connect',
		file: {connect: {dataDir: '/data/connect'}},
		said: ['connect.dataDir of kafka-03', 'Put `dataDir: /var/lib/kafka-connect` back'],
	},
];

describe('a running cluster of three, with records in topics of one and of three copies', () => {
	beforeAll(async () => {
		await installedCluster();
		await writeRecords('kafka-01', 'single', 1, count);
		await writeRecords('kafka-01', 'copied', 3, count);
	});
	afterAll(async () => {
		const remove = ['single', 'copied'].map(topic => `kafka-topics --bootstrap-server kafka-01:9092 --delete --topic ${topic}`);
		await lab('exec', 'kafka-01', remove.join(' && '));
	});

	/** As an earlier version left the hosts, which kept no record there. */
	const withoutRecords = async <T>(work: () => Promise<T>): Promise<T> => {
		const move = (from: string, to: string) =>
			Promise.all(hosts.map(host => lab('exec', host, `mkdir -p ${to} && mv ${from}/cluster* ${to}/`)));
		await move('/var/lib/kafka-setup', '/root/records');
		try {
			return await work();
		} finally {
			await move('/root/records', '/var/lib/kafka-setup');
		}
	};

	it.each(edits)('refuses $what before anything is changed, whoever applies it', async ({file, said}) => {
		const path = await clusterFile(file);
		const before = await fingerprint(hosts);
		const refused = async (home: string) => {
			const {code, stdout, stderr} = await kafkaSetup(['apply', path], {XDG_CONFIG_HOME: home});
			expect(code, `${stdout}${stderr}`).toBe(2);
			const text = stdout.replace(/\s+/g, ' ');
			for (const part of [...said, 'Nothing was changed']) expect(text).toContain(part);
			expect(stdout).not.toContain('resume');
		};
		await refused(configHome);
		await refused(elsewhere());
		await withoutRecords(() => refused(elsewhere()));
		expect(await fingerprint(hosts)).toEqual(before);
		for (const host of hosts) {
			expect([host, await recordsThrough(host, 'copied'), await recordsThrough(host, 'single')]).toEqual([host, count, count]);
		}
	});

	it('refuses a driver of which one byte is another, before anything is changed', async () => {
		const cluster = parse(await labCluster()) as {readonly connect: {readonly driver: string}};
		const bytes = readFileSync(cluster.connect.driver);
		bytes[bytes.length >> 1]! ^= 1;
		const driver = join(elsewhere(), 'driver.jar');
		writeFileSync(driver, bytes);
		const before = await fingerprint(hosts);
		const {code, stdout, stderr} = await kafkaSetup(['apply', await clusterFile({connect: {driver}})]);
		expect(code, stdout).toBe(2);
		expect(stderr).toContain(driver);
		expect(await fingerprint(hosts)).toEqual(before);
	});

	it('takes the hosts of a role in another order without a change', async () => {
		const turned = [...hosts].reverse();
		const {code, events} = await kafkaSetup([
			'plan',
			await clusterFile({hosts: turned, roles: {zookeeper: turned, kafka: turned}}),
			'--reporter',
			'json',
		]);
		expect(code).toBe(0);
		expect(changedSteps(events)).toEqual([]);
	});
});
