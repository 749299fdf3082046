import type {Cluster} from '../../cluster/cluster.ts';
import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import type {Step} from '../../core/plan.ts';
import {portsOf} from './ports.ts';

/** Facts of all hosts of a run, by name. */
export type FactsOf = ReadonlyMap<string, Facts>;

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

/** Bash: `resolve NAME` prints a line `NAME ADDRESS...`. Of twenty hosts each asks for twenty names: one process for each is enough. */
const resolve = rawCommand(`resolve() {
	local address rest line=$1
	while read -r address rest; do line+=" $address"; done < <(getent ahosts "$1")
	echo "$line"
}`);

/** Every host has to find every other by its name, for they are told each other's names. */
function names(cluster: Cluster, host: Host): Step {
	const others = cluster.hosts.map(one => one.name).filter(name => name !== host.name);
	return {
		id: 'names',
		title: 'Names of the other hosts',
		async check({exec, note}) {
			const ask = [host.name, ...others].map(name => sh`resolve ${name}`);
			const {stdout} = await exec(joined([resolve, ...ask], '\n'));
			const found = new Map(
				stdout.split('\n').map(line => {
					const [name = '', ...addresses] = line.split(' ');
					return [name, [...new Set(addresses.filter(Boolean))].sort()];
				}),
			);
			const own = found.get(host.name) ?? [];
			if (own.length === 0) return [{what: `${host.name} does not find itself by that name`, reason: fixNames}];
			if (own.every(isLoopback)) note(`${host.name} is ${own.join(', ')} to itself: its services bind to all addresses instead`);
			return others.flatMap(name => {
				const addresses = found.get(name) ?? [];
				if (addresses.length === 0) return [{what: `${host.name} does not find ${name} by name`, reason: fixNames}];
				if (!addresses.some(isLoopback)) return [];
				return [{what: `on ${host.name} the name ${name} leads to ${addresses.join(', ')}, which is itself`, reason: fixNames}];
			});
		},
	};
}

const fixNames = 'Add the hosts to DNS or to /etc/hosts of every host, by the names of the cluster file.';

/** How long a port may take to answer, in seconds. */
const patience = 4;

/** Bash: `probe HOST PORT` prints a line `HOST PORT REASON`, or nothing as long as nothing answers; without a reason it is open. */
const probe = rawCommand(`probe() {
	local said
	said=$({ exec 3<>"/dev/tcp/$1/$2"; } 2>&1)
	echo "$1 $2 \${said##*: }"
}`);

/** All ports at once, under one limit: a process of its own for each limit would cost more than the connections. */
function knock(targets: readonly {readonly name: string; readonly port: number}[]): Command {
	const probes = targets.map(({name, port}) => sh`probe ${name} ${port} &`);
	return sh`LC_ALL=C timeout ${patience} bash -c ${joined([probe, ...probes, rawCommand('wait')], '\n').text}`;
}

/**
 * Every port that a host will listen on has to be open to the others on the way there. A port where nobody listens yet
 * answers "refused", which is as good; silence or "no route" means that something is in between, unless it is a firewall
 * of the host itself, which the stages open.
 */
function reach(cluster: Cluster, host: Host, factsOf: FactsOf): Step {
	const targets = cluster.hosts
		.filter(one => one.name !== host.name && factsOf.get(one.name)?.firewall === undefined)
		.flatMap(one =>
			portsOf(cluster, one)
				.filter(({local}) => local !== true)
				.map(({port}) => ({name: one.name, port})),
		);
	return {
		id: 'reach',
		title: 'Ports of the other hosts',
		async check({exec}) {
			if (targets.length === 0) return [];
			const {stdout} = await exec(knock(targets));
			const lines = stdout.split('\n');
			return targets.flatMap(({name, port}) => {
				const start = `${name} ${port} `;
				const said = lines.find(one => one.startsWith(start))?.slice(start.length);
				if (said !== undefined && !/No route to host|unreachable/.test(said)) return [];
				return [
					{
						what: `${host.name} does not reach port ${port} of ${name}: ${said ?? `no answer within ${patience} s`}`,
						reason: 'Open it in the network between them, or give a port that is open in the cluster file.',
					},
				];
			});
		},
	};
}

export const network = (cluster: Cluster, host: Host, factsOf: FactsOf): readonly Step[] =>
	cluster.hosts.length === 1 ? [] : [names(cluster, host), reach(cluster, host, factsOf)];
