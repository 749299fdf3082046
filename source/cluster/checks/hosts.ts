import type {Host} from '../../core/inventory.ts';
import {quoted} from '../file/problems.ts';
import type {Placed, View} from '../file/view.ts';
import {parseHostText} from '../host-text.ts';

/** The hosts that can be made out, each where its name stands. */
export function hostsOf(view: View): readonly Placed<Host>[] {
	return Array.from({length: view.length(['hosts'])}, (_, index) => index).flatMap((index): readonly Placed<Host>[] => {
		const path = ['hosts', index];
		const text = view.text(path);
		if (text !== undefined) {
			// With an impossible port it is still the host that the roles name.
			const host = parseHostText(text) ?? parseHostText(text.replace(/:\d*$/, ''));
			return host === undefined ? [] : [{value: host, path}];
		}
		const name = view.text([...path, 'name']);
		if (name === undefined) return [];
		const [address, port, user] = [
			view.text([...path, 'address']),
			view.integer([...path, 'port']),
			view.text([...path, 'user']),
		];
		return [
			{
				value: {
					name,
					...(address === undefined ? {} : {address}),
					...(port === undefined ? {} : {port}),
					...(user === undefined ? {} : {user}),
				},
				path: [...path, 'name'],
			},
		];
	});
}

/** Where this machine goes for a host: two hosts can't be at the same place. */
function placeOf(host: Host, view: View): string {
	return `${(host.address ?? host.name).toLowerCase()} port ${host.port ?? view.integer(['ssh', 'port']) ?? 22}`;
}

export function checkHosts(view: View): void {
	for (const {value, path} of view.texts(['hosts'])) {
		const port = /:(\d+)$/.exec(value)?.[1];
		if (port !== undefined && parseHostText(value) === undefined) {
			view.report(path, `${quoted(value)} is not a host: port ${port} is not in 1-65535`);
		}
	}
	const hosts = hostsOf(view);
	const names = new Map<string, string>();
	const places = new Map<string, string>();
	for (const {value: host, path} of hosts) {
		const known = names.get(host.name.toLowerCase());
		if (known !== undefined) {
			view.report(path, `host ${quoted(host.name)} is listed twice`, 'each host stands once; roles may share it');
			continue;
		}
		names.set(host.name.toLowerCase(), host.name);
		const place = placeOf(host, view);
		const other = places.get(place);
		if (other !== undefined) {
			view.report(
				path,
				`hosts ${quoted(other)} and ${quoted(host.name)} are the same machine: ${place}`,
				'give each host an address of its own',
			);
		}
		places.set(place, host.name);
		// Where anything is looked up by the names of hosts, each object of JavaScript has an entry of this name already.
		if (host.name in {}) {
			view.report(path, `a host can't be called ${quoted(host.name)} here`, 'write its full name, or its address');
		}
		const own = /^(?:localhost(?:\..*)?|127\.[\d.]+)$/i.test(host.name) && hosts.length > 1;
		if (own || /^0[\d.]*$/.test(host.name)) {
			view.report(
				path,
				`${quoted(host.name)} is not a name by which the other hosts can reach this one`,
				'write the name that the others know it by, and "address" for where this machine reaches it',
			);
		}
	}
}
