import {keepers, type Role, roleIds} from '../../../cluster/roles.ts';
import {meaningOf} from './group-names.ts';
import {variableOf} from './id-names.ts';
import type {Vars} from './inventory.ts';
import type {MemberVars} from './inventory-hosts.ts';
import {resolved, shortened, whyUnknown} from './inventory-values.ts';
import type {NotTaken} from './inventory-vars.ts';

/** Kafka's own property, and what playbooks call it. */
export const roleVariables = [
	...['process_roles', 'kafka_process_roles', 'kraft_process_roles', 'process_role', 'kafka_process_role'],
	...['kafka_role', 'kafka_roles', 'kraft_role', 'kraft_roles', 'kafka_node_role', 'kafka_node_roles'],
];

/** The role that a variable such as `kafka_zookeeper=true` seems to say. */
export function roleOfFlag(name: string, value: string): Role | undefined {
	if (!/^(?:true|yes|on)$/i.test(value.trim())) return undefined;
	const meaning = meaningOf(name.replace(/^is[_-]/, ''));
	return meaning.kind === 'role' && meaning.apart === '' ? meaning.role : undefined;
}

type Groups = ReadonlyMap<string, ReadonlyMap<string, MemberVars>>;
type Roles = Partial<Record<Role, readonly string[]>>;
type OfHost = NotTaken & {readonly host: string};
type Said = {readonly variable: string; readonly text: string; readonly common: boolean};

const instead = 'choose the roles on the page Roles';

/** `broker,controller`, or a list of YAML; undefined where one of the words is no role. */
function rolesIn(text: string): readonly Role[] | undefined {
	const words = text.split(/[\s,[\]"']+/).filter(word => word !== '' && word !== '-');
	const found = words.map(meaningOf).flatMap(meaning => (meaning.kind === 'role' && meaning.apart === '' ? [meaning.role] : []));
	return words.length === 0 || found.length < words.length ? undefined : found;
}

/** Host → what its variables say of its roles. `common`: it is said of all hosts, whatever they do. */
function saidOf(groups: Groups, all: Vars): ReadonlyMap<string, readonly Said[]> {
	const found = new Map<string, Said[]>();
	for (const members of groups.values()) {
		for (const [host, {own}] of members) {
			const variable = variableOf(roleVariables, own);
			if (variable === undefined) continue;
			const said = found.get(host) ?? [];
			found.set(host, said);
			const text = resolved(own[variable]!, own, host).trim();
			if (!said.some(one => one.text === text)) said.push({variable, text, common: own[variable] === all[variable]});
		}
	}
	return found;
}

/** Variables that seem to say a role that a host has not. What is said of all hosts says nothing of one. */
function flagsOf(groups: Groups, hosts: ReadonlySet<string>, all: Vars, roles: Roles): readonly OfHost[] {
	const found = new Map<string, OfHost>();
	for (const members of groups.values()) {
		for (const [host, {own}] of members) {
			for (const [variable, value] of hosts.has(host) ? Object.entries(own) : []) {
				const role = value === all[variable] ? undefined : roleOfFlag(variable, value);
				if (role === undefined || roles[role]?.includes(host) === true) continue;
				const why = `seems to say that it has the role ${role}, which is not read from there`;
				found.set(`${host} ${variable}`, {host, variable, why, instead});
			}
		}
	}
	return [...found.values()];
}

/**
 * The roles with what variables of the hosts say of them. It counts for brokers, whose group may be that of all Kafka, and where
 * `free`: no group says anything. Elsewhere it has to agree with the groups.
 */
export function rolesByVars(
	groups: Groups,
	hosts: ReadonlySet<string>,
	all: Vars,
	given: Roles,
	free: boolean,
): {readonly roles: Roles; readonly refused: readonly OfHost[]} {
	const refused: OfHost[] = [];
	const sets = new Map([...(Object.keys(given) as Role[]), ...roleIds].map(role => [role, new Set(given[role])] as const));
	for (const [host, said] of saidOf(groups, all)) {
		if (!hosts.has(host)) continue;
		const known = roleIds.filter(role => sets.get(role)!.has(host));
		const isBroker = known.includes('kafka') && !keepers.some(({id}) => known.includes(id));
		const wanted: Role[] = [];
		for (const {variable, text, common} of said) {
			const refuse = (why: string) => refused.push({host, variable, why, instead});
			const some = rolesIn(text);
			if (some === undefined) refuse(whyUnknown(text) ?? `is ${shortened(text)}, which names no roles that are known`);
			else if (isBroker || (free && known.length === 0)) wanted.push(...some);
			else if (!some.every(role => known.includes(role)) && (!common || some.some(role => known.includes(role))))
				refuse(`is ${shortened(text)}, and its groups say ${known.length === 0 ? 'nothing' : known.join(', ')}`);
		}
		if (wanted.length === 0) continue;
		if (!wanted.includes('kafka')) sets.get('kafka')!.delete(host);
		for (const role of wanted) sets.get(role)!.add(host);
	}
	const roles: Roles = Object.fromEntries(
		[...sets].flatMap(([role, {size}]) => (size === 0 ? [] : [[role, [...sets.get(role)!]]])),
	);
	return {roles, refused: [...refused, ...flagsOf(groups, hosts, all, roles)]};
}
