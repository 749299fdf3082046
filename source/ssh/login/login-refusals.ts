import {remoteWords} from '../../core/text.ts';
import {LoginError} from '../errors.ts';
import type {PasswordState} from './password-try.ts';

export type Tried = {
	/** The labels of the keys. */
	readonly keys: readonly string[];
	/** Why keys can't be used. */
	readonly notes: readonly string[];
	readonly password: PasswordState;
	/** The ways in that the host offered last. */
	readonly offered: readonly string[];
};

/** Nothing that was tried let `user` in. */
export function notLetIn(name: string, user: string, {keys, notes, password, offered}: Tried): LoginError {
	if (password === 'refused') {
		return new LoginError(`${name}: the password of ${user} was refused. It was tried once.`, {
			hint: 'Give the right one (ssh.password in the cluster file) and try again.',
		});
	}
	if (typeof password === 'object') {
		return new LoginError(`${name}: the password of ${user} was not tried, because ${password.refusedBy} refused it.`, {
			hint: 'Give the right one (ssh.password in the cluster file) and try again.',
		});
	}
	if (password === 'accepted') {
		return new LoginError(`${name}: takes the password of ${user}, and wants more: ${offered.join(', ')}.`, {
			hint: 'Let this user log in with a key alone, or use another user.',
		});
	}
	const keysTried = keys.length === 0 ? 'no key to try' : `tried ${keys.join(', ')}`;
	const whyNot = notes.map(note => `\n  ${note}`).join('');
	return new LoginError(
		`${name}: did not let ${user} in: ${keysTried}${password === 'none given' ? ', no password given' : ''}. It takes ${offered.join(', ') || 'nothing'}.${whyNot}`,
		{
			hint: `See whether “ssh -v ${name}” gets in, and with which user and key. Name them in the cluster file (user, identityFile, password under “ssh:”) or in ssh_config. Hardware keys (sk-) and certificates are not supported.`,
		},
	);
}

/** The host asks more than for the password. */
export function asksMore(name: string, user: string, questions: readonly string[]): LoginError {
	const asked = questions.map(question => `“${remoteWords(question)}”`).join(', ');
	return new LoginError(`${name}: asks ${user} for ${asked}, which can’t be answered from here.`, {
		hint: 'Let this user log in with a key alone, or use another user.',
	});
}

/** The host wants a new password first. */
export function passwordExpired(name: string, user: string, address: string): LoginError {
	return new LoginError(`${name}: the password of ${user} has expired.`, {
		hint: `Log in once by hand to set a new one: ssh ${user}@${address}`,
	});
}
