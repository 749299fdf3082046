import type {Cluster} from '../../cluster/cluster.ts';
import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import type {Change} from '../../core/events.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import type {Step} from '../../core/plan.ts';
import {resolveScript} from '../../host/resolve.ts';
import {openTo, tellsOf} from './open-addresses.ts';
import {portsOf} from './ports.ts';

/** Facts of all hosts of a run, by name. */
export type FactsOf = ReadonlyMap<string, Facts>;

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

/** Every host has to find every other by its name, for they are told each other's names. */
function names(cluster: Cluster, host: Host, factsOf: FactsOf): Step {
	const others = cluster.hosts.filter(({name}) => name !== host.name);
	return {
		id: 'names',
		title: 'Names of the other hosts',
		async check({exec, note}) {
			const {stdout} = await exec(sh`${resolveScript}\nresolve ${[host.name, ...others.map(({name}) => name)]}`);
			const found = new Map(
				stdout.split('\n').map(line => {
					const [name = '', ...addresses] = line.split(' ');
					return [name, [...new Set(addresses.filter(Boolean))].sort()];
				}),
			);
			const own = found.get(host.name) ?? [];
			if (own.length === 0) return [{what: `${host.name} does not find itself by that name`, reason: fixNames}];
			const wrong = leadsElsewhere(host, host, own);
			if (wrong !== undefined) return [wrong];
			if (own.every(isLoopback)) note(`${host.name} is ${own.join(', ')} to itself: its services bind to all addresses instead`);
			for (const other of others.filter(one => tellsOf(cluster, host, one))) {
				const open = openTo(cluster, other, factsOf, found.get(other.name) ?? []);
				if (open !== undefined) note(open);
			}
			return others.flatMap((other): readonly Change[] => {
				const {name} = other;
				const addresses = found.get(name) ?? [];
				if (addresses.length === 0) return [{what: `${host.name} does not find ${name} by name`, reason: fixNames}];
				if (!addresses.some(isLoopback)) {
					const wrong = leadsElsewhere(host, other, addresses);
					return wrong === undefined ? [] : [wrong];
				}
				return [{what: `on ${host.name} the name ${name} leads to ${addresses.join(', ')}, which is itself`, reason: fixNames}];
			});
		},
	};
}

/** Where a name does not lead to the one address on which the services of its host listen, nobody finds them. */
function leadsElsewhere(host: Host, {name, bind}: Host, addresses: readonly string[]): Change | undefined {
	if (bind === undefined || (addresses.includes(bind) && !addresses.some(isLoopback))) return undefined;
	return {
		what: `on ${host.name} the name ${name} leads to ${addresses.join(', ')}, and its services are to listen on ${bind} alone`,
		reason: `Let the name ${name} lead to ${bind} there, in DNS or in /etc/hosts, or change "bind" of ${name}.`,
	};
}

const fixNames = 'Add the hosts to DNS or to /etc/hosts of every host, by the names of the cluster file.';

/** How long a port may take to answer, in seconds; and how long those of the first look, all of which answer in a sound network. */
const patience = 4;
const firstPatience = 1;

type Target = {readonly name: string; readonly port: number};

/**
 * Bash: `probe HOST PORT...` prints a line `HOST PORT REASON` for each, one after another, where `open` stands for a port that
 * is open; nothing is the reason as long as nothing answers.
 */
const probe = rawCommand(`probe() {
	local host=$1 port
	shift
	for port; do printf '\\n%s %s ' "$host" "$port"; { exec 3<>"/dev/tcp/$host/$port"; } 2>&1 && echo open; done
}`);

/**
 * Each group of ports, of one host, is asked by one process, beside the others: one for each port would be a hundred on each of
 * twenty hosts. One limit holds for all of them.
 */
function knock(groups: readonly (readonly [name: string, ports: readonly number[]])[], seconds: number): Command {
	const probes = groups.map(([name, ports]) => sh`exec {fd}< <(probe ${name} ${ports}); all+=($fd)`);
	const read = rawCommand('for fd in "${all[@]}"; do mapfile -t lines <&$fd; printf \'%s\\n\' "${lines[@]}"; done');
	return sh`LC_ALL=C timeout ${seconds} bash -c ${joined([probe, ...probes, read], '\n').text}`;
}

/** What is said of a port; undefined if nothing answers there. */
const saidOf = (stdout: string, {name, port}: Target): string | undefined => {
	const start = `${name} ${port} `;
	const line = stdout.split('\n').find(one => one.startsWith(start) && one !== start);
	return line?.slice(start.length).replace(/^.*: /, '');
};

/**
 * Every port that a host will listen on has to be open to the others on the way there. A port where nobody listens yet
 * answers "refused", which is as good; silence or "no route" means that something is in between, unless it is a firewall
 * of the host itself, which the stages open.
 */
function reach(cluster: Cluster, host: Host, factsOf: FactsOf): Step {
	const hosts = cluster.hosts
		.map(one => one.name)
		.filter(name => name !== host.name && factsOf.get(name)?.firewall === undefined);
	const portsAt = (name: string) =>
		portsOf(cluster, {name})
			.filter(({local}) => local !== true)
			.map(({port}) => port);
	const targets = hosts.flatMap(name => portsAt(name).map(port => ({name, port})));
	return {
		id: 'reach',
		title: 'Ports of the other hosts',
		async check({exec}) {
			if (targets.length === 0) return [];
			const groups = hosts.map(name => [name, portsAt(name)] as const).filter(([, ports]) => ports.length > 0);
			const first = await exec(knock(groups, firstPatience));
			// One that is silent keeps those behind it waiting: each by itself then.
			const left = targets.filter(target => saidOf(first.stdout, target) === undefined);
			const single = left.map(({name, port}) => [name, [port]] as const);
			const second = left.length === 0 ? first : await exec(knock(single, patience));
			return targets.flatMap(target => {
				const {name, port} = target;
				const said = saidOf(first.stdout, target) ?? saidOf(second.stdout, target);
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
	cluster.hosts.length === 1
		? host.bind === undefined
			? []
			: [names(cluster, host, factsOf)]
		: [names(cluster, host, factsOf), reach(cluster, host, factsOf)];
