import {ConnectError} from '../../core/errors.ts';
import {type HostConfig, hostConfig} from './ssh-config.ts';
import type {Lookup} from './ssh-config-file.ts';

export type Hop = {readonly alias: string; readonly config: HostConfig};

/** No sane way is longer; a way that leads in circles is. */
const maxHops = 8;

/**
 * The jump hosts on the way, the first to be reached first. As in ssh: the first hop's own ProxyJump counts, that of the others does not,
 * since the list says how they are reached.
 */
export async function routeTo(alias: string, config: HostConfig, configFile: string | undefined): Promise<readonly Hop[]> {
	let hops: readonly Hop[] = [];
	let target = {alias, config};
	while (target.config.proxyJump.length > 0) {
		const jumps = await Promise.all(target.config.proxyJump.map(word => resolve(word, alias, configFile)));
		// `Host *` with a ProxyJump holds for the jump host as well: it is reached directly.
		if (sameHost(jumps[0]!.config, target.config)) break;
		hops = [...jumps, ...hops];
		if (hops.length > maxHops) {
			throw new ConnectError(`${alias}: ProxyJump loop: ${[...new Set(hops.map(hop => hop.alias))].join(', ')}.`, {
				hint: 'Mend ProxyJump in ssh_config; “ProxyJump none” under a jump host ends the way there.',
			});
		}
		target = jumps[0]!;
	}
	return hops;
}

function sameHost(one: HostConfig, other: HostConfig): boolean {
	return one.hostName === other.hostName && one.port === other.port;
}

async function resolve(word: string, target: string, configFile: string | undefined): Promise<Hop> {
	const lookup = parseJump(word, target, configFile);
	return {alias: lookup.alias, config: await hostConfig(lookup)};
}

/** `[ssh://][user@]host[:port]`, an IPv6 address in brackets. */
function parseJump(word: string, target: string, configFile: string | undefined): Lookup {
	const match = /^(?:ssh:\/\/)?(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:@/]+))(?::(\d+))?\/?$/.exec(word);
	const alias = match?.[2] ?? match?.[3];
	if (match === null || alias === undefined) {
		throw new ConnectError(`${target}: the jump host “${word}” in ssh_config is not of the form user@host:port.`, {
			hint: 'Mend ProxyJump in ssh_config.',
		});
	}
	return {alias, user: match[1], port: match[4] === undefined ? undefined : Number(match[4]), configFile};
}
