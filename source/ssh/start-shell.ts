import {randomBytes} from 'node:crypto';
import type {Client, ClientChannel} from 'ssh2';
import {ConnectError, LinkLostError} from '../core/errors.ts';
import type {Secret} from '../core/secret.ts';
import {bootstrap, words} from './bootstrap.ts';
import {SudoError} from './errors.ts';
import type {PasswordGate, PasswordVerdict} from './password-gate.ts';
import {type RootShell, rootShell} from './root-shell.ts';

export type StartOptions = {
	/** As the operator knows the host. */
	readonly name: string;
	readonly user: string;
	readonly password: () => Promise<Secret | undefined>;
	readonly gate: PasswordGate;
	/** How long the host may take for each of its own moves, in ms. */
	readonly patienceMs: number;
};

/**
 * Opens the one channel of a login and becomes root on it. sudo's password is sent at most once, only after sudo's own
 * prompt was seen, and never where sudo wants none.
 * @throws SudoError, or ConnectError where the account runs no commands.
 */
export async function startRootShell(client: Client, {name, user, password, gate, patienceMs}: StartOptions): Promise<RootShell> {
	const greetingToken = randomToken();
	const channel = await openChannel(client, bootstrap(greetingToken), name);
	const seen = {stdout: '', stderr: ''};
	let prompts = 0;
	let settle: (verdict: PasswordVerdict) => void = () => {};

	return new Promise((resolve, reject) => {
		let patience = setTimeout(impatient, patienceMs);
		let finished = false;
		const fail = (error: unknown) => {
			finished = true;
			clearTimeout(patience);
			settle('unknown');
			reject(error);
			shell.end('it was closed');
			channel.close();
		};
		function impatient() {
			fail(
				new SudoError(`${name}: no root shell within ${patienceMs / 1000} s.${lastWords(seen.stderr, greetingToken)}`, {
					hint: `Try by hand: ssh ${name} sudo -n true. What asks there, other than for ${user}’s password, can’t be answered from here.`,
				}),
			);
		}
		const shell = rootShell(channel, {
			name,
			greetingToken,
			token: randomToken(),
			onGreetingOutput(stream, text) {
				seen[stream] = (seen[stream] + text).slice(-10_000);
				const asked = seen.stderr.split(greetingToken + words.prompt).length - 1;
				if (stream === 'stdout' || asked === prompts) return;
				prompts = asked;
				clearTimeout(patience);
				if (asked === 1) sendPassword().catch(fail);
				else refused();
			},
		});

		async function sendPassword() {
			const secret = await password();
			if (secret === undefined) return fail(noPassword(name, user));
			const turn = await gate.enter(secret, user, name);
			if ('refusedBy' in turn) return fail(notTried(name, user, turn.refusedBy));
			settle = turn.settle;
			if (finished) return settle('unknown');
			patience = setTimeout(impatient, patienceMs);
			shell.answer(`${secret.reveal()}\n`);
		}
		function refused() {
			settle('refused');
			fail(wrongPassword(name, user));
		}

		shell.greeting.then(
			() => {
				clearTimeout(patience);
				settle('accepted');
				resolve(shell);
			},
			error => {
				if (prompts > 0 && /incorrect password|sorry, try again|authentication (failed|failure)/i.test(seen.stderr))
					return refused();
				settle(/sudoers|not allowed|may not run/i.test(seen.stderr) ? 'accepted' : 'unknown');
				fail(whyNoRoot(name, user, seen, greetingToken) ?? asConnectError(name, error));
			},
		);
	});
}

function openChannel(client: Client, command: string, name: string): Promise<ClientChannel> {
	return new Promise((resolve, reject) => {
		const lost = () =>
			reject(new ConnectError(`${name}: the connection ended right after the login.`, {hint: `Try by hand: ssh ${name} true`}));
		client.once('close', lost);
		try {
			client.exec(command, (error, channel) => {
				client.off('close', lost);
				if (error)
					reject(
						new ConnectError(`${name}: the login worked, and the host runs no command for it: ${error.message}`, {
							hint: `Try by hand: ssh ${name} true`,
						}),
					);
				else resolve(channel);
			});
		} catch {
			lost();
		}
	});
}

function whyNoRoot(
	name: string,
	user: string,
	{stdout, stderr}: {stdout: string; stderr: string},
	token: string,
): ConnectError | undefined {
	const said = lastWords(stderr, token) || lastWords(stdout, token);
	const rootHint = `Let ${user} run sudo (a file in /etc/sudoers.d: “${user} ALL=(ALL) ALL”), or log in as root.`;
	if (stdout.includes(token + words.noSudo))
		return new SudoError(`${name}: ${user} is not root, and there is no sudo.`, {
			hint: 'Log in as root (ssh.user: root), or install sudo on the host.',
		});
	if (stdout.includes(token + words.noBash))
		return new ConnectError(`${name}: there is no bash.`, {hint: 'Install bash on the host.'});
	if (/must have a tty|no tty present|terminal is required/i.test(stderr) && !/password is required/i.test(stderr))
		return new SudoError(`${name}: sudo wants a terminal.${said}`, {
			hint: `Remove “requiretty” for ${user} from the host’s sudoers.`,
		});
	if (/sudoers|not allowed|may not run/i.test(stderr))
		return new SudoError(`${name}: ${user} may not become root with sudo.${said}`, {hint: rootHint});
	if (stdout.includes(token + words.ask))
		return new SudoError(`${name}: sudo did not let ${user} become root.${said}`, {hint: rootHint});
	if (said !== '')
		return new ConnectError(`${name}: ${user}’s account runs no command.${said}`, {hint: `Try by hand: ssh ${name} true`});
	return undefined;
}

function wrongPassword(name: string, user: string) {
	return new SudoError(`${name}: sudo refused the password of ${user}. It was tried once.`, {
		hint: 'Give the right one (ssh.sudoPassword in the cluster file) and try again.',
	});
}

function notTried(name: string, user: string, refusedBy: string) {
	return new SudoError(`${name}: sudo’s password for ${user} was not tried, because ${refusedBy} refused it.`, {
		hint: 'Give the right one (ssh.sudoPassword in the cluster file) and try again.',
	});
}

function noPassword(name: string, user: string) {
	return new SudoError(`${name}: sudo asks ${user} for a password, and none was given.`, {
		hint: `Add one to the cluster file, such as “sudoPassword: prompt:” under “ssh:”, or let ${user} use sudo without one.`,
	});
}

function asConnectError(name: string, error: unknown): unknown {
	return error instanceof LinkLostError
		? new ConnectError(`${name}: the connection ended before the root shell was there.`, {hint: `Try by hand: ssh ${name} true`})
		: error;
}

/** The last line that the host said, without our own words; empty if none. */
function lastWords(text: string, token: string): string {
	const line =
		text
			.split(token)
			.join('')
			.replace(/-(ask|prompt|nosudo|nobash)/g, '')
			.trim()
			.split('\n')
			.at(-1)
			?.trim() ?? '';
	return line === '' ? '' : ` It said: ${line.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '').slice(0, 200)}`;
}

function randomToken(): string {
	return `ks${randomBytes(16).toString('hex')}`;
}
