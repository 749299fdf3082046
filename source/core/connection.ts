import type {Command} from './command.ts';
import type {Secret} from './secret.ts';

export type CommandResult = {
	/** The exit status; 128 + n when signal n ended the command. */
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
};

/** Stands in an output in place of what was longer than is kept. */
export const cutMark = (bytes: number): string => `[${bytes} bytes left out]`;

/** Whether something is left out of an output. */
export const isCut = (output: string): boolean => /^\[\d+ bytes left out\]$/m.test(output);

export type OutputStream = 'stdout' | 'stderr';

export type ExecOptions = {
	/** What messages call the command; its first words by default. */
	readonly calledAs?: string;
	/** The command's standard input, sent as it is. Without it the command reads end of file at once. */
	readonly input?: Uint8Array | Secret;
	/** Bytes of `input` handed to the link so far. */
	readonly onSent?: (bytes: number) => void;
	/** Decoded output as it comes, not cut at line ends. */
	readonly onOutput?: (stream: OutputStream, text: string) => void;
	/** It is no question, and takes as long as it takes. */
	readonly long?: boolean;
	/** Runs beside the commands without it, on a second shell; one after the other with those that have it. Where the host opens no second shell it waits its turn. */
	readonly beside?: boolean;
};

/** A stream of bytes to a port and back, which the host has opened. A Duplex of Node is one. */
export type Channel = AsyncIterable<Uint8Array> & {
	write(bytes: Uint8Array): unknown;
	/** Closes it at once. */
	destroy(): unknown;
};

export type Dialed = {
	readonly channel: Channel;
	/** The host's sshd forwards no ports: a session of its own carries the bytes. */
	readonly bySession: boolean;
};

/**
 * One login and one root shell on a host, and a second one for what runs beside (`ExecOptions.beside`). Commands run as
 * root, each in a subshell of its own (`cd`, `exit` and variables of one don't reach the next), strictly one after the
 * other, and are sent without waiting for the answer to the one before: ten questions asked together cost one round trip.
 */
export type Connection = {
	/**
	 * Runs a bash command line. Never throws on a non-zero exit code.
	 * `stdout` and `stderr` keep the first and the last half MiB of a longer output.
	 * @throws LinkLostError when the link dies before the answer: the outcome is unknown. NoAnswerError for a question that
	 * has none in time, which ends the shell.
	 */
	exec(command: Command, options?: ExecOptions): Promise<CommandResult>;
	/**
	 * Opens a channel to a port, from the host.
	 * @throws DialError where nothing answers there, or the host opens no channels; LinkLostError
	 */
	dial(host: string, port: number): Promise<Dialed>;
	close(): Promise<void>;
};
