import type {Cluster} from '../../cluster/cluster.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import {lets} from '../../core/networks.ts';
import {portsOf} from './ports.ts';

/** Networks that no packet from the Internet comes to (RFC 1918, 6598, 3927, 4193, 4291). */
const inside = [
	'10.0.0.0/8',
	'172.16.0.0/12',
	'192.168.0.0/16',
	'100.64.0.0/10',
	'169.254.0.0/16',
	'127.0.0.0/8',
	'fc00::/7',
	'fe80::/10',
	'::1',
];

/** Which host says it of another, for each once: what a name leads to is asked on the others. */
export const tellsOf = ({hosts}: Cluster, teller: Host, {name}: Host): boolean =>
	hosts.find(one => one.name !== name)?.name === teller.name;

/** How many addresses are named. */
const mostNamed = 3;

/**
 * A line of a host whose services listen on an address of the Internet by which no peer comes, where the cluster file neither
 * binds them to another one nor says who may come.
 * @param leadsTo what its name leads to on the others
 */
export function openTo(
	cluster: Cluster,
	{name, bind}: Host,
	factsOf: ReadonlyMap<string, Pick<Facts, 'addresses'>>,
	leadsTo: readonly string[],
): string | undefined {
	if (bind !== undefined || cluster.clients !== undefined) return undefined;
	if (portsOf(cluster, {name}).every(({local}) => local === true)) return undefined;
	const open = (factsOf.get(name)?.addresses ?? []).filter(address => !lets(inside, address) && !leadsTo.includes(address));
	if (open.length === 0) return undefined;
	const named = open.slice(0, mostNamed).join(', ');
	const more = open.length > mostNamed ? ` and ${open.length - mostNamed} more` : '';
	return `${name} has the public address ${named}${more} too, on which its services listen: set its "bind", or "clients", in the cluster file`;
}
