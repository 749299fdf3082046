import type {Duplex} from 'node:stream';
import type {AuthHandlerMiddleware, ConnectConfig} from 'ssh2';
import {pingSeconds} from './liveness.ts';
import type {HostKeyCheck} from './trust/host-keys.ts';

/** How ssh2 is to talk to a host: what it agrees to, whom it trusts, and how it logs in. */
export function connectConfig(
	socket: Duplex,
	user: string,
	check: HostKeyCheck,
	authHandler: AuthHandlerMiddleware,
): ConnectConfig {
	return {
		sock: socket,
		username: user,
		authHandler,
		// Not async, and with nothing returned: ssh2 takes anything but false for a yes.
		hostVerifier: (key: Buffer, callback: (valid: boolean) => void) => {
			callback(check.verify(key) === true);
		},
		algorithms: {
			serverHostKey: check.algorithms,
			hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
			compress: ['none'],
		},
		// Our own deadline, which waits while the operator is asked, and our own watch over silence.
		readyTimeout: 0,
		keepaliveInterval: pingSeconds * 1000,
		keepaliveCountMax: 1_000_000,
	};
}
