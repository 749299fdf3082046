import {sh} from '../../core/command.ts';
import {ConnectError} from '../../core/errors.ts';
import type {Lookup} from '../config/raw-config.ts';
import {type Offers, waysToLogIn} from '../config/ssh-config.ts';
import type {Link} from '../link.ts';
import {silenceSeconds} from '../liveness.ts';
import type {SystemLoginOptions} from './login.ts';

export type MasterOptions = {
	/** As `ssh -G` was asked: user and port are given only where ssh_config is not to decide, or its Match would decide otherwise. */
	readonly lookup: Lookup;
	readonly controlPath: string;
	readonly helper: string;
	readonly hostKeyAlgorithms: readonly string[];
	readonly identityFile: string | undefined;
	/** What the cluster file names and ssh_config says not to offer. */
	readonly named: readonly (keyof Offers)[];
	readonly timeoutMs: number;
	/** ssh_config does not say in which order to log in. */
	readonly usualOrder: boolean;
	/** What connects, in place of what ssh_config says; `none`: straight; undefined: as ssh_config says. */
	readonly proxy: string | undefined;
};

/** Offers a way that ssh_config says not to. Of keys the named one comes first; behind it ssh offers those that ssh_config names. */
const offering: Readonly<Record<keyof Offers, Readonly<Record<string, string>>>> = {
	publickey: {PubkeyAuthentication: 'yes', IdentitiesOnly: 'yes'},
	password: {PasswordAuthentication: 'yes'},
	'keyboard-interactive': {KbdInteractiveAuthentication: 'yes'},
};

/** Questions without an answer after which the host is dead. */
const pings = 2;

/** The first word of the helper's arguments where it asks about a host key. */
export const keyWord = 'host-key';

/**
 * The arguments of an ssh that logs in and then does nothing but carry channels. What comes first counts, so nothing in ssh_config
 * undoes these.
 */
export function masterArguments(options: MasterOptions): string[] {
	const {lookup, controlPath, helper, hostKeyAlgorithms, identityFile, named, timeoutMs, usualOrder, proxy} = options;
	const set: Record<string, string | number> = {
		ControlMaster: 'yes',
		ControlPath: controlPath,
		ControlPersist: 'no',
		// We are asked about each host key; files that ssh would read by itself have no say.
		KnownHostsCommand: `${helper} ${keyWord} %I %H %t %K`,
		UserKnownHostsFile: '/dev/null',
		GlobalKnownHostsFile: '/dev/null',
		StrictHostKeyChecking: 'yes',
		HostKeyAlgorithms: hostKeyAlgorithms.join(','),
		NoHostAuthenticationForLocalhost: 'no',
		VerifyHostKeyDNS: 'no',
		UpdateHostKeys: 'no',
		// It may ask, through the helper, and each thing once.
		BatchMode: 'no',
		NumberOfPasswordPrompts: 1,
		...(usualOrder ? {PreferredAuthentications: 'gssapi-with-mic,hostbased,publickey,password,keyboard-interactive'} : undefined),
		...Object.assign({}, ...named.map(way => offering[way])),
		ConnectTimeout: Math.max(1, Math.ceil(timeoutMs / 1000)),
		ConnectionAttempts: 1,
		ServerAliveInterval: silenceSeconds / (pings + 1),
		ServerAliveCountMax: pings,
		ClearAllForwardings: 'yes',
		AddKeysToAgent: 'no',
		ForwardAgent: 'no',
		ForwardX11: 'no',
		Tunnel: 'no',
		PermitLocalCommand: 'no',
		RemoteCommand: 'none',
		RequestTTY: 'no',
		VisualHostKey: 'no',
		ForkAfterAuthentication: 'no',
		LogLevel: 'DEBUG1',
	};
	return [
		...option('-F', lookup.configFile),
		...option('-l', lookup.user),
		...option('-p', lookup.port?.toString()),
		...option('-i', identityFile?.replaceAll('%', '%%')),
		...proxyOptions(lookup.alias, proxy),
		...Object.entries(set).flatMap(([key, value]) => ['-o', `${key}=${oneLine(lookup.alias, value)}`]),
		'-N',
		'-T',
		'--',
		lookup.alias,
	];
}

/** The arguments of the ssh that logs in with these. */
export function argumentsFor(
	options: SystemLoginOptions,
	hostKeyAlgorithms: readonly string[],
	{controlPath, helper}: Pick<MasterOptions, 'controlPath' | 'helper'>,
): string[] {
	const {config, identityFile, offers, timeoutMs} = options;
	const {lookup, ordersLogins} = config;
	const proxy = proxyOf(options);
	return masterArguments({
		lookup,
		controlPath,
		helper,
		hostKeyAlgorithms,
		identityFile,
		named: waysToLogIn.filter(way => offers[way] && !config.offers[way]),
		timeoutMs,
		usualOrder: !ordersLogins,
		proxy,
	});
}

/** What connects ssh to a host: a jump host that is logged in to; what ssh_config says; or nothing. */
export function proxyOf({via, address, port, config}: ProxyOptions): string | undefined {
	if (via !== undefined) {
		if (via.controlPath === undefined) throw new TypeError(`${via.name} is not logged in to by ssh`);
		return proxyThrough(via.controlPath, address, port);
	}
	return config.proxyCommand === undefined ? 'none' : undefined;
}

type ProxyOptions = {
	readonly via: Link | undefined;
	readonly address: string;
	readonly port: number;
	readonly config: {readonly proxyCommand: string | undefined};
};

/** Never logs in itself: without the login it ends. */
function proxyThrough(controlPath: string, address: string, port: number): string {
	const target = `${address.includes(':') ? `[${address}]` : address}:${port}`;
	const options = ['ProxyCommand=exit 255', 'BatchMode=yes', 'StrictHostKeyChecking=yes'].flatMap(text => ['-o', text]);
	// Percent signs are ssh's, in what it runs.
	return sh`ssh -F none -S ${controlPath} ${options} -W ${target} -- jump-host`.text.replaceAll('%', '%%');
}

function proxyOptions(name: string, proxy: string | undefined): string[] {
	return proxy === undefined
		? []
		: ['-o', `ProxyCommand=${oneLine(name, proxy)}`, '-o', 'ProxyJump=none', '-o', 'ProxyUseFdpass=no'];
}

function option(flag: string, value: string | undefined): string[] {
	return value === undefined ? [] : [flag, value];
}

function oneLine(name: string, value: string | number): string {
	const text = String(value);
	if (/[\n\r\0]/.test(text)) throw new ConnectError(`${name}: a setting of ssh has more than one line: ${JSON.stringify(text)}`);
	return text;
}
