import {type KnownRole, roles as knownRoles} from '../../../cluster/roles.ts';
import {cleanLine} from '../../../core/text.ts';
import {count} from '../../../core/view/words.ts';
import type {Reading} from '../answers/reading.ts';
import type {HostList} from './host-list.ts';
import type {GroupAnswer} from './inventory-roles.ts';
import type {LeftOut, Refused, UnclearGroup} from './read-inventory.ts';

type Version = Pick<Reading, 'offered' | 'keeper'>;

/** What a list holds, in one line; a group whose hosts get another role in this version is named with that. */
export function listSummary({hosts, problems, roles, leftOut}: HostList, {offered, keeper}: Version): string {
	const other = roles[keeper] === undefined ? `as ${keeper}` : 'left out';
	const found = Object.entries(roles).map(
		([role, members]) => `${role} ${members.length}${offered.some(({id}) => id === role) ? '' : ` (${other})`}`,
	);
	const gone = leftOut.flatMap(({hosts: names}) => names);
	return [
		count(hosts.length, 'host'),
		...(problems.length === 0 ? [] : [count(problems.length, 'problem')]),
		...(found.length === 0 ? [] : [`roles of the inventory: ${found.join(', ')}`]),
		...(gone.length === 0 ? [] : [`left out: ${gone.join(', ')}`]),
	].join(' · ');
}

const groupsText = (groups: readonly string[]): string =>
	groups.length === 0 ? 'in no group' : `${groups.length === 1 ? 'group' : 'groups'} ${groups.map(cleanLine).join(', ')}`;

function leftOutText({groups, hosts, why}: LeftOut): string {
	const names = hosts.join(', ');
	if (why === 'local') return `Left out: ${names} (ansible_connection=local: the machine that Ansible runs on)`;
	if (why === 'other') return `Left out: ${names} (${groupsText(groups)})`;
	return `Not installed: ${groups.map(cleanLine).join(', ')}${names === '' ? '' : `. Left out: ${names}`}`;
}

const refusedText = ({variable, why, instead, hosts}: Refused): string =>
	`${variable} of ${hosts.join(', ')} ${why}. Not taken: ${instead}`;

function racksText(racks: HostList['racks']): string {
	const names = [...new Set(Object.values(racks))];
	const of = (rack: string) => Object.keys(racks).filter(host => racks[host] === rack);
	return `Racks of the inventory: ${names.map(rack => `${rack} (${of(rack).join(', ')})`).join(', ')}`;
}

/** What an inventory says that has no part in the cluster, or could not be taken; and what of it was taken beside hosts and roles. */
export function listRemarks({leftOut, refused, racks, keyFile, jump}: HostList): readonly string[] {
	return [
		...leftOut.map(leftOutText),
		...refused.map(refusedText),
		...(Object.keys(racks).length === 0 ? [] : [racksText(racks)]),
		...(jump === undefined ? [] : [`Jump host of the inventory: ${cleanLine(jump)}`]),
		...(keyFile === undefined ? [] : [`Private key of the inventory: ${cleanLine(keyFile)}`]),
	];
}

/** The question about a group. `brokers`: no group is known to hold them. */
export function groupQuestion({group, hosts}: UnclearGroup, {roles}: Pick<HostList, 'roles'>): string {
	const names = hosts.length > 4 ? `${hosts.slice(0, 3).join(', ')} and ${hosts.length - 3} more` : hosts.join(', ');
	return `${roles.kafka === undefined ? 'Which group holds the brokers? ' : ''}Which role has the group "${cleanLine(group)}" (${names})?`;
}

export type GroupChoice = {readonly value: GroupAnswer; readonly label: string};

const labelOf = ({id, title, plural = title}: KnownRole): string => (id === 'kafka' ? plural : title);

/** What can be answered; first the role that the group is like, then the brokers, for they are asked for most. */
export function groupChoices(
	offered: readonly KnownRole[],
	{roles}: Pick<HostList, 'roles'>,
	{like, hosts}: Pick<UnclearGroup, 'like' | 'hosts'>,
): readonly GroupChoice[] {
	const possible = knownRoles.filter(
		({id}) => offered.some(one => one.id === id) || roles[id] !== undefined || like.includes(id),
	);
	const first = ({id}: KnownRole) => Number(like.includes(id)) * 2 + Number(id === 'kafka');
	const sorted = [...possible].sort((a, b) => first(b) - first(a));
	const withRole = new Set(Object.values(roles).flat());
	const stay = hosts.every(host => withRole.has(host));
	return [
		...sorted.map(role => ({value: role.id, label: labelOf(role)})),
		{value: 'none', label: stay ? 'none: its hosts have no role of it' : 'none: leave its hosts out'},
		{value: 'later', label: 'several: take its hosts, choose on the page Roles'},
	];
}
