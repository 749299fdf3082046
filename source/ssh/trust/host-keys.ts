import type {ServerHostKeyAlgorithm} from 'ssh2';
import {changedKey, type Identity, refusedKey, shown} from './host-key-refusals.ts';
import {hostKeyVerdict, type KnownHostsFile, type KnownKey, knownKeys, knownName} from './known-hosts.ts';

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
					reason = changedKey(identity, [shown(pinned)], blob, undefined);
					return false;
				}
				const verdict = hostKeyVerdict(keys, fallback, blob);
				reason = refusedKey(identity, knownAs, verdict, blob);
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
