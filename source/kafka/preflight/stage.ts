import {type Cluster, directoriesOn, servicesOf} from '../../cluster/cluster.ts';
import {versionOf} from '../../cluster/versions.ts';
import {rawCommand, sh} from '../../core/command.ts';
import type {Change} from '../../core/events.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import type {Stage, Step} from '../../core/plan.ts';
import {ports} from '../../host/port.ts';
import {type Remark, remark} from '../../host/remarks.ts';
import {heapMb, heapOf} from '../heap.ts';
import {leastFreeMb, mostSkewSeconds} from '../host-limits.ts';
import {javaPackage, noJava} from '../java-package.ts';
import type {Materials} from '../plan.ts';
import {archive} from './archive.ts';
import {bound} from './bind.ts';
import {channels} from './channels.ts';
import {doubts} from './doubts.ts';
import {freeSpace} from './free-space.ts';
import {logSpace} from './log-space.ts';
import {type FactsOf, network} from './network-checks.ts';
import {portsOf} from './ports.ts';
import {upgrades} from './upgrades.ts';

const supported =
	'Supported are Debian, Ubuntu and their like with apt, and RHEL, Rocky, Alma, Oracle, Amazon Linux and their like with dnf or yum.';

/** ExecStartPre with `+`, on which the units' record of their start depends, came with systemd 231. */
const oldestSystemd = 231;

const system = (cluster: Cluster): Step => ({
	id: 'system',
	title: 'Operating system',
	async check({facts, host}) {
		const wrong: Change[] = [];
		if (facts.packageManager === undefined) {
			wrong.push({what: `${host.name} runs ${facts.osName}, and has neither apt nor dnf nor yum`, reason: supported});
		} else if (cluster.platform.java === undefined && javaPackage(cluster, facts) === undefined) {
			wrong.push(noJava(cluster, host.name, facts));
		}
		if (facts.systemd === undefined || facts.systemd < oldestSystemd) {
			const has = facts.systemd === undefined ? 'something else is process 1' : `it has ${facts.systemd}`;
			wrong.push({
				what: `${host.name} needs systemd ${oldestSystemd} or newer, and ${has}`,
				reason: 'The services are systemd units. Choose a host that runs systemd.',
			});
		}
		return wrong;
	},
});

/** The heaps of all roles of the host, with what a JVM takes beside its heap, have to fit into its memory. */
function memory(cluster: Cluster): Step {
	return {
		id: 'memory',
		title: 'Memory',
		async check({facts, host}) {
			const heaps = servicesOf(cluster, host.name).map(({id}) => ({
				role: id,
				mb: heapMb(heapOf(id, cluster[id].heap, facts)),
			}));
			const need = Math.ceil(heaps.reduce((sum, {mb}) => sum + mb * 1.25, 0));
			if (need <= facts.memoryMb) return [];
			return [
				{
					what: `${host.name} has ${facts.memoryMb} MiB of memory, and its roles need ${need}: ${heaps.map(({role, mb}) => `${role} ${mb}`).join(', ')}, and a quarter more`,
					reason: 'Set smaller heaps in the cluster file, give the host more memory, or move a role to another host.',
				},
			];
		},
	};
}

function disk(cluster: Cluster): Step {
	return {
		id: 'disk',
		title: 'Disk space',
		async check(context) {
			const {host, note} = context;
			const paths = [
				...(cluster.platform.source === undefined ? ['/usr'] : ['/opt']),
				'/var',
				...directoriesOn(cluster, host.name),
			];
			const {said, mounts} = await freeSpace(context, paths, rawCommand('command -v kafka-topics'));
			const installed = /^\/usr\/(?:local\/)?bin\/kafka-topics\n/.test(said);
			const full = [...new Map(mounts.map(one => [one.mount, one])).values()].filter(({freeMb}) => freeMb < leastFreeMb);
			// A host that has the packages must not be kept from a change that may be what frees its disk.
			if (installed) for (const {mount, freeMb} of full) note(`${host.name}:${mount} has only ${freeMb} MiB of free space`);
			if (installed) return [];
			return full.map(({mount, freeMb}) => ({
				what: `${host.name}:${mount} has ${freeMb} MiB of free space, and needs at least ${leastFreeMb}`,
				reason: `See what takes it: ${sh`du -xh --max-depth=2 ${mount} | sort -h | tail`.text}. Or, if its data directories hold no data yet, choose others in the cluster file.`,
			}));
		},
	};
}

/** Kafka compares times of brokers with times of clients; retention and sessions go by them. */
function clock(factsOf: FactsOf): Step {
	return {
		id: 'clock',
		title: 'Clock',
		async check({facts, host, note}) {
			const skews = [...factsOf.values()].map(one => one.clockSkew).sort((a, b) => a - b);
			const median = skews[Math.floor(skews.length / 2)] ?? 0;
			const off = Math.round(facts.clockSkew - median);
			if (Math.abs(off) <= mostSkewSeconds) return [];
			const what = `the clock of ${host.name} is ${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} the other hosts`;
			if (Math.abs(off) > 300)
				return [{what, reason: 'Set it, and let chrony or systemd-timesyncd keep it: timedatectl set-ntp true'}];
			note(`${what}: let chrony or systemd-timesyncd keep it`);
			return [];
		},
	};
}

/** Two names for one machine would put two members of an ensemble on it. */
function identity(factsOf: FactsOf): Step {
	return {
		id: 'identity',
		title: 'Unique machine IDs',
		async check({facts, host}) {
			const same = (key: keyof Facts) =>
				[...factsOf]
					.filter(([name, other]) => name !== host.name && other[key] !== '' && other[key] === facts[key])
					.map(([name]) => name);
			const twins = same('machineId');
			if (twins.length === 0) return [];
			return [
				{
					what: `${host.name} and ${twins.join(', ')} have the same machine ID (${facts.machineId})`,
					reason:
						'Either they are one machine under two names, or clones: rm /etc/machine-id && systemd-machine-id-setup on the clone, and restart it.',
				},
			];
		},
	};
}

/** What ends soon is said once a run. */
const ends = (cluster: Cluster): Step => ({
	id: 'support',
	title: 'Support of the platform',
	async check({note}) {
		const {ends: what} = versionOf(cluster);
		if (what !== undefined) note(`Confluent Platform ${cluster.platform.version}: ${what}`);
		return [];
	},
});

/** How the host stands in the cluster was compared with the file at the login; what is worth a line stands here. */
const settled = (remarks: readonly Remark[]): Step => ({
	id: 'settled',
	title: 'Cluster that the host belongs to',
	async check(context) {
		for (const one of remarks) remark(context, one);
		return [];
	},
});

export function preflight(
	cluster: Cluster,
	hosts: readonly Host[],
	{factsOf, remarks, databases}: Pick<Materials, 'factsOf' | 'remarks' | 'databases'>,
): Stage {
	return {
		id: 'preflight',
		title: 'Check hosts',
		hosts,
		begin() {
			const databasesOn = databases?.before();
			return host => [
				settled(remarks.get(host.name) ?? []),
				...(host === hosts[0] ? [ends(cluster), doubts(cluster)] : []),
				system(cluster),
				channels(),
				memory(cluster),
				disk(cluster),
				...logSpace(cluster, host),
				...upgrades(cluster, host),
				clock(factsOf),
				identity(factsOf),
				...bound(cluster, host),
				ports(portsOf(cluster, host)),
				...archive(cluster, host),
				...network(cluster, host, factsOf),
				...(databasesOn?.(host) ?? []),
			];
		},
	};
}
