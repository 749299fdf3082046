import {mkdirSync, readdirSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import {preflight} from '../../../source/kafka/preflight/stage.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const [one] = sampleCluster.hosts;
const stepOf = (id: string, cluster = sampleCluster) =>
	preflight(cluster, cluster.hosts, {factsOf: new Map(), remarks: new Map()})
		.begin()(one!)
		.find(step => step.id === id)!;

test('bash finds the names', async () => {
	const getent = `case $2 in
		kafka-01) printf '%s\\n' '10.0.0.1 STREAM kafka-01' '10.0.0.1 DGRAM' ;;
		kafka-02) exit 2 ;;
		kafka-03) printf '%s\\n' '127.0.0.1 STREAM' '10.0.0.3 STREAM' ;;
	esac`;
	const context = fakeContext(localConnection({prefix: shims({getent})}));
	expect((await stepOf('names').check!(context)).map(({what}) => what)).toEqual([
		'kafka-01 does not find kafka-02 by name',
		'on kafka-01 the name kafka-03 leads to 10.0.0.3, 127.0.0.1, which is itself',
	]);
});

test('bash tries the ports: who refuses is reached', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as {port: number};
	const cluster = {
		...sampleCluster,
		hosts: [one!, {name: 'localhost'}],
		roles: {...sampleCluster.roles, zookeeper: [], kafka: ['localhost'], 'schema-registry': ['localhost'], connect: []},
		kafka: {...sampleCluster.kafka, port},
		'schema-registry': {...sampleCluster['schema-registry'], port: 1},
	};
	const connection = localConnection();
	expect(await stepOf('reach', cluster).check!(fakeContext(connection))).toEqual([]);
	// One line for each: it is open, or what it said.
	expect(connection.commands).toHaveLength(1);
	const {stdout} = await connection.exec(rawCommand(connection.commands[0]!));
	expect(stdout.split('\n').filter(line => line.startsWith('localhost '))).toEqual([
		`localhost ${port} open`,
		expect.stringMatching(/^localhost 1 .*: connect: Connection refused$/),
	]);
	server.close();
});

test('a port that nobody asked about is not told of', async () => {
	const open = ['kafka-02', 'kafka-03'].flatMap(name => [2181, 2888, 3888].map(port => `${name} ${port} open`));
	const said = [...open, 'kafka-02 9092 bash: connect: No route to host', 'kafka-02 22 No route to host', 'root 1 owned'];
	const again = {command: '/timeout 4 .*\\(probe kafka-03 9092\\)/s', stdout: '\nkafka-03 9092 \n'};
	const context = fakeContext(fakeConnection([{command: '/timeout 1 .*probe/s', stdout: said.join('\n')}, again]));
	expect((await stepOf('reach').check!(context)).map(({what}) => what)).toEqual([
		'kafka-01 does not reach port 9092 of kafka-02: No route to host',
		// Nothing was said of it.
		'kafka-01 does not reach port 9092 of kafka-03: no answer within 4 s',
	]);
});

const diskOf = (dataDir: string) =>
	preflight({...sampleCluster, kafka: {...sampleCluster.kafka, dataDirs: [dataDir]}}, [one!], {
		factsOf: new Map(),
		remarks: new Map(),
	})
		.begin()(one!)
		.find(({id}) => id === 'disk')!;

test('a data directory is a word, whatever signs it has', async () => {
	const folder = tempDir();
	mkdirSync(join(folder, 'a&b'));
	const df = `printf '%s\\n' "$@" >'${folder}/df'; echo head; echo '/dev/sda1 1 1 1024 99% /'`;
	const context = fakeContext(localConnection({prefix: shims({df})}), {host: one!, facts: sampleFacts});
	for (const name of ['$(>PWNED)', '`>PWNED`/x', 'a&b/&&>PWNED', '*', '|tee/PWNED']) {
		expect(await diskOf(`${folder}/${name}`).check!(context)).toHaveLength(1);
	}
	expect(readdirSync(folder).sort()).toEqual(['a&b', 'df']);
	expect(readdirSync('.')).not.toContain('PWNED');
});

test('what the operator is told to paste quotes the mount point that the host names', async () => {
	const stdout = '/dev/sd a1 1000000 500000 1024 50% /mnt/my disk $(id)\n';
	const context = fakeContext(fakeConnection([{command: '/df -Pk/s', stdout}]), {host: one!, facts: sampleFacts});
	const [change] = await diskOf('/data').check!(context);
	expect(change).toMatchObject({what: 'kafka-01:/mnt/my disk $(id) has 1 MiB of free space, and needs at least 512'});
	expect(change!.reason).toContain("du -xh --max-depth=2 '/mnt/my disk $(id)' | sort -h");
});
