import {createHash} from 'node:crypto';
import {ConnectError} from '../../core/errors.ts';
import {remoteWords} from '../../core/text.ts';
import {ChangedHostKeyError, type ShownKey, UnexpectedHostKeyError, UnknownHostKeyError} from '../errors.ts';
import {keyType} from './host-key.ts';
import type {HostKeyVerdict} from './known-hosts.ts';

export type Identity = {
	/** As the operator knows the host, or the hop to it. */
	readonly name: string;
	/** What is connected to. */
	readonly address: string;
	readonly port: number;
	/** ssh_config's HostKeyAlias: the name in known_hosts, whatever the port. */
	readonly alias: string | undefined;
	/** The address behind the name, where known_hosts is asked for that too (CheckHostIP). */
	readonly ip: string | undefined;
	/** Fingerprints from the cluster file: one of them must be the host's, whatever known_hosts says. */
	readonly expected: readonly string[] | undefined;
	readonly acceptNew: boolean;
};

/** Why a key with this verdict is not good enough; undefined if it is. */
export function refusedKey(identity: Identity, knownAs: string, verdict: HostKeyVerdict, blob: Buffer): Error | undefined {
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
	if (verdict.kind === 'unreadable') return unreadableLine(identity, verdict.where, presented);
	if (verdict.kind === 'changed')
		return changedKey(
			identity,
			verdict.known.map(known => shown(known.blob)),
			blob,
			verdict.where,
			knownAs,
		);
	if (expected !== undefined && expected.length > 0) {
		if (expected.some(fingerprint => sameFingerprint(fingerprint, presented.fingerprint))) return undefined;
		return new UnexpectedHostKeyError(
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
	return new UnknownHostKeyError(`${name}: Host key verification failed: unknown key.\n  ${show(presented)}${certificates}`, {
		host: name,
		address: identity.address,
		port: identity.port,
		keys: [presented],
		hint: unknownKeysHint(presented.type),
	});
}

/** What known_hosts must not get as a name: it would be a pattern, a hash, a marker, or more than one word. */
const noName = /[^\x21-\x7e]|[@?*#|'"\\,![\]]/;

/** Why a new key is not taken though new ones are accepted: one that can't be remembered would be taken again each time. */
export function notRemembered({name}: Identity, file: string | undefined, knownAs: string, blob: Buffer): Error | undefined {
	const refused = (why: string, way: string) =>
		new ConnectError(`${name}: its new host key was not accepted: ${why}.\n  ${show(shown(blob))}`, {
			hint: `${way}, or compare the fingerprint and put it into the cluster file (hostKeys: [SHA256:…] under the host).`,
		});
	if (file === undefined || file === '/dev/null') {
		return refused(
			`UserKnownHostsFile in ssh_config is ${file ?? 'none'}, so it would not be remembered`,
			'Name a file for it (ssh.knownHostsFile in the cluster file)',
		);
	}
	if (noName.test(knownAs.replace(/^\[(.*)\]:\d+$/, '$1'))) {
		return refused(
			`“${remoteWords(knownAs)}” can’t stand in known_hosts as a name`,
			'Give it a plain one (HostKeyAlias in ssh_config)',
		);
	}
	return undefined;
}

/** An RSA key that is shorter than ssh_config's RequiredRSASize. */
export function shortKey({name}: Identity, blob: Buffer, bits: number): ChangedHostKeyError {
	const presented = shown(blob);
	return new ChangedHostKeyError(`${name}: its RSA host key has less than ${bits} bits.\n  ${show(presented)}`, {
		known: [],
		presented,
		hint: `Give ${name} a longer key (ssh-keygen -A after removing /etc/ssh/ssh_host_rsa_key*), then make it known.`,
	});
}

function unreadableLine({name}: Identity, where: string, presented: ShownKey): ChangedHostKeyError {
	return new ChangedHostKeyError(
		`${name}: what is known of its host key can’t be read.\n  at         ${where}\n  it shows   ${show(presented)}`,
		{
			known: [],
			presented,
			where,
			hint: `Look at the line (cat -A): if it was damaged, remove it or put the right key there, as “ssh-keygen -y” or ssh-keyscan print it.`,
		},
	);
}

export function unknownKeysHint(type: string): string {
	return (
		`Compare with “ssh-keygen -lf /etc/ssh/ssh_host_${fileType(type)}_key.pub” run on the host itself. Then put the fingerprint into the cluster file ` +
		'(hostKeys: [SHA256:…] under the host), or run again with --accept-new-host-keys.'
	);
}

export function changedKey(
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
		`${name}: REMOTE HOST IDENTIFICATION HAS CHANGED. Nothing was sent.${lines}${at}\n  it shows   ${show(presented)}`,
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
		type: remoteWords(keyType(blob) ?? '') || 'unknown type',
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
