import {sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import {lets} from '../../core/networks.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {file} from '../files/file.ts';
import {must} from '../shell.ts';
import {letInBy, type PortTable, tableName, tableText} from './port-table.ts';
import {look, type TableView} from './port-table-look.ts';
import {isLoaded} from './port-table-state.ts';

export type PortTableSpec = {
	readonly id: string;
	readonly title: string;
	/** Of the table's text, on the host. */
	readonly path: string;
	/** Loads it at the start of the host; without `.service`. */
	readonly unit: string;
	/** Steps that put what goes with it: the folder of the text, and the file of the unit. */
	readonly beside: readonly ConvergeStep[];
	/** Peers by name, each with the addresses that it says it has. */
	readonly peers: ReadonlyMap<string, readonly string[]>;
	/** Whom the host lets in already stays let in, for others may still need it; or else only such are shut out. */
	readonly only: 'open' | 'close';
	/** A host of the cluster is no longer in its file. */
	readonly hasLeft: boolean;
	/** The host has the table already. */
	readonly has: boolean;
} & Omit<PortTable, 'peers'>;

/** firewalld and ufw have the rules of each service themselves. A table that is there is kept true under them too. */
const isFor = ({facts}: Context, {has}: PortTableSpec): boolean =>
	facts.nft && (has || (facts.firewall !== 'firewalld' && facts.firewall !== 'ufw'));

type Tables = {readonly end: PortTable; readonly now: PortTable};

const union = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];

/**
 * The table as it is to be in the end, and as it is to be now. An address of a peer that is not seen today, as one of an
 * interface that is down, is let in until a host leaves: nobody can tell it from one that is gone for good.
 */
function tablesOf({only, hasLeft, ...spec}: PortTableSpec, {peers, file: before}: TableView): Tables {
	const kept = letInBy(before);
	const end = {...spec, peers: hasLeft ? peers : union(peers, kept.peers)};
	if (only === 'close') return {end, now: end};
	const clients = end.clientPorts.length === 0 ? [] : union(spec.clients, kept.clients);
	return {end, now: {...end, peers: union(peers, kept.peers), clients}};
}

/** Those that the file lets in and the table does not. */
function surplus({file: before}: TableView, {peers, clients, clientPorts}: PortTable): readonly string[] {
	const kept = letInBy(before);
	return [
		...kept.peers.filter(address => !peers.includes(address)),
		...(clientPorts.length === 0 ? [] : kept.clients.filter(network => !lets(clients, network))),
	];
}

/** Before a host gets its first table: names the clients that it would cut off, and stops where a connected one may be a peer. */
function warn(context: Context, {connected}: TableView, {peerPorts, clientPorts, peers, clients}: PortTable): void {
	const strangers = connected.filter(({address}) => !peers.includes(address));
	const [stranger] = strangers.filter(({port}) => peerPorts.includes(port));
	if (stranger !== undefined) {
		const {address, port} = stranger;
		throw new StepError(
			`${address} is connected to port ${port} of ${context.host.name}, which is for the hosts of the cluster alone`,
			{
				hint: `If it is one of them, let its name lead to that address as well on ${context.host.name} (/etc/hosts), so that it is not cut off. Else end the connection: ss -tn src :${port}`,
			},
		);
	}
	const cut = strangers.filter(({port, address}) => clientPorts.includes(port) && !lets(clients, address));
	for (const port of new Set(cut.map(one => one.port))) {
		const addresses = cut.filter(one => one.port === port).map(({address}) => address);
		const more = addresses.length > 5 ? ` and ${addresses.length - 5} more` : '';
		context.note(`connected to port ${port} now, and cut off by this: ${addresses.slice(0, 5).join(', ')}${more}`);
	}
}

/** Where nothing can keep anybody out, that is said; and refused where the file says who may come. @throws StepError */
function unlessOpen({facts, host, note}: Context, {clientPorts}: PortTableSpec): void {
	if (facts.nft || facts.firewall !== undefined) return;
	if (clientPorts.length === 0) {
		note('no nft here: the ports are open to whom the network lets through');
		return;
	}
	throw new StepError(`${host.name} has nothing that keeps others than the clients of the file out: no nft, firewalld or ufw`, {
		hint: 'Install nftables there, and run it again. Without `clients` in the file nobody is kept out.',
	});
}

const filesOf = ({path, beside}: PortTableSpec, table: PortTable) => [
	...beside,
	file({path, content: tableText(table), mode: 0o600}),
];

const property = (shown: string, name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(shown)?.[1] ?? '';

async function changesOf(context: Context, spec: PortTableSpec, view: TableView, table: PortTable): Promise<readonly Change[]> {
	const {unit} = spec;
	const written: Change[] = [];
	for (const step of filesOf(spec, table)) written.push(...(await step.check(context)));
	const isRunning = property(view.unit, 'ActiveState') === 'active' && property(view.unit, 'UnitFileState') === 'enabled';
	const loaded = isLoaded(view.loaded, table);
	if (written.length === 0 && loaded && isRunning && property(view.unit, 'NeedDaemonReload') !== 'yes') return [];
	const reason = loaded || written.length > 0 ? {} : {reason: 'what is loaded is not what its file says'};
	return [...written, {what: `load the table ${tableName} by ${unit}`, ...reason, puts: [{kind: 'service', name: unit}]}];
}

/**
 * A table of our own in nftables that keeps all but the peers from the ports that are for them alone, and all but peers and
 * clients from the ports of clients, if `clients` are given; it is loaded whole or not at all, and again at each start of the
 * host. A table that someone flushed is noticed. It is never part of a service's turn: nothing restarts by it.
 */
export function portTable(spec: PortTableSpec): ConvergeStep {
	const {path, unit, only} = spec;
	const ports = [...spec.peerPorts, ...spec.clientPorts];
	return {
		id: spec.id,
		title: spec.title,
		async check(context) {
			if (!isFor(context, spec)) {
				if (only === 'open') unlessOpen(context, spec);
				return [];
			}
			const view = await look(context, {...spec, ports});
			const {end, now} = tablesOf(spec, view);
			if (only === 'close' && surplus(view, end).length === 0) return [];
			if (view.file === '') warn(context, view, now);
			const changes = await changesOf(context, spec, view, now);
			// All of it was there before.
			return only === 'open' ? changes : changes.map(({puts: _, ...change}) => change);
		},
		async apply(context) {
			const view = await look(context, {...spec, ports});
			const {now} = tablesOf(spec, view);
			const text = Buffer.from(tableText(now));
			await must(context, sh`nft -c -f -`, {input: text, what: `try the table ${tableName}`});
			for (const step of filesOf(spec, now)) await step.apply(context);
			await must(context, sh`nft -f ${path}`, {show: true});
			await must(context, sh`systemctl daemon-reload && systemctl enable ${unit} && systemctl start ${unit}`, {
				what: `enable ${unit}`,
			});
		},
	};
}
