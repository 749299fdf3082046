import {parseHostText} from '../../../cluster/host-text.ts';
import {addressPattern} from '../../../cluster/schema/fields.ts';
import type {Host} from '../../../core/inventory.ts';
import {cleanLine} from '../../../core/text.ts';
import {expandRange} from './host-range.ts';

/** Hosts, or what is wrong with the text. */
export type Entry = {readonly hosts: readonly Host[]; readonly problem?: string};

export const problem = (message: string): Entry => ({hosts: [], problem: message});

export const isIpv4 = (text: string): boolean =>
	/^\d+(\.\d+){3}$/.test(text) && text.split('.').every(part => Number(part) <= 255);
export const isIpv6 = (text: string): boolean => /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*(%\w+)?$/i.test(text);

const shown = (text: string) => `"${cleanLine(text).slice(0, 40)}"`;

function whatIsWrong(text: string): string {
	const [, name = text, port] = /^(?:[^@]*@)?([^:]*)(?::(\d+))?$/.exec(text) ?? [];
	if (text.includes('://')) return `${shown(text)} is a URL: write the host's name alone`;
	if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return `port ${port} is not in 1-65535`;
	if (name.includes('_')) return `${shown(name)}: Java takes no host name with "_"; give its other name or its address`;
	if (/[/~]/.test(text)) return `${shown(text)} looks like a path: enter an inventory path on its own`;
	if (/\w\.\.\w/.test(text)) return `${shown(text)} is not a host: write ranges in brackets: kafka-[01:03]`;
	return `${shown(text)} is not a host: write name, or user@name:port`;
}

function single(text: string): Entry {
	const host = parseHostText(text);
	if (host === undefined) return problem(whatIsWrong(text));
	if (/^[\d.]+$/.test(host.name) && !isIpv4(host.name)) return problem(`${shown(host.name)} is not an IPv4 address`);
	if (host.name in {}) return problem(`a host can't be called ${shown(host.name)} here: write its full name, or its address`);
	return {hosts: [host]};
}

/** A name, and where this machine reaches it. */
export function named(name: string, address: string): Entry {
	const entry = single(name);
	return {...entry, hosts: entry.hosts.map(host => ({...host, address}))};
}

const bracketed = /^(?:([^@[\]]+)@)?\[([^\]]+)\](?::\d+)?$/;

/** Of `user@[2001:db8::1]:22` the cluster needs a name, as Java's listeners do. */
function ipv6(text: string): Entry | undefined {
	const address = bracketed.exec(text)?.[2] ?? text;
	return isIpv6(address) ? problem(`an IPv6 address needs a name before it: kafka-01 ${cleanLine(text)}`) : undefined;
}

/** Where this machine reaches a host: `[user@]address[:port]`, an IPv6 address with a port in brackets. */
const place = /^(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:@]+))(?::(\d+))?$/;

/** The IP address of a word such as `admin@10.0.0.1:22` or `[2001:db8::1]`. */
export function ipIn(text: string): string | undefined {
	if (isIpv6(text)) return text;
	const [, , inner = '', plain = ''] = place.exec(text) ?? [];
	return isIpv6(inner) ? inner : isIpv4(plain) ? plain : undefined;
}

/** `kafka-01=10.0.0.1:2222` or `admin@kafka-01=bastion-alias`: the name in the cluster, and where this machine reaches it. */
export function parseReached(text: string): Entry | undefined {
	const [, left, right] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
	if (left === undefined || right === undefined) return undefined;
	const [, user, inner, plain, digits] = place.exec(right) ?? [];
	const address = inner ?? plain ?? right;
	if (user !== undefined && left.includes('@')) return problem(`${shown(text)} has two users`);
	if (digits !== undefined && left.includes(':')) return problem(`${shown(text)} has two ports`);
	const entry = single(`${user === undefined ? '' : `${user}@`}${left}${digits === undefined ? '' : `:${digits}`}`);
	if (entry.problem === undefined && !addressPattern.test(address)) return problem(`${shown(right)} is not an address`);
	return {...entry, hosts: entry.hosts.map(host => ({...host, address}))};
}

/** One word of the box: a name, `user@name:port`, an address, `name=address`, or a range of names. */
export function parseEntry(text: string): Entry {
	const reached = parseReached(text);
	if (reached !== undefined) return reached;
	const address = ipv6(text);
	if (address !== undefined) return address;
	const names = expandRange(text);
	if (names === undefined) return problem(`${shown(text)}: the range goes backwards or gives more than 1000 hosts`);
	const entries = names.map(single);
	const wrong = entries.find(entry => entry.problem !== undefined);
	return wrong ?? {hosts: entries.flatMap(entry => entry.hosts)};
}
