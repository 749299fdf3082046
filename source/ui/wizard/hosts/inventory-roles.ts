import {eachRole, type Role} from '../../../cluster/roles.ts';
import {meaningOf} from './group-names.ts';
import {rolesWithIdIn} from './id-names.ts';
import {type Group, groupsBelow, type Inventory} from './inventory.ts';

/** What was answered of a group: its role, `later` (its hosts are taken, the page Roles says what they do), or `none` (left out). */
export type GroupAnswer = Role | 'later' | 'none';
export type GroupAnswers = Readonly<Record<string, GroupAnswer>>;

/** What the groups of an inventory are. */
export type GroupRoles = {
	readonly roles: ReadonlyMap<string, Role>;
	/** Groups whose hosts are taken without a role. */
	readonly later: ReadonlySet<string>;
	/** Groups that have to be asked about, those that sound like Kafka first. */
	readonly unclear: readonly string[];
	/** Of those, the roles that their names, or the ids of their hosts, speak for. */
	readonly like: ReadonlyMap<string, readonly Role[]>;
	/** Groups of what is not installed here. */
	readonly products: ReadonlySet<string>;
};

type Members = (group: string) => ReadonlySet<string>;

function within(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
	if (some.size > all.size) return false;
	for (const host of some) if (!all.has(host)) return false;
	return true;
}
const union = (sets: readonly ReadonlySet<string>[]) => new Set(sets.flatMap(set => [...set]));

/**
 * Whether a group that is called as a role only holds the groups of several: `kafka:children` with brokers and ZooKeeper below.
 * `unclear`: what is below are other roles alone, several of them.
 */
function holdsOthers(inventory: Inventory, name: string, role: Role): 'yes' | 'no' | 'unclear' {
	if ((inventory.groups.get(name)?.hosts.size ?? 0) > 0) return 'no';
	const below = [...groupsBelow(inventory, name)].map(meaningOf);
	const roles = new Set(below.flatMap(one => (one.kind === 'role' ? [one.role] : [])));
	const others = [...roles].filter(one => one !== role).length + (below.some(({kind}) => kind === 'product') ? 1 : 0);
	if (others === 0) return 'no';
	// With one other role alone, its hosts have both.
	return roles.has(role) ? 'yes' : others > 1 ? 'unclear' : 'no';
}

/** Of the groups of one role, those that may be of another cluster: told apart by their names, with hosts that the others don't have. */
function severalOf(groups: readonly {readonly name: string; readonly apart: string}[], members: Members): readonly string[] {
	const sure = groups.filter(({apart}) => apart === '');
	const known = union(sure.map(({name}) => members(name)));
	const apart = groups.filter(
		one =>
			one.apart !== '' &&
			!within(members(one.name), known) &&
			!groups.some(other => other !== one && other.apart !== one.apart && within(members(one.name), members(other.name))),
	);
	return sure.length > 0 || new Set(apart.map(one => one.apart)).size > 1 ? apart.map(({name}) => name) : [];
}

/** Names that other software has too: its brokers, its controllers. */
const isBare = (name: string) => !/kafka|kraft|zoo|schema|registry|confluent|\bcp\b/i.test(name);

/** Whether a group is below groups that have nothing else of Kafka, such as `brokers` below `rabbitmq`. */
function isBelowAnother(inventory: Inventory, name: string): boolean {
	const parents = [...inventory.groups].filter(([parent, {children}]) => parent !== 'all' && children.has(name));
	const own = new Set([name, ...groupsBelow(inventory, name)]);
	return (
		parents.length > 0 &&
		parents.every(
			([parent]) =>
				meaningOf(parent).kind === 'other' &&
				[...groupsBelow(inventory, parent)].every(one => own.has(one) || meaningOf(one).kind === 'other'),
		)
	);
}

/** Groups with a name that other software has too, which belong to such, or have no host of the group that surely is the role's. */
function doubtfulOf(inventory: Inventory, roles: ReadonlyMap<string, Role>, members: Members): readonly string[] {
	return [...roles].flatMap(([name, role]) => {
		if (!isBare(name)) return [];
		const sure = union([...roles].flatMap(([other, one]) => (one === role && !isBare(other) ? [members(other)] : [])));
		const isApart = sure.size > 0 && [...members(name)].every(host => !sure.has(host));
		return isApart || isBelowAnother(inventory, name) ? [name] : [];
	});
}

