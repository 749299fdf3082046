import {connect} from 'node:net';
import type {Duplex} from 'node:stream';
import {remoteWords} from '../core/text.ts';
import {UnreachableError} from './errors.ts';
import type {Link} from './link.ts';

export type Place = {
	/** As the operator knows it. */
	readonly name: string;
	readonly address: string;
	readonly port: number;
};

/** A connected stream to a host: straight, or through a jump host that is logged in to. */
export function openSocket(place: Place, via: Link | undefined, timeoutMs: number): Promise<Duplex> {
	return via === undefined ? direct(place, timeoutMs) : through(via, place, timeoutMs);
}

/** A host by its name, and by its address where that is another. */
const told = (name: string, address: string) => (name === address ? name : `${name}: ${address}`);

function direct({name, address, port}: Place, timeoutMs: number): Promise<Duplex> {
	return new Promise((resolve, reject) => {
		// Small packets go at once: the delay that saves packets costs each answer 40 ms and more.
		const socket = connect({host: address, port, noDelay: true});
		const timer = setTimeout(() => {
			socket.destroy();
			reject(
				new UnreachableError(`${told(name, address)} does not answer on port ${port} (${timeoutMs / 1000} s).`, {
					hint: 'Is it up, is the address right, does a firewall drop the packets?',
				}),
			);
		}, timeoutMs);
		socket.once('connect', () => {
			clearTimeout(timer);
			socket.off('error', failed);
			resolve(socket);
		});
		socket.once('error', failed);
		function failed(error: NodeJS.ErrnoException) {
			clearTimeout(timer);
			reject(socketError({name, address, port}, error));
		}
	});
}

function through(hop: Link, {name, address, port}: Place, timeoutMs: number): Promise<Duplex> {
	return new Promise((resolve, reject) => {
		let late = false;
		const fail = (why: string) =>
			reject(
				new UnreachableError(`${name}: the jump host ${hop.name} does not get to ${address} port ${port}: ${why}.`, {
					hint: `Try on ${hop.name}: nc -vz ${address} ${port}. If it gets there, its sshd may forbid forwarding (AllowTcpForwarding).`,
				}),
			);
		const timer = setTimeout(() => {
			late = true;
			fail(`no answer in ${timeoutMs / 1000} s`);
		}, timeoutMs);
		hop
			.forward(address, port)
			.then(
				channel => (late ? channel.destroy() : resolve(channel)),
				(error: Error) => fail(remoteWords(error.message)),
			)
			.finally(() => clearTimeout(timer));
	});
}

export function socketError({name, address, port}: Place, error: NodeJS.ErrnoException): UnreachableError {
	const options = {cause: error};
	switch (error.code) {
		case 'ENOTFOUND':
			return new UnreachableError(`${name}: there is no host named ${address}.`, {
				...options,
				hint: `Check the name, or give an address of ${name} in the cluster file.`,
			});
		case 'EAI_AGAIN':
			return new UnreachableError(`${name}: the name ${address} could not be looked up; the name server does not answer.`, {
				...options,
				hint: 'Check the network of this machine and try again.',
			});
		case 'ECONNREFUSED':
			return new UnreachableError(`${told(name, address)} refuses connections on port ${port}.`, {
				...options,
				hint: 'Does sshd run there, and on this port?',
			});
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return new UnreachableError(`${name}: there is no way to ${address}.`, {
				...options,
				hint: 'Is it up, is the address right, is this machine in the right network?',
			});
		case 'ETIMEDOUT':
			return new UnreachableError(`${told(name, address)} does not answer on port ${port}.`, {
				...options,
				hint: 'Is it up, is the address right, does a firewall drop the packets?',
			});
		case 'ECONNRESET':
			return new UnreachableError(`${told(name, address)} closed the connection on port ${port} at once.`, {
				...options,
				hint: closedHint,
			});
		default:
			return new UnreachableError(`${name}: no connection to ${address} port ${port}: ${error.message}`, {
				...options,
				hint: 'Try by hand: ssh ' + name,
			});
	}
}

export const closedHint =
	'Is it sshd that listens there? A host that had failed logins from here shortly before may be refusing connections for a while (PerSourcePenalties): wait a minute and try again.';
