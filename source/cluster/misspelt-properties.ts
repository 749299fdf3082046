import type {Cluster} from './cluster.ts';
import {editDistance} from './file/nearest.ts';
import {ownProperties} from './properties.ts';
import {type Names, namesOf, namesOfSource, tableOf} from './property-names/names.ts';
import {brokerNames} from './property-names/topic.ts';
import {type Role, roleIds} from './roles.ts';
import {versionOf} from './versions.ts';

/** So many letters may be wrong: names that are further apart are another's, such as those of a plug-in. */
const mostWrong = (name: string) => (name.length < 6 ? 1 : 2);

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '');

/** The property that was meant by a name that Kafka does not have; undefined for one that it has, and for one that is like none. */
export function meant(name: string, names: readonly string[]): string | undefined {
	if (names.includes(name)) return undefined;
	const alike = names.find(one => letters(one) === letters(name));
	if (alike !== undefined || name.length > 80) return alike;
	const most = mostWrong(name);
	const [best] = names
		.filter(one => Math.abs(one.length - name.length) <= most)
		.map(one => ({one, wrong: editDistance(name, one)}))
		.filter(({wrong}) => wrong <= most)
		.sort((a, b) => a.wrong - b.wrong);
	return best?.one;
}

/** What each name should be; only those that are not as they should be. */
function corrected(
	given: readonly string[],
	names: Names,
	isBroker: boolean,
): readonly (readonly [name: string, right: string])[] {
	return given.flatMap(name => {
		const [start, kinds, rest] = tableOf(name, names) ?? [];
		if (kinds === undefined || rest === undefined || kinds.has(rest)) return [];
		const right = (isBroker ? brokerNames.get(name) : undefined) ?? meant(rest, [...kinds.keys()]);
		return right === undefined ? [] : [[name, `${start}${right}`] as const];
	});
}

/** Properties whose names are nearly one that the service has, or the one that its topics have: it passes over a name that it does not know. */
export function misspelt(cluster: Cluster): readonly string[] {
	const {kafka} = versionOf(cluster);
	const say = (where: string, given: readonly string[], names: Names, isBroker = false) =>
		corrected([...new Set(given)], names, isBroker).map(
			([name, right]) => `${where} has no property ${name}, and ignores it: did you mean ${right}?`,
		);
	const ofRole = (role: Role): readonly string[] => {
		if (cluster.roles[role].length === 0) return [];
		const own = cluster.hosts.flatMap(({name}) => Object.keys(ownProperties(cluster, name, role)));
		const given = [...Object.keys(cluster[role].extraProperties), ...own];
		return say(role, given, namesOf(role, kafka), role === 'kafka' || role === 'controller');
	};
	return [
		...roleIds.flatMap(ofRole),
		...cluster.connect.sources.flatMap(({name, extraProperties}) =>
			say(`source ${name}`, Object.keys(extraProperties), namesOfSource),
		),
	];
}
