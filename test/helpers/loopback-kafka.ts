import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Dialed} from '../../source/core/connection.ts';
import {DialError} from '../../source/core/errors.ts';

const names = ['kafka-01', 'kafka-02', 'kafka-03'] as const;
/** Below the ports that the system gives to connections: one of those could be taken. */
const bases = {broker: 19_090, controller: 19_190, internal: 19_290};
const portOf = (name: string, kind: keyof typeof bases) => bases[kind] + names.indexOf(name as (typeof names)[number]) + 1;

/** The jars of a version of Kafka in the lab's cache. */
export function jarsOf(version: string): readonly string[] {
	const {stdout} = spawnSync('test/lab/lab', ['env'], {encoding: 'utf8'});
	const folder = join(/LAB_DIR=(\S+)/.exec(stdout)![1]!, 'cache/jars', `kafka-${version}`);
	if (!existsSync(folder)) throw new Error(`no jars in ${folder}: test/lab/lab build`);
	return readdirSync(folder)
		.filter(name => name.endsWith('.jar'))
		.map(name => join(folder, name));
}

const settings = (name: string, folder: string) => `process.roles=broker,controller
node.id=${names.indexOf(name as (typeof names)[number]) + 1}
controller.quorum.voters=${names.map((one, index) => `${index + 1}@127.0.0.1:${portOf(one, 'controller')}`).join(',')}
listeners=PLAINTEXT://127.0.0.1:${portOf(name, 'broker')},CONTROLLER://127.0.0.1:${portOf(name, 'controller')},INTERNAL://127.0.0.1:${portOf(name, 'internal')}
advertised.listeners=PLAINTEXT://${name}:9092,INTERNAL://127.0.0.1:${portOf(name, 'internal')}
inter.broker.listener.name=INTERNAL
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT
log.dirs=${folder}/data
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
`;

/**
 * Three real brokers with KRaft on the loopback interface: what they advertise leads nowhere from here, as it may from an
 * operator's machine. `dial` is what a host would open: any of the three by its name.
 */
export async function loopbackKafka(version: string) {
	const root = mkdtempSync(join(tmpdir(), 'kafka-setup-brokers-'));
	const classPath = jarsOf(version).join(':');
	const run = new Map<string, ChildProcess>();
	for (const name of names) {
		const folder = join(root, name);
		mkdirSync(folder);
		const file = join(folder, 'server.properties');
		writeFileSync(file, settings(name, folder));
		const java = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath];
		const format = [...java, 'kafka.tools.StorageTool', 'format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', file];
		const {status, stdout, stderr} = spawnSync('java', format, {encoding: 'utf8'});
		if (status !== 0) throw new Error(`kafka-storage format: ${stdout}${stderr}`);
		run.set(name, spawn('java', [...java, 'kafka.Kafka', file], {stdio: 'ignore'}));
	}
	const dial =
		(from: string) =>
		async (host: string, port: number): Promise<Dialed> => {
			if (port !== 9092) throw new Error(`Nobody was to ask port ${port} of ${host}`);
			const channel = connect(portOf(host, 'broker'), '127.0.0.1');
			await new Promise<void>((resolve, reject) => {
				channel.once('connect', resolve);
				channel.once('error', () => reject(new DialError(`${from} does not reach port ${port} of ${host}`, {noWay: false})));
			});
			return {channel, bySession: false};
		};
	return {
		dial,
		pid: (name: string) => run.get(name)!.pid!,
		async close() {
			for (const child of run.values()) child.kill('SIGKILL');
			await Promise.all(
				[...run.values()].map(child => child.exitCode ?? child.signalCode ?? new Promise(resolve => child.once('exit', resolve))),
			);
			rmSync(root, {recursive: true, force: true});
		},
	};
}

/** A message definition of Kafka, from its clients' jar. */
export function definitionOf(version: string, name: string): unknown {
	const jar = jarsOf(version).find(path => /kafka-clients-/.test(path))!;
	const {stdout} = spawnSync('unzip', ['-p', jar, `common/message/${name}.json`], {
		encoding: 'utf8',
		maxBuffer: 16 * 1024 * 1024,
	});
	return JSON.parse(stdout.replaceAll(/^\s*\/\/.*$/gm, ''));
}
