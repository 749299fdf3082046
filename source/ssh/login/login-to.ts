import type {Host} from '../../core/inventory.ts';
import {openLink} from '../builtin-link.ts';
import type {HostConfig} from '../config/ssh-config.ts';
import {LoginError} from '../errors.ts';
import type {Link} from '../link.ts';
import type {LinkOptions} from '../link-options.ts';
import type {Shared} from '../shared.ts';
import {type HostKeyChecks, hostKeyChecks} from '../trust/host-key-checks.ts';
import type {HostKeyCheck} from '../trust/host-keys.ts';
import {keyRing} from './key-ring.ts';
import type {PasswordKey} from './login-refusals.ts';
import {keyFilesOf, offersFor} from './offers.ts';

/** Logs in to a host or a jump host, through the jump host `via` if there is one. The password of the hosts is not for jump hosts. */
export async function loginTo(
	host: Host,
	config: HostConfig,
	{via, isJump, system}: {readonly via: Link | undefined; readonly isJump: boolean; readonly system: boolean},
	shared: Shared,
): Promise<Link> {
	const {settings, keys, passwords} = shared;
	const {name} = host;
	const {hostName: address, port, user} = config;
	const trust = await hostKeyChecks(host, config, shared);
	const {identityFile} = settings;
	if (identityFile !== undefined && (await keys.load(identityFile)).kind === 'missing') {
		throw new LoginError(`The key ${identityFile} does not exist.`, {hint: 'Fix ssh.identityFile in the cluster file.'});
	}
	const passwordKey: PasswordKey = isJump ? 'jumpPassword' : 'password';
	const open = system ? await systemOpener(config, shared) : openLink;
	return openExpected(trust, open, {
		name,
		address,
		port,
		user,
		offers: offersFor(config, {identityFile, hasPassword: settings.named?.includes(passwordKey) === true}),
		via,
		remember: trust.remember,
		gate: passwords,
		timeoutMs: settings.connectTimeoutMs,
		password: () => (isJump ? settings.jumpPassword() : settings.password(host)),
		passwordKey,
		ask: settings.ask,
		ring: whileAsking =>
			keyRing({
				identityFiles: keyFilesOf(config, identityFile),
				agent: config.agent,
				identitiesOnly: config.identitiesOnly || !config.offers.publickey,
				keys,
				whileAsking,
			}),
	});
}

type Open = (options: LinkOptions) => Promise<Link>;

/** OpenSSH's own ssh; loaded by the first host that needs it. */
async function systemOpener(config: HostConfig, {settings: {identityFile}, passphrase}: Shared): Promise<Open> {
	const {openSystemLink} = await import('../system/system-link.ts');
	return options => openSystemLink({...options, config, identityFile, passphrase});
}

/** A host that shows a key which the cluster file does not expect is asked for one of another type, each time in a connection of its own. */
async function openExpected(trust: HostKeyChecks, open: Open, options: Omit<LinkOptions, 'check'>): Promise<Link> {
	const without: string[] = [];
	let first: unknown;
	for (;;) {
		let check: HostKeyCheck | undefined;
		const checked = (ip: string | undefined) => {
			check = trust.check(ip, without);
			return check;
		};
		try {
			return await open({...options, check: checked});
		} catch (error) {
			if (check?.agreed() === true) throw error;
			first ??= error;
			const shown = check?.unexpectedType();
			if (shown === undefined) throw first;
			without.push(shown);
			if (trust.check(undefined, without).algorithms.length === 0) throw first;
		}
	}
}
