import type {Cluster} from '../../cluster/cluster.ts';
import type {Host} from '../../core/inventory.ts';
import {brokerSettings, leastOpenFiles} from '../host-limits.ts';
import {memoryMaps, openFiles, swappiness} from './fixes.ts';
import {type HostCheck, hostCheck, ok} from './host-check.ts';
import type {LookAt} from './host-look.ts';
import {portsOf} from './ports.ts';

/** Units raise their own limit, up to what the kernel lets a process have. */
export function limits(look: LookAt): HostCheck {
	return hostCheck('limits', async context => {
		const most = (await look(context)).settings.get('fs.nr_open');
		const wanted = `fs.nr_open ${leastOpenFiles} or more`;
		if (most === undefined) return [{state: 'not-checked', found: 'the kernel does not say', wanted}];
		if (most >= leastOpenFiles) return ok(`fs.nr_open ${most}`, wanted);
		return [
			{
				state: 'warning',
				found: `fs.nr_open ${most}`,
				wanted,
				what: `${context.host.name} lets a process have ${most} files open, and a broker wants ${leastOpenFiles}`,
				fix: 'Raise it, in a file of /etc/sysctl.d too',
				run: openFiles.text,
			},
		];
	});
}

const applySets = 'apply sets it on brokers, in /etc/sysctl.d/90-kafka.conf. Before that';

/** Told before the installation alone: the broker's stage sets it, or says why it can't. */
export function swap(look: LookAt): HostCheck {
	return hostCheck('swap', async context => {
		const {swapMb, settings} = await look(context);
		const key = 'vm.swappiness';
		const wanted = `no swap, or ${key} ${brokerSettings[key]}`;
		if (swapMb === 0) return ok('no swap', wanted);
		const value = settings.get(key);
		const found = `${swapMb} MiB of swap, ${key} ${value ?? 'unknown'}`;
		if (value !== undefined && value <= Number(brokerSettings[key])) return ok(found, wanted);
		return [{state: 'warning', found, wanted, fix: applySets, run: swappiness.text}];
	});
}

/** The same. */
export function maxMapCount(cluster: Cluster, look: LookAt): HostCheck {
	return hostCheck('max-map-count', async context => {
		if (!cluster.roles.kafka.includes(context.host.name)) return [];
		const key = 'vm.max_map_count';
		const value = (await look(context)).settings.get(key);
		const wanted = `${key} ${brokerSettings[key]} or more`;
		if (value === undefined) return [{state: 'not-checked', found: 'the kernel does not say', wanted}];
		if (value >= Number(brokerSettings[key])) return ok(`${key} ${value}`, wanted);
		return [{state: 'warning', found: `${key} ${value}`, wanted, fix: applySets, run: memoryMaps.text}];
	});
}

/** From which port on everybody may listen, where the kernel does not say otherwise. */
const usualFirst = 1024;

export function lowPorts(cluster: Cluster, host: Host, look: LookAt): HostCheck {
	const low = portsOf(cluster, host).filter(({port}) => port < usualFirst);
	return hostCheck('low-ports', async context => {
		const wanted = 'ports that need no root';
		if (low.length === 0) return ok('none', wanted);
		const {settings, running} = await look(context);
		const first = settings.get('net.ipv4.ip_unprivileged_port_start') ?? usualFirst;
		// A unit that runs has been given what it needs.
		const closed = low.filter(({port, unit}) => port < first && !running.has(`${unit}.service`));
		if (closed.length === 0) return ok(low.map(({port}) => port).join(', '), wanted);
		return closed.map(({port, purpose}) => ({
			state: 'failed',
			found: `port ${port} (${purpose})`,
			wanted,
			what: `port ${port} (${purpose}) on ${host.name} is below ${first}, where only root may listen, and its service does not run as root`,
			fix: `Give ${purpose} a port from ${usualFirst} on in the cluster file, or let everybody listen there, in a file of /etc/sysctl.d too`,
			run: `sysctl -w net.ipv4.ip_unprivileged_port_start=${port}`,
		}));
	});
}
