import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {ConnectError} from '../../core/errors.ts';
import type {Transport} from '../../core/transports.ts';
import type {KeyStore} from '../login/identity-file.ts';
import {keyFilesOf} from '../login/offers.ts';
import type {Hop} from './route.ts';

/**
 * What carries the login to a host. `because`: why it is OpenSSH's own ssh, where nobody said that it should be; `notFollowed`:
 * what ssh_config says for the host and the built-in transport does not do.
 */
export type Way = {readonly system: boolean; readonly because?: string; readonly notFollowed?: readonly string[]};

export type WayOptions = {
	readonly transport: Transport;
	/** The cluster file's own key. */
	readonly identityFile: string | undefined;
	readonly keys: KeyStore;
};

/**
 * What carries the login to each hop of a route, the host last. Where one needs OpenSSH's own ssh, those before it have it too: a
 * connection through them can't be handed to it otherwise.
 * @throws ConnectError where a ProxyCommand is needed and may not be had
 */
export async function waysOf(hops: readonly Hop[], options: WayOptions): Promise<readonly Way[]> {
	const {transport} = options;
	const [first] = hops;
	if (transport === 'system') return hops.map(() => ({system: true}));
	if (transport === 'builtin') {
		if (first?.config.proxyCommand !== undefined) throw noProxyCommand(first.alias);
		return hops.map(builtin);
	}
	const reasons = await Promise.all(hops.map((hop, index) => reasonFor(hop, index === 0, options)));
	return hops.map((hop, index) => {
		const because = reasons.slice(index).find(reason => reason !== undefined);
		return because === undefined ? builtin(hop, index) : {system: true, because};
	});
}

/** The way to a hop of a route; the first is connected to from here. */
function builtin({config: {notFollowed}}: Hop, index: number): Way {
	const names = [...(index === 0 ? notFollowed.connecting : []), ...notFollowed.always];
	return {system: false, ...(names.length === 0 ? {} : {notFollowed: names})};
}

/** `connects`: it is the one that is connected to from here. */
async function reasonFor({config}: Hop, connects: boolean, {identityFile, keys}: WayOptions): Promise<string | undefined> {
	const {needs, proxyCommand} = config;
	const settings = [...(connects && proxyCommand !== undefined ? ['ProxyCommand'] : []), ...needs.settings];
	if (settings[0] !== undefined) return `${settings[0]} in ssh_config`;
	for (const file of new Set(keyFilesOf(config, identityFile))) {
		// ssh finds it by its name.
		const certificate = `${file.replace(/\.pub$/, '')}-cert.pub`;
		if (existsSync(certificate)) return `the certificate ${certificate}`;
		const key = await keys.load(file);
		if (key.kind === 'unusable' && key.type !== undefined) return `the key ${file} (${key.type})`;
	}
	return needs.gssapi && (await hasTicket()) ? 'GSSAPIAuthentication in ssh_config, and a Kerberos ticket' : undefined;
}

let ticket: Promise<boolean> | undefined;

function hasTicket(): Promise<boolean> {
	ticket ??= new Promise(resolve => {
		execFile('klist', ['-s'], {timeout: 5000}, error => resolve(error === null));
	});
	return ticket;
}

function noProxyCommand(alias: string): ConnectError {
	return new ConnectError(`${alias}: ssh_config wants a ProxyCommand to reach it, which the built-in transport does not run.`, {
		hint: 'Let OpenSSH’s own ssh carry the login (“transport: auto” under “ssh:” in the cluster file), or use ProxyJump in ssh_config. “ssh -W %h:%p JUMPHOST” is taken as a ProxyJump.',
	});
}
