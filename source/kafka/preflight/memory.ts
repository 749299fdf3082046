import {type Cluster, servicesOf} from '../../cluster/cluster.ts';
import {unitOf} from '../distribution.ts';
import {heapMb, heapOf} from '../heap.ts';
import {type HostCheck, hostCheck, ok} from './host-check.ts';
import type {LookAt} from './host-look.ts';

/** What a JVM takes beside its heap, as a share of it: metaspace, threads, buffers. */
const beside = 1.25;

const advice = 'Set smaller heaps in the cluster file, give the host more memory, or move a role to another host.';

/**
 * The heaps of all roles of the host, with what a JVM takes beside its heap, have to fit into its memory; those of the services that
 * do not run yet, into what is available of it. The page cache counts as available.
 */
export function memory(cluster: Cluster, look: LookAt): HostCheck {
	return hostCheck('memory', async context => {
		const {facts, host} = context;
		const heaps = servicesOf(cluster, host.name).map(({id}) => ({
			role: id,
			unit: `${unitOf(cluster, id)}.service`,
			mb: heapMb(heapOf(id, cluster[id].heap, facts)),
		}));
		const needOf = (some: typeof heaps) => Math.ceil(some.reduce((sum, {mb}) => sum + mb * beside, 0));
		const told = (some: typeof heaps) => `${some.map(({role, mb}) => `${role} ${mb}`).join(', ')}, and a quarter more`;
		const need = needOf(heaps);
		const wanted = `${need} MiB`;
		if (need > facts.memoryMb) {
			const what = `${host.name} has ${facts.memoryMb} MiB of memory, and its roles need ${need}: ${told(heaps)}`;
			return [{state: 'failed', found: `${facts.memoryMb} MiB`, wanted, what, fix: advice}];
		}
		const {availableMb = facts.memoryMb, running} = await look(context);
		const found = `${availableMb} of ${facts.memoryMb} MiB are available`;
		const still = heaps.filter(({unit}) => !running.has(unit));
		if (needOf(still) <= availableMb) return ok(found, wanted);
		const what = `${host.name} has ${availableMb} MiB of available memory, and its roles that do not run yet need ${needOf(still)}: ${told(still)}`;
		return [
			{
				// A heap is not taken at once, and others may give back what they have.
				state: 'warning',
				found,
				wanted: `${needOf(still)} MiB for ${still.map(({role}) => role).join(', ')}`,
				what,
				fix: 'Stop what takes it, or set smaller heaps in the cluster file. See what takes it',
				run: 'ps -eo rss,pid,user,args --sort=-rss | head',
			},
		];
	});
}
