import type {ServerHostKeyAlgorithm} from 'ssh2';
import {ConnectError} from '../../core/errors.ts';
import type {HostKeyAlgorithms} from '../config/host-key-algorithms.ts';
import {UnexpectedHostKeyError} from '../errors.ts';
import {keyType, rsaBits} from './host-key.ts';
import {changedKey, type Identity, notRemembered, refusedKey, shortKey, shown} from './host-key-refusals.ts';
import {type HostKeyVerdict, hostKeyVerdict, type KnownHostsFile, type KnownKey, knownKeys, knownName} from './known-hosts.ts';
import type {RevokedKey} from './revoked-keys.ts';

export type HostKeyCheck = {
	/** For ssh2's `algorithms`: the types that are known for this host first, so that it is asked for those. */
	readonly algorithms: ServerHostKeyAlgorithm[];
	/** Whether to go on. Asked again at each rekeying, where only the very key of the first time will do. */
	verify(blob: Buffer): boolean;
	/** `verify` said yes. */
	agreed(): boolean;
	/** The type of a key that was refused only because the cluster file expects another: the host may have that one too. */
	unexpectedType(): string | undefined;
	/** Why `verify` refused. */
	reason(): Error | undefined;
	/** A key that was taken on trust, to be remembered once the host has proved to own it. */
	newKey(): Buffer | undefined;
	/** The name to remember it by. */
	readonly knownAs: string;
};

/** The keys that hosts have shown since the run began: until it ends each host has to show the same. */
export type Pins = Map<string, Buffer>;

export type HostKeyRules = {
	readonly files: readonly KnownHostsFile[];
	/** Where a new key would be remembered; undefined: nowhere. */
	readonly newKeysFile: string | undefined;
	/** ssh_config's HostKeyAlgorithms; undefined: all that are supported. */
	readonly algorithms: HostKeyAlgorithms | undefined;
	/** Types of keys that the host is not to show. */
	readonly without: readonly string[];
	/** The shortest RSA key that will do, in bits. */
	readonly requiredRsaBits: number;
	readonly revoked: readonly RevokedKey[];
	readonly pins: Pins;
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

/** @throws ConnectError where ssh_config leaves no type of key that is supported */
export function hostKeyCheck(identity: Identity, rules: HostKeyRules): HostKeyCheck {
	const {name, address, port, alias} = identity;
	const {files, newKeysFile, pins, revoked, requiredRsaBits} = rules;
	const knownAs = alias?.toLowerCase() ?? knownName(address, port);
	const keys = knownKeys(files, knownAs);
	const fallback = alias === undefined && port !== 22 ? knownKeys(files, knownName(address, 22)) : [];
	const byIp = identity.ip === undefined ? [] : knownKeys(files, knownName(identity.ip, port));
	const pin = JSON.stringify([name, address, port, knownAs]);
	let agreed: Buffer | undefined;
	let taken: Buffer | undefined;
	let unexpected: string | undefined;
	let reason: Error | undefined;

	function verdictOn(blob: Buffer): HostKeyVerdict {
		const found = revoked.find(key => key.blob.equals(blob));
		if (found !== undefined) return {kind: 'revoked', where: found.where};
		const verdict = hostKeyVerdict(keys, fallback, blob);
		// As OpenSSH does with CheckHostIP: the address may have no key, and must not have another one.
		const ofIp = hostKeyVerdict(byIp, [], blob);
		return verdict.kind === 'changed' || verdict.kind === 'revoked' || ofIp.kind === 'known' || ofIp.kind === 'unknown'
			? verdict
			: ofIp;
	}

	function refuse(blob: Buffer): Error | undefined {
		const pinned = agreed ?? pins.get(pin);
		if (pinned !== undefined && !pinned.equals(blob)) return changedKey(identity, [shown(pinned)], blob, undefined);
		if (agreed !== undefined) return undefined;
		if ((rsaBits(blob) ?? Number.POSITIVE_INFINITY) < requiredRsaBits) return shortKey(identity, blob, requiredRsaBits);
		const verdict = verdictOn(blob);
		const refusal = refusedKey(identity, knownAs, verdict, blob);
		if (refusal !== undefined) {
			if (refusal instanceof UnexpectedHostKeyError) unexpected = keyType(blob);
			return refusal;
		}
		if (verdict.kind === 'unknown' && identity.acceptNew) {
			const why = notRemembered(identity, newKeysFile, knownAs, blob);
			if (why !== undefined) return why;
			taken = Buffer.from(blob);
		}
		agreed = Buffer.from(blob);
		pins.set(pin, agreed);
		return undefined;
	}

	return {
		knownAs,
		algorithms: orderedAlgorithms(name, keys, rules).filter(algorithm => !rules.without.includes(typeOf(algorithm))),
		agreed: () => agreed !== undefined,
		unexpectedType: () => unexpected,
		reason: () => reason,
		newKey: () => taken,
		verify(blob) {
			try {
				reason = refuse(blob);
			} catch (error) {
				reason = error instanceof Error ? error : new Error(String(error));
			}
			return reason === undefined;
		},
	};
}

/** The type of the keys that an algorithm signs with. */
const typeOf = (algorithm: string) => (algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);

function orderedAlgorithms(
	name: string,
	keys: readonly KnownKey[],
	{algorithms: wanted}: HostKeyRules,
): ServerHostKeyAlgorithm[] {
	const allowed = wanted === undefined ? allAlgorithms : wanted.names.flatMap(one => allAlgorithms.filter(own => own === one));
	if (allowed.length === 0) {
		throw new ConnectError(`${name}: HostKeyAlgorithms in ssh_config leaves no type of host key that is supported.`, {
			hint: `Let it have one of ${allAlgorithms.join(', ')}.`,
		});
	}
	if (wanted?.inThisOrder === true) return [...allowed];
	const types = new Set(keys.filter(({marker}) => marker === undefined).map(({key}) => key?.type));
	const isKnown = (algorithm: string) => types.has(typeOf(algorithm));
	return [...allowed.filter(isKnown), ...allowed.filter(algorithm => !isKnown(algorithm))];
}
