import type {Cluster} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import {resolveScript} from '../../host/resolve.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';
import {openTo, tellsOf} from './open-addresses.ts';

/** Facts of all hosts of a run, by name. */
export type FactsOf = ReadonlyMap<string, Facts>;

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

const fix = 'Add the hosts to DNS or to /etc/hosts of every host, by the names of the cluster file.';

/** Whose an address is, by what the hosts say of their interfaces. One that several have, as of a bridge for containers, is nobody's. */
function ownerIn(factsOf: FactsOf): (address: string) => string | undefined {
	return address => {
		const [owner, ...more] = [...factsOf].filter(([, {addresses}]) => addresses.includes(address)).map(([name]) => name);
		return more.length === 0 ? owner : undefined;
	};
}

/** Where a name does not lead to the one address on which the services of its host listen, nobody finds them. */
function boundElsewhere(host: Host, {name, bind}: Host, addresses: readonly string[]): readonly Finding[] {
	if (bind === undefined || (addresses.includes(bind) && !addresses.some(isLoopback))) return [];
	return [
		{
			state: 'failed',
			found: `${name} is ${addresses.join(', ')}`,
			wanted: bind,
			what: `on ${host.name} the name ${name} leads to ${addresses.join(', ')}, and its services are to listen on ${bind} alone`,
			fix: `Let the name ${name} lead to ${bind} there, in DNS or in /etc/hosts, or change "bind" of ${name}.`,
		},
	];
}

/** Every host has to find every other by its name, for they are told each other's names. */
export function names(cluster: Cluster, host: Host, factsOf: FactsOf): HostCheck {
	const others = cluster.hosts.filter(({name}) => name !== host.name);
	const ownerOf = ownerIn(factsOf);
	return hostCheck('names', async ({exec}) => {
		const {stdout} = await exec(sh`${resolveScript}\nresolve ${[host.name, ...others.map(({name}) => name)]}`);
		const found = new Map(
			stdout.split('\n').map(line => {
				const [name = '', ...addresses] = line.split(' ');
				return [name, [...new Set(addresses.filter(Boolean))].sort()];
			}),
		);
		const own = found.get(host.name) ?? [];
		const unknown = (name: string, what: string): Finding => ({
			state: 'failed',
			found: `${name} is not found`,
			wanted: `an address of ${name}`,
			what,
			fix,
			run: sh`getent hosts ${name}`.text,
		});
		if (own.length === 0) return [unknown(host.name, `${host.name} does not find itself by that name`)];
		const findings: Finding[] = [...boundElsewhere(host, host, own)];
		if (own.every(isLoopback)) {
			findings.push({
				state: 'warning',
				found: `${host.name} is ${own.join(', ')} to itself`,
				wanted: 'an address that others reach',
				what: `${host.name} is ${own.join(', ')} to itself: its services bind to all addresses instead`,
				fix: `Give ${host.name} its own address in /etc/hosts there, in place of the loopback one.`,
			});
		}
		const seen = new Map(own.filter(one => !isLoopback(one)).map(address => [address, host.name]));
		for (const other of others) {
			const {name} = other;
			const addresses = found.get(name) ?? [];
			if (addresses.length === 0) {
				findings.push(unknown(name, `${host.name} does not find ${name} by name`));
				continue;
			}
			const wrong = (what: string) =>
				void findings.push({
					state: 'failed',
					found: `${name} is ${addresses.join(', ')}`,
					wanted: `the address of ${name}`,
					what: `on ${host.name} the name ${name} leads to ${what}`,
					fix,
					run: sh`getent hosts ${name}`.text,
				});
			const [astray] = addresses.flatMap(one => {
				const owner = ownerOf(one) ?? seen.get(one) ?? name;
				return owner === name ? [] : [`${one}, which is ${owner}`];
			});
			if (addresses.some(isLoopback)) wrong(`${addresses.join(', ')}, which is itself`);
			else if (astray !== undefined) wrong(astray);
			else findings.push(...boundElsewhere(host, other, addresses));
			const open = tellsOf(cluster, host, other) ? openTo(cluster, other, factsOf, addresses) : undefined;
			if (open !== undefined)
				findings.push({state: 'warning', found: open, wanted: 'services that only peers and clients reach', what: open});
			for (const address of addresses) if (!seen.has(address)) seen.set(address, name);
		}
		return findings.length > 0
			? findings
			: ok(`${others.length} found, and itself`, 'all hosts of the cluster file, each with its own address');
	});
}
