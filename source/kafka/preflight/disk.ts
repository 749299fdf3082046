import {type Cluster, directoriesOn} from '../../cluster/cluster.ts';
import {rawCommand, sh} from '../../core/command.ts';
import {leastFreeMb} from '../host-limits.ts';
import {freeSpace} from './free-space.ts';
import {type HostCheck, hostCheck, ok} from './host-check.ts';

export function disk(cluster: Cluster): HostCheck {
	return hostCheck('disk', async context => {
		const {host} = context;
		const paths = [
			...(cluster.platform.source === undefined ? ['/usr'] : ['/opt']),
			'/var',
			...directoriesOn(cluster, host.name),
		];
		const {said, mounts} = await freeSpace(context, paths, rawCommand('command -v kafka-topics'));
		const installed = /^\/usr\/(?:local\/)?bin\/kafka-topics\n/.test(said);
		const each = [...new Map(mounts.map(one => [one.mount, one])).values()];
		const full = each.filter(({freeMb}) => freeMb < leastFreeMb);
		const wanted = `${leastFreeMb} MiB free`;
		if (full.length === 0) return ok(each.map(({mount, freeMb}) => `${mount} ${freeMb} MiB free`).join(', '), wanted);
		return full.map(({mount, freeMb}) => {
			const found = `${mount} ${freeMb} MiB free`;
			const run = sh`du -xh --max-depth=2 ${mount} | sort -h | tail`.text;
			// A host that has the packages must not be kept from a change that may be what frees its disk.
			if (installed) {
				const what = `${host.name}:${mount} has only ${freeMb} MiB of free space`;
				return {state: 'warning', found, wanted, what, fix: 'See what takes it', run};
			}
			const what = `${host.name}:${mount} has ${freeMb} MiB of free space, and needs at least ${leastFreeMb}`;
			const fix = 'If its data directories hold no data yet, choose others in the cluster file. Or see what takes it';
			return {state: 'failed', found, wanted, what, fix, run};
		});
	});
}
