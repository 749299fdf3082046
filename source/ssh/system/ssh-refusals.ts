import {remoteWords} from '../../core/text.ts';
import {UnreachableError} from '../errors.ts';
import type {Link} from '../link.ts';
import {closedError} from '../link-errors.ts';
import {closedHint, openSocket, type Place, socketError} from '../socket.ts';

/** What the system says of a connection that it does not get (strerror, with LC_ALL=C). */
const codes: Readonly<Record<string, string>> = {
	'Connection refused': 'ECONNREFUSED',
	'No route to host': 'EHOSTUNREACH',
	'Network is unreachable': 'ENETUNREACH',
	'Connection timed out': 'ETIMEDOUT',
	'Operation timed out': 'ETIMEDOUT',
	'Connection reset by peer': 'ECONNRESET',
};

export type Ended = Place & {
	readonly via: Link | undefined;
	readonly config: {readonly proxyCommand: string | undefined};
	readonly timeoutMs: number;
};

/** Whether ssh has ended because the host let it in by no way, or hung up after so many tries. */
export const saysDenied = (said: readonly string[]) =>
	said.some(line => /: Permission denied \([^)]*\)\.$|^Received disconnect from |Too many authentication failures/.test(line));

/** Whether ssh has ended because the host hung up. */
export const saysHungUp = (said: readonly string[]) => said.some(line => /^Connection closed\b/.test(line));

/** Why ssh has ended before it was logged in, in the words of the built-in transport. `agreed`: after the handshake. */
export async function whyEnded(place: Ended, said: readonly string[], agreed: boolean): Promise<Error> {
	const {name, via, config, timeoutMs} = place;
	if (via !== undefined && !agreed) {
		// Where the jump host does not get there, this says so.
		const socket = await openSocket(place, via, timeoutMs).catch((error: Error) => error);
		if (socket instanceof Error) return socket;
		socket.destroy();
	}
	const [known] = said.flatMap(line => meaningOf(place, line, said) ?? []);
	if (known !== undefined) return known;
	const own = said.filter(line => !closing.test(line)).at(-1);
	const cause = new Error(said.slice(-10).join('\n'));
	if (config.proxyCommand !== undefined && via === undefined && !agreed) {
		const words = own === undefined ? '' : ` It said: ${remoteWords(own)}`;
		return new UnreachableError(`${name}: the ProxyCommand of ssh_config gives no connection to it.${words}`, {
			hint: byHand(name),
			cause,
		});
	}
	if (own === undefined || said.some(line => closing.test(line))) return closedError(place, agreed);
	return new UnreachableError(`${name}: ssh has ended: ${remoteWords(own)}`, {hint: byHand(name), cause});
}

const closing =
	/^(?:kex_exchange_identification|ssh_exchange_identification|banner exchange|Connection (?:closed|reset)|ssh_dispatch_run_fatal)\b/;

/** A line of ssh's that says it all. */
function meaningOf(place: Ended, line: string, said: readonly string[]): Error | undefined {
	const {name, timeoutMs} = place;
	const cause = new Error(said.slice(-10).join('\n'));
	const unresolved = /^ssh: Could not resolve hostname [^:]*: (.*)$/.exec(line)?.[1];
	if (unresolved !== undefined) {
		const code = /temporary failure|try again/i.test(unresolved) ? 'EAI_AGAIN' : 'ENOTFOUND';
		return socketError(place, Object.assign(cause, {code}));
	}
	const connecting = /^ssh: connect to host .* port \d+: (.*)$/.exec(line)?.[1];
	if (connecting !== undefined) {
		const code = codes[connecting];
		const error = code === undefined ? new Error(remoteWords(connecting), {cause}) : Object.assign(cause, {code});
		return socketError(place, error);
	}
	if (/^Connection (?:to .* )?timed out(?: during banner exchange)?/.test(line)) {
		return new UnreachableError(`${name}: no ssh handshake (${timeoutMs / 1000} s).`, {hint: closedHint, cause});
	}
	const [, what, offer] = /^Unable to negotiate with .*: no matching (.+) found\. Their offer: (.*)$/.exec(line) ?? [];
	if (what === undefined || offer === undefined) return undefined;
	return new UnreachableError(`${name}: no common ${remoteWords(what)} with its sshd. It offers ${remoteWords(offer)}.`, {
		hint: `See “ssh -vv ${name}”, and add a common one to its sshd_config, or to ssh_config on this machine.`,
		cause,
	});
}

const byHand = (name: string) => `Try by hand: ssh -v ${name}`;
