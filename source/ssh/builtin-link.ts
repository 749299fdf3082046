import {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import ssh2 from 'ssh2';
import {remoteWords} from '../core/text.ts';
import {clientChannels} from './client-channels.ts';
import {connectConfig} from './connect-config.ts';
import {deadline} from './deadline.ts';
import {UnreachableError} from './errors.ts';
import type {Link} from './link.ts';
import {closedError, whatHappened} from './link-errors.ts';
import {authPatienceMs, type LinkOptions} from './link-options.ts';
import {silenceSeconds, watchSilence} from './liveness.ts';
import {passwordExpired} from './login/account-trouble.ts';
import {type Auth, auth} from './login/auth.ts';
import {closedHint, openSocket} from './socket.ts';
import type {HostKeyCheck} from './trust/host-keys.ts';

/** A link of the built-in transport, ssh2. @throws ConnectError of the kind that fits. */
export async function openLink(options: LinkOptions): Promise<Link> {
	const {name, user, via, password, gate, timeoutMs} = options;
	const socket = await openSocket(options, via, timeoutMs);
	const check = checkOn(socket, options);
	const client = new ssh2.Client();
	const channels = clientChannels(client);
	const {whileAsking, ...time} = deadline();
	return new Promise((resolve, reject) => {
		let agreed = false;
		let remembered: Promise<void> = Promise.resolve();
		let ready = false;
		let failure: Error | undefined;
		let ended: string | undefined;
		let stopWatching = () => {};
		const listeners: ((reason: string) => void)[] = [];

		function end(reason: string) {
			if (ended !== undefined) return;
			ended = reason;
			time.stop();
			stopWatching();
			ways.settle('unknown');
			if (!ready) reject(check.reason() ?? failure ?? ways.trouble() ?? closedError(options, agreed));
			for (const listener of listeners) listener(reason);
			socket.destroy();
		}
		function fail(error: Error) {
			failure ??= error;
			end(remoteWords(error.message));
		}
		const ways: Auth = auth({
			name,
			user,
			address: options.address,
			offers: options.offers,
			gate,
			passwordKey: options.passwordKey,
			ask: question => whileAsking(options.ask(question)),
			password: () => whileAsking(password()),
			ring: () => options.ring(whileAsking),
			giveUp: fail,
		});
		const late = (what: string, ms: number) => () =>
			fail(new UnreachableError(`${name}: ${what} (${ms / 1000} s).`, {hint: closedHint}));

		client.on('handshake', () => {
			if (agreed) return;
			agreed = true;
			const key = check.newKey();
			if (key !== undefined) remembered = options.remember(key, check.knownAs);
			remembered.catch(fail);
			time.start(authPatienceMs, late('the login got no answer', authPatienceMs));
			stopWatching = watchSilence(socket, () => end(`the connection was lost (not a byte for ${silenceSeconds} s)`));
		});
		client.on('ready', () => {
			ready = true;
			time.stop();
			ways.settle('accepted');
			resolve({
				name,
				...channels,
				onEnd(listener) {
					if (ended !== undefined) listener(ended);
					else listeners.push(listener);
				},
				close: () => close(client, socket, () => ended !== undefined),
			});
		});
		client.on('error', (error: Error & {level?: string}) => {
			// A key that could not sign: the next one is tried.
			if (error.level === 'agent') return;
			failure ??= whatHappened(options, error, ways);
		});
		client.on('banner', ways.heard);
		client.on('change password', () => fail(passwordExpired(name, user, options.address)));
		client.on('close', () => {
			if (!ready && ended === undefined) failure ??= ways.hungUp();
			end(failure === undefined || ready ? 'the connection was lost' : failure.message);
		});
		time.start(timeoutMs, late('no ssh handshake', timeoutMs));
		try {
			client.connect(
				connectConfig(socket, user, check, (left, partial, next) => {
					if (agreed) time.start(authPatienceMs, late('the login got no answer', authPatienceMs));
					remembered.then(
						() => ways.handler(left, partial, next),
						() => {},
					);
				}),
			);
		} catch (error) {
			fail(error as Error);
		}
	});
}

function checkOn(socket: Duplex, {check}: LinkOptions): HostKeyCheck {
	try {
		return check(socket instanceof Socket ? socket.remoteAddress : undefined);
	} catch (error) {
		socket.destroy();
		throw error;
	}
}

function close(client: ssh2.Client, socket: Duplex, gone: () => boolean): Promise<void> {
	return new Promise(resolve => {
		if (gone()) return resolve();
		const timer = setTimeout(() => socket.destroy(), 1000);
		client.once('close', () => {
			clearTimeout(timer);
			resolve();
		});
		client.end();
	});
}
