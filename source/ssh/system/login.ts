import type {Secret} from '../../core/secret.ts';
import {remoteWords} from '../../core/text.ts';
import type {HostConfig} from '../config/ssh-config.ts';
import type {Deadline} from '../deadline.ts';
import type {LinkOptions} from '../link-options.ts';
import {accountTrouble, passwordExpired} from '../login/account-trouble.ts';
import {asksMore, notLetIn} from '../login/login-refusals.ts';
import type {PasswordVerdict} from '../login/password-gate.ts';
import {passwordTry} from '../login/password-try.ts';
import {promptOf} from './prompts.ts';
import type {SshLog} from './ssh-log.ts';

export type SystemLoginOptions = LinkOptions & {
	readonly config: HostConfig;
	/** The cluster file's, tried before those of ssh_config. */
	readonly identityFile: string | undefined;
	readonly passphrase: (file: string) => Promise<Secret | undefined>;
};

/** Answers what ssh asks during a login: the password once, and only where it is asked for. */
export type SystemLogin = {
	/** Undefined: there is no answer, and the login is over. */
	answer(prompt: string): Promise<Secret | undefined>;
	/** The host has taken the password, and wants more. */
	passwordTaken(): void;
	/** The host let us in by no way. */
	denied(): Error;
	/** The host hung up: why, if that was because of the password. */
	hungUp(): Error | undefined;
	/** What is wrong with the account, if the host said so. */
	trouble(): Error | undefined;
	settle(verdict: PasswordVerdict): void;
};

export function systemLogin(
	options: SystemLoginOptions,
	log: SshLog,
	whileAsking: Deadline['whileAsking'],
	giveUp: (error: Error) => void,
): SystemLogin {
	const {name, user, address, passwordKey} = options;
	const password = passwordTry({...options, password: () => whileAsking(options.password())});
	let byQuestion = false;
	let answered = false;
	/** Keys that the host would take, of which the passphrase was asked for. */
	const locked: string[] = [];

	const trouble = () => accountTrouble(name, user, address, log.said.join('\n'));
	const refusal = () =>
		trouble() ??
		notLetIn(name, user, {
			keys: log.keys,
			notes: [...log.notes, ...locked],
			password: password.state,
			passwordKey,
			answered,
			offered: log.offered,
		});
	const end = (error: Error) => {
		giveUp(error);
		return undefined;
	};

	async function ask(question: string, text: string): Promise<Secret | undefined> {
		const answer = await whileAsking(options.ask(question.replace(/\s*[:?]?\s*$/, '')));
		if (answer === undefined) return end(asksMore(name, user, [text]));
		answered = true;
		return answer;
	}

	return {
		async answer(text) {
			const prompt = promptOf(text);
			const about = remoteWords(log.sinceLast());
			// A password that was refused is not followed by anything else.
			if (prompt.kind !== 'passphrase' && password.state === 'sent' && !byQuestion) {
				password.answer('refused');
				return end(refusal());
			}
			switch (prompt.kind) {
				case 'passphrase': {
					const phrase = await whileAsking(options.passphrase(prompt.file));
					// It is asked for only where the host would take the key: if that is not the end of it, it was wrong.
					const why = phrase === undefined ? 'it is encrypted, and no passphrase was given' : 'its passphrase is wrong';
					locked.push(`${prompt.file}: ${why}`);
					return phrase;
				}
				case 'expired':
					return end(passwordExpired(name, user, address));
				case 'password': {
					if (password.state === 'sent') password.answer('refused');
					if (password.state !== 'not asked') return end(refusal());
					byQuestion = prompt.byQuestion;
					return (await password.take()) ?? end(refusal());
				}
				case 'question': {
					const words = remoteWords(prompt.text);
					if (!prompt.ofHost) return ask(`ssh asks for ${name}: ${words}`, prompt.text);
					return ask(`${name} asks ${user}: ${[about, words].filter(part => part !== '').join(' ')}`, prompt.text);
				}
			}
		},
		passwordTaken() {
			if (password.state === 'sent') password.answer('accepted');
		},
		denied() {
			if (password.state === 'sent') password.answer('refused');
			return refusal();
		},
		hungUp: () => (password.hungUp() ? refusal() : undefined),
		trouble,
		settle: verdict => password.end(verdict),
	};
}
