import {type Cluster, directoriesOn} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import type {Host} from '../../core/inventory.ts';
import {distributionOf} from '../distribution.ts';
import type {DeepLookAt} from './deep-look.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';

/**
 * Another installation: its processes, for the directories of the file are looked at anyway.
 * @param own the units of this cluster that the host has already, with their `.service`
 */
export function otherKafka(own: readonly string[], look: DeepLookAt): HostCheck {
	return hostCheck('other-kafka', async context => {
		const wanted = 'none beside this cluster';
		const others = (await look(context)).processes.filter(({unit}) => !own.includes(unit));
		if (others.length === 0) return ok('none', wanted);
		return others.map(({pid, main, unit}) => {
			const found = `${main} (pid ${pid}${unit === '' ? '' : `, unit ${unit}`})`;
			return {
				state: 'warning',
				found,
				wanted,
				what: `${main} runs on ${context.host.name} already, and not by kafka-setup: ${found.slice(main.length + 1)}`,
				fix: 'If it is not needed, stop it and its unit. See what it is',
				run: `systemctl status ${pid}`,
			};
		});
	});
}

/** Files of others in the directories of a service, which it may not write then. */
export function owners(cluster: Cluster, host: Host, logs: readonly string[], look: DeepLookAt, belongs: boolean): HostCheck {
	const {users} = distributionOf(cluster);
	const own: readonly string[] = ['root', ...Object.values(users)];
	const data = directoriesOn(cluster, host.name);
	return hostCheck('data-owners', async context => {
		const found = (await look(context)).owners;
		const wanted = `${own.join(', ')}, or nobody yet`;
		const findings = [...data, ...logs].flatMap((path): readonly Finding[] => {
			const foreign = (found.get(path) ?? []).filter(name => !own.includes(name));
			if (foreign.length === 0) return [];
			return [
				{
					state: data.includes(path) && !belongs ? 'failed' : 'warning',
					found: `${path}: ${foreign.join(', ')}`,
					wanted,
					what: `${path} on ${host.name} holds what belongs to ${foreign.join(', ')}`,
					fix: 'See whose it is. If it is not needed, move it away, else choose another directory in the cluster file',
					run: sh`ls -la -- ${path}`.text,
				},
			];
		});
		return findings.length > 0 ? findings : ok(found.size === 0 ? 'no such directory yet' : 'no others', wanted);
	});
}
