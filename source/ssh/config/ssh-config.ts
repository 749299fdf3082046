import {userInfo} from 'node:os';
import {ConnectError} from '../../core/errors.ts';
import {askSsh} from './ask-ssh.ts';
import {expandPath, expandTokens} from './expand.ts';
import type {HostKeyAlgorithms} from './host-key-algorithms.ts';
import {jumpsOf, proxyCommandOf} from './jumps.ts';
import {type Needs, needsOf} from './needs.ts';
import {type NotFollowed, notFollowedOf} from './not-followed.ts';
import type {Lookup} from './raw-config.ts';
import {readWithoutSsh} from './ssh-config-file.ts';
import {tokensOf} from './tokens.ts';

/** What ssh_config says of one host, with ssh's own defaults where it says nothing. */
export type HostConfig = {
	/** What was asked. */
	readonly lookup: Lookup;
	readonly hostName: string;
	readonly port: number;
	readonly user: string;
	/** Those that ssh_config names, or ssh's default names; not all of them exist. */
	readonly identityFiles: readonly string[];
	readonly identitiesOnly: boolean;
	/** A socket's path; undefined: no agent. */
	readonly agent: string | undefined;
	/** Outermost hop first. */
	readonly jumps: readonly Lookup[];
	/** What connects to it, where that is no jump host. */
	readonly proxyCommand: string | undefined;
	/** It says in which order to log in (PreferredAuthentications). */
	readonly ordersLogins: boolean;
	/** Whether each way to log in may be tried, by its name in the protocol. */
	readonly offers: Offers;
	readonly needs: Needs;
	readonly notFollowed: NotFollowed;
	readonly userKnownHosts: readonly string[];
	readonly globalKnownHosts: readonly string[];
	readonly revokedHostKeys: readonly string[];
	readonly hostKeyAlgorithms: HostKeyAlgorithms | undefined;
	readonly requiredRsaBits: number;
	readonly hostKeyAlias: string | undefined;
	readonly hashKnownHosts: boolean;
	readonly checkHostIp: boolean;
};

/** By their names in the protocol. */
export const waysToLogIn = ['publickey', 'password', 'keyboard-interactive'] as const;

export type Offers = Readonly<Record<(typeof waysToLogIn)[number], boolean>>;

/** OpenSSH never takes a shorter RSA key. */
const leastRsaBits = 1024;

/**
 * Asks ssh itself where there is one. Else the config files are read here, less exactly.
 * @throws ConnectError where ssh refuses the name or the configuration, or it says what is not supported here.
 */
export async function hostConfig(lookup: Lookup): Promise<HostConfig> {
	const raw = (await askSsh(lookup)) ?? (await readWithoutSsh(lookup));
	const command = raw.get('knownhostscommand');
	if (command !== undefined && command !== 'none') {
		throw new ConnectError(`${lookup.alias}: ssh_config has a KnownHostsCommand for it, which is not supported.`, {
			hint: 'What it says of host keys would be missed. Let it say “KnownHostsCommand none” for the host, and put its key into a known_hosts file.',
		});
	}
	const user = lookup.user ?? raw.get('user') ?? userInfo().username;
	const port = lookup.port ?? Number(raw.get('port') ?? 22);
	const hostName = raw.get('hostname') ?? lookup.alias;
	const tokens = tokensOf(lookup, raw, {hostName, port, user});
	const offered = (...keys: readonly string[]) => !keys.some(key => /^(?:no|false)$/.test(raw.get(key) ?? ''));
	return {
		lookup,
		hostName,
		port,
		user,
		identityFiles: raw
			.all('identityfile')
			.filter(file => file !== 'none')
			.map(file => expandPath(expandTokens(file, tokens))),
		identitiesOnly: raw.get('identitiesonly') === 'yes',
		agent: agentSocket(raw.get('identityagent'), tokens),
		jumps: jumpsOf(lookup, raw, tokens),
		proxyCommand: proxyCommandOf(lookup, raw),
		ordersLogins: raw.get('preferredauthentications') !== undefined,
		offers: {
			publickey: offered('pubkeyauthentication'),
			password: offered('passwordauthentication'),
			'keyboard-interactive': offered('kbdinteractiveauthentication', 'challengeresponseauthentication'),
		},
		needs: needsOf(raw),
		notFollowed: notFollowedOf(raw),
		userKnownHosts: raw.files('userknownhostsfile'),
		globalKnownHosts: raw.files('globalknownhostsfile'),
		revokedHostKeys: raw.files('revokedhostkeys'),
		hostKeyAlgorithms: raw.algorithms,
		requiredRsaBits: Math.max(leastRsaBits, Number(raw.get('requiredrsasize') ?? 0)),
		hostKeyAlias: raw.get('hostkeyalias'),
		hashKnownHosts: raw.get('hashknownhosts') === 'yes',
		checkHostIp: raw.get('checkhostip') === 'yes',
	};
}

function agentSocket(value: string | undefined, tokens: Readonly<Record<string, string>>): string | undefined {
	if (value === 'none') return undefined;
	if (value === undefined || value === 'SSH_AUTH_SOCK') return process.env.SSH_AUTH_SOCK;
	// The whole of it may be the name of a variable; one within a path is expanded.
	const [, name] = /^\$(\w+)$/.exec(value) ?? [];
	if (name !== undefined) return process.env[name];
	return expandPath(expandTokens(value, tokens));
}
