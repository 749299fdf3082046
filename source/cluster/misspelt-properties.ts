import type {Cluster} from './cluster.ts';
import {editDistance} from './file/nearest.ts';
import {ownProperties} from './properties.ts';
import {brokerProperties, workerProperties} from './property-names.ts';
import type {Role} from './roles.ts';

const known = {kafka: brokerProperties, controller: brokerProperties, connect: workerProperties} as const;

/** So many letters may be wrong: names that are further apart are another's, such as those of a plug-in. */
const most = 2;

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '');

/** The property that was meant by a name that Kafka does not have; undefined for one that it has, and for one that is like none. */
export function meant(name: string, names: readonly string[]): string | undefined {
	if (names.includes(name)) return undefined;
	const alike = names.find(one => letters(one) === letters(name));
	if (alike !== undefined || name.length > 80) return alike;
	const [best] = names
		.filter(one => Math.abs(one.length - name.length) <= most)
		.map(one => ({one, wrong: editDistance(name, one)}))
		.filter(({wrong}) => wrong <= most)
		.sort((a, b) => a.wrong - b.wrong);
	return best?.one;
}

/** Properties whose names are nearly one of Kafka's: it passes over a name that it does not know. */
export function misspelt(cluster: Cluster): readonly string[] {
	return (Object.keys(known) as (keyof typeof known & Role)[]).flatMap(role => {
		if (cluster.roles[role].length === 0) return [];
		const own = cluster.hosts.flatMap(({name}) => Object.keys(ownProperties(cluster, name, role)));
		return [...new Set([...Object.keys(cluster[role].extraProperties), ...own])].flatMap(name => {
			const right = meant(name, known[role]);
			return right === undefined ? [] : [`${role} has no property ${name}, and ignores it: did you mean ${right}?`];
		});
	});
}
