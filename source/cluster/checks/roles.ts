import {isMistyped, suggestion} from '../file/issues.ts';
import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import {roles} from '../roles.ts';
import {isArchive} from './archives.ts';
import {hostsOf} from './hosts.ts';

/** Numbers of members that tolerate a failure better than one member less. */
function checkMajorities(view: View): void {
	for (const {id, title, plural = title} of roles.filter(({majority}) => majority === true)) {
		const size = view.length(['roles', id]);
		if (size === 0 || size % 2 === 1) continue;
		const gain = size === 2 ? 'tolerate no failure, as 1 does' : `tolerate no more failures than ${size - 1}`;
		view.report(
			['roles', id],
			`${size} ${plural} ${gain}`,
			`more than half of them have to be up: name ${size === 2 ? '1 or 3' : `${size - 1} or ${size + 1}`} hosts`,
			'key',
		);
	}
}

function checkNeeds(view: View): void {
	if (view.entries(['roles']).length === 0 && view.at(['roles']) === undefined) return;
	const has = (role: string) => {
		const list = view.at(['roles', role]);
		return list !== undefined && !(Array.isArray(list) && list.length === 0);
	};
	const missing = (role: string, why: string) => {
		if (has(role) || isMistyped(view, ['roles', role])) return;
		view.report(['roles', role], `roles.${role} is missing: ${why}`, `write "${role}: [HOST, …]" below roles`, 'key');
	};
	const lacks: readonly string[] = isArchive(view) ? roles.filter(({packagesOnly}) => packagesOnly).map(({id}) => id) : [];
	for (const {id, needed, needs} of roles) {
		if (needed !== undefined) missing(id, needed);
		if (needs !== undefined && has(id) && !lacks.includes(needs.role)) missing(needs.role, needs.why);
	}
}

function checkMembers(view: View): void {
	const hosts = [...new Set(hostsOf(view).map(host => host.value.name))];
	for (const {id: role} of roles) {
		const seen = new Set<string>();
		for (const {value, path} of view.texts(['roles', role])) {
			if (seen.has(value)) {
				view.report(path, `${quoted(value)} stands twice in roles.${role}`, 'name each host once');
			} else if (hosts.length > 0 && !hosts.includes(value)) {
				view.report(
					path,
					`unknown host ${quoted(value)} in roles.${role}${suggestion(value, hosts)}`,
					`hosts: ${hosts.join(', ')}`,
				);
			}
			seen.add(value);
		}
	}
}

function checkIds(view: View): void {
	for (const {id: role, ids: range} of roles) {
		if (range === undefined) continue;
		const members = view.texts(['roles', role]).map(member => member.value);
		const holders = new Map<number, string>();
		for (const [host, id] of view.entries([role, 'ids'])) {
			const path = [role, 'ids', host];
			if (!members.includes(host)) {
				view.report(
					path,
					`${role}.ids names ${quoted(host)}, which is not in roles.${role}${suggestion(host, members)}`,
					undefined,
					'key',
				);
			}
			if (typeof id !== 'number') continue;
			const holder = holders.get(id);
			if (holder !== undefined) {
				view.report(path, `${range.what} ${id} is given to both ${holder} and ${host}`, 'each host has an id of its own');
			}
			holders.set(id, holder ?? host);
		}
	}
	checkNodeIds(view);
}

/** Controllers and brokers have their ids from one space: each process has one of its own. */
function checkNodeIds(view: View): void {
	const holders = new Map<number, string>();
	for (const {id: role, title, nodes} of roles) {
		if (nodes !== true || view.length(['roles', role]) === 0) continue;
		const own = view.entries([role, 'ids']);
		for (const [host, id] of own) {
			const holder = typeof id === 'number' ? holders.get(id) : undefined;
			if (holder === undefined) continue;
			const what = `id ${id} is given to ${holder} and to ${title} on ${host}`;
			view.report([role, 'ids', host], what, 'controllers and brokers have their ids from one space: each has one of its own');
		}
		for (const [host, id] of own) if (typeof id === 'number') holders.set(id, `${title} on ${host}`);
	}
}

export function checkRoles(view: View): void {
	checkNeeds(view);
	checkMajorities(view);
	checkMembers(view);
	checkIds(view);
}
