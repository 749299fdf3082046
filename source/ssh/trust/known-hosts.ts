import {createHmac} from 'node:crypto';
import {matchesPatternList} from '../config/pattern-list.ts';
import {type HostKey, readKey} from './host-key.ts';

/** `text`: a byte a character (latin1), as OpenSSH compares. */
export type KnownHostsFile = {readonly path: string; readonly text: string};

export type KnownKey = {
	readonly marker: 'cert-authority' | 'revoked' | undefined;
	/** Undefined: the line names the host, and its key can't be read. */
	readonly key: HostKey | undefined;
	/** `FILE:LINE`. */
	readonly where: string;
};

export type HostKeyVerdict =
	| {readonly kind: 'known'}
	| {
			readonly kind: 'unknown' /** `FILE:LINE` of lines that only vouch for certificates. */;
			readonly certificatesOnly: string | undefined;
	  }
	| {readonly kind: 'changed'; readonly known: readonly HostKey[]; readonly where: string}
	| {readonly kind: 'revoked'; readonly where: string}
	/** A line that can't be read is all that names the host, or may revoke this very key. */
	| {readonly kind: 'unreadable'; readonly where: string};

/** The name under which known_hosts keeps a host: OpenSSH's `HOST`, or `[HOST]:PORT` for a port that is not 22. */
export function knownName(host: string, port: number): string {
	const name = host.toLowerCase();
	return port === 22 ? name : `[${name}]:${port}`;
}

/** The keys of `name` in the files, in order, and the lines that name it and can't be read. */
export function knownKeys(files: readonly KnownHostsFile[], name: string): KnownKey[] {
	return files.flatMap(({path, text}) =>
		text.split('\n').flatMap((line, index) => {
			const entry = parseLine(line);
			if (entry === undefined || !matchesHost(entry.hosts, name)) return [];
			return [{marker: entry.marker, key: entry.key, where: `${path}:${index + 1}`}];
		}),
	);
}

/**
 * What OpenSSH would say of `blob`: one equal key is enough; else any other plain key of the name is an alarm,
 * whatever its type. `fallback` are the keys of the bare name, looked at where a `[host]:port` has none: an equal key
 * there counts, a different one does not. Where a revoked key stands under either, it's refused.
 *
 * Stricter than OpenSSH, which skips a line that it can't read: where that is all there is for the host, what it says
 * is not known, and a line that revokes an unknown key may revoke this one.
 */
export function hostKeyVerdict(keys: readonly KnownKey[], fallback: readonly KnownKey[], blob: Buffer): HostKeyVerdict {
	const same = ({key}: KnownKey) => key?.blob.equals(blob) === true;
	const revoking = [...keys, ...fallback].filter(({marker}) => marker === 'revoked');
	const revoked = revoking.find(same);
	if (revoked !== undefined) return {kind: 'revoked', where: revoked.where};
	const unclear = revoking.find(({key}) => key === undefined);
	if (unclear !== undefined) return {kind: 'unreadable', where: unclear.where};
	const plain = keys.filter(({marker}) => marker === undefined);
	if (plain.some(same)) return {kind: 'known'};
	const [other] = plain.filter(({key}) => key !== undefined);
	if (other !== undefined) {
		return {kind: 'changed', known: plain.flatMap(({key}) => (key === undefined ? [] : [key])), where: other.where};
	}
	if (plain[0] !== undefined) return {kind: 'unreadable', where: plain[0].where};
	if (fallback.some(known => known.marker === undefined && same(known))) return {kind: 'known'};
	return {kind: 'unknown', certificatesOnly: keys.find(({marker}) => marker === 'cert-authority')?.where};
}

type Line = {readonly marker: KnownKey['marker']; readonly hosts: string; readonly key: HostKey | undefined};

/** A line as OpenSSH reads it: to its first NUL, its words separated by blanks and tabs alone. */
function parseLine(line: string): Line | undefined {
	const words = line.split('\0', 1)[0]!.split(/[ \t]+/);
	if (words[0] === '') words.shift();
	if (words[0] === undefined || words[0].startsWith('#')) return undefined;
	let marker: KnownKey['marker'];
	if (words[0].startsWith('@')) {
		const word = words.shift();
		if (word === '@cert-authority') marker = 'cert-authority';
		else if (word === '@revoked') marker = 'revoked';
		else return undefined;
	}
	const [hosts, type, base64] = words;
	return hosts === undefined ? undefined : {marker, hosts, key: readKey(type, base64)};
}

function matchesHost(hosts: string, name: string): boolean {
	if (!hosts.startsWith('|')) return matchesPatternList(name, hosts);
	const match = /^\|1\|([A-Za-z0-9+/]+=*)\|([A-Za-z0-9+/]+=*)$/.exec(hosts);
	if (match === null) return false;
	const salt = Buffer.from(match[1]!, 'base64');
	return salt.length === 20 && hosts === hashedName(name, salt);
}

/** `|1|SALT|HASH`. */
export function hashedName(name: string, salt: Buffer): string {
	return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}
