import type {Cluster} from '../../cluster/cluster.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context} from '../../core/plan.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';
import type {Listeners, Listening} from './listeners.ts';
import type {FactsOf} from './names.ts';
import {portsOf} from './ports.ts';
import {patience, type Target, tryPorts} from './try-ports.ts';

export type Reaching = {
	readonly factsOf: FactsOf;
	/** Hosts that have their part of the cluster: what was to be opened there is open. */
	readonly installed: (name: string) => boolean;
	/** Absent: what listens there already has to do. */
	readonly listeners: Listeners | undefined;
};

const portsAt = (cluster: Cluster, name: string) =>
	portsOf(cluster, {name})
		.filter(({local}) => local !== true)
		.map(({port}) => port);

const isCut = (said: string) => /No route to host|unreachable/.test(said);

/**
 * Every port that a host will listen on has to be open to the others on the way there. A port where nobody listens yet
 * answers "refused", which is as good; silence or "no route" means that something is in between, unless it is a firewall
 * of the host itself, which the stages open. Where a listener of ours waits, only a connection is good.
 */
export function reach(cluster: Cluster, host: Host, {factsOf, installed, listeners}: Reaching): HostCheck {
	const firewallOf = (name: string) => (installed(name) ? undefined : factsOf.get(name)?.firewall);
	const others = cluster.hosts.map(one => one.name).filter(name => name !== host.name);
	const targetsAt = (some: readonly string[]) => some.flatMap(name => portsAt(cluster, name).map(port => ({name, port})));
	const wanted = 'every port of the others';
	const fix = 'Open it in the network between them, or give a port that is open in the cluster file.';

	function finding(target: Target, said: string | undefined, listening?: Listening): readonly Finding[] {
		const {name, port} = target;
		const refused = listening?.ours.has(port) ? said !== 'open' : said === undefined || isCut(said);
		if (!refused) return [];
		const answer = said ?? `no answer within ${patience} s`;
		const found = `port ${port} of ${name}: ${answer}`;
		const own = firewallOf(name);
		if (own !== undefined)
			return [{state: 'not-checked', found: `port ${port} of ${name}: ${own} there is opened by apply`, wanted}];
		const what = `${host.name} does not reach port ${port} of ${name}: ${answer}`;
		return [{state: 'failed', found, wanted: `port ${port} of ${name} is open to ${host.name}`, what, fix}];
	}

	async function tryAll(context: Context, targets: readonly Target[], listening?: (name: string) => Listening) {
		if (targets.length === 0) return [];
		const saidOf = await tryPorts(context, targets);
		return targets.flatMap(target => finding(target, saidOf(target), listening?.(target.name)));
	}

	return hostCheck('reach', async context => {
		const targets = targetsAt(
			listeners === undefined ? others.filter(name => factsOf.get(name)?.firewall === undefined) : others,
		);
		const findings =
			listeners === undefined
				? await tryAll(context, targets)
				: await listeners.meet(context, {ports: portsAt(cluster, host.name), may: !installed(host.name)}, listening =>
						tryAll(context, targets, listening),
					);
		return findings.length > 0 ? findings : ok(`${targets.length} ports are reached`, wanted);
	});
}
