import type {FoundIds, GivenId} from '../../cluster/ids.ts';
import {eachNumbered, type NumberedRole} from '../../cluster/roles.ts';
import {type Answers, fieldOf} from './answers/answers.ts';
import {type AnswerProblem, isIds, type Reading} from './answers/reading.ts';
import type {Probes} from './probe/probes.ts';
import type {GiveIds} from './wizard-functions.ts';

export const clusterName = (answers: Answers): string => fieldOf(answers, 'name') || 'kafka';

/** One id as it is shown: a text that was typed stands as it is, right or wrong. */
export type ShownId = {readonly host: string; readonly text: string; readonly from: GivenId['from']};

export type ShownIds = {
	readonly shown: Readonly<Record<NumberedRole, readonly ShownId[]>>;
	/** What is wrong with one id, by what was typed or by what the disks and the records say. */
	problemOf(role: NumberedRole, host: string): string | undefined;
	/** The first problem that another id solves. */
	readonly blocked: string | undefined;
	/** What no id solves: an installation is refused for it. */
	readonly others: readonly string[];
};

/** What the disks of the hosts say, as far as they were read. */
const disksOf = (probes: Probes): ReadonlyMap<string, FoundIds> =>
	new Map([...probes].flatMap(([name, {ids}]) => (ids === undefined ? [] : [[name, ids] as const])));

/** Hosts whose disks are still being read. */
export const unread = (names: readonly string[], probes: Probes): readonly string[] =>
	names.filter(name => probes.get(name)?.done !== true);

/** The ids of all hosts, as an installation would give them. */
export function shownIds(
	answers: Answers,
	{hosts, roles, combined, list, problems}: Reading,
	probes: Probes,
	give: GiveIds,
): ShownIds {
	const typed = (role: NumberedRole): Readonly<Record<string, string>> => ({
		...Object.fromEntries(Object.entries(list.ids[role]).map(([host, id]) => [host, String(id)])),
		...answers.ids[role],
	});
	const numbers = (role: NumberedRole) =>
		Object.fromEntries(Object.entries(typed(role)).flatMap(([host, id]) => (/^\d{1,15}$/.test(id) ? [[host, Number(id)]] : [])));
	const sections = eachNumbered(role => ({ids: numbers(role)}));
	const asked = {hosts, roles, ...sections, controller: {...sections.controller, combined}};
	const {given, conflicts} = give(asked, disksOf(probes));
	const shown = (role: NumberedRole) =>
		given[role].map(({host, id, from}): ShownId => {
			const text = typed(role)[host] ?? '';
			return text === '' ? {host, text: String(id), from} : {host, text, from: 'file'};
		});
	const written = (role: NumberedRole, host: string): AnswerProblem | undefined => problems.get(`${role}.ids.${host}`);
	const first = [...problems].find(([place]) => isIds(place))?.[1];
	return {
		shown: eachNumbered(shown),
		problemOf: (role, host) =>
			(written(role, host) ?? conflicts.find(one => one.role === role && one.hosts.includes(host)))?.message,
		blocked: (first ?? conflicts.find(one => one.role !== undefined))?.message,
		others: conflicts.filter(one => one.role === undefined).map(({message}) => message),
	};
}
