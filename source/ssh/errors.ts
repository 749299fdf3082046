import {ConnectError} from '../core/errors.ts';

type Options = {readonly hint?: string; readonly cause?: unknown};

/** A host key as an operator compares it: `type` such as `ssh-ed25519`, `fingerprint` as `SHA256:…`. */
export type ShownKey = {readonly type: string; readonly fingerprint: string};

/** The host's key is in no known_hosts file and nobody vouched for it. Nothing was sent to it. */
export class UnknownHostKeyError extends ConnectError {
	/** As the operator knows the host. */
	readonly host: string;
	readonly address: string;
	readonly port: number;
	readonly keys: readonly ShownKey[];

	constructor(message: string, options: Options & {host: string; address: string; port: number; keys: readonly ShownKey[]}) {
		super(message, options);
		this.host = options.host;
		this.address = options.address;
		this.port = options.port;
		this.keys = options.keys;
	}
}

/** The host shows another key than the one that is known, or a revoked one. Nothing was sent to it. */
export class ChangedHostKeyError extends ConnectError {
	readonly known: readonly ShownKey[];
	readonly presented: ShownKey;
	/** `FILE:LINE` of the known key; undefined where it comes from the cluster file. */
	readonly where: string | undefined;

	constructor(message: string, options: Options & {known: readonly ShownKey[]; presented: ShownKey; where?: string | undefined}) {
		super(message, options);
		this.known = options.known;
		this.presented = options.presented;
		this.where = options.where;
	}
}

/** The host shows a key that the cluster file does not expect. It may have an expected one too, of another type. */
export class UnexpectedHostKeyError extends ChangedHostKeyError {}

/** The host is who it should be, and did not let the user in. */
export class LoginError extends ConnectError {}

/** The login worked, becoming root did not. */
export class SudoError extends ConnectError {}

/** No ssh server answered: name, network, firewall, or no common language. */
export class UnreachableError extends ConnectError {}
