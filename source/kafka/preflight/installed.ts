import {type Cluster, directoriesOn} from '../../cluster/cluster.ts';
import {versionOf} from '../../cluster/versions.ts';
import {sh} from '../../core/command.ts';
import type {Host} from '../../core/inventory.ts';
import {distributionOf} from '../distribution.ts';
import {javaPackage} from '../java-package.ts';
import {javaMajor} from '../platform/java-major.ts';
import type {DeepLookAt} from './deep-look.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';

/** Another installation, which is none of ours: of a process, and not of a directory, for those of the file are looked at anyway. */
export function otherKafka(cluster: Cluster, look: DeepLookAt, belongs: boolean): HostCheck {
	const own = belongs ? Object.values(distributionOf(cluster).units).map(unit => `${unit}.service`) : [];
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
				fix: 'If it is not needed, stop it',
				run: unit.endsWith('.service') ? sh`systemctl disable --now ${unit}`.text : `kill ${pid}`,
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

/** The Java that a shell finds: packages bring theirs beside it, and do not become the default where one was chosen by hand. */
export function java(cluster: Cluster, look: DeepLookAt): HostCheck {
	return hostCheck('java', async context => {
		const {oldest, newest} = versionOf(cluster).java;
		const wanted = `Java ${oldest} to ${newest}`;
		if (cluster.platform.java !== undefined) return ok('comes from the archive', wanted);
		const comes = javaPackage(cluster, context.facts) ?? 'none that fits';
		const found = (await look(context)).java;
		if (found === undefined) return ok(`none; apply installs ${comes}`, wanted);
		const major = javaMajor(found.version);
		const text = `Java ${major ?? 'of an unknown version'} (${found.path})`;
		if (major !== undefined && major >= oldest && major <= newest) return ok(text, wanted);
		return [
			{
				state: 'warning',
				found: text,
				wanted,
				what: `${context.host.name} has ${text}, and this platform runs on ${oldest} to ${newest}`,
				fix: `apply installs ${comes} beside it. If the other one stays the default, choose`,
				run: `${context.facts.packageManager === 'apt' ? 'update-alternatives' : 'alternatives'} --config java`,
			},
		];
	});
}
