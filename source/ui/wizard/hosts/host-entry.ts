import {parseHostText} from '../../../cluster/host-text.ts';
import {addressPattern} from '../../../cluster/schema/fields.ts';
import type {Host} from '../../../core/inventory.ts';
import {cleanLine} from '../../../core/text.ts';
import {expandRange} from './host-range.ts';

/** Hosts, or what is wrong with the text. */
export type Entry = {readonly hosts: readonly Host[]; readonly problem?: string};

const problem = (message: string): Entry => ({hosts: [], problem: message});

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

const bracketed = /^(?:([^@[\]]+)@)?\[([^\]]+)\](?::(\d+))?$/;

/** `user@[2001:db8::1]:22`, for which the cluster needs a name, as Java's listeners do. */
function ipv6(text: string, name: string | undefined): Entry | undefined {
	const [, user, inner, digits] = bracketed.exec(text) ?? [];
	const address = inner ?? (isIpv6(text) ? text : undefined);
	if (address === undefined || !isIpv6(address)) return undefined;
	if (name === undefined) return problem(`an IPv6 address needs a name before it: kafka-01 ${cleanLine(text)}`);
	const entry = single(`${user === undefined ? '' : `${user}@`}${name}${digits === undefined ? '' : `:${digits}`}`);
	return {...entry, hosts: entry.hosts.map(host => ({...host, address}))};
}

/** Where this machine reaches a host: `[user@]address[:port]`, an IPv6 address with a port in brackets. */
const place = /^(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:@]+))(?::(\d+))?$/;

/** `kafka-01=10.0.0.1:2222` or `admin@kafka-01=bastion-alias`: the name in the cluster, and where this machine reaches it. */
function parseReached(text: string): Entry | undefined {
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
	const address = ipv6(text, undefined);
	if (address !== undefined) return address;
	const names = expandRange(text);
	if (names === undefined) return problem(`${shown(text)}: the range goes backwards or gives more than 1000 hosts`);
	const entries = names.map(single);
	const wrong = entries.find(entry => entry.problem !== undefined);
	return wrong ?? {hosts: entries.flatMap(entry => entry.hosts)};
}

/** `kafka-01 [2001:db8::1]:22`; undefined for anything else. */
export function parseNamedAddress(words: readonly string[]): Entry | undefined {
	const [name, address] = words;
	if (words.length !== 2 || isIpv4(name!) || isIpv6(name!)) return undefined;
	return ipv6(address!, name);
}

/** What every /etc/hosts has, and no cluster. */
const local = /^(127\.|::1$|255\.|f[ef][0-9a-f]{2}:)/i;

/** A line of /etc/hosts: the address and the first name after it. Undefined if it is none. */
export function parseHostsLine(words: readonly string[]): Entry | undefined {
	const [address, name] = words;
	if (address === undefined || name === undefined || !(isIpv4(address) || isIpv6(address))) return undefined;
	if (isIpv4(name) || isIpv6(name) || name.includes('@') || bracketed.test(name)) return undefined;
	if (local.test(address)) return {hosts: []};
	const entry = single(name);
	return {...entry, hosts: entry.hosts.map(host => ({...host, address}))};
}
