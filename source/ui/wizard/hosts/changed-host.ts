import {eachRole} from '../../../cluster/roles.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Roles} from '../answers/answers.ts';
import type {Reading} from '../answers/reading.ts';
import {hostLine, parseHostList} from './host-list.ts';

function renamed(roles: Roles, from: string, to: string): Roles {
	const list = (members: readonly string[]) => members.map(name => (name === from ? to : name));
	return eachRole(role => list(roles[role]));
}

/**
 * The list with another line for one host, and the roles with its name; undefined if the line is not that of one host.
 * The list as it was may be an inventory or a range: its roles are kept, its form is not.
 */
export function withChangedHost(
	{hosts, roles}: Pick<Reading, 'hosts' | 'roles'>,
	host: Host,
	line: string,
): {readonly roles: Roles; readonly text: string} | undefined {
	const {hosts: read, problems} = parseHostList(line);
	const [changed] = read;
	if (changed === undefined || read.length !== 1 || problems.length > 0) return undefined;
	return {
		roles: renamed(roles, host.name, changed.name),
		text: hosts.map(one => hostLine(one === host ? changed : one)).join('\n'),
	};
}
