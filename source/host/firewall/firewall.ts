import {sh} from '../../core/command.ts';
import type {Change} from '../../core/events.ts';
import {halved} from '../../core/networks.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {type Backend, key, type Pair, type Standing} from './firewall-backend.ts';
import {firewalld} from './firewall-firewalld.ts';
import {nftables} from './firewall-nftables.ts';
import {comesFrom, parsePeers, peersScript} from './firewall-peers.ts';
import {ufw} from './firewall-ufw.ts';

export type Opening = {
	readonly port: number;
	/** Who comes there, such as "clients". */
	readonly what: string;
	/** Names of hosts, as this host resolves them; itself among them is left out. */
	readonly from: readonly string[];
	/** Networks and addresses beside them. */
	readonly networks?: readonly string[];
};

export type FirewallSpec = {
	readonly id: string;
	readonly title: string;
	/** Marks the rules as ours: what bears this name and is not wanted any longer is removed. Lower case, digits, dashes; at most 15 characters. */
	readonly name: string;
	readonly openings: readonly Opening[];
};

const backends = {firewalld, ufw, nftables};

type View = {
	readonly backend: Backend;
	readonly standing: Standing;
	readonly wanted: readonly Pair[];
	/** Host names by address. */
	readonly names: ReadonlyMap<string, string>;
};

/** One question: who the peers are, and how the firewall stands. Undefined if no firewall is active. */
async function look(context: Context, {name, openings}: FirewallSpec): Promise<View | undefined> {
	if (context.facts.firewall === undefined) return undefined;
	const backend = backends[context.facts.firewall];
	const hosts = [...new Set(openings.flatMap(({from}) => from))];
	const given = openings.flatMap(({networks = []}) => networks.flatMap(halved));
	// They may come in by another interface, so by another zone, than the peers.
	const begins = given.map(network => network.replace(/\/.*/, '')).join(' ');
	const more = begins === '' ? sh`` : sh`addresses+=${` ${begins}`}\n`;
	const ports = [...new Set(openings.map(({port}) => port))];
	const {stdout} = await context.exec(sh`${peersScript(hosts)}\n${more}echo '== firewall'\n${backend.look(name, ports)}\ntrue`);
	const at = stdout.indexOf('== firewall\n');
	const addresses = parsePeers(context, stdout.slice(0, at), hosts);
	const useful = comesFrom(stdout.slice(0, at));
	const pairs = openings.flatMap(({port, from, networks = []}) =>
		[...from.flatMap(host => addresses.get(host)!), ...networks.flatMap(halved).filter(useful)].map(address => ({port, address})),
	);
	return {
		backend,
		standing: backend.parse(stdout.slice(at), name),
		wanted: [...new Map(pairs.map(pair => [key(pair), pair])).values()],
		names: new Map([...addresses].flatMap(([host, list]) => list.map(address => [address, host] as const))),
	};
}

function grouped(verb: string, pairs: readonly Pair[], {names}: View, reason: (port: number) => string): Change[] {
	return [...new Set(pairs.map(({port}) => port))].map(port => {
		const who = pairs.filter(pair => pair.port === port).map(({address}) => names.get(address) ?? address);
		return {what: `${verb} port ${port} for ${[...new Set(who)].join(', ')}`, reason: reason(port)};
	});
}

/**
 * Ports that are open for the hosts that need them and no others, in the firewall that is active: at once, and after
 * a restart of the host too. Only rules that bear our mark are ever removed.
 * @throws StepError if a peer's name doesn't resolve on the host.
 */
export function firewall(spec: FirewallSpec): ConvergeStep {
	if (!/^[a-z][a-z0-9-]{0,14}$/.test(spec.name)) throw new Error(`${spec.name} cannot be a name in a firewall`);
	return {
		id: spec.id,
		title: spec.title,
		settleMs: 3000,
		async check(context) {
			const view = await look(context, spec);
			if (!view) {
				context.note('no active firewall: nothing to do');
				return [];
			}
			const {standing, wanted} = view;
			const wantedKeys = new Set(wanted.map(key));
			const what = (port: number) => spec.openings.find(opening => opening.port === port)?.what ?? '';
			const ours = 'kafka-setup opened it, and it is needed no longer';
			return [
				...grouped(
					'open',
					wanted.filter(pair => !standing.isOpen(pair)),
					view,
					what,
				).map(change => ({...change, puts: [{kind: 'firewall', name: spec.name}] as const})),
				...grouped(
					'close',
					standing.ours.filter(pair => !wantedKeys.has(key(pair))),
					view,
					() => ours,
				),
			];
		},
		async apply(context) {
			const view = await look(context, spec);
			await view?.backend.apply(context, spec.name, view.wanted, view.standing);
		},
	};
}
