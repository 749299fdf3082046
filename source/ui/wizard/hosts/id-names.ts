import {type NumberedRole, numberedRoles} from '../../../cluster/roles.ts';
import {wordsOf} from './group-names.ts';

type Vars = Readonly<Record<string, string>>;

/** Names are the same for most hosts of an inventory, which may have thousands; so many are remembered. */
const mostNames = 5000;
const joinedNames = new Map<string, string>();

/** A name without what is between its words: `kafka.brokerId` and `kafka_brokerid` are one. */
function joined(name: string): string {
	const known = joinedNames.get(name);
	if (known !== undefined) return known;
	const text = wordsOf(name)
		.map(({word, number}) => `${word}${number}`)
		.join('');
	if (joinedNames.size < mostNames) joinedNames.set(name, text);
	return text;
}

const indexes = new WeakMap<Vars, ReadonlyMap<string, string>>();

/** The variables by their joined names, the first of several that are one. */
function indexOf(vars: Vars): ReadonlyMap<string, string> {
	const known = indexes.get(vars);
	if (known !== undefined) return known;
	const index = new Map(
		Object.keys(vars)
			.reverse()
			.map(name => [joined(name), name] as const),
	);
	indexes.set(vars, index);
	return index;
}

/** Words for a member of anything. */
const generic = ['server', 'node', 'host', 'instance', 'member', 'machine', 'my'];
const idWords = ['id', 'serverid', 'nodeid', 'myid', 'brokerid', 'zkid'];
const numberWords = ['number', 'num', 'nr', 'no', 'index', 'idx'];
/** With one of these it is the number of something else: `kafka_cluster_id`, `kafka_group_id`. */
const ofOthers = [
	...['cluster', 'group', 'user', 'client', 'process', 'account', 'producer', 'consumer', 'transactional', 'topic', 'tenant'],
	...['connect', 'schema', 'registry', 'rest', 'exporter'],
];

/** The words that name a role in the variables that hold its ids. */
const wordsFor: ReadonlyMap<NumberedRole, readonly string[]> = new Map(
	numberedRoles.map(({id, ids}) => [
		id,
		ids.variables.flatMap(wordsOf).flatMap(({word}) => (generic.includes(word) || idWords.includes(word) ? [] : [word])),
	]),
);

const namesOf: ReadonlyMap<NumberedRole, ReadonlySet<string>> = new Map(
	numberedRoles.map(({id, ids}) => [id, new Set(ids.variables.map(joined))]),
);

/** Whether a variable, in whatever spelling, is one of those that hold the id of a member of a role. */
export const isIdVariable = (name: string, role: NumberedRole): boolean => namesOf.get(role)?.has(joined(name)) === true;

/** The variable of a host, of these, whose name is this one in whatever spelling; the first of the names that is there. */
export function variableOf(names: readonly string[], vars: Vars): string | undefined {
	for (const name of names) {
		const variable = Object.hasOwn(vars, name) ? name : indexOf(vars).get(joined(name));
		if (variable !== undefined) return variable;
	}
	return undefined;
}

/** The roles in which variables of a host may say its id. */
export const rolesWithIdIn = (vars: Vars): readonly NumberedRole[] =>
	numberedRoles.flatMap(({id, ids}) => (variableOf(ids.variables, vars) === undefined ? [] : [id]));

/** Kafka's own property, within the value of another variable. */
const property = /\b(?:broker|node)\.id\b/;

/** Whether a name is made like that of an id: the words of a role, or of none, before the word for a number. */
function namesId(name: string, role: NumberedRole): boolean {
	const roleWords = wordsFor.get(role) ?? [];
	const words = wordsOf(name).map(({word}) => word);
	const last = words.at(-1) ?? '';
	const before = words.slice(0, -1);
	const known = (word: string) => roleWords.includes(word) || generic.includes(word);
	const ofAnother = numberedRoles.some(
		({id}) => id !== role && before.some(word => wordsFor.get(id)!.includes(word) && !roleWords.includes(word)),
	);
	if (ofAnother || words.some(word => ofOthers.includes(word))) return false;
	const ofRole = before.some(word => roleWords.includes(word));
	if (idWords.includes(last)) return ofRole || before.every(known);
	return numberWords.includes(last) && ofRole && before.every(known);
}

const idNames = new Map<string, boolean>();

/** Whether a variable, by its name or by what is in it, may be the id of a host in a role, though it is none that is known. */
export function looksLikeId(name: string, value: string, role: NumberedRole): boolean {
	if (property.test(value) && wordsFor.get(role)?.includes('kafka')) return true;
	// An id is a number, or something that gives one.
	if (!/^\d+$/.test(value.trim()) && !/[{$!]/.test(value)) return false;
	const key = `${role} ${name}`;
	const is = idNames.get(key) ?? namesId(name, role);
	if (idNames.size < mostNames) idNames.set(key, is);
	return is;
}
