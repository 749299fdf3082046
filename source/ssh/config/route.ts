import {ConnectError} from '../../core/errors.ts';
import type {Lookup} from './raw-config.ts';
import {type HostConfig, hostConfig} from './ssh-config.ts';

export type Hop = {readonly alias: string; readonly config: HostConfig};

/** No sane way is longer; a way that leads in circles is. */
const maxHops = 8;

/**
 * The jump hosts on the way, the first to be reached first. As in ssh: the first hop's own ProxyJump counts, that of the others does not,
 * since the list says how they are reached.
 */
export async function routeTo(alias: string, config: HostConfig): Promise<readonly Hop[]> {
	let hops: readonly Hop[] = [];
	let target = {alias, config};
	while (target.config.jumps.length > 0) {
		const jumps = await Promise.all(target.config.jumps.map(resolve));
		// `Host *` with a ProxyJump holds for the jump host as well: it is reached directly.
		if (sameHost(jumps[0]!.config, target.config)) break;
		hops = [...jumps, ...hops];
		if (hops.length > maxHops) {
			throw new ConnectError(`${alias}: ProxyJump loop: ${[...new Set(hops.map(hop => hop.alias))].join(', ')}.`, {
				hint: 'Fix ProxyJump in ssh_config; “ProxyJump none” under a jump host ends the way there.',
			});
		}
		target = jumps[0]!;
	}
	return hops;
}

function sameHost(one: HostConfig, other: HostConfig): boolean {
	return one.hostName === other.hostName && one.port === other.port;
}

async function resolve(jump: Lookup): Promise<Hop> {
	return {alias: jump.alias, config: await hostConfig(jump)};
}
