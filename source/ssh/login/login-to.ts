import type {Host} from '../../core/inventory.ts';
import type {HostConfig} from '../config/ssh-config.ts';
import {LoginError} from '../errors.ts';
import {type Link, openLink} from '../link.ts';
import type {Shared} from '../shared.ts';
import {hostKeyChecks} from '../trust/host-key-checks.ts';
import {keyRing} from './key-ring.ts';

/** Logs in to a host or a jump host, through the jump host `via` if there is one. The password of the hosts is not for jump hosts. */
export async function loginTo(
	host: Host,
	config: HostConfig,
	{via, isJump}: {readonly via: Link | undefined; readonly isJump: boolean},
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
	return openLink({
		name,
		address,
		port,
		user,
		via,
		...trust,
		gate: passwords,
		timeoutMs: settings.connectTimeoutMs,
		password: () => (isJump ? settings.jumpPassword() : settings.password(host)),
		passwordKey: isJump ? 'jumpPassword' : 'password',
		ask: settings.ask,
		ring: whileAsking =>
			keyRing({
				identityFiles: [...(identityFile === undefined ? [] : [identityFile]), ...config.identityFiles],
				agent: config.agent,
				identitiesOnly: config.identitiesOnly,
				keys,
				whileAsking,
			}),
	});
}
