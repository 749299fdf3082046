import {BlockList, isIPv6} from 'node:net';
import type {Host} from '../../core/inventory.ts';
import type {HostConfig} from '../config/ssh-config.ts';
import type {LinkOptions} from '../link-options.ts';
import type {Shared} from '../shared.ts';
import {type HostKeyCheck, hostKeyCheck} from './host-keys.ts';
import {revokedKeys} from './revoked-keys.ts';

export type HostKeyChecks = Pick<LinkOptions, 'remember'> & {
	/** `without`: types of keys that it is not to show. */
	check(ip: string | undefined, without: readonly string[]): HostKeyCheck;
};

/** How the key of a host, or of a jump host, is checked and remembered. @throws ConnectError where what is known can't be read */
export async function hostKeyChecks(host: Host, config: HostConfig, {settings, trust, pins}: Shared): Promise<HostKeyChecks> {
	const {name} = host;
	const {hostName: address, port, hostKeyAlias: alias} = config;
	const own = settings.knownHostsFile;
	const userFiles = own === undefined ? config.userKnownHosts : [own];
	const files = await trust.read([...userFiles, ...(own === undefined ? config.globalKnownHosts : [])]);
	const revoked = await revokedKeys(name, config.revokedHostKeys);
	const [newKeysFile] = userFiles;
	return {
		check: (ip, without) =>
			hostKeyCheck(
				{
					name,
					address,
					port,
					alias,
					ip: config.checkHostIp && alias === undefined && ip !== address ? foreign(ip) : undefined,
					expected: host.hostKeys,
					acceptNew: settings.acceptNewHostKeys,
				},
				{
					files,
					newKeysFile,
					algorithms: config.hostKeyAlgorithms,
					without,
					requiredRsaBits: config.requiredRsaBits,
					revoked,
					pins,
				},
			),
		async remember(key, knownAs) {
			// Without a file it was not taken.
			if (newKeysFile !== undefined) await trust.remember(newKeysFile, knownAs, key, config.hashKnownHosts);
		},
	};
}

const thisMachine = new BlockList();
thisMachine.addSubnet('127.0.0.0', 8, 'ipv4');
thisMachine.addAddress('::1', 'ipv6');

/** An address of another machine: this one's own are shared by whatever listens here. */
function foreign(ip: string | undefined): string | undefined {
	if (ip === undefined) return undefined;
	return thisMachine.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4') ? undefined : ip;
}
