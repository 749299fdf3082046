import {createHmac} from 'node:crypto';
import {matchesPatternList} from '../config/pattern-list.ts';

export type KnownHostsFile = {readonly path: string; readonly text: string};

export type KnownKey = {
	readonly marker: 'cert-authority' | 'revoked' | undefined;
	/** The type within the key, such as `ssh-ed25519`. */
	readonly type: string;
	/** The key as it goes over the wire. */
	readonly blob: Buffer;
	/** `FILE:LINE`. */
	readonly where: string;
};

export type HostKeyVerdict =
	| {readonly kind: 'known'}
	| {
			readonly kind: 'unknown' /** `FILE:LINE` of lines that only vouch for certificates. */;
			readonly certificatesOnly: string | undefined;
	  }
	| {readonly kind: 'changed'; readonly known: readonly KnownKey[]}
	| {readonly kind: 'revoked'; readonly where: string};

/** The name under which known_hosts keeps a host: OpenSSH's `HOST`, or `[HOST]:PORT` for a port that is not 22. */
export function knownName(host: string, port: number): string {
	const name = host.toLowerCase();
	return port === 22 ? name : `[${name}]:${port}`;
}

/** The keys of `name` in the files, in order. Lines that OpenSSH can't read are skipped, as it does. */
export function knownKeys(files: readonly KnownHostsFile[], name: string): KnownKey[] {
	return files.flatMap(({path, text}) =>
		text.split('\n').flatMap((line, index) => {
			const entry = parseLine(line);
			if (entry === undefined || !matchesHost(entry.hosts, name)) return [];
			return [{marker: entry.marker, type: entry.type, blob: entry.blob, where: `${path}:${index + 1}`}];
		}),
	);
}

/**
 * What OpenSSH would say of `blob`: one equal key is enough; else any other plain key of the name is an alarm,
 * whatever its type. `fallback` are the keys of the bare name, looked at where a `[host]:port` has none: an equal key
 * there counts, a different one does not. Where a revoked key stands under either, it's refused.
 */
export function hostKeyVerdict(keys: readonly KnownKey[], fallback: readonly KnownKey[], blob: Buffer): HostKeyVerdict {
	const same = ({blob: known}: KnownKey) => known.equals(blob);
	const revoked = [...keys, ...fallback].find(key => key.marker === 'revoked' && same(key));
	if (revoked !== undefined) return {kind: 'revoked', where: revoked.where};
	const plain = keys.filter(({marker}) => marker === undefined);
	if (plain.some(same)) return {kind: 'known'};
	if (plain.length > 0) return {kind: 'changed', known: plain};
	if (fallback.some(key => key.marker === undefined && same(key))) return {kind: 'known'};
	return {kind: 'unknown', certificatesOnly: keys.find(({marker}) => marker === 'cert-authority')?.where};
}

type Line = {readonly marker: KnownKey['marker']; readonly hosts: string; readonly type: string; readonly blob: Buffer};

function parseLine(line: string): Line | undefined {
	const words = line.replace(/\r$/, '').split(/[ \t]+/);
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
	if (hosts === undefined || type === undefined || base64 === undefined) return undefined;
	const blob = decodeKey(base64, type);
	return blob === undefined ? undefined : {marker, hosts, type, blob};
}

/** The key, if `base64` is base64 and the type within is the type beside it. */
function decodeKey(base64: string, type: string): Buffer | undefined {
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined;
	const blob = Buffer.from(base64, 'base64');
	return keyType(blob) === type && isWhole(blob) ? blob : undefined;
}

/** A key in wire format is a row of fields, each behind its length: one that was cut does not end with a field. */
function isWhole(blob: Buffer): boolean {
	let at = 0;
	while (at + 4 <= blob.length) at += 4 + blob.readUInt32BE(at);
	return at === blob.length;
}

/** The type that a key in wire format names; undefined if it is none. */
export function keyType(blob: Buffer): string | undefined {
	if (blob.length < 4) return undefined;
	const length = blob.readUInt32BE(0);
	if (length === 0 || length > 64 || 4 + length >= blob.length) return undefined;
	return blob.toString('latin1', 4, 4 + length);
}

function matchesHost(hosts: string, name: string): boolean {
	if (!hosts.startsWith('|')) return matchesPatternList(name, hosts);
	const match = /^\|1\|([A-Za-z0-9+/]+=*)\|([A-Za-z0-9+/]+=*)$/.exec(hosts);
	if (match === null) return false;
	const [salt, hash] = [Buffer.from(match[1]!, 'base64'), Buffer.from(match[2]!, 'base64')];
	return salt.length === 20 && hash.equals(hashName(name, salt));
}

export function hashName(name: string, salt: Buffer): Buffer {
	return createHmac('sha1', salt).update(name).digest();
}
