import {ConnectError, LinkLostError} from '../../core/errors.ts';
import {remoteWords} from '../../core/text.ts';
import {SudoError} from '../errors.ts';
import {accountTrouble} from '../login/account-trouble.ts';
import {words} from '../trust/bootstrap.ts';

export type Refusal = {
	/** As the operator knows the host. */
	readonly name: string;
	readonly user: string;
	readonly address: string;
	/** What the host said instead of the greeting. */
	readonly seen: {readonly stdout: string; readonly stderr: string};
	readonly token: string;
};

export function saysWrongPassword(stderr: string): boolean {
	return /incorrect password|sorry, try again|authentication (failed|failure)/i.test(stderr);
}

/** The password was right, or was not asked for, and sudo has no rule for this user. */
export function saysNotAllowed(stderr: string): boolean {
	// The last one is sudo-rs.
	return /sudoers|not allowed|may not run|afraid I can.t do that/i.test(stderr);
}

const wantsTerminal = /must have a tty|no tty present/i;

function needsTerminal(refusal: Refusal): SudoError {
	const {name, user} = refusal;
	return new SudoError(`${name}: sudo wants a terminal (requiretty).${lastWords(refusal)}`, {
		hint: `On the host, as root: visudo, and add “Defaults:${user} !requiretty”. Or log in as root (“user: root” under “ssh:”).`,
	});
}

/** What `sudo -n` has said that no password changes, in lines that are sudo's own. */
export function noPasswordHelps(refusal: Refusal): Error | undefined {
	const {name, user, address, token} = refusal;
	const own = refusal.seen.stderr
		.replaceAll(token + words.ask, '\n')
		.split('\n')
		.filter(line => /^(?:sudo(?:-rs)?: |Sorry, user |\S+ is not (?:in the sudoers file|allowed to run sudo))/.test(line))
		.join('\n');
	if (wantsTerminal.test(own)) return needsTerminal(refusal);
	const trouble = accountTrouble(name, user, address, own);
	if (trouble !== undefined) return trouble;
	return saysNotAllowed(own) ? notAllowed(refusal) : undefined;
}

function notAllowed(refusal: Refusal): SudoError {
	const {name, user} = refusal;
	return new SudoError(`${name}: ${user} may not become root with sudo.${lastWords(refusal)}`, {hint: rootHint(user)});
}

const rootHint = (user: string) =>
	`Let ${user} run sudo (a file in /etc/sudoers.d: “${user} ALL=(ALL) ALL”), or log in as root (“user: root” under “ssh:”).`;

/** Why the login ended before the root shell greeted us. */
export function whyNoRoot(refusal: Refusal, error: unknown): unknown {
	const {name, user, token} = refusal;
	const {stdout, stderr} = refusal.seen;
	const said = lastWords(refusal);
	const byHand = `Try by hand: ssh ${name} true`;
	if (stdout.includes(token + words.noSudo))
		return new SudoError(`${name}: ${user} is not root, and there is no sudo.`, {
			hint: 'Log in as root (“user: root” under “ssh:”), or install sudo on the host.',
		});
	if (stdout.includes(token + words.noBash))
		return new ConnectError(`${name}: there is no bash.`, {hint: 'Install bash on the host.'});
	const trouble = accountTrouble(name, user, refusal.address, `${stderr}\n${stdout}`);
	if (trouble !== undefined) return trouble;
	if (wantsTerminal.test(stderr)) return needsTerminal(refusal);
	if (saysNotAllowed(stderr)) return notAllowed(refusal);
	if (stdout.includes(token + words.ask))
		return new SudoError(`${name}: sudo did not let ${user} become root.${said}`, {hint: rootHint(user)});
	if (said !== '') return new ConnectError(`${name}: ${user}’s account runs no command.${said}`, {hint: byHand});
	if (error instanceof LinkLostError)
		return new ConnectError(`${name}: the connection ended before the root shell was there.`, {hint: byHand});
	return error;
}

export function wrongPassword({name, user}: Refusal): SudoError {
	return new SudoError(`${name}: sudo refused the password of ${user}. It was tried once.`, {
		hint: 'Give the right one (ssh.sudoPassword in the cluster file) and try again.',
	});
}

export function notTried({name, user}: Refusal, refusedBy: string): SudoError {
	return new SudoError(`${name}: sudo’s password for ${user} was not tried, because ${refusedBy} refused it.`, {
		hint: 'Give the right one (ssh.sudoPassword in the cluster file) and try again.',
	});
}

export function noPassword({name, user}: Refusal): SudoError {
	return new SudoError(`${name}: sudo asks ${user} for a password, and none was given.`, {
		hint: `Add one to the cluster file, such as “sudoPassword: prompt:” under “ssh:”, or let ${user} use sudo without one.`,
	});
}

export function noAnswer(refusal: Refusal, waitedMs: number): SudoError {
	const {name, user} = refusal;
	return new SudoError(`${name}: no root shell within ${waitedMs / 1000} s.${lastWords(refusal)}`, {
		hint: `Try by hand: ssh ${name} sudo -n true. What asks there, other than for ${user}’s password, can’t be answered from here.`,
	});
}

/** The last line that the host said, without our own words; empty if none. */
function lastWords({seen: {stdout, stderr}, token}: Refusal): string {
	for (const text of [stderr, stdout]) {
		const own = new RegExp(`${token}(${Object.values(words).join('|')})?`, 'g');
		const line = text.replace(own, '').trim().split('\n').at(-1)?.trim() ?? '';
		if (line !== '') return ` It said: ${remoteWords(line)}`;
	}
	return '';
}
