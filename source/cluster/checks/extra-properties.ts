import {carriesSecret, isReference, looksSecret} from '../../core/secret-text.ts';
import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import {type Path, pathText} from '../file/yaml-tree.ts';
import {dangersTo} from '../jdbc-url.ts';
import type {ManagedKey} from '../managed-key.ts';
import {managedOfSource} from '../roles/connect.ts';
import {type Role, roles} from '../roles.ts';

/** What a source hands on to the driver of `url` under a name of its own: a parameter of the URL. */
function driverDanger(url: string | undefined, key: string, value: string) {
	const parameter = /^connection\.(.+)$/.exec(key)?.[1];
	// The PostgreSQL driver's own classes are none of one's choice.
	if (parameter?.toLowerCase() === 'sslfactory' && /^org\.postgresql\.ssl\.\w+$/.test(value)) return undefined;
	return url === undefined || parameter === undefined ? undefined : dangersTo(url)(parameter);
}

/** `url`: of the database whose driver gets what begins with `connection.` (the connectors for JDBC do so). */
function checkProperties(view: View, path: Path, managed: readonly ManagedKey[], url?: string): void {
	for (const [key, value] of view.entries(path)) {
		// A mapping may have a `toString` of its own.
		const text = typeof value === 'object' ? '' : String(value);
		const danger = driverDanger(url, key, text);
		const owner = managed.find(({pattern}) => pattern.test(key));
		if (owner !== undefined) {
			view.report([...path, key], `${quoted(key)} does not belong in ${pathText(path)}`, owner.instead, 'key');
		} else if ((looksSecret(key) || danger === 'secret' || carriesSecret(text)) && !isReference(text)) {
			// Also `env:NAME`: it would be written as it is, and taken for the password.
			view.report(
				[...path, key],
				`${pathText(path)}: ${quoted(key)} holds a secret`,
				'properties are written as given, into a file and onto the screen. Only a reference of Kafka’s own config providers goes here: ${dir:/PATH:NAME}',
				'key',
			);
		} else if (danger === 'user') {
			view.report([...path, key], `${pathText(path)}: ${quoted(key)} names a user`, 'set user of the source', 'key');
		} else if (danger === 'harmful') {
			view.report(
				[...path, key],
				`${pathText(path)}: ${quoted(key)} lets the driver read files or run code of one's choice`,
				`take ${quoted(key)} out`,
				'key',
			);
		} else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			view.report(
				[...path, key],
				`${pathText(path)}.${key} is a mapping`,
				`write the whole name in one: "${key}.${Object.keys(value)[0] ?? 'NAME'}: VALUE"`,
			);
		}
	}
}

/** Settings of the services of one host: those of its roles, and none that the whole role has to have alike. */
function checkOwn(view: View, index: number): void {
	const path = ['hosts', index, 'properties'];
	const name = view.text(['hosts', index, 'name']);
	const isMember = (role: Role) => view.texts(['roles', role]).some(({value}) => value === name);
	for (const {id, title, managed, alike = []} of roles) {
		const own = [...path, id];
		if (view.at(own) === undefined) continue;
		if (name !== undefined && !isMember(id)) {
			view.report(
				own,
				`${pathText(own)}: ${quoted(name)} has no ${title}`,
				`name it in roles.${id}, or take the properties out`,
				'key',
			);
		} else if (id === 'controller' && view.at(['controller', 'combined']) === true) {
			view.report(
				own,
				`${pathText(own)} has no effect with controller.combined: the process is the broker's`,
				'set the properties of kafka there',
				'key',
			);
		}
		checkProperties(view, own, [...managed, ...alike]);
	}
}

export function checkExtraProperties(view: View): void {
	for (const {id, managed} of roles) checkProperties(view, [id, 'extraProperties'], managed);
	for (let index = 0; index < view.length(['connect', 'sources']); index++) {
		const source = ['connect', 'sources', index];
		const kind = view.text([...source, 'database', 'kind']);
		const url = view.text([...source, 'url']) ?? (kind === undefined ? undefined : `jdbc:${kind}:`);
		checkProperties(view, [...source, 'extraProperties'], managedOfSource, url);
	}
	const hosts = Array.from({length: view.length(['hosts'])}, (_, index) => index);
	for (const index of hosts) checkOwn(view, index);
	const rack = ['kafka', 'extraProperties', 'broker.rack'];
	if (view.at(rack) !== undefined && hosts.some(index => view.at(['hosts', index, 'rack']) !== undefined)) {
		view.report(
			rack,
			'"broker.rack" gives all brokers one rack, and hosts have their own',
			'take it out here: set rack of each host',
			'key',
		);
	}
}
