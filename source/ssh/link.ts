import type {Duplex, Readable} from 'node:stream';

/** A command on the host: what it reads and prints, and its standard error. It closes when all of them have ended. */
export type Session = Duplex & {readonly stderr: Readable};

/** A logged-in connection, whatever carries it. */
export type Link = {
	readonly name: string;
	/** The control socket of the ssh that carries it, where one does. */
	readonly controlPath?: string;
	/** Runs a command in a session of its own. @throws LinkEndedError; ChannelRefusal where the host opens none */
	run(command: string): Promise<Session>;
	/** A channel to a port, opened by the host. @throws LinkEndedError; ChannelRefusal where the host does not get there, or does not forward */
	forward(host: string, port: number): Promise<Duplex>;
	/** Calls back once, with the reason, when the link is gone; at once if it is already. */
	onEnd(listener: (reason: string) => void): void;
	close(): Promise<void>;
};

/** `reason`: that of RFC 4254, 5.1, where the host gave one. */
export type ChannelRefusal = Error & {readonly reason?: number};

/** The link ended before there was an answer. */
export class LinkEndedError extends Error {
	constructor() {
		super('its connection ended');
	}
}
