import {createHash} from 'node:crypto';
import {halved, networkIn, withoutOverlaps} from '../../core/networks.ts';
import {isV6} from './firewall-backend.ts';

/** Who may come to the ports of a host. */
export type PortTable = {
	/** Whom its ports are for, as the head of the file says it. */
	readonly head: string;
	/** The ports that peers alone may come to. */
	readonly peerPorts: readonly number[];
	/** The ports that `clients` may come to as well. */
	readonly clientPorts: readonly number[];
	/** Addresses. */
	readonly peers: readonly string[];
	/** Networks and addresses. */
	readonly clients: readonly string[];
};

/** Of the family inet, for IPv4 and IPv6. */
export const tableName = 'kafka_setup';

const mark = 'kafka-setup';

/** The sets of a table, by their names; those that would be empty are left out. */
function setsOf({peers, clients, clientPorts}: PortTable): ReadonlyMap<string, readonly string[]> {
	const clientNetworks = clientPorts.length === 0 ? [] : withoutOverlaps(clients).flatMap(halved);
	const sorted = (list: readonly string[]) => [...new Set(list.flatMap(address => networkIn(address) ?? []))].sort();
	const all = {
		peers4: sorted(peers.filter(address => !isV6(address))),
		peers6: sorted(peers.filter(isV6)),
		clients4: sorted(clientNetworks.filter(network => !isV6(network))),
		clients6: sorted(clientNetworks.filter(isV6)),
	};
	return new Map(Object.entries(all).filter(([, elements]) => elements.length > 0));
}

const ports = (list: readonly number[]) => `{ ${[...new Set(list)].sort((a, b) => a - b).join(', ')} }`;

function rulesOf(table: PortTable, sets: ReadonlyMap<string, unknown>, comment: string): readonly string[] {
	const {peerPorts, clientPorts} = table;
	const from = (set: string) => `${set.endsWith('6') ? 'ip6' : 'ip'} saddr @${set}`;
	return [
		// What a host sends to its own addresses comes by lo as well.
		`iifname "lo" accept comment "${comment}"`,
		...[...sets.keys()].map(set =>
			set.startsWith('peers') ? `${from(set)} accept` : `tcp dport ${ports(clientPorts)} ${from(set)} accept`,
		),
		`tcp dport ${ports([...peerPorts, ...clientPorts])} reject with tcp reset`,
	];
}

function textWith(table: PortTable, comment: string): string {
	const sets = setsOf(table);
	const declared = [...sets].map(([set, elements]) => {
		const kind = `type ${set.endsWith('6') ? 'ipv6_addr' : 'ipv4_addr'};${set.startsWith('clients') ? ' flags interval;' : ''}`;
		return `\tset ${set} { ${kind} elements = { ${elements.join(', ')} }; }\n`;
	});
	return `# ${table.head}
table inet ${tableName}
delete table inet ${tableName}
table inet ${tableName} {
${declared.join('')}	chain input {
		type filter hook input priority -10; policy accept;
${rulesOf(table, sets, comment)
	.map(rule => `\t\t${rule}\n`)
	.join('')}	}
}
`;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** By the first rule of a table that is loaded it is known which text it was loaded from. */
export const commentOf = (table: PortTable): string => `${mark} ${digestOf(textWith(table, mark))}`;

/**
 * The table as a file for `nft -f`, which loads it whole or not at all, in place of the one that is there. It drops nothing but
 * what comes to these ports, so another firewall of the host goes on as it was, and ssh is not touched. A stranger is
 * refused at once, by a reset: with silence the host would look down, to an operator and to our preflight.
 */
export function tableText(table: PortTable): string {
	if (table.peerPorts.length + table.clientPorts.length === 0) throw new Error('a table without ports keeps nobody out');
	return textWith(table, commentOf(table));
}

/** How many rules it has, and how many elements each of its sets: undefined where nft may list neighbours as one. */
export function shapeOf(table: PortTable): {readonly rules: number; readonly sets: ReadonlyMap<string, number | undefined>} {
	const sets = setsOf(table);
	return {
		rules: rulesOf(table, sets, mark).length,
		sets: new Map([...sets].map(([set, elements]) => [set, set.startsWith('peers') ? elements.length : undefined])),
	};
}

/** Whom the text of a table lets in, by its sets; nobody where it is none of ours. */
export function letInBy(text: string): Pick<PortTable, 'peers' | 'clients'> {
	const of = (kind: string) =>
		[...text.matchAll(/^\tset (peers|clients)[46] \{ [^\n{]*elements = \{ ([0-9a-f.:/, ]*) \}; \}$/gm)].flatMap(
			([, name, elements = '']) => (name === kind ? elements.split(', ') : []),
		);
	return {peers: withoutOverlaps(of('peers')), clients: withoutOverlaps(of('clients'))};
}
