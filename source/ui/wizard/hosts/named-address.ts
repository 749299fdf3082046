import {cleanLine} from '../../../core/text.ts';
import {type Entry, ipIn, isIpv4, isIpv6, named, parseReached, problem} from './host-entry.ts';

const isAddress = (word: string): boolean => isIpv4(word) || isIpv6(word);

/** What every /etc/hosts has, and no cluster. */
const local = /^(127\.|::1$|255\.|f[ef][0-9a-f]{2}:)/i;

/** A line of /etc/hosts: the address and the first name after it. */
function parseHostsLine([address, name, ...others]: readonly string[]): Entry | undefined {
	if (address === undefined || name === undefined || !isAddress(address)) return undefined;
	if (ipIn(name) !== undefined || name.includes('@') || others.some(isAddress)) return undefined;
	if (local.test(address)) return {hosts: []};
	return named(name, address);
}

/** The heads of a table of two columns. */
const isHead = (words: readonly string[]): boolean =>
	words.length === 2 &&
	words.some(word => /^(?:(?:host|instance)?_?name|host|instance)$/i.test(word)) &&
	words.some(word => /^(?:(?:private|public|internal|external)[_-]?)?ip(?:[_-]?addr(?:ess)?)?$|^address$/i.test(word));

const hasLogin = (word: string): boolean => /@|[^:]:\d+$/.test(word);

/**
 * Words of one line that stand for one host together: `kafka-01 10.0.0.1`, or a line of /etc/hosts. Names and addresses in any
 * other order are a problem: they would be two hosts each. Undefined where each word is a host by itself.
 */
export function parseNamed(words: readonly string[]): Entry | undefined {
	if (isHead(words)) return {hosts: []};
	const ofHosts = parseHostsLine(words);
	if (ofHosts !== undefined) return ofHosts;
	const [first = '', second = ''] = words;
	const ip = ipIn(second);
	if (words.length === 2 && ip !== undefined && ipIn(first) === undefined && !first.includes('=')) {
		// Each with a login of its own: two hosts.
		return hasLogin(first) && !isAddress(second) ? undefined : parseReached(`${first}=${second}`);
	}
	const addresses = words.filter(isAddress);
	const names = words.filter(word => ipIn(word) === undefined && !word.includes('='));
	if (addresses.length === 0 || names.length === 0 || words.length < 3) return undefined;
	const example = `${cleanLine(names[0]!).slice(0, 40)}=${addresses[0]}`;
	return problem(
		names.length === 1 && words[0] === names[0]
			? `${cleanLine(first).slice(0, 40)} has ${addresses.length} addresses here: keep the one by which this machine reaches it, as ${example}`
			: `names and addresses stand on one line: write one host per line, as ${example}`,
	);
}
