import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, configHome, kafkaSetup, lab, type Overrides} from '../helpers/lab.ts';
import {fingerprint, recordsThrough, writeRecords} from '../helpers/records.ts';

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
		said: ['Broker 3', 'it is registered in ZooKeeper (kafka-03 by the record)', 'Put kafka-03 back under `kafka:`'],
	},
	{
		what: 'other offsets of Connect',
		file: {connect: {dataDir: '/data/connect'}},
		said: ['connect.dataDir of kafka-03', 'Put `dataDir: /var/lib/kafka-connect` back'],
	},
];

describe('a running cluster of three, with records in topics of one and of three copies', () => {
	beforeAll(async () => {
		await lab('up', '3', '--db', '--etc-hosts');
		await lab('reset', ...hosts.map(host => `${host}:debian`), 'db-01');
		const {code, stderr} = await kafkaSetup(['apply', await clusterFile()]);
		expect([code, stderr]).toEqual([0, '']);
		await writeRecords('kafka-01', 'single', 1, count);
		await writeRecords('kafka-01', 'copied', 3, count);
	});

	for (const {what, file, said} of edits) {
		for (const [where, home] of [
			['where it was installed', () => configHome],
			['from another machine', elsewhere],
		] as const) {
			it(`refuses ${what}, ${where}, before anything is changed`, async () => {
				const path = await clusterFile(file);
				const before = await fingerprint(hosts);
				for (const verb of ['plan', 'apply']) {
					const {code, stdout, stderr} = await kafkaSetup([verb, path], {XDG_CONFIG_HOME: home()});
					expect(code, `${stdout}${stderr}`).toBe(2);
					const text = stdout.replace(/\s+/g, ' ');
					for (const part of [...said, 'Nothing was changed']) expect(text).toContain(part);
					expect(stdout).not.toContain('resume');
				}
				expect(await fingerprint(hosts)).toEqual(before);
				for (const host of hosts) {
					expect([host, await recordsThrough(host, 'copied'), await recordsThrough(host, 'single')]).toEqual([
						host,
						count,
						count,
					]);
				}
			});
		}
	}
});
