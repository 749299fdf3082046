import {StepError} from '../../core/errors.ts';
import {foreign} from './facts-firewall.ts';
import {isV6, key, type Pair, type Standing} from './firewall-backend.ts';

type Rule = {readonly handle: number; readonly comment: string | undefined; readonly pairs: readonly Pair[]};

/** A chain that incoming packets pass and that may drop them. */
export type Chain = {
	readonly family: 'inet' | 'ip' | 'ip6';
	readonly table: string;
	readonly name: string;
	/** Those that let a port's peers in. */
	readonly rules: readonly Rule[];
};

export type NftState = Standing & {
	readonly chains: readonly Chain[];
	/** Whether there is a ruleset file that is loaded at the start of the host. */
	readonly main: boolean;
	/** Whether our file is there. */
	readonly file: boolean;
};

type Json = {readonly [name: string]: unknown};
type Expression = {
	readonly match?: {readonly op: string; readonly left: {readonly payload?: {readonly field?: string}}; readonly right: unknown};
	readonly [name: string]: unknown;
};
type Listed = {
	readonly family: string;
	readonly table: string;
	readonly chain: string;
	readonly handle: number;
	readonly comment?: string;
	readonly expr: readonly Expression[];
};

/** Whether packets from there come through the chain. */
export const serves = ({family}: Chain, {address}: Pair) => family === 'inet' || (family === 'ip6') === isV6(address);

/** Pairs that a rule `ip saddr A tcp dport P accept` lets in; none of any other rule. */
function pairsOf({expr}: Listed): Pair[] {
	const [source, port, verdict, ...more] = expr;
	if (more.length > 0 || !verdict || !('accept' in verdict)) return [];
	if (source?.match?.left.payload?.field !== 'saddr' || port?.match?.left.payload?.field !== 'dport') return [];
	const {right} = source.match;
	const addresses = (right as {set?: unknown} | null)?.set ?? [right];
	if (typeof port.match.right !== 'number' || !Array.isArray(addresses)) return [];
	const number = port.match.right;
	return addresses.flatMap(one => {
		const {addr, len} = (one?.prefix ?? {}) as {readonly addr?: unknown; readonly len?: unknown};
		const address = typeof addr === 'string' ? `${addr}/${len}` : one;
		return typeof address === 'string' ? [{port: number, address}] : [];
	});
}

/** A chain without a policy to drop and without such a rule, or a jump to where one may be, lets everything in. */
const mayDrop = (chain: Json, rules: readonly Listed[]) =>
	chain.policy === 'drop' ||
	rules.some(({expr}) => expr.some(one => ['drop', 'reject', 'jump', 'goto', 'queue', 'vmap'].some(word => word in one)));

/** The rules for a chain are lines that nft reads: a name there is never more than a name. */
function refuseOdd(word: string): void {
	if (/^[a-z_.][\w./-]*$/i.test(word)) return;
	throw new StepError(
		`the firewall has a table or a chain with a name that no rule can be written for: ${JSON.stringify(word)}`,
		{
			hint: 'Rename it (nft list ruleset), or open the ports there by hand and remove the chain from those that drop packets.',
		},
	);
}

function chainsIn(list: readonly Json[]): Chain[] {
	const rules = list.flatMap(({rule}) => (rule ? [rule as Listed] : []));
	return list.flatMap(({chain: found}) => {
		const chain = found as (Json & {readonly family: Chain['family']; readonly table: string; readonly name: string}) | undefined;
		if (chain?.hook !== 'input' || chain.type !== 'filter' || !/^(inet|ip6?)$/.test(chain.family)) return [];
		if (foreign.test(chain.table)) return [];
		const own = rules.filter(one => one.family === chain.family && one.table === chain.table && one.chain === chain.name);
		if (!mayDrop(chain, own)) return [];
		for (const word of [chain.table, chain.name]) refuseOdd(word);
		const letting = own.map(one => ({handle: Number(one.handle), comment: one.comment, pairs: pairsOf(one)}));
		const {family, table, name} = chain;
		return [{family, table, name, rules: letting.filter(({pairs}) => pairs.length > 0)}];
	});
}

/** What nft lists. @throws StepError for what is none of its lists: cut where it is longer than is read of an answer */
function listed(json: string): Chain[] {
	try {
		const {nftables} = JSON.parse(json) as {nftables: readonly Json[]};
		return chainsIn(nftables);
	} catch (cause) {
		if (cause instanceof StepError) throw cause;
		throw new StepError('the list of the firewall’s rules can’t be read (nft -j list ruleset)', {
			cause,
			hint: 'A list of more than 1 MiB is not read whole: open the ports by hand, or move its rules to sets.',
		});
	}
}

const inFile = /^file insert rule (\S+) (\S+) (\S+) ip6? saddr (\S+) tcp dport (\d+) accept /gm;

export function parseNft(stdout: string, comment: string): NftState {
	const json = stdout.indexOf('{"nftables"');
	const head = json < 0 ? stdout : stdout.slice(0, json);
	const included = /^main (\d+)$/m.exec(head)?.[1];
	const kept = [...head.matchAll(inFile)].map(([, family, table, chain, address, port]) => ({
		chain: `${family} ${table} ${chain}`,
		pair: {port: Number(port), address: address!},
	}));
	const chains = json < 0 ? [] : listed(stdout.slice(json));
	const isKept = (name: string, pair: Pair) =>
		included === undefined || (included !== '0' && kept.some(one => one.chain === name && key(one.pair) === key(pair)));
	const isOpenIn = ({family, table, name, rules}: Chain, pair: Pair) =>
		rules.some(({pairs}) => pairs.some(one => key(one) === key(pair))) && isKept(`${family} ${table} ${name}`, pair);
	const ours = chains.flatMap(chain => chain.rules.filter(rule => rule.comment === comment).flatMap(rule => rule.pairs));
	return {
		chains,
		main: included !== undefined,
		file: /^file /m.test(head),
		isOpen: pair => chains.every(chain => !serves(chain, pair) || isOpenIn(chain, pair)),
		ours: [...ours, ...kept.map(({pair}) => pair)],
	};
}
