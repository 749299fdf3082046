import {sh} from '../../core/command.ts';
import type {Difference} from '../../core/events.ts';
import {unitOf} from '../distribution.ts';
import type {Rule, View} from './view.ts';
import {run, say} from './way-out.ts';

/** Which worker runs each source now: what the units say, and for the others the newest record. */
export function workersNow({hosts, shared}: Pick<View, 'hosts' | 'shared'>): ReadonlyMap<string, string> {
	const running = hosts.flatMap(({name, standing: {connect}}) =>
		connect.active || connect.enabled ? connect.sources.map(source => [source, name] as const) : [],
	);
	return new Map([...Object.entries(shared?.sources ?? {}), ...running]);
}

/** Two workers that both read a table would write each row twice; a source that moves without its offsets reads all rows again. */
export const workers: Rule = ({cluster, hosts, shared, settled}) => {
	if (!settled) return [];
	const wanted = cluster.roles.connect;
	const {dataDir} = cluster.connect;
	const now = workersNow({hosts, shared});
	const old = new Set([
		...[...now.values()],
		...(shared?.workers ?? []),
		...hosts.filter(({standing: {connect}}) => connect.active).map(({name}) => name),
	]);
	return [...old]
		.filter(name => !wanted.includes(name))
		.flatMap((name): readonly Difference[] => {
			const sources = [...now].filter(([, worker]) => worker === name).map(([source]) => source);
			const target = wanted[0];
			const view = hosts.find(host => host.name === name);
			const subject = `Connect on ${name}`;
			const there = `it runs ${sources.length === 0 ? 'a worker' : sources.join(', ')}`;
			const to = target === undefined ? 'no worker' : `Connect on ${wanted.join(', ')}`;
			if (view === undefined) {
				if (sources.length === 0) return [];
				return [
					{
						subject,
						there: `${there} by the record, and ${name} is not among the hosts of the file`,
						wanted: to,
						wayOut: [say(`Add ${name} to \`hosts:\`, so that its worker and its offsets can be checked, then run again.`)],
					},
				];
			}
			const {connect} = view.standing;
			const running = connect.active || connect.enabled;
			const copied =
				target === undefined || hosts.some(one => one.name === target && one.standing.disks.get(dataDir)?.hasOffsets === true);
			if (!running && (!connect.hasOffsets || copied)) return [];
			const from = connect.dataDir ?? dataDir;
			return [
				{
					subject,
					there: running
						? `${there}, and both would read the same tables`
						: `it has the offsets of ${sources.join(', ') || 'its sources'} in ${from}`,
					wanted: to,
					wayOut: [
						say(`Put ${name} back under \`connect:\`. Or move the worker: stop it, copy its offsets, then run again:`),
						run(sh`ssh ${name} sudo systemctl disable --now ${unitOf(cluster, 'connect')}`.text),
						...(target === undefined || !connect.hasOffsets
							? []
							: [
									run(sh`ssh ${target} ${sh`sudo install -d -m 750 ${dataDir}`.text}`.text),
									run(
										sh`ssh ${name} ${sh`sudo cat ${`${from}/connect.offsets`}`.text} | ssh ${target} ${sh`sudo tee ${`${dataDir}/connect.offsets`} >/dev/null`.text}`
											.text,
									),
								]),
					],
				},
			];
		});
};
