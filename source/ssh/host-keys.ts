import {createHash} from 'node:crypto';
import type {ServerHostKeyAlgorithm} from 'ssh2';
import {ChangedHostKeyError, type ShownKey, UnknownHostKeyError} from './errors.ts';
import {
	type HostKeyVerdict,
	hostKeyVerdict,
	type KnownHostsFile,
	type KnownKey,
	keyType,
	knownKeys,
	knownName,
} from './known-hosts.ts';

export type Identity = {
	/** As the operator knows the host, or the hop to it. */
	readonly name: string;
	/** What is connected to. */
	readonly address: string;
	readonly port: number;
	/** ssh_config's HostKeyAlias: the name in known_hosts, whatever the port. */
	readonly alias: string | undefined;
	/** Fingerprints from the cluster file: one of them must be the host's, whatever known_hosts says. */
	readonly expected: readonly string[] | undefined;
	readonly acceptNew: boolean;
};

export type HostKeyCheck = {
	/** For ssh2's `algorithms`: the types that are known for this host first, so that it is asked for those. */
	readonly algorithms: ServerHostKeyAlgorithm[];
	/** Whether to go on. Asked again at each rekeying, where only the very key of the first time will do. */
	verify(blob: Buffer): boolean;
	/** Why `verify` refused. */
	reason(): Error | undefined;
	/** A key that was taken on trust, to be remembered once the host has proved to own it. */
	newKey(): Buffer | undefined;
	/** The name to remember it by. */
	readonly knownAs: string;
};

/** `ssh-rsa` is left out: it would be the signature with SHA-1. */
const allAlgorithms: readonly ServerHostKeyAlgorithm[] = [
	'ssh-ed25519',
	'ecdsa-sha2-nistp256',
	'ecdsa-sha2-nistp384',
	'ecdsa-sha2-nistp521',
	'rsa-sha2-512',
	'rsa-sha2-256',
];

export function hostKeyCheck(files: readonly KnownHostsFile[], identity: Identity): HostKeyCheck {
	const {address, port, alias} = identity;
	const knownAs = alias?.toLowerCase() ?? knownName(address, port);
	const keys = knownKeys(files, knownAs);
	const fallback = alias === undefined && port !== 22 ? knownKeys(files, knownName(address, 22)) : [];
	let pinned: Buffer | undefined;
	let taken: Buffer | undefined;
	let reason: Error | undefined;

	return {
		knownAs,
		algorithms: orderedAlgorithms([...keys, ...fallback]),
		reason: () => reason,
		newKey: () => taken,
		verify(blob) {
			try {
				if (pinned !== undefined) {
					if (pinned.equals(blob)) return true;
					reason = changed(identity, [shown(pinned)], blob, undefined);
					return false;
				}
				const verdict = hostKeyVerdict(keys, fallback, blob);
				reason = refusal(identity, knownAs, verdict, blob);
				if (reason !== undefined) return false;
				pinned = Buffer.from(blob);
				if (verdict.kind === 'unknown' && identity.acceptNew) taken = pinned;
				return true;
			} catch (error) {
				reason = error instanceof Error ? error : new Error(String(error));
				return false;
			}
		},
	};
}

function orderedAlgorithms(keys: readonly KnownKey[]): ServerHostKeyAlgorithm[] {
	const types = new Set(keys.filter(({marker}) => marker === undefined).map(({type}) => type));
	const isKnown = (algorithm: string) => types.has(algorithm) || (algorithm.startsWith('rsa-sha2-') && types.has('ssh-rsa'));
	return [...allAlgorithms.filter(isKnown), ...allAlgorithms.filter(algorithm => !isKnown(algorithm))];
}

function refusal(identity: Identity, knownAs: string, verdict: HostKeyVerdict, blob: Buffer): Error | undefined {
	const {name, expected, acceptNew} = identity;
	const presented = shown(blob);
	if (verdict.kind === 'revoked') {
		return new ChangedHostKeyError(`${name}: its host key is revoked.\n  ${show(presented)}\n  revoked at ${verdict.where}`, {
			known: [],
			presented,
			where: verdict.where,
			hint: `Whoever holds this key may pose as ${name}. Give the host new keys (ssh-keygen -A after removing /etc/ssh/ssh_host_*), then make them known.`,
		});
	}
	if (verdict.kind === 'changed')
		return changed(
			identity,
			verdict.known.map(({blob: known}) => shown(known)),
			blob,
			verdict.known[0]!.where,
			knownAs,
		);
	if (expected !== undefined && expected.length > 0) {
		if (expected.some(fingerprint => sameFingerprint(fingerprint, presented.fingerprint))) return undefined;
		return new ChangedHostKeyError(
			`${name}: its host key is not the one in the cluster file.\n  it shows   ${show(presented)}\n  expected   ${expected.join(' or ')}`,
			{
				known: expected.map(fingerprint => ({type: '', fingerprint})),
				presented,
				hint: `Compare with “ssh-keygen -lf /etc/ssh/ssh_host_${fileType(presented.type)}_key.pub” run on the host itself. If it shows the same, put that fingerprint under hostKeys of ${name}; if not, something else answers at its address.`,
			},
		);
	}
	if (verdict.kind === 'known' || acceptNew) return undefined;
	const certificates =
		verdict.certificatesOnly === undefined
			? ''
			: `\n  (${verdict.certificatesOnly} vouches for certificates only, which are not supported)`;
	return new UnknownHostKeyError(`${name}: its host key is not known.\n  ${show(presented)}${certificates}`, {
		host: name,
		address: identity.address,
		port: identity.port,
		keys: [presented],
		hint: unknownKeyHint(presented.type),
	});
}

export function unknownKeyHint(type: string): string {
	return (
		`Compare with “ssh-keygen -lf /etc/ssh/ssh_host_${fileType(type)}_key.pub” run on the host itself. Then put the fingerprint into the cluster file ` +
		'(hostKeys: [SHA256:…] under the host), or run again with --accept-new-host-keys.'
	);
}

function changed(
	{name}: Identity,
	known: readonly ShownKey[],
	blob: Buffer,
	where: string | undefined,
	knownAs?: string,
): ChangedHostKeyError {
	const presented = shown(blob);
	const lines = known.map((key, index) => `\n  ${index === 0 ? 'known     ' : '          '} ${show(key)}`).join('');
	const at = where === undefined ? '' : `\n  at         ${where}`;
	return new ChangedHostKeyError(
		`${name}: ITS HOST KEY HAS CHANGED. Nothing was sent to it.${lines}${at}\n  it shows   ${show(presented)}`,
		{
			known,
			presented,
			where,
			hint:
				where === undefined || knownAs === undefined
					? `Something else answers at the address of ${name} now.`
					: `If ${name} was reinstalled, compare with “ssh-keygen -lf /etc/ssh/ssh_host_${fileType(presented.type)}_key.pub” run on it, then forget the old key: ` +
						`ssh-keygen -R '${knownAs}' -f ${where.replace(/:\d+$/, '')}. If it was not, something else answers at its address.`,
		},
	);
}

/** As `ssh-keygen -l` shows it. */
export function shown(blob: Buffer): ShownKey {
	return {
		type: keyType(blob) ?? 'unknown type',
		fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
	};
}

function show({type, fingerprint}: ShownKey): string {
	return `${fingerprint} (${type})`;
}

function sameFingerprint(one: string, other: string): boolean {
	return one.trim().replace(/=+$/, '') === other;
}

function fileType(type: string): string {
	return type.startsWith('ecdsa') ? 'ecdsa' : type === 'ssh-rsa' ? 'rsa' : 'ed25519';
}