/** Where no group is one of Kafka's: one that has all hosts needs no question, several do. */
function withoutKafka(others: readonly string[], members: Members): readonly string[] {
	const all = union(others.map(members));
	return others.some(name => within(all, members(name))) ? [] : others;
}

/** The roles of which a group says ids: beside its hosts or for all of them. */
function rolesByIds({hosts, vars}: Group): readonly Role[] {
	const found = [vars, ...hosts.values()].flatMap(rolesWithIdIn);
	return [...new Set(found)];
}

/** What the groups of an inventory are, by their names and by what was answered. */
export function rolesOfGroups(inventory: Inventory, members: Members, answers: GroupAnswers): GroupRoles {
	const ids = new Map([...inventory.groups].map(([name, group]) => [name, rolesByIds(group)] as const));
	const hasIds = (name: string) => name !== 'all' && (ids.get(name)?.length ?? 0) > 0;
	const names = [...inventory.groups.keys()].filter(
		name => name !== 'all' && (name !== 'ungrouped' || hasIds(name)) && members(name).size > 0,
	);
	const answerTo = (name: string) => (Object.hasOwn(answers, name) ? answers[name] : undefined);
	const open = names.filter(name => answerTo(name) === undefined);
	const roles = new Map<string, Role>();
	const asked = new Set<string>();
	const held = new Set<string>();
	const apart = new Map<Role, {readonly name: string; readonly apart: string}[]>();
	const put = (name: string, role: Role, how: string) => {
		roles.set(name, role);
		apart.set(role, [...(apart.get(role) ?? []), {name, apart: how}]);
	};
	for (const name of names) {
		const answer = answerTo(name);
		const meaning = meaningOf(name);
		if (answer !== undefined) {
			if (answer !== 'later' && answer !== 'none') put(name, answer, '');
		} else if (meaning.kind === 'unclear') asked.add(name);
		else if (meaning.kind === 'role') {
			const holds = holdsOthers(inventory, name, meaning.role);
			if (holds === 'unclear') held.add(name);
			if (holds === 'no') put(name, meaning.role, meaning.apart);
		}
	}
	const doubtful = [
		...[...apart.values()].flatMap(groups => severalOf(groups, members)),
		...doubtfulOf(inventory, roles, members),
	];
	for (const name of doubtful) {
		if (answerTo(name) !== undefined) continue;
		roles.delete(name);
		asked.add(name);
	}
	// Where there is something of Kafka, the id of a member in a group of any other name is more of it.
	if (roles.size > 0 || asked.size > 0 || held.size > 0) {
		for (const name of open) if (meaningOf(name).kind === 'other' && hasIds(name)) asked.add(name);
	}
	const withRole = union([...roles.keys()].map(members));
	const like = (name: string): readonly Role[] => {
		const meaning = meaningOf(name);
		const named = meaning.kind === 'unclear' ? meaning.like : meaning.kind === 'role' ? [meaning.role] : [];
		return [...new Set([...named, ...(ids.get(name) ?? [])])];
	};
	const having = eachRole(one => union([...roles].flatMap(([name, role]) => (role === one ? [members(name)] : []))));
	// Hosts of another role may have this one too.
	const isSettled = (name: string) => {
		const some = like(name);
		if (some.length === 0) return within(members(name), withRole);
		return [...members(name)].every(host => some.some(role => having[role].has(host)));
	};
	const unclear = [...held, ...[...asked].filter(name => !isSettled(name))];
	const products = new Set(open.filter(name => meaningOf(name).kind === 'product'));
	const others = open.filter(name => {
		const meaning = meaningOf(name);
		return meaning.kind === 'other' && !meaning.known && !within(members(name), withRole);
	});
	const later = new Set(names.filter(name => answerTo(name) === 'later'));
	if (![...roles.values()].includes('kafka')) {
		const kafkaLike = roles.size > 0 || unclear.length > 0 || products.size > 0;
		// Hosts that another group names are never taken for brokers: which group has them is asked.
		if (kafkaLike) unclear.push(...others);
		else if (later.size === 0) {
			const toAsk = withoutKafka(others, members);
			unclear.push(...toAsk);
			if (toAsk.length === 0) for (const name of others) later.add(name);
		} else unclear.push(...withoutKafka(others, members));
	}
	// An answer is asked for once.
	const once = [...new Set(unclear)];
	return {roles, later, unclear: once, like: new Map(once.map(name => [name, like(name)])), products};
}
