import {execFile} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parse, stringify} from 'yaml';
import type {RunEvent} from '../../source/core/events.ts';

export type Ran = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** The password of the lab's database user. */
export const databasePassword = 'app-secret';

function execute(file: string, args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<Ran> {
	return new Promise(resolve => {
		const child = execFile(file, args, {env, maxBuffer: 256 * 1024 * 1024}, (error, stdout, stderr) => {
			const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255;
			resolve({code, stdout, stderr});
		});
		// It may end without reading.
		child.stdin?.on('error', () => undefined);
		child.stdin?.end(input);
	});
}

/** Runs a verb of the lab. @throws with what it printed, if it fails */
export async function lab(...args: readonly string[]): Promise<Ran> {
	const ran = await execute('test/lab/lab', args, process.env);
	if (ran.code !== 0) throw new Error(`lab ${args.join(' ')} ended with ${ran.code}:\n${ran.stdout}${ran.stderr}`);
	return ran;
}

/** Things to lay over a cluster file, at any depth; `null` takes a key away. */
export type Overrides = {readonly [key: string]: unknown};

const isObject = (value: unknown): value is Overrides => typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(base: Overrides, over: Overrides): Overrides {
	const merged: Record<string, unknown> = {...base};
	for (const [key, value] of Object.entries(over)) {
		if (value === null) delete merged[key];
		else merged[key] = isObject(value) ? merge(isObject(base[key]) ? base[key] : {}, value) : value;
	}
	return merged;
}

/** The lab's own cluster file for the hosts that are up. `options` of `lab cluster`: what keeps the metadata, and the version. */
export async function labCluster(...options: readonly string[]): Promise<string> {
	return (await lab('cluster', ...(options.length === 0 ? ['--zookeeper'] : options))).stdout;
}

/** The cluster file of the lab that is up, with changes; in a folder of its own. @returns its path */
export async function clusterFile(overrides: Overrides = {}, ...options: readonly string[]): Promise<string> {
	const text = await labCluster(...options);
	const path = join(await mkdtemp(join(tmpdir(), 'kafka-setup-lab-')), 'kafka-setup.yaml');
	await writeFile(path, stringify(merge(parse(text), overrides)));
	return path;
}

/** What the program remembers in these tests: not in the folder of who runs them. */
export const configHome = mkdtempSync(join(tmpdir(), 'kafka-setup-config-'));

/** Runs the built program as a user does. `events` are its JSON lines, if `--reporter json` is among the arguments; of `check` that is one document. */
export async function kafkaSetup(
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<Ran & {readonly events: readonly RunEvent[]}> {
	const ran = await execute(process.execPath, ['bin/kafka-setup.js', ...args], {
		...process.env,
		LAB_DB_PASSWORD: databasePassword,
		XDG_CONFIG_HOME: configHome,
		...env,
	});
	const events =
		args.includes('json') && args[0] !== 'check'
			? ran.stdout
					.split('\n')
					.filter(Boolean)
					.map(line => JSON.parse(line) as RunEvent)
			: [];
	return {...ran, events};
}

const three = ['kafka-01', 'kafka-02', 'kafka-03'];

/** Whether the cluster of the lab's own file runs on its three hosts already, for a test that found them so and left them so. */
async function stands(file: string): Promise<boolean> {
	const there = await Promise.all(
		three.map(host => execute('test/lab/lab', ['exec', host, 'test -f /root/installed'], process.env)),
	);
	if (there.some(({code}) => code !== 0)) return false;
	const {code, stdout} = await kafkaSetup(['plan', file, '--detailed-exitcode']);
	return code === 0 && stdout.includes('Nothing to change');
}

/**
 * The three hosts with the cluster of the lab's own file: as another test left them, if it left them as they were installed,
 * else installed on fresh disks. @returns the path of the file
 */
export async function installedCluster(): Promise<string> {
	await lab('up', '3', '--db', '--etc-hosts');
	const file = await clusterFile();
	if (await stands(file)) return file;
	await lab('reset', ...three.map(host => `${host}:debian`), 'db-01');
	const {code, stderr} = await kafkaSetup(['apply', file]);
	if (code !== 0) throw new Error(`the install ended with ${code}:\n${stderr}`);
	await Promise.all(three.map(host => lab('exec', host, 'touch /root/installed')));
	return file;
}
