import {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import ssh2 from 'ssh2';
import type {Secret} from '../core/secret.ts';
import {remoteWords} from '../core/text.ts';
import {connectConfig} from './connect-config.ts';
import {type Deadline, deadline} from './deadline.ts';
import {UnreachableError} from './errors.ts';
import {closedError, whatHappened} from './link-errors.ts';
import {silenceSeconds, watchSilence} from './liveness.ts';
import {passwordExpired} from './login/account-trouble.ts';
import {type Auth, auth} from './login/auth.ts';
import type {KeyRing} from './login/key-ring.ts';
import type {PasswordKey} from './login/login-refusals.ts';
import type {PasswordGate} from './login/password-gate.ts';
import {closedHint, openSocket, type Place} from './socket.ts';
import type {HostKeyCheck} from './trust/host-keys.ts';

/** A logged-in connection. */
export type Link = {
	readonly name: string;
	readonly client: ssh2.Client;
	/** Calls back once, with the reason, when the link is gone; at once if it is already. */
	onEnd(listener: (reason: string) => void): void;
	close(): Promise<void>;
};

export type LinkOptions = Place & {
	readonly user: string;
	readonly via: Link | undefined;
	/** How its host key is checked; `ip`: the address that was connected to, undefined through a jump host. */
	readonly check: (ip: string | undefined) => HostKeyCheck;
	/** Called when the host has proved to own its key, which was not known; nothing is sent to it before that is done. */
	readonly remember: (key: Buffer, knownAs: string) => Promise<void>;
	readonly ring: (whileAsking: Deadline['whileAsking']) => Promise<KeyRing>;
	readonly password: () => Promise<Secret | undefined>;
	readonly passwordKey: PasswordKey;
	/** Puts a question of the host to the operator; undefined where nobody can be asked. */
	readonly ask: (question: string) => Promise<Secret | undefined>;
	readonly gate: PasswordGate;
	readonly timeoutMs: number;
};

/** How long a host may think about one key or password: PAM waits for some seconds after a wrong one. */
const authPatienceMs = 30_000;

/** @throws ConnectError of the kind that fits. */
export async function openLink(options: LinkOptions): Promise<Link> {
	const {name, user, via, password, gate, timeoutMs} = options;
	const socket = await openSocket(options, via, timeoutMs);
	const check = checkOn(socket, options);
	const client = new ssh2.Client();
	const time = deadline();
	const {whileAsking} = time;
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
				client,
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
		client.on('close', () => end(failure === undefined || ready ? 'the connection was lost' : failure.message));
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
