import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {formats, kraftOn, storageOf} from '../../helpers/kraft-lab.ts';
import {clusterFile, kafkaSetup, lab, type Overrides} from '../../helpers/lab.ts';
import {changedSteps, failuresOf} from '../../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const [controllerDir, first, second] = ['/var/lib/kafka/controller', '/var/lib/kafka/data', '/var/lib/kafka/more'];
const file = (more: Overrides = {}) =>
	clusterFile(
		kraftOn(hosts, hosts, {
			...more,
			kafka: {dataDirs: [first, second], ...(more.kafka as Overrides | undefined)},
			roles: {'schema-registry': null, connect: null},
			connect: null,
			'schema-registry': null,
		}),
	);
/** Another operator's machine: nothing is remembered there. */
const elsewhere = () => ({XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'kafka-setup-elsewhere-'))});
const on = (host: string, script: string) => lab('exec', host, script);
const said = ({stdout, stderr}: {readonly stdout: string; readonly stderr: string}) => (stdout + stderr).replaceAll(/\s+/g, ' ');

describe('storage of a cluster that was never started', () => {
	beforeAll(async () => {
		await lab('up', '3', '--db');
		await lab('reset', ...hosts.map(host => `${host}:debian`));
	});

	it('with another cluster’s data is refused, and nothing is formatted', async () => {
		await on(
			'kafka-02',
			`mkdir -p ${first} && printf 'version=1\\nnode.id=2\\ndirectory.id=AAAAAAAAAAAAAAAAAAAAAg\\ncluster.id=aaaaaaaaaaaaaaaaaaaaaa\\n' >${first}/meta.properties`,
		);
		await on(
			'kafka-03',
			`mkdir -p ${first} && printf 'version=1\\nnode.id=3\\ndirectory.id=AAAAAAAAAAAAAAAAAAAAAw\\ncluster.id=bbbbbbbbbbbbbbbbbbbbbb\\n' >${first}/meta.properties`,
		);
		const ran = await kafkaSetup(['apply', await file(), '--plain'], elsewhere());
		expect(ran.code).toBe(2);
		expect(said(ran)).toContain('aaaaaaaaaaaaaaaaaaaaaa');
		expect(said(ran)).toContain('bbbbbbbbbbbbbbbbbbbbbb');
		expect(await Promise.all(hosts.map(formats))).toEqual([0, 0, 0]);
		await on('kafka-02', `rm -r ${first}`);
		await on('kafka-03', `rm -r ${first}`);
	});

	it('with foreign files is refused, and they stay', async () => {
		await on('kafka-02', `mkdir -p ${second} && echo mine >${second}/notes`);
		const asked = await kafkaSetup(['apply', await file(), '--plain'], elsewhere());
		expect(asked.code).toBe(3);
		expect(said(asked)).toContain(`${second} on kafka-02 holds notes, which is not of Kafka`);
		// Who does not want to be told before is told by the step that would format it.
		const ran = await kafkaSetup(['apply', await file(), '--skip', 'data-dirs', '--plain'], elsewhere());
		expect(ran.code).toBe(1);
		expect(said(ran)).toContain(`${second} is not formatted, and holds "notes"`);
		expect((await on('kafka-02', `cat ${second}/notes`)).stdout).toBe('mine\n');
		await on('kafka-02', `rm ${second}/notes`);
	});

	it('that a run half formatted before its host lost power is finished by another operator', async () => {
		// What `kafka-storage format` leaves when it is killed between two directories, and before it names the second one.
		await on(
			'kafka-02',
			`id=$(sed -n 's/.*"clusterId": "\\(.*\\)".*/\\1/p' /var/lib/kafka-setup/cluster.json) &&
			runuser -u cp-kafka -- kafka-storage format --cluster-id=$id -c /etc/kafka/server.properties &&
			mv ${second}/meta.properties ${second}/meta.properties.tmp`,
		);
		const before = (await storageOf('kafka-02', first))[0]!['directory.id'];
		const ran = await kafkaSetup(['apply', await file(), '--reporter', 'json'], elsewhere());
		expect(ran.code, `${ran.stderr}${JSON.stringify(failuresOf(ran.events))}`).toBe(0);
		const [one, two] = await storageOf('kafka-02', first, second);
		expect(one!['directory.id']).toBe(before);
		expect(two!['cluster.id']).toBe(one!['cluster.id']);
	});

	it('is formatted once: the next run, from yet another machine, changes nothing', async () => {
		const counts = await Promise.all(hosts.map(formats));
		const ran = await kafkaSetup(['apply', await file(), '--reporter', 'json'], elsewhere());
		expect(ran.code, JSON.stringify(failuresOf(ran.events))).toBe(0);
		expect(changedSteps(ran.events)).toEqual([]);
		expect(await Promise.all(hosts.map(formats))).toEqual(counts);
	});
});

