import type {Diagnosis, Difference} from './events.ts';
import {clean} from './text.ts';

type Options = {readonly hint?: string; readonly cause?: unknown};

/**
 * An error of the operator's world: `message` says what happened and where, `hint` what to do next, both as they may be
 * shown, whatever a host has put into them. Anything else is our bug.
 */
export class SetupError extends Error {
	readonly hint: string | undefined;

	constructor(message: string, options: Options = {}) {
		super(clean(message), options.cause === undefined ? undefined : {cause: options.cause});
		this.name = new.target.name;
		this.hint = options.hint === undefined ? undefined : clean(options.hint);
	}
}

/** The cluster file, a flag or a local file is wrong. Nothing was touched. */
export class InputError extends SetupError {}

/** The cluster file does not fit the cluster that its hosts belong to. Nothing was touched. */
export class SettledError extends InputError {
	readonly differences: readonly Difference[];

	constructor(message: string, options: Options & {differences: readonly Difference[]}) {
		super(message, options);
		this.differences = options.differences;
	}
}

/** A host was not reached or did not let us in. */
export class ConnectError extends SetupError {}

/** A host has no channel to a port. */
export class DialError extends SetupError {
	/** The host opens no channels to any port: not that the one asked for does not answer. */
	readonly noWay: boolean;
	/** Its sshd forwards no ports: it was a session of its own that did not reach the port. */
	readonly bySession: boolean;

	constructor(message: string, options: Options & {noWay: boolean; bySession?: boolean}) {
		super(message, options);
		this.noWay = options.noWay;
		this.bySession = options.bySession ?? false;
	}
}

/** The link died while a command ran: whether it took effect is not known. */
export class LinkLostError extends SetupError {}

/** A remote command, or a condition on a host, failed. */
export class StepError extends SetupError {
	readonly command: string | undefined;
	readonly code: number | undefined;
	/** The last lines of its output. */
	readonly tail: readonly string[];
	readonly diagnosis: Diagnosis | undefined;

	constructor(
		message: string,
		options: Options & {
			command?: string | undefined;
			code?: number | undefined;
			tail?: readonly string[];
			diagnosis?: Diagnosis | undefined;
		} = {},
	) {
		super(message, options);
		this.command = options.command;
		this.code = options.code;
		this.tail = options.tail ?? [];
		this.diagnosis = options.diagnosis;
	}
}

/** A question to a host that had no answer in time. It changes nothing, and is not asked again. */
export class NoAnswerError extends StepError {}

/** Work that was not begun or not finished because the run is stopping. */
export class CancelledError extends SetupError {}

/** Another operator works on a host. Nothing was touched. */
export class LockedError extends SetupError {}

/** A host that this run had locked is no longer its own: what was to be done there was not done, and is not tried again. */
export class FencedError extends StepError {}
