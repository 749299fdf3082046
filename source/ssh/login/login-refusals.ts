import {remoteWords} from '../../core/text.ts';
import type {Offers} from '../config/ssh-config.ts';
import {LoginError} from '../errors.ts';
import type {PasswordState} from './password-try.ts';

/** Where the cluster file has a login password: that of the hosts, or that of the jump hosts. */
export type PasswordKey = 'password' | 'jumpPassword';

export type Tried = {
	/** The labels of the keys. */
	readonly keys: readonly string[];
	/** Why keys can't be used. */
	readonly notes: readonly string[];
	readonly password: PasswordState;
	readonly passwordKey: PasswordKey;
	/** The operator answered a question of the host. */
	readonly answered: boolean;
	/** The ways in that the host offered last. */
	readonly offered: readonly string[];
};

const ways: readonly {readonly way: keyof Offers; readonly setting: string; readonly what: string}[] = [
	{way: 'publickey', setting: 'PubkeyAuthentication', what: 'key'},
	{way: 'password', setting: 'PasswordAuthentication', what: 'password'},
	{way: 'keyboard-interactive', setting: 'KbdInteractiveAuthentication', what: 'answer to its questions'},
];

/** What a host would have taken, and ssh_config says not to offer. */
export const notOffered = (offers: Offers, taken: readonly string[]): readonly string[] =>
	ways
		.filter(({way}) => !offers[way] && taken.includes(way))
		.map(({setting, what}) => `${setting} no in ssh_config: no ${what} was offered`);

/** Nothing that was tried let `user` in. */
export function notLetIn(name: string, user: string, {keys, notes, password, passwordKey, answered, offered}: Tried): LoginError {
	const right = `Give the right one (ssh.${passwordKey} in the cluster file) and try again.`;
	if (password === 'refused') {
		return new LoginError(
			`${name}: the password of ${user}${answered ? ', or an answer to the host’s questions,' : ''} was refused. It was tried once.`,
			{
				hint: `${right} More wrong tries may lock the account.`,
			},
		);
	}
	if (typeof password === 'object') {
		return new LoginError(`${name}: the password of ${user} was not tried, because ${password.refusedBy} refused it.`, {
			hint: right,
		});
	}
	if (answered && password === 'not asked') {
		return new LoginError(`${name}: did not let ${user} in after its questions were answered.`, {
			hint: `See whether “ssh ${name}” gets in with the same answers.`,
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
			hint: `See whether “ssh -v ${name}” gets in, and with which user and key. Name them ${
				passwordKey === 'password'
					? 'in the cluster file (user, identityFile, password under “ssh:”) or in ssh_config'
					: 'in ssh_config; a jump host gets no password but jumpPassword (under “ssh:” in the cluster file)'
			}. Hardware keys (sk-), certificates and Kerberos need OpenSSH’s own ssh: “transport: auto” there.`,
		},
	);
}

/** The host asks more than for the password. */
export function asksMore(name: string, user: string, questions: readonly string[]): LoginError {
	const asked = questions.map(question => `“${remoteWords(question)}”`).join(', ');
	return new LoginError(`${name}: asks ${user} for ${asked}, which can’t be answered from here.`, {
		hint: 'At a terminal --reporter plain puts the question to you. Or let this user log in with a key alone, or use another user.',
	});
}
