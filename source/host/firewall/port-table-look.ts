import {joined, rawCommand, sh} from '../../core/command.ts';
import {networkIn} from '../../core/networks.ts';
import type {Context} from '../../core/plan.ts';
import {tellScript, told} from '../told.ts';
import {comesFrom, isOwn, parsePeers, peersScript} from './firewall-peers.ts';
import {tableName} from './port-table.ts';

/** A peer that is connected now: to which port of the host. */
export type Connected = {readonly port: number; readonly address: string};

export type TableView = {
	/** The addresses of the peers, by which names and interfaces know them. */
	readonly peers: readonly string[];
	/** What `nft` lists of the table; empty if it is not loaded. */
	readonly loaded: string;
	/** The text that is loaded at the start of the host; empty if there is none. */
	readonly file: string;
	/** What systemd says of the unit that loads it. */
	readonly unit: string;
	/** Those that are connected from other hosts. */
	readonly connected: readonly Connected[];
};

type Question = {
	readonly path: string;
	readonly unit: string;
	readonly ports: readonly number[];
	/** Each with the addresses that it says it has. */
	readonly peers: ReadonlyMap<string, readonly string[]>;
};

/** What is longer is no file of ours. In bytes. */
const mostBytes = 256 * 1024;
/** So many addresses say enough of who is connected. */
const mostConnected = 200;

/** A line `LOCAL:PORT PEER` of ss; a service of Java has IPv4 in the clothes of IPv6. */
function connectedIn(line: string): Connected | undefined {
	const [, port, peer = ''] = /^\S+:(\d+) \[?(\S+?)\]?$/.exec(line) ?? [];
	const address = networkIn(peer.replace(/^::ffff:(?=[\d.]+$)/i, ''));
	return port === undefined || address === undefined ? undefined : {port: Number(port), address};
}

/** One question for all of it. @throws StepError if a peer's name does not resolve */
export async function look(context: Context, {path, unit, ports, peers}: Question): Promise<TableView> {
	const names = [...peers.keys()];
	const from = joined(
		ports.map(port => sh`sport = ${`:${port}`}`),
		' or ',
	);
	const {stdout} = await context.exec(sh`${peersScript(names)}
echo '== table'
${tellScript}
tell loaded "$(nft -j list table inet ${tableName} 2>/dev/null)"
tell unit "$(systemctl show ${unit} -p UnitFileState,ActiveState,NeedDaemonReload)"
tell_file file ${mostBytes} ${path}
tell connected "$(ss -Htn state established ${from.text} 2>/dev/null | ${rawCommand(`awk '{sub(/:[0-9]+$/, "", $4); print $3, $4}'`)} | sort -u | head -n ${mostConnected})"`);
	const at = stdout.indexOf('== table\n');
	const resolved = stdout.slice(0, at);
	const answers = told(stdout.slice(at));
	const useful = comesFrom(resolved);
	const found = parsePeers(context, resolved, names);
	return {
		peers: names.flatMap(name => [...found.get(name)!, ...peers.get(name)!.filter(useful)]),
		loaded: answers.get('loaded') ?? '',
		file: answers.get('file') ?? '',
		unit: answers.get('unit') ?? '',
		connected: (answers.get('connected') ?? '').split('\n').flatMap(line => {
			const one = connectedIn(line);
			return one === undefined || isOwn(resolved, one.address) ? [] : [one];
		}),
	};
}
