import {type Command, rawCommand, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {failed, must} from '../shell.ts';
import {type Backend, isV6, key, mark, type Pair} from './firewall-backend.ts';
import {type Chain, type NftState, parseNft, serves} from './firewall-nftables-state.ts';

const directory = '/etc/nftables.d';
const fileOf = (name: string) => `${directory}/kafka-setup-${name}.nft`;

/** The ruleset that nftables.service loads: on Enterprise Linux the first, on Debian the second. */
const mainFile = rawCommand('for main in /etc/sysconfig/nftables.conf /etc/nftables.conf ""; do [ ! -f "$main" ] || break; done');

/** What is added to it. */
const pattern = `"${directory}/kafka-setup-*.nft"`;
const included = `\n# Ports that the services of kafka-setup need.\ninclude ${pattern}\n`;

/** In the very chain that would drop the packet, before its other rules: an accept in a chain of its own would not help. */
const rule = (name: string, {family, table, name: chain}: Chain, {port, address}: Pair) =>
	`insert rule ${family} ${table} ${chain} ${isV6(address) ? 'ip6' : 'ip'} saddr ${address} tcp dport ${port} accept comment "${mark(name)}"`;

/** Bash that makes its standard input the file of our rules, included by the host's ruleset. */
const keepScript = (file: string): Command => sh`${mainFile}
umask 022; mkdir -p ${directory}
file=${file}
cat >"$file.new" && cp -a "$main" "$main.kafka-setup-new" || exit
[ ! -f "$file" ] || cp -a "$file" "$file.old"
mv -f "$file.new" "$file"
grep -qF ${pattern} "$main" || printf '%s' ${included} >>"$main.kafka-setup-new"
if nft -c -f "$main.kafka-setup-new"; then
	if cmp -s "$main" "$main.kafka-setup-new"; then rm -f "$main.kafka-setup-new"; else mv -f "$main.kafka-setup-new" "$main"; fi
	rm -f "$file.old"
else
	rm -f "$main.kafka-setup-new" "$file"
	[ ! -f "$file.old" ] || mv -f "$file.old" "$file"
	exit 1
fi`;

/**
 * Keeps the rules for the next start: in a file of our own that the host's ruleset includes. The whole is tried first, as
 * a ruleset that doesn't load would leave the host without a firewall.
 */
async function keep(context: Context, name: string, rules: readonly string[]): Promise<void> {
	const head = `# Written by kafka-setup: ports that its services need, in the chains of the ruleset that includes this.\n`;
	const result = await context.exec(keepScript(fileOf(name)), {
		input: Buffer.from(`${head}${rules.map(line => `${line}\n`).join('')}`),
	});
	if (result.code === 0) return;
	const {message, tail} = failed(context, 'keep the rules of nftables for the next start', result);
	throw new StepError(message, {
		tail,
		hint: 'Nothing was changed. The ruleset file of the host does not describe the chains that are loaded: bring the two together (nft list ruleset), then run it again.',
	});
}

/** Bash that removes the file of our rules, and what includes it if it was the last one. */
const forgetScript = (file: string): Command => sh`${mainFile}
file=${file} included=${included}
if [ "$main" ] && [ "$(echo ${directory}/kafka-setup-*.nft)" = "$file" ]; then
	cp -a "$main" "$main.kafka-setup-new" && text=$(cat "$main"; printf .) || exit
	text=\${text//"$included"/}
	printf '%s' "\${text%.}" >"$main.kafka-setup-new" && mv -f "$main.kafka-setup-new" "$main" || exit
fi
rm -f "$file" && { rmdir ${directory} 2>/dev/null || true; }`;

/** Keeps no rules any more: our file goes last, for it tells that there is something to be done. */
async function forget(context: Context, name: string): Promise<void> {
	await must(context, forgetScript(fileOf(name)), {what: 'remove the rules of nftables for the next start'});
}

async function apply(context: Context, name: string, wanted: readonly Pair[], state: NftState): Promise<void> {
	const {chains} = state;
	const wantedKeys = new Set(wanted.map(key));
	const rules = chains.flatMap(chain => wanted.filter(pair => serves(chain, pair)).map(pair => rule(name, chain, pair)));
	if (!state.main)
		context.note('there is no ruleset file that nftables.service loads: the rules hold until the next restart of the host');
	else if (rules.length > 0) await keep(context, name, rules);
	else if (state.file) await forget(context, name);

	const changes = chains.flatMap(chain => {
		const open = new Set(chain.rules.flatMap(({pairs}) => pairs.map(key)));
		const surplus = chain.rules.filter(one => one.comment === mark(name) && !one.pairs.every(pair => wantedKeys.has(key(pair))));
		return [
			...surplus.map(({handle}) => `delete rule ${chain.family} ${chain.table} ${chain.name} handle ${handle}`),
			...wanted.filter(pair => serves(chain, pair) && !open.has(key(pair))).map(pair => rule(name, chain, pair)),
		];
	});
	if (changes.length === 0) return;
	await must(context, rawCommand('nft -f -'), {input: Buffer.from(`${changes.join('\n')}\n`), what: 'open ports in nftables'});
}

/**
 * Leaves out of what nft lists all but tables, chains, and rules of the chains that a packet comes in by: programs that ban
 * addresses keep them in sets and in chains of their own, and strangers are what decides how many those are. What nft
 * writes in another way stays whole.
 */
const onlyInput =
	rawCommand(`sed 's/]}$/\\n&/; s/, {"\\(table\\|chain\\|rule\\|set\\|map\\|element\\)": {"family": /\\n&/g' | awk -F '"' '
/^, [{]"(set|map|element)": / { next }
/^, [{]"chain": .*"hook": "input"/ { input[$6, $10, $14] = 1 }
/^, [{]"rule": / && !(($6, $10, $14) in input) { next }
{ print }'`);

/** Rules in the chains of the host's own ruleset that would drop the packets, each with a comment that marks it as ours. */
export const nftables: Backend<NftState> = {
	look: name => sh`${mainFile}
file=${fileOf(name)}
[ ! "$main" ] || echo "main $(grep -cF ${pattern} "$main")"
[ ! -f "$file" ] || sed 's/^/file /' "$file"
nft -j list ruleset | ${onlyInput}`,
	parse: (stdout, name) => parseNft(stdout, mark(name)),
	apply,
};
