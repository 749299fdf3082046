import type {Host} from '../../core/inventory.ts';
import type {HostConfig} from '../config/ssh-config.ts';
import {LoginError} from '../errors.ts';
import {type Link, openLink} from '../link.ts';
import type {Shared} from '../shared.ts';
import {hostKeyCheck} from '../trust/host-keys.ts';
import {keyRing} from './key-ring.ts';

/** Logs in to a host or a jump host, through the jump host `via` if there is one. */
export async function loginTo(
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
