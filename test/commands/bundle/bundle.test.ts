import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {bundle} from '../../../source/commands/bundle/bundle.ts';
import {hostFiles} from '../../../source/commands/bundle/collect.ts';
import type {Connection} from '../../../source/core/connection.ts';
import {clusterFolder} from '../../../source/state/journal/journal.ts';
import {openRunLog} from '../../../source/state/journal/run-log.ts';
import {openRuns} from '../../../source/state/store/runs.ts';
import {story} from '../../helpers/events.ts';
import {noDial} from '../../helpers/fake-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const [host] = sampleCluster.hosts;
const options = {acceptNewHostKeys: false, version: '1.2.3'};
let here = '';

beforeEach(async () => {
	vi.stubEnv('XDG_CONFIG_HOME', tempDir());
	vi.stubEnv('HOME', tempDir());
	here = tempDir();
	vi.spyOn(process, 'cwd').mockReturnValue(here);
	const file = join(here, 'orders.yaml');
	// Nothing listens on port 1.
	const hosts = '[{name: kafka-01, address: 127.0.0.1, port: 1}]';
	writeFileSync(
		file,
		`name: orders\nssh: {user: op, connectTimeout: 1}\nhosts: ${hosts}\nroles: {controller: [kafka-01], kafka: [kafka-01]}\n`,
	);
	const folder = join(process.env.XDG_CONFIG_HOME!, 'kafka-setup');
	mkdirSync(folder, {mode: 0o700});
	const startedAt = '2026-11-23T12:00:00.000Z';
	openRuns(folder).keep({cluster: 'orders', file, startedAt, status: 'failed', pid: 1, done: 1, steps: 2});
	const log = await openRunLog(clusterFolder(folder, file), new Date(startedAt));
	const tell = story('apply', {kafka: {'kafka-01': ['start']}}, log.emit);
	tell.begin();
	tell.start('kafka/kafka-01/start');
	tell.ran('kafka/kafka-01/start', 'kafka-server-start', 'it failed\npassword=canary-1', 1);
	// Its lines come in parts, between those of other hosts.
	tell.output('kafka/kafka-01/start', 'x\n-----BEGIN PRIVATE KEY-----\ncanary-6\n');
	tell.output('kafka/kafka-02/start', 'shown\n');
	tell.output('kafka/kafka-01/start', 'canary-7\n-----END PRIVATE KEY-----\nkey.password=a\\\n  canary-8\nall of it\n');
	// And are cut anywhere.
	tell.output('kafka/kafka-01/start', 'key -----BEGIN PRI');
	tell.output('kafka/kafka-02/start', 'db pass');
	tell.output('kafka/kafka-01/start', 'VATE KEY-----\ncanary-11\n-----END PRIVATE KEY-----\nunended of 1');
	tell.output('kafka/kafka-02/start', 'word=canary-12');
	tell.ran('kafka/kafka-01/start', 'kafka-topics --list', 'listed', 0);
	tell.end('failed');
	await log.close();
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
});

async function bundled(yes: boolean) {
	let text = '';
	const write = vi.spyOn(process.stdout, 'write').mockImplementation(part => {
		text += String(part);
		return true;
	});
	await bundle('orders', {...options, yes}).finally(() => write.mockRestore());
	return text;
}

test('one archive for this user alone, listed before it is written; a host that is not reached is named', async () => {
	const said = await bundled(true);
	const archives = readdirSync(here).filter(name => name.endsWith('.tar.gz'));
	expect(archives).toHaveLength(1);
	expect(readdirSync(here)).toHaveLength(2);
	const path = join(here, archives[0]!);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	const names = execFileSync('tar', ['tzf', path], {encoding: 'utf8'}).trim().split('\n');
	expect(names.map(name => name.replace(/^[^/]+\//, ''))).toEqual([
		'versions.txt',
		'run/2026-11-23T12-00-00.000Z.jsonl',
		'not-reached.txt',
	]);
	for (const name of names) expect(said).toContain(`  ${name.replace(/^[^/]+\//, '')}  `);
	const all = execFileSync('tar', ['xzOf', path], {encoding: 'utf8'});
	expect(all).toContain('kafka-setup 1.2.3');
	expect(all).toContain('run-finished');
	expect(all).toContain('shown');
	expect(all).toContain('all of it');
	expect(all).toMatch(/unended of 1"/);
	expect(all).toContain('listed');
	expect(all).toContain('kafka-01: ');
	expect(all).not.toContain('canary');
});

test('nothing is written where nobody can be asked', async () => {
	await expect(bundled(false)).rejects.toMatchObject({hint: expect.stringContaining('--yes')});
	expect(readdirSync(here)).toEqual(['orders.yaml']);
});

test('a host is asked for what its roles need, by commands that read, and no secret of an answer is kept', async () => {
	const asked: string[] = [];
	const connection: Connection = {
		dial: noDial,
		close: async () => {},
		async exec({text}) {
			asked.push(text);
			if (text.includes('ss -ltn')) throw new Error('the connection was lost');
			const stdout = text.includes('journalctl')
				? '2026-11-23T10:00:00+0000 h u[1]: ERROR url jdbc:x://a:canary-2@db/shop\nINFO [main:QuorumPeer@98] fine\nsasl.jaas.config = x password="canary-3";\n'
				: 'log.dirs=/data\nssl.keystore.password=canary-4\\\n  canary-9\nssl.keystore.key=-----BEGIN PRIVATE KEY-----\\\n canary-10\\\n -----END PRIVATE KEY-----\nEnvironment=KAFKA_OPTS=-Dpassword=canary-5 A=b\n';
			return {code: 0, stdout, stderr: ''};
		},
	};
	const files = await hostFiles(sampleCluster, {host: host!, connection});
	expect(files.map(({name}) => name)).toEqual([
		'kafka-01/system.txt',
		'kafka-01/ports.txt',
		...['state.txt', 'unit.txt', 'journal.txt', 'zookeeper.properties'].map(name => `kafka-01/confluent-zookeeper/${name}`),
		...['state.txt', 'unit.txt', 'journal.txt', 'server.properties'].map(name => `kafka-01/confluent-kafka/${name}`),
		...['state.txt', 'unit.txt', 'journal.txt', 'schema-registry.properties'].map(
			name => `kafka-01/confluent-schema-registry/${name}`,
		),
	]);
	const texts = files.map(({content}) => Buffer.from(content).toString()).join('\n');
	expect(texts).not.toContain('canary');
	expect(texts).toContain('log.dirs=/data');
	expect(texts).toContain('QuorumPeer@98] fine');
	expect(texts).toContain('not read: the connection was lost');
	expect(asked.some(text => text.includes('-n 500'))).toBe(true);
	for (const text of asked) expect(text).not.toMatch(/secrets|\b(?:rm|mv|tee|start|restart|stop)\b/);
});
