import pLimit from 'p-limit';
import type {Connection} from '../core/connection.ts';
import {ConnectError} from '../core/errors.ts';
import type {Host} from '../core/inventory.ts';
import {type Hop, routeTo} from './config/route.ts';
import type {Login, SshSettings} from './config/settings.ts';
import {hostConfig} from './config/ssh-config.ts';
import {type Way, waysOf} from './config/way.ts';
import {type Dialer, dialer} from './dial.ts';
import type {Link} from './link.ts';
import {loginTo} from './login/login-to.ts';
import type {LoginGates} from './login/password-gate.ts';
import {type Shared, share} from './shared.ts';
import type {RootShell} from './shell/root-shell.ts';
import {startRootShell} from './shell/start-shell.ts';

export type {Login, SshSettings} from './config/settings.ts';
export {explainFailures} from './explain.ts';
export {type LoginGates, loginGates} from './login/password-gate.ts';
export type LoginFailure = {readonly host: Host; readonly error: ConnectError};

/** Logins at once; a host can be slow, and a jump host turns away too many at once (MaxStartups). */
const atOnce = 16;
/** How long a host may take to start the root shell: sudo may ask a directory server. */
const shellPatienceMs = 30_000;

/** Logs in to hosts, with what the logins of a run share. Whoever calls closes the logins. */
export type Connector = {
	/** All hosts side by side. A host's failure is told, never thrown. */
	all(hosts: readonly Host[]): Promise<{logins: Login[]; failures: LoginFailure[]}>;
	/** One host, also once more after its connection was lost. @throws ConnectError, of the kind that fits */
	one(host: Host): Promise<Login>;
};

/** One for a whole run: a password that was refused is not tried on another host, and a host has to keep the key that it showed first. */
export function connector(settings: SshSettings, gates?: LoginGates): Connector {
	const shared = share(settings, gates);
	const limit = pLimit(atOnce);
	return {
		one: host => login(host, shared),
		async all(hosts) {
			const logins: Login[] = [];
			const failures: LoginFailure[] = [];
			const results = await Promise.allSettled(hosts.map(host => limit(() => login(host, shared))));
			for (const [index, result] of results.entries()) {
				if (result.status === 'fulfilled') logins.push(result.value);
				else if (result.reason instanceof ConnectError) failures.push({host: hosts[index]!, error: result.reason});
				else throw result.reason;
			}
			return {logins, failures};
		},
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
		...(settings.proxyJump === undefined ? {} : {jump: settings.proxyJump}),
	});
	const hops = await routeTo(alias, config);
	const ways = await waysOf([...hops, {alias, config}], {
		transport: settings.transport ?? 'builtin',
		identityFile: settings.identityFile,
		keys: shared.keys,
	});
	const way = {...ways.at(-1)!, ...notFollowedOn(hops, ways)};
	const route = await openRoute(hops, ways, shared);
	try {
		const link = await loginTo(host, config, {via: route.last, isJump: false, system: way.system}, shared);
		link.onEnd(() => void route.close());
		const startShell = async () => {
			const shell = await startRootShell(link, {
				name: host.name,
				user: config.user,
				address: config.hostName,
				password: () => settings.sudoPassword(host),
				gate: shared.sudoPasswords,
				patienceMs: shellPatienceMs,
			});
			link.onEnd(reason => shell.end(reason));
			return shell;
		};
		const shell = await startShell().catch(async error => {
			await link.close();
			throw error;
		});
		return {
			host,
			connection: connectionOf(link, {shell, startShell}, dialer(link, settings.connectTimeoutMs), route.close),
			address: config.hostName,
			port: config.port,
			user: config.user,
			way,
		};
	} catch (error) {
		await route.close();
		throw error;
	}
}

/** What is not followed of ssh_config on the whole way to a host, which stands behind its jump hosts. */
function notFollowedOn(hops: readonly Hop[], ways: readonly Way[]): Pick<Way, 'notFollowed'> {
	const names = ways.flatMap(({notFollowed = []}, index) =>
		notFollowed.map(name => (index < hops.length ? `${name} of ${hops[index]!.alias}` : name)),
	);
	return names.length === 0 ? {} : {notFollowed: names};
}

type Shells = {readonly shell: RootShell; readonly startShell: () => Promise<RootShell>};

function connectionOf(link: Link, {shell, startShell}: Shells, {dial, forwards}: Dialer, close: () => Promise<void>): Connection {
	let second: Promise<RootShell> | undefined;
	/** A host may open one session only (MaxSessions), or each channel to a port takes one: then there is one shell for all. */
	const secondShell = () => {
		second ??= startShell().catch(() => shell);
		return second;
	};
	return {
		exec: async (command, {beside = false, ...options} = {}) =>
			(beside && forwards() ? await secondShell() : shell).exec(command, options),
		dial,
		async close() {
			shell.end('the connection was closed');
			await link.close();
			await close();
		},
	};
}

/** Logs in to each jump host from the one before. */
async function openRoute(
	hops: readonly Hop[],
	ways: readonly Way[],
	shared: Shared,
): Promise<{last: Link | undefined; close: () => Promise<void>}> {
	const taken: (() => Promise<void>)[] = [];
	const close = async () => {
		// The nearest jump host last: the others are behind it.
		for (const release of taken.reverse()) await release();
	};
	let last: Link | undefined;
	let key = '';
	try {
		for (const [index, {alias, config}] of hops.entries()) {
			const before: Link | undefined = last;
			const {system} = ways[index]!;
			key += `${config.user}@${config.hostName}:${config.port}/`;
			const open = () => loginTo({name: alias}, config, {via: before, isJump: true, system}, shared);
			const hop = await shared.jumps.take(`${system ? 'ssh ' : ''}${key}`, open);
			taken.push(hop.release);
			last = hop.link;
		}
	} catch (error) {
		await close();
		throw error;
	}
	return {last, close};
}
