import {createHash} from 'node:crypto';
import {remoteWords} from '../../core/text.ts';
import {ChangedHostKeyError, type ShownKey, UnknownHostKeyError} from '../errors.ts';
import {type HostKeyVerdict, keyType} from './known-hosts.ts';

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
	if (verdict.kind === 'changed')
		return changedKey(
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
	return new UnknownHostKeyError(`${name}: Host key verification failed: unknown key.\n  ${show(presented)}${certificates}`, {
		host: name,
		address: identity.address,
		port: identity.port,
		keys: [presented],
		hint: unknownKeysHint(presented.type),
	});
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
