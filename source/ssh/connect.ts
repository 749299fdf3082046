import pLimit from 'p-limit';
import type {Connection} from '../core/connection.ts';
import {ConnectError} from '../core/errors.ts';
import type {Host} from '../core/inventory.ts';
import {LoginError} from './errors.ts';
import {hostKeyCheck} from './host-keys.ts';
import {type KeyStore, keyStore} from './identity-file.ts';
import {type JumpPool, jumpPool} from './jump-pool.ts';
import {keyRing} from './key-ring.ts';
import {type Link, openLink} from './link.ts';
import {type PasswordGate, passwordGate} from './password-gate.ts';
import type {RootShell} from './root-shell.ts';
import {type Hop, routeTo} from './route.ts';
import type {Login, SshSettings} from './settings.ts';
import {type HostConfig, hostConfig} from './ssh-config.ts';
import {startRootShell} from './start-shell.ts';
import {type TrustStore, trustStore} from './trust-store.ts';

export type {Login, SshSettings} from './settings.ts';
export type LoginFailure = {readonly host: Host; readonly error: ConnectError};

/** Logins at once; a host can be slow, and a jump host turns away too many at once (MaxStartups). */
const atOnce = 16;
/** How long a host may take to start the root shell: sudo may ask a directory server. */
const shellPatienceMs = 30_000;

/** What the logins of one call share: a key file is read once, a refused password tried once, a jump host entered once. */
type Shared = {
	readonly settings: SshSettings;
	readonly keys: KeyStore;
	readonly trust: TrustStore;
	readonly jumps: JumpPool;
	readonly passwords: PasswordGate;
	readonly sudoPasswords: PasswordGate;
};

/** Logs in to all hosts side by side. A host's failure is told, never thrown. Whoever calls closes the logins. */
export async function connectAll(
	hosts: readonly Host[],
	settings: SshSettings,
): Promise<{logins: Login[]; failures: LoginFailure[]}> {
	const shared = share(settings);
	const limit = pLimit(atOnce);
	const logins: Login[] = [];
	const failures: LoginFailure[] = [];
	const results = await Promise.allSettled(hosts.map(host => limit(() => login(host, shared))));
	for (const [index, result] of results.entries()) {
		if (result.status === 'fulfilled') logins.push(result.value);
		else if (result.reason instanceof ConnectError) failures.push({host: hosts[index]!, error: result.reason});
		else throw result.reason;
	}
	return {logins, failures};
}

/** Logs in to one host. @throws ConnectError, of the kind that fits. */
export async function connect(host: Host, settings: SshSettings): Promise<Login> {
	return login(host, share(settings));
}

function share(settings: SshSettings): Shared {
	return {
		settings,
		keys: keyStore(settings.passphrase),
		trust: trustStore(),
		jumps: jumpPool(),
		passwords: passwordGate(),
		sudoPasswords: passwordGate(),
	};
}

async function login(host: Host, shared: Shared): Promise<Login> {
	const {settings} = shared;
	const alias = host.address ?? host.name;
	const config = await hostConfig({
		alias,
		user: host.user ?? settings.user,
		port: host.port ?? settings.port,
		configFile: settings.configFile,
	});
	const hops = await routeTo(alias, config, settings.configFile);
	const way = await travel(hops, shared);
	try {
		const link = await enter(host, config, way.last, shared);
		link.onEnd(() => void way.leave());
		const shell = await startRootShell(link.client, {
			name: host.name,
			user: config.user,
			password: () => settings.sudoPassword(host),
			gate: shared.sudoPasswords,
			patienceMs: shellPatienceMs,
		}).catch(async error => {
			await link.close();
			throw error;
		});
		link.onEnd(reason => shell.end(reason));
		return {
			host,
			connection: connectionOf(link, shell, way.leave),
			address: config.hostName,
			port: config.port,
			user: config.user,
		};
	} catch (error) {
		await way.leave();
		throw error;
	}
}

function connectionOf(link: Link, shell: RootShell, leave: () => Promise<void>): Connection {
	return {
		exec: (command, options) => shell.exec(command, options),
		async close() {
			shell.end('the connection was closed');
			await link.close();
			await leave();
		},
	};
}

/** Logs in to each jump host from the one before. */
async function travel(hops: readonly Hop[], shared: Shared): Promise<{last: Link | undefined; leave: () => Promise<void>}> {
	const taken: (() => Promise<void>)[] = [];
	const leave = async () => {
		// The nearest jump host last: the others are behind it.
		for (const giveBack of taken.reverse()) await giveBack();
	};
	let last: Link | undefined;
	let key = '';
	try {
		for (const {alias, config} of hops) {
			const before: Link | undefined = last;
			key += `${config.user}@${config.hostName}:${config.port}/`;
			const hop = await shared.jumps.take(key, () => enter({name: alias}, config, before, shared));
			taken.push(hop.giveBack);
			last = hop.link;
		}
	} catch (error) {
		await leave();
		throw error;
	}
	return {last, leave};
}

async function enter(
	host: Host,
	config: HostConfig,
	via: Link | undefined,
	{settings, keys, trust, passwords}: Shared,
): Promise<Link> {
	const {name} = host;
	const {hostName: address, port, user} = config;
	const userFiles = settings.knownHostsFile === undefined ? config.userKnownHosts : [settings.knownHostsFile];
	const globalFiles = settings.knownHostsFile === undefined ? config.globalKnownHosts : [];
	const check = hostKeyCheck(await trust.read([...userFiles, ...globalFiles]), {
		name,
		address,
		port,
		alias: config.hostKeyAlias,
		expected: host.hostKeys,
		acceptNew: settings.acceptNewHostKeys,
	});
	const {identityFile} = settings;
	if (identityFile !== undefined && (await keys.load(identityFile)).kind === 'missing') {
		throw new LoginError(`The key ${identityFile} does not exist.`, {hint: 'Mend ssh.identityFile in the cluster file.'});
	}
	let remembered: Promise<void> | undefined;
	const link = await openLink({
		name,
		address,
		port,
		user,
		via,
		check,
		gate: passwords,
		timeoutMs: settings.connectTimeoutMs,
		password: () => settings.password(host),
		ring: whileAsking =>
			keyRing({
				identityFiles: [...(identityFile === undefined ? [] : [identityFile]), ...config.identityFiles],
				agent: config.agent,
				identitiesOnly: config.identitiesOnly,
				keys,
				whileAsking,
			}),
		onProof() {
			const key = check.newKey();
			const file = userFiles[0];
			if (key === undefined || file === undefined || file === '/dev/null') return;
			remembered = trust.remember(file, check.knownAs, key, config.hashKnownHosts);
			remembered.catch(() => {});
		},
	});
	try {
		await remembered;
	} catch (error) {
		await link.close();
		throw error;
	}
	return link;
}
