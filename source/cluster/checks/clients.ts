import {networkIn} from '../../core/networks.ts';
import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';

/** Why it is no network, where the reason is worth more than what a network looks like. */
function problemOf(text: string): readonly [message: string, hint: string] | undefined {
	const [, address = '', length] = /^([^/]*)(?:\/(.*))?$/s.exec(text) ?? [];
	if (address.includes('%')) {
		return [`${quoted(text)} has a zone: it means another network on each host`, 'write the network alone, such as fe80::/10'];
	}
	if (/^[0-9a-f:]+:\d+\.\d+\.\d+\.\d+$/i.test(address)) {
		return [`${quoted(text)} is IPv4 within IPv6, which no packet comes from`, 'write the IPv4 address itself'];
	}
	if (networkIn(address) !== undefined && length !== undefined) {
		const most = address.includes(':') ? 128 : 32;
		return [
			`${quoted(text)}: the number of bits is not in 0-${most}`,
			`write a network such as ${address}/${most === 32 ? 24 : 64}`,
		];
	}
	if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) && /[a-z-]/i.test(text)) {
		return [
			`${quoted(text)} is a name: a firewall lets addresses in`,
			'write the address or the network of those clients, such as 10.1.0.0/16; 0.0.0.0/0 and ::/0 are everybody',
		];
	}
	return undefined;
}

/** Who may come to the ports for clients. What is wrong in a way that has no words here is left to the schema. */
export function checkClients(view: View): void {
	for (const {value, path} of view.texts(['clients'])) {
		if (networkIn(value) !== undefined) continue;
		const problem = problemOf(value);
		if (problem !== undefined) view.report(path, ...problem);
	}
}
