import type {Duplex} from 'node:stream';
import {sh} from '../core/command.ts';
import type {Connection, Dialed} from '../core/connection.ts';
import {DialError, LinkLostError} from '../core/errors.ts';
import {remoteWords} from '../core/text.ts';
import type {ChannelRefusal, Link} from './link.ts';

/** Of RFC 4254, 5.1: the other reasons are the port's, these are sshd's. */
const reasons = {prohibited: 1, unknownType: 3} as const;
const forwardsNone = ({reason}: ChannelRefusal) => reason === reasons.prohibited || reason === reasons.unknownType;

/** What the session says once it has the port: it comes before all other bytes. */
const ready = 'kafka-setup:open;';

/**
 * Carries bytes between its standard streams and a port by bash alone. It ends when either side does. Standard input is
 * given a number, since bash takes it away from what runs in the background.
 */
const carry = (host: string, port: number) =>
	sh`bash -c ${
		sh`exec 3<>/dev/tcp/${host}/${port} 4<&0 && printf %s ${ready} && { cat <&3 & a=$!; cat <&4 >&3 & b=$!; wait -n $a $b; kill $a $b 2>/dev/null; }`
			.text
	}`;

export type Dialer = {
	readonly dial: Connection['dial'];
	/** sshd forwards ports, as far as is known; else each channel takes a session. */
	forwards(): boolean;
};

/** Opens channels to ports over a link: forwarded by sshd where it does that, else by a session on the host. `patienceMs`: for each. */
export function dialer(link: Link, patienceMs: number): Dialer {
	const {name} = link;
	let ended: string | undefined;
	link.onEnd(reason => {
		ended = reason;
	});
	let sshdForwards = true;

	const lost = () => new LinkLostError(`${name}: ${ended}`);
	const notReached = (host: string, port: number) =>
		ended === undefined
			? new DialError(`${name} does not reach port ${port} of ${host}`, {noWay: false, bySession: !sshdForwards})
			: lost();
	/** In time, or not at all: what is opened later is closed. */
	const inTime = (opening: Promise<Duplex | undefined>): Promise<Duplex | undefined> =>
		new Promise((resolve, reject) => {
			let late = false;
			const timer = setTimeout(() => {
				late = true;
				resolve(undefined);
			}, patienceMs);
			opening.then(channel => (late ? channel?.destroy() : resolve(channel)), reject).finally(() => clearTimeout(timer));
		});
	/** Undefined if nothing answers at the port. */
	const session = async (host: string, port: number): Promise<Duplex | undefined> => {
		const channel = await link.run(carry(host, port).text);
		channel.stderr.resume();
		return new Promise((resolve, reject) => {
			// A session that is still trying would be one too many for the next.
			const tooLate = setTimeout(() => channel.destroy(), patienceMs);
			let head = '';
			const onData = (bytes: Buffer) => {
				head += bytes.toString('latin1');
				if (head.length < ready.length && ready.startsWith(head)) return;
				clearTimeout(tooLate);
				channel.pause();
				channel.off('data', onData);
				channel.off('close', onClose);
				if (!head.startsWith(ready)) {
					channel.destroy();
					return reject(new Error('the session does not carry bytes'));
				}
				if (head.length > ready.length) channel.unshift(Buffer.from(head.slice(ready.length), 'latin1'));
				resolve(channel);
			};
			const onClose = () => {
				clearTimeout(tooLate);
				resolve(undefined);
			};
			channel.on('data', onData);
			channel.on('close', onClose);
		});
	};

	const dial = async (host: string, port: number): Promise<Dialed> => {
		if (ended !== undefined) throw lost();
		if (sshdForwards) {
			try {
				const channel = await inTime(link.forward(host, port));
				if (channel !== undefined) return {channel, bySession: false};
				throw notReached(host, port);
			} catch (error) {
				if (!forwardsNone(error as ChannelRefusal)) throw notReached(host, port);
				sshdForwards = false;
			}
		}
		const channel = await inTime(session(host, port)).catch((error: Error) => {
			if (ended !== undefined) throw lost();
			throw new DialError(`${name} opens no channels: ${remoteWords(error.message)}`, {noWay: true});
		});
		if (channel === undefined) throw notReached(host, port);
		return {channel, bySession: true};
	};
	return {dial, forwards: () => sshdForwards};
}
