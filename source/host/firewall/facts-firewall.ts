import type {Facts} from '../../core/facts.ts';

/**
 * Tables whose input chains are not the operator's firewall: firewalld's and ours, and those of programs that only ban
 * single addresses (fail2ban, crowdsec) or serve containers (netavark, libvirt).
 */
export const foreign = /^(firewalld|kafka[-_]setup\S*|f2b-\S+|crowdsec\S*|netavark|libvirt\S*)$/;

/** Tables with a chain that sees what comes in, by the output of `nft list chains`. */
function filteringTables(lines: readonly string[]): string[] {
	const tables: {readonly name: string; input: boolean; ufw: boolean}[] = [];
	for (const line of lines) {
		const table = /^\s*table \S+ (\S+) \{/.exec(line);
		if (table) tables.push({name: table[1]!, input: false, ufw: false});
		const last = tables.at(-1);
		if (!last) continue;
		if (/^\s*type filter hook input /.test(line)) last.input = true;
		if (/^\s*chain ufw6?-/.test(line)) last.ufw = true;
	}
	return tables.filter(({name, input, ufw}) => input && !ufw && !foreign.test(name)).map(({name}) => name);
}

type Answers = {
	/** `NAME STATE` of the units firewalld and nftables. */
	readonly units: readonly string[];
	/** First line of `ufw status`. */
	readonly ufw: string | undefined;
	readonly chains: readonly string[];
};

/** The firewall in force. A manager comes before what it is made of: firewalld and ufw write nftables too. */
export function firewallIn({units, ufw, chains}: Answers): Facts['firewall'] {
	if (units.includes('firewalld active')) return 'firewalld';
	if (ufw !== undefined && /^Status: active\b/.test(ufw)) return 'ufw';
	return units.includes('nftables active') || filteringTables(chains).length > 0 ? 'nftables' : undefined;
}
