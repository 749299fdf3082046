import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';
import {must} from '../shell.ts';
import {type Backend, byPort, type Group, key, type Pair, type Standing} from './firewall-backend.ts';
import {busctl, type Firewalld, lookScript, parseFirewalld, type Side} from './firewall-firewalld-state.ts';

/** A set holds the addresses that may come to one port; its name is our mark. */
type Wanted = Group & {readonly set: string};

const setName = (name: string, {port, v6, net}: Group) => `ks${net ? 'n' : ''}${v6 ? '6' : ''}-${name}-${port}`;
const family = (v6: boolean) => (v6 ? 'ipv6' : 'ipv4');
const setRule = ({set, v6, port}: Wanted) =>
	`rule family="${family(v6)}" source ipset="${set}" port port="${port}" protocol="tcp" accept`;
const addressRule = (address: string, v6: boolean, port: number) =>
	`rule family="${family(v6)}" source address="${address}" port port="${port}" protocol="tcp" accept`;

/** What stood in for a set in the running firewall until its next reload. */
function addressRules(set: string, {sets}: Side): string[] {
	const match = /^ksn?(6?)-.*-(\d+)$/.exec(set);
	return match ? (sets.get(set) ?? []).map(address => addressRule(address, match[1] === '6', Number(match[2]))) : [];
}

type State = Standing & Firewalld;

/** What one side, the running firewall or its files, lets through in all of the zones. */
function openIn(side: Side, zones: readonly string[]): {readonly pairs: readonly Pair[]; readonly ours: readonly Pair[]} {
	const inZones = zones.map(zone => side.rules.get(zone) ?? []);
	const common = (inZones[0] ?? []).filter(rule => inZones.every(rules => rules.includes(rule)));
	const pairs = common.flatMap(rule => {
		const match = /^rule family="ipv[46]" source (ipset|address)="([^"]+)" port port="(\d+)" protocol="tcp" accept$/.exec(rule);
		if (!match) return [];
		const addresses = match[1] === 'ipset' ? (side.sets.get(match[2]!) ?? []) : [match[2]!.replace(/\/(32|128)$/, '')];
		return addresses.map(address => ({port: Number(match[3]), address}));
	});
	const ours = [...side.sets].flatMap(([set, addresses]) => {
		const port = /^ksn?6?-.*-(\d+)$/.exec(set)?.[1];
		return port === undefined || !inZones.flat().some(rule => rule.includes(`ipset="${set}"`))
			? []
			: addresses.map(address => ({port: Number(port), address}));
	});
	return {pairs, ours};
}

function parse(stdout: string): State {
	const state = parseFirewalld(stdout);
	const [now, later] = [openIn(state.runtime, state.zones), openIn(state.permanent, state.zones)];
	const [open, kept] = [new Set(now.pairs.map(key)), new Set(later.pairs.map(key))];
	return {...state, isOpen: pair => open.has(key(pair)) && kept.has(key(pair)), ours: [...now.ours, ...later.ours]};
}

/** A list as busctl takes it: how many, and each of them. */
const list = (words: readonly string[]) => [words.length, ...words];

/** Commands that make the files as wanted. firewalld only accepts a rule whose set exists, and a set's removal only without rules. */
function permanently(wanted: readonly Wanted[], leftover: readonly string[], {permanent, zones}: State): Command[] {
	const commands: Command[] = [];
	for (const one of wanted) {
		const has = permanent.sets.get(one.set);
		const options = [1, 'family', one.v6 ? 'inet6' : 'inet'];
		if (!has)
			commands.push(
				sh`config addIPSet 's(ssssa{ss}as)' ${one.set} '' '' '' ${one.net ? 'hash:net' : 'hash:ip'} ${options} ${list(one.addresses)}`,
			);
		else if (has.join() !== one.addresses.join()) commands.push(sh`set ${one.set} setEntries as ${list(one.addresses)}`);
		for (const zone of zones) {
			if (!permanent.rules.get(zone)?.includes(setRule(one))) commands.push(sh`zone ${zone} addRichRule s ${setRule(one)}`);
		}
	}
	for (const set of leftover) {
		for (const [zone, rules] of permanent.rules) {
			for (const rule of rules) if (rule.includes(`ipset="${set}"`)) commands.push(sh`zone ${zone} removeRichRule s ${rule}`);
		}
		if (permanent.sets.has(set)) commands.push(sh`set ${set} remove`);
	}
	return commands;
}

/** Commands that make the running firewall as wanted, where it knows the sets. Where it doesn't, each address gets a rule. */
function atOnce(wanted: readonly Wanted[], leftover: readonly string[], {runtime, permanent, zones}: State): Command[] {
	const commands: Command[] = [];
	const add = (zone: string, rule: string) => {
		if (!runtime.rules.get(zone)?.includes(rule)) commands.push(sh`now zone addRichRule ssi ${zone} ${rule} 0`);
	};
	for (const one of wanted) {
		const has = runtime.sets.get(one.set);
		if (has && has.join() !== one.addresses.join()) commands.push(sh`now ipset setEntries sas ${one.set} ${list(one.addresses)}`);
		const rules = has ? [setRule(one)] : one.addresses.map(address => addressRule(address, one.v6, one.port));
		for (const zone of zones) for (const rule of rules) add(zone, rule);
	}
	for (const set of leftover) {
		const isOf = (rule: string) => rule.includes(`ipset="${set}"`) || addressRules(set, permanent).includes(rule);
		for (const [zone, rules] of runtime.rules) {
			for (const rule of rules.filter(isOf)) commands.push(sh`now zone removeRichRule ss ${zone} ${rule}`);
		}
	}
	return commands;
}

/** Succeeds if the running firewall is what its files say: only then does a reload lose nothing. Interfaces stay bound through it. */
const saved = sh`${busctl}
stand() { firewall-cmd $1 --list-all-zones; firewall-cmd $1 --list-all-policies 2>/dev/null; }
plain() { sed -e '/^  interfaces:/d' -e 's/ (.*)$//' -e 's/[[:space:]]*$//' | sort; }
[ "$(now direct getAllRules)" = "$(bus /config .config.direct getAllRules)" ] && cmp -s <(stand | plain) <(stand --permanent | plain)`;

async function apply(context: Context, name: string, pairs: readonly Pair[], state: State): Promise<void> {
	const wanted = byPort(pairs).map(group => ({
		...group,
		set: setName(name, group),
		addresses: [...group.addresses].sort(),
	}));
	const sets = new Set(wanted.map(({set}) => set));
	const leftover = [...new Set([...state.permanent.sets.keys(), ...state.runtime.sets.keys()])].filter(set => !sets.has(set));
	// A set can't be made in the running firewall: it comes with a reload.
	const unknown = wanted.some(({set}) => !state.runtime.sets.has(set));
	const reload = unknown && (await context.exec(saved)).code === 0;
	if (unknown && !reload) {
		context.note('firewalld has rules that are not saved and would be lost by a reload: the new ones were added one by one');
	}
	const commands = [
		...permanently(wanted, leftover, state),
		...(reload ? [rawCommand('now - reload')] : atOnce(wanted, leftover, state)),
	];
	if (commands.length === 0) return;
	await must(context, sh`${busctl}\n${joined(commands, ' &&\n')}`, {what: 'open ports in firewalld'});
}

/**
 * firewalld is spoken to over D-Bus: firewall-cmd takes 0.2 s for each sentence, busctl takes 0.01 s. Every port has a set
 * of addresses (`ks-NAME-PORT`), and one of networks where some may come, and a rule in each zone that the peers' packets come in by.
 */
export const firewalld: Backend<State> = {look: lookScript, parse, apply};