describe('storage of a cluster that runs', () => {
	it('of which one directory came empty is not formatted: the host is named', async () => {
		await on(
			'kafka-02',
			`systemctl stop confluent-kafka && mv ${second} ${second}.away && install -d -o cp-kafka -g confluent -m 750 ${second}`,
		);
		const counts = await formats('kafka-02');
		const ran = await kafkaSetup(['apply', await file(), '--plain'], elsewhere());
		expect(ran.code).toBe(2);
		expect(said(ran)).toContain(`Data in ${second} on kafka-02`);
		expect(await formats('kafka-02')).toBe(counts);
		await on('kafka-02', `rm -r ${second} && mv ${second}.away ${second}`);
	});

	it('of another node is refused', async () => {
		await on('kafka-02', `sed -i 's/^node.id=2$/node.id=9/' ${first}/meta.properties ${second}/meta.properties`);
		const ran = await kafkaSetup(['apply', await file(), '--plain'], elsewhere());
		expect(ran.code).toBe(2);
		expect(said(ran)).toMatch(/kafka-02.*9/);
		await on('kafka-02', `sed -i 's/^node.id=9$/node.id=2/' ${first}/meta.properties ${second}/meta.properties`);
	});

	it('of a controller that came empty is refused with the way out, with --replaced too', async () => {
		await on('kafka-03', `systemctl stop confluent-kcontroller && mv ${controllerDir} ${controllerDir}.away`);
		const counts = await formats('kafka-03');
		const plain = await kafkaSetup(['apply', await file(), '--plain'], elsewhere());
		expect(plain.code).toBe(2);
		expect(said(plain)).toContain(`Data in ${controllerDir} on kafka-03`);
		const replaced = await kafkaSetup(['apply', await file(), '--replaced', 'kafka-03', '--plain'], elsewhere());
		expect(replaced.code).toBe(2);
		expect(said(replaced)).toContain('remove-controller --controller-id 103 --controller-directory-id');
		expect(said(replaced)).toContain('--no-initial-controllers');
		expect(await formats('kafka-03')).toBe(counts);
		await on('kafka-03', `rm -rf ${controllerDir} && mv ${controllerDir}.away ${controllerDir}`);
		const well = await kafkaSetup(['apply', await file(), '--reporter', 'json'], elsewhere());
		expect(well.code, JSON.stringify(failuresOf(well.events))).toBe(0);
	});

	it('of a broker that was lost is formatted anew with --replaced, and its copies come back', async () => {
		await on(
			'kafka-01',
			'kafka-topics --bootstrap-server kafka-01:9092 --create --topic kept --partitions 3 --replication-factor 3',
		);
		await on('kafka-02', `systemctl stop confluent-kafka && rm -rf ${first}/* ${first}/.[!.]* ${second}/* ${second}/.[!.]*`);
		const ran = await kafkaSetup(['apply', await file(), '--replaced', 'kafka-02', '--reporter', 'json'], elsewhere());
		expect(ran.code, `${ran.stderr}${JSON.stringify(failuresOf(ran.events))}`).toBe(0);
		const next = await kafkaSetup(['apply', await file(), '--reporter', 'json'], elsewhere());
		expect(changedSteps(next.events)).toEqual([]);
	});

	it('gets a further directory, which is formatted and recorded', async () => {
		const third = '/var/lib/kafka/third';
		const ran = await kafkaSetup(
			['apply', await file({kafka: {dataDirs: [first, second, third]}}), '--reporter', 'json'],
			elsewhere(),
		);
		expect(ran.code, `${ran.stderr}${JSON.stringify(failuresOf(ran.events))}`).toBe(0);
		const all = await Promise.all(hosts.map(host => storageOf(host, first, third)));
		for (const [one, added] of all) expect(added!['cluster.id']).toBe(one!['cluster.id']);
		expect((await on('kafka-01', 'cat /var/lib/kafka-setup/formatted')).stdout).toContain(` ${third}\n`);
	});
});
