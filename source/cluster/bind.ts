import {lets, networkIn} from '../core/networks.ts';

/** What `bind` of a host takes. */
export const bindExpected = 'an address of this host, such as 10.0.0.5 or fd00::5';

type Problem = readonly [message: string, hint: string];

/** Addresses that no other host could use, and what they are. */
const useless: readonly (readonly [networks: readonly string[], what: string])[] = [
	[['127.0.0.0/8', '::1'], 'is the loopback address: no other host would reach its services'],
	[['fe80::/10'], 'is good on one link alone: no name leads there'],
	[['224.0.0.0/4', 'ff00::/8', '255.255.255.255'], 'is no address of one host'],
];

/** Why a text is no address on which the services of a host can listen; undefined if it is one. */
export function bindProblem(text: string): Problem | undefined {
	const example = `write ${bindExpected}`;
	if (text.includes('/')) return ['is a network', 'write the address alone, without the slash and what follows'];
	if (text.includes('%')) return ['has a zone', 'write an address that the other hosts reach, without %'];
	const address = networkIn(text);
	if (address === undefined) {
		const isName = /[g-z-]/i.test(text) && /^[a-z0-9.-]+$/i.test(text);
		return isName ? ['is a name', `${example}: what its name leads to`] : ['is no address', example];
	}
	if (lets(['0.0.0.0/8', '::'], address))
		return ['is every address', 'leave "bind" out: then its services listen on all addresses'];
	const found = useless.find(([networks]) => lets(networks, address));
	return found && [found[1], example];
}
