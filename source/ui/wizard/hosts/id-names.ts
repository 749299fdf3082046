import {type NumberedRole, numberedRoles} from '../../../cluster/roles.ts';
import {wordsOf} from './group-names.ts';

/** A name without what is between its words: `kafka.brokerId` and `kafka_brokerid` are one. */
const joined = (name: string): string =>
	wordsOf(name)
		.map(({word, number}) => `${word}${number}`)
		.join('');

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

/** Whether a variable, in whatever spelling, is one of those that hold the id of a member of a role. */
export const isIdVariable = (name: string, role: NumberedRole): boolean =>
	numberedRoles.some(({id, ids}) => id === role && ids.variables.some(one => joined(one) === joined(name)));

/** The variable of a host, of these, whose name is this one in whatever spelling; the first of the names that is there. */
export function variableOf(names: readonly string[], vars: Readonly<Record<string, string>>): string | undefined {
	const present = Object.keys(vars);
	for (const name of names) {
		const variable = Object.hasOwn(vars, name) ? name : present.find(one => joined(one) === joined(name));
		if (variable !== undefined) return variable;
	}
	return undefined;
}

/** The roles in which variables of a host may say its id. */
export const rolesWithIdIn = (vars: Readonly<Record<string, string>>): readonly NumberedRole[] =>
	numberedRoles.flatMap(({id, ids}) => (variableOf(ids.variables, vars) === undefined ? [] : [id]));

/** Kafka's own property, within the value of another variable. */
const property = /\b(?:broker|node)\.id\b/;

/** Whether a variable, by its name or by what is in it, may be the id of a host in a role, though it is none that is known. */
export function looksLikeId(name: string, value: string, role: NumberedRole): boolean {
	const words = wordsOf(name).map(({word}) => word);
	const last = words.at(-1) ?? '';
	const roleWords = wordsFor.get(role) ?? [];
	const inside = property.test(value) && roleWords.includes('kafka');
	if (inside) return true;
	// An id is a number, or something that gives one.
	if (!/^\d+$/.test(value.trim()) && !/[{$!]/.test(value)) return false;
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
