import type {AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware} from 'ssh2';
import type {Secret} from '../../core/secret.ts';
import {remoteWords} from '../../core/text.ts';
import type {Offers} from '../config/ssh-config.ts';
import {LoginError} from '../errors.ts';
import {accountTrouble, passwordExpired} from './account-trouble.ts';
import type {KeyRing} from './key-ring.ts';
import {keyTries} from './key-tries.ts';
import {asksMore, notLetIn, notOffered, type PasswordKey} from './login-refusals.ts';
import type {PasswordVerdict} from './password-gate.ts';
import {type PasswordTryOptions, passwordTry} from './password-try.ts';
import {answerPrompts} from './questions.ts';

export type AuthOptions = PasswordTryOptions & {
	readonly address: string;
	/** What may be tried. */
	readonly offers: Offers;
	/** Where the cluster file has the password. */
	readonly passwordKey: PasswordKey;
	readonly ring: () => Promise<KeyRing>;
	/** Puts a question of the host to the operator; undefined where nobody can be asked. */
	readonly ask: (question: string) => Promise<Secret | undefined>;
	/** Ends the attempt: the host asks what can't be answered. */
	readonly giveUp: (error: LoginError) => void;
};

export type Auth = {
	/** For ssh2: which way in to try next. */
	readonly handler: AuthHandlerMiddleware;
	/** What the host says beside its answers, such as a banner. */
	heard(text: string): void;
	/** The login worked, or ended without an answer. */
	settle(verdict: PasswordVerdict): void;
	/** The host hung up: why, if that was because of the password. */
	hungUp(): LoginError | undefined;
	/** The host said that these were too many failures. */
	tooMany(): LoginError;
	/** Why nothing worked. */
	refusal(): LoginError;
	/** What is wrong with the account, if the host said so before it hung up. */
	trouble(): LoginError | undefined;
};

/** A host's words are kept so far, in characters: a banner may be long. */
const longestHeard = 10_000;

/** Asks which ways there are. As the first request OpenSSH does not count it; each later one is a failure (its auth2.c). */
const lookFor = (username: string): AnyAuthMethod => ({type: 'none', username});

/**
 * Keys first, then the password: by `password`, or by `keyboard-interactive` where that is all there is, never both,
 * since the same wrong password would count twice. It's sent once.
 */
export function auth(options: AuthOptions): Auth {
	const {name, user, address, offers, giveUp} = options;
	const keys = keyTries(user, options.ring);
	const password = passwordTry(options);
	let offered: readonly string[] = [];
	let prompting = false;
	let answered = false;
	let said = '';

	async function next(left: readonly AuthenticationType[] | null, partial: boolean | null): Promise<AnyAuthMethod | false> {
		if (left === null) return lookFor(user);
		offered = left.map(way => remoteWords(way));
		if (password.state === 'sent') {
			const verdict = partial === true ? 'accepted' : 'refused';
			password.answer(verdict);
			if (verdict === 'refused') return false;
		}
		// ssh2 does not tell what a key has led to.
		if (keys.lastFitted()) {
			keys.forgetLast();
			return lookFor(user);
		}
		const may = (way: keyof Offers) => offers[way] && left.includes(way);
		if (may('publickey')) {
			const method = await keys.next();
			if (method !== undefined) return method;
		}
		if (may('password') && password.state === 'not asked') {
			const secret = await password.take();
			return secret === undefined ? false : {type: 'password', username: user, password: secret.reveal()};
		}
		if (may('keyboard-interactive') && !prompting && (password.state === 'not asked' || password.state === 'accepted')) {
			prompting = true;
			return {type: 'keyboard-interactive', username: user, prompt: answers};
		}
		return false;
	}

	const heard = (text: string) => {
		said = (said + text).slice(0, longestHeard);
	};
	const failed = (error: unknown) => {
		const {message, hint} = error as Error & {hint?: string};
		giveUp(new LoginError(`${name}: ${message}`, {cause: error, ...(hint === undefined ? {} : {hint})}));
	};
	const answers = answerPrompts({
		name,
		user,
		password: async () => (password.state === 'not asked' ? password.take() : undefined),
		async ask(question) {
			const answer = await options.ask(question);
			if (answer !== undefined) answered = true;
			return answer;
		},
		heard,
		noPassword() {
			if (password.state === 'sent') password.answer('refused');
			giveUp(refusal());
		},
		unanswered: questions => giveUp(asksMore(name, user, questions)),
		expired: () => giveUp(passwordExpired(name, user, address)),
		failed,
	});

	const trouble = () => accountTrouble(name, user, address, said);
	const refusal = () =>
		trouble() ??
		notLetIn(name, user, {
			keys: keys.tried,
			notes: [...keys.notes(), ...notOffered(offers, offered)],
			password: password.state,
			passwordKey: options.passwordKey,
			answered,
			offered,
		});

	return {
		heard,
		handler(left, partial, callback) {
			// `false` ends the attempts; the types know only of methods.
			const go = callback as (method: AnyAuthMethod | false) => void;
			next(left, partial)
				.then(method => {
					if (!password.over) go(method);
				})
				.catch(failed);
		},
		settle: verdict => password.end(verdict),
		hungUp: () => (password.hungUp() ? refusal() : undefined),
		tooMany() {
			if (password.state === 'sent') password.answer('refused');
			return refusal();
		},
		refusal,
		trouble,
	};
}
