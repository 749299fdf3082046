import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Host} from '../../source/core/inventory.ts';
import {Secret} from '../../source/core/secret.ts';
import type {Transport} from '../../source/core/transports.ts';
import {type Connector, connector, type Login, type SshSettings} from '../../source/ssh/connect.ts';
import {type KeyPair, newKey, publicWords, type Server, type ServerOptions, startServer} from './ssh-server.ts';

/** Key pairs cost time: one of each for all tests of a file. */
export const hostKey = newKey();
export const userKey = newKey();

export type Scene = {
	readonly directory: string;
	readonly knownHosts: string;
	readonly settings: SshSettings;
	/** What was asked of the operator. */
	readonly asked: string[];
	server(options?: Partial<ServerOptions>): Promise<Server>;
	/** Writes ssh_config: a block per name, then what holds for all. */
	config(blocks: Readonly<Record<string, string>>, forAll?: string): Promise<void>;
	write(name: string, text: string, mode?: number): Promise<string>;
	connect(host: Host, settings?: Partial<SshSettings>): Promise<Login>;
	connectAll(hosts: readonly Host[], settings?: Partial<SshSettings>): ReturnType<Connector['all']>;
};

type Answers = {
	readonly password?: string;
	readonly jumpPassword?: string;
	readonly question?: string;
	readonly sudoPassword?: string;
	readonly passphrase?: string;
	/** What carries the logins. */
	readonly transport?: Transport;
};

/** An operator's files and answers, and servers to log in to; all gone after the test. */
export async function scene(answers: Answers = {}): Promise<Scene> {
	const directory = await mkdtemp(join(tmpdir(), 'ssh-scene-'));
	const knownHosts = join(directory, 'known_hosts');
	const identityFile = join(directory, 'id');
	const configFile = join(directory, 'config');
	const asked: string[] = [];
	const servers: Server[] = [];
	const logins: Login[] = [];
	onTestFinished(async () => {
		await Promise.all(logins.map(({connection}) => connection.close()));
		await Promise.all(servers.map(server => server.close()));
		await rm(directory, {recursive: true, force: true});
	});
	const write = async (name: string, text: string, mode = 0o600) => {
		await writeFile(join(directory, name), text, {mode});
		return join(directory, name);
	};
	const answer = (what: string, value: string | undefined) => async (of: Host | string) => {
		asked.push(`${what} ${typeof of === 'string' ? of.slice(directory.length + 1) : of.name}`);
		return value === undefined ? undefined : new Secret(value);
	};
	const settings: SshSettings = {
		configFile,
		...(answers.transport === undefined ? {} : {transport: answers.transport}),
		acceptNewHostKeys: false,
		connectTimeoutMs: 5000,
		password: answer('password', answers.password),
		sudoPassword: answer('sudo password', answers.sudoPassword),
		jumpPassword: async () => {
			asked.push('jump password');
			return answers.jumpPassword === undefined ? undefined : new Secret(answers.jumpPassword);
		},
		async ask(question) {
			asked.push(question);
			return answers.question === undefined ? undefined : new Secret(answers.question);
		},
		passphrase: answer('passphrase', answers.passphrase),
	};
	await write('id', userKey.private);
	await write('known_hosts', '');
	const config: Scene['config'] = async (blocks, forAll = '') => {
		const own = Object.entries(blocks).map(([name, text]) => `Host ${name}\n${text}\n`);
		await write(
			'config',
			`${own.join('')}Host *\nHostName 127.0.0.1\nUser op\nIdentityFile ${identityFile}\nIdentityAgent none\nUserKnownHostsFile ${knownHosts}\nGlobalKnownHostsFile /dev/null\nHashKnownHosts no\n${forAll}\n`,
		);
	};
	await config({});
	return {
		directory,
		knownHosts,
		settings,
		asked,
		write,
		config,
		async server(options = {}) {
			const server = await startServer({hostKeys: [hostKey], keys: [userKey], ...options});
			servers.push(server);
			return server;
		},
		async connect(host, changes) {
			const login = await connector({...settings, ...changes}).one(host);
			logins.push(login);
			return login;
		},
		async connectAll(hosts, changes) {
			const result = await connector({...settings, ...changes}).all(hosts);
			logins.push(...result.logins);
			return result;
		},
	};
}

/** A known_hosts line for a server of the test. */
export function knownLine({port}: Server, key: KeyPair = hostKey): string {
	return `[127.0.0.1]:${port} ${publicWords(key)}\n`;
}

/** The error of a promise that must fail. */
export async function failure(promise: Promise<unknown>): Promise<Error & {hint?: string}> {
	try {
		await promise;
	} catch (error) {
		return error as Error;
	}
	throw new Error('It did not fail');
}
