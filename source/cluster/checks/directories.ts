import {fleetingDirectories, systemDirectories, within} from '../../core/system-directories.ts';
import {quoted} from '../file/problems.ts';
import type {Placed, View} from '../file/view.ts';
import {rolesWithData} from '../roles.ts';

/** The owner of a data directory becomes the service's user: never these. */
const systems = [...systemDirectories, '/etc/kafka'];

/** `/a//b/./` is `/a/b`. */
export function normalDirectory(path: string): string {
	return `/${path
		.split('/')
		.filter(part => part !== '' && part !== '.')
		.join('/')}`;
}

/** Whether it is one that nothing of ours may fill, own or delete. */
export const isSystemDirectory = (path: string): boolean =>
	!path.startsWith('/') || systems.includes(path) || fleetingDirectories.some(parent => within(path, parent));

type Directory = Placed & {readonly role: string};

function directoriesOf(view: View): readonly Directory[] {
	return rolesWithData
		.flatMap(({id, data: {key, fallback}}) => {
			const path = [id, key];
			const one = view.text(path);
			const given = one === undefined ? view.texts(path) : [{value: one, path}];
			return (given.length > 0 ? given : [{value: fallback, path}]).map(placed => ({...placed, role: id}));
		})
		.map(directory => ({...directory, value: normalDirectory(directory.value)}));
}

export function checkDirectories(view: View): void {
	const directories = directoriesOf(view);
	for (const [index, {value, path, role}] of directories.entries()) {
		const bad = fleetingDirectories.find(parent => within(value, parent));
		if (systems.includes(value)) {
			view.report(
				path,
				`${quoted(value)} belongs to the system: data needs a directory of its own`,
				'such as /var/lib/kafka/data or /data/kafka',
			);
		} else if (bad !== undefined) {
			view.report(
				path,
				`${quoted(value)} does not outlive a reboot or a clean-up of ${bad}`,
				'name a directory on a disk that stays',
			);
		}
		const members = view.texts(['roles', role]).map(member => member.value);
		for (const other of directories.slice(0, index)) {
			const nested = within(value, other.value) || within(other.value, value);
			const shared = view.texts(['roles', other.role]).some(member => members.includes(member.value));
			if (!nested || !(shared || role === other.role)) continue;
			const given = view.at(path) === undefined ? other.path : path;
			view.report(
				given,
				`${quoted(other.value)} and ${quoted(value)} lie one in the other`,
				'each kind of data needs a directory of its own',
			);
		}
	}
}
