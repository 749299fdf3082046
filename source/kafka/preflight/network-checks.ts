import type {Cluster} from '../../cluster/cluster.ts';
import {metadataRole} from '../../cluster/roles.ts';
import {joined, rawCommand, sh} from '../../core/command.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import type {Step} from '../../core/plan.ts';
import {portsOf} from './ports.ts';

/** Facts of all hosts of a run, by name. */
export type FactsOf = ReadonlyMap<string, Facts>;

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

/** Every host has to find every other by its name, for they are told each other's names. */
function names(cluster: Cluster, host: Host): Step {
	const others = cluster.hosts.map(one => one.name).filter(name => name !== host.name);
	return {
		id: 'names',
		title: 'Names of the other hosts',
		async check({exec, note}) {
			const ask = [host.name, ...others].map(
				name => sh`printf '%s ' ${name}; getent ahosts ${name} | awk '{print $1}' | sort -u | xargs`,
			);
			const {stdout} = await exec(joined(ask, '\n'));
			const found = new Map(
				stdout
					.trim()
					.split('\n')
					.map(line => [line.split(' ')[0]!, line.split(' ').slice(1).filter(Boolean)]),
			);
			const own = found.get(host.name) ?? [];
			if (own.length === 0) return [{what: `${host.name} does not find itself by that name`, reason: fixNames}];
			if (own.every(isLoopback))
				note(`${host.name} is ${own.join(', ')} to itself: ${metadataRole.title} binds to all addresses instead`);
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

/** Bash: `probe HOST PORT` prints a line `HOST PORT REASON` where something is in between. */
const probe = rawCommand(`probe() {
	local said
	said=$(timeout 4 bash -c 'exec 3<>"/dev/tcp/$1/$2"' probe "$1" "$2" 2>&1) && return
	[ $? = 124 ] && echo "$1 $2 no answer within 4 s"
	case $said in *'No route to host'* | *unreachable*) echo "$1 $2 \${said##*: }" ;; esac
}`);

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
			const probes = targets.map(({name, port}) => sh`probe ${name} ${port} &`);
			const {stdout} = await exec(joined([probe, ...probes, rawCommand('wait')], '\n'));
			const lines = stdout.split('\n');
			return targets.flatMap(({name, port}) => {
				const start = `${name} ${port} `;
				const line = lines.find(one => one.startsWith(start));
				if (line === undefined) return [];
				return [
					{
						what: `${host.name} does not reach port ${port} of ${name}: ${line.slice(start.length)}`,
						reason: 'Open it in the network between them, or give a port that is open in the cluster file.',
					},
				];
			});
		},
	};
}

export const network = (cluster: Cluster, host: Host, factsOf: FactsOf): readonly Step[] =>
	cluster.hosts.length === 1 ? [] : [names(cluster, host), reach(cluster, host, factsOf)];
