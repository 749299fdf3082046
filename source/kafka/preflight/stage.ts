import {randomBytes} from 'node:crypto';
import {type Cluster, directoriesOn, servicesOf} from '../../cluster/cluster.ts';
import type {Host} from '../../core/inventory.ts';
import type {Stage} from '../../core/plan.ts';
import {takenPorts, takenText} from '../../host/port.ts';
import type {Refusals} from '../database/refusals.ts';
import {distributionOf, unitOf} from '../distribution.ts';
import {logSpaceOf} from '../logs/space.ts';
import type {Materials} from '../plan.ts';
import {isRecord} from '../settled/record.ts';
import {cacheFolder} from '../unit-cache.ts';
import {archive} from './archive.ts';
import {bound} from './bind.ts';
import {channels} from './channels.ts';
import {dataDirectories, temporary} from './data-directories.ts';
import {deepLookAt} from './deep-look.ts';
import {disk} from './disk.ts';
import {doubts} from './doubts.ts';
import {checkStep, type HostCheck, hostCheck, ok} from './host-check.ts';
import {lookAt} from './host-look.ts';
import {otherKafka, owners} from './installed.ts';
import {java} from './java.ts';
import {limits, lowPorts, maxMapCount, swap} from './kernel.ts';
import {createListeners, type Listeners} from './listeners.ts';
import {logSpace} from './log-space.ts';
import {clock, identity} from './machines.ts';
import {memory} from './memory.ts';
import {names} from './names.ts';
import {packageLock, packageState, reboot} from './package-checks.ts';
import {packageSource} from './package-source.ts';
import {portsOf} from './ports.ts';
import {reach} from './reach.ts';
import {firewall, selinux, settled, support, system} from './system.ts';
import {upgrades} from './upgrades.ts';

/** How the checks of the hosts take part in a run. */
export type Checks = {
	/** `check` asks for all that can be known, and tells what is well, too. */
	readonly all: boolean;
	/** The ids of those that are left out. */
	readonly skip: ReadonlySet<string>;
	/** Hosts listen on their ports for a moment, to be tried by the others: where someone asked to have them checked. */
	readonly listen?: boolean;
	/** Logins that a database refused in an earlier look, and that are not tried again. */
	readonly refusals?: Refusals;
};

type Known = Pick<Materials, 'factsOf' | 'remarks'> & Partial<Pick<Materials, 'known' | 'checks' | 'databases'>>;

const free = (cluster: Cluster, host: Host): HostCheck =>
	hostCheck('ports', async context => {
		const wanted = portsOf(cluster, host);
		const taken = await takenPorts(context, wanted);
		const list = wanted.map(({port}) => port).join(', ');
		if (taken.length === 0) return ok(list === '' ? 'none is needed' : `${list} are free, or its own`, 'free, or its own');
		return taken.map(one => {
			const {what, reason} = takenText(one, host.name);
			return {
				state: 'failed',
				found: `port ${one.port} is taken by ${one.by}`,
				wanted: `port ${one.port} for ${one.purpose}`,
				what,
				fix: reason,
				run: one.stop,
			};
		});
	});

/** The checks of one host, in their order. What is costly is asked by `check` alone, and where nothing is installed yet. */
function checksOf(
	cluster: Cluster,
	host: Host,
	isFirst: boolean,
	given: Known,
	listeners: Listeners | undefined,
): readonly HostCheck[] {
	const {factsOf, remarks, known, checks} = given;
	const all = checks?.all ?? false;
	// Earlier versions kept no record on the hosts.
	const installed = (name: string) => {
		const standing = known?.standings.get(name);
		return isRecord(standing?.record) || standing?.writtenFor === cluster.name;
	};
	const belongs = installed(host.name);
	const own = belongs ? Object.values(distributionOf(cluster).units).map(unit => `${unit}.service`) : [];
	const units = servicesOf(cluster, host.name).map(({id}) => unitOf(cluster, id));
	const data = directoriesOn(cluster, host.name);
	const logs = logSpaceOf(cluster, host.name).map(({directory}) => directory);
	const look = lookAt([...data, cacheFolder], units);
	const deep = deepLookAt([...data, ...logs]);
	const isAlone = cluster.hosts.length === 1;
	const only = (...some: readonly HostCheck[]) => (all ? some : []);
	// It keeps its place in every plan, so that the steps are known before the hosts are.
	const untilInstalled = ({id, look: its}: HostCheck) => hostCheck(id, async context => (all || !belongs ? its(context) : []));
	return [
		settled(remarks.get(host.name) ?? [], belongs),
		...(isFirst ? [support(cluster), doubts(cluster)] : []),
		system(cluster),
		channels(),
		memory(cluster, look),
		disk(cluster),
		dataDirectories(cluster, look, belongs),
		untilInstalled(owners(cluster, host, logs, deep, belongs)),
		temporary(look, belongs),
		...logSpace(cluster, host),
		...only(limits(look), swap(look), maxMapCount(cluster, look)),
		clock(factsOf),
		identity(factsOf),
		...bound(cluster, host),
		...(isAlone && host.bind === undefined ? [] : [names(cluster, host, factsOf)]),
		free(cluster, host),
		lowPorts(cluster, host, look),
		...(isAlone ? [] : [reach(cluster, host, {factsOf, installed, listeners})]),
		...only(firewall, selinux),
		untilInstalled(otherKafka(own, deep)),
		...only(java(cluster)),
		...(cluster.platform.source === undefined ? only(packageSource(cluster)) : []),
		...only(packageLock(deep)),
		untilInstalled(packageState(look, deep)),
		...only(reboot(look)),
		...upgrades(cluster),
		...archive(cluster, host),
	];
}

export function preflight(cluster: Cluster, asked: readonly Host[], given: Known): Stage {
	const {all = false, skip = new Set(), listen = false} = given.checks ?? {};
	// A run ends where a host is not reached; `check` goes on with the others.
	const hosts = all ? asked.filter(({name}) => given.factsOf.has(name)) : asked;
	return {
		id: 'preflight',
		title: 'Check hosts',
		hosts,
		begin() {
			const listening = listen && hosts.length > 1 && !skip.has('reach');
			const listeners = listening
				? createListeners(
						hosts.map(({name}) => name),
						randomBytes(4).toString('hex'),
					)
				: undefined;
			const databasesOn = given.databases?.before();
			return host =>
				[...checksOf(cluster, host, host === hosts[0], given, listeners), ...(databasesOn?.(host) ?? [])]
					.filter(({id}) => !skip.has(id))
					.map(one => checkStep(one, all));
		},
	};
}
