import {fleetingDirectories, systemDirectories, within} from '../../core/system-directories.ts';
import {quoted} from '../file/problems.ts';
import type {Placed, View} from '../file/view.ts';
import {logDirProperty} from '../roles/zookeeper-log-dir.ts';
import {type Role, rolesWithData} from '../roles.ts';
import {directoryPattern} from '../schema/fields.ts';
import {normalDirectory} from './normal-directory.ts';

/** The owner of a data directory becomes the service's user: never these. */
const systems = [...systemDirectories, '/etc/kafka'];

/** Whether it is one that nothing of ours may fill, own or delete. */
export const isSystemDirectory = (path: string): boolean =>
	!path.startsWith('/') || systems.includes(path) || fleetingDirectories.some(parent => within(path, parent));

/** `usual`: one that would be right, the default where there is one. */
type Directory = Placed & {readonly role: Role; readonly usual: string};

function directoriesOf(view: View): readonly Directory[] {
	return rolesWithData
		.flatMap(({id, data: {key, fallback}}) => {
			const path = [id, key];
			const one = view.text(path);
			const given = one === undefined ? view.texts(path) : [{value: one, path}];
			return (given.length > 0 ? given : [{value: fallback, path}]).map(placed => ({...placed, role: id, usual: fallback}));
		})
		.concat(logDirectory(view))
		.map(directory => ({...directory, value: normalDirectory(directory.value)}));
}

/** ZooKeeper's transaction log, where it has a directory of its own. */
function logDirectory(view: View): readonly Directory[] {
	const path = ['zookeeper', 'extraProperties', logDirProperty];
	const value = view.text(path);
	const usual = '/data/zookeeper-log';
	if (value === undefined) return [];
	if (directoryPattern.test(value)) return [{value, path, role: 'zookeeper', usual}];
	view.report(path, `${quoted(value)} is not an absolute path without spaces, commas, colons and ".."`, `such as ${usual}`);
	return [];
}

/** A directory that stands nowhere in the file is there by default: nobody finds it by looking. */
const defaultText = (view: View, {value, path}: Directory): readonly string[] =>
	view.at(path) === undefined ? [`${quoted(value)} is the default of ${path.join('.')}`] : [];

export function checkDirectories(view: View): void {
	const directories = directoriesOf(view);
	for (const [index, {value, path, role, usual}] of directories.entries()) {
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
				`name a directory on a disk that stays, such as ${usual}`,
			);
		}
		const members = view.texts(['roles', role]).map(member => member.value);
		for (const other of directories.slice(0, index)) {
			const nested = within(value, other.value) || within(other.value, value);
			// ZooKeeper keeps its log apart from what else there is in its data directory.
			if (path.at(-1) === logDirProperty && other.role === role) continue;
			const shared = view.texts(['roles', other.role]).some(member => members.includes(member.value));
			if (!nested || !(shared || role === other.role)) continue;
			const given = view.at(path) === undefined ? other.path : path;
			view.report(
				given,
				`${quoted(other.value)} and ${quoted(value)} lie one in the other`,
				[
					...[other, directories[index]!].flatMap(one => defaultText(view, one)),
					'each kind of data needs a directory of its own',
				].join('; '),
			);
		}
	}
}
