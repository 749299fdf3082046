import type {AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, KeyboardInteractiveAuthMethod} from 'ssh2';
import type {Secret} from '../../core/secret.ts';
import {remoteWords} from '../../core/text.ts';
import {LoginError} from '../errors.ts';
import type {KeyRing} from './key-ring.ts';
import {keyTries} from './key-tries.ts';
import {asksMore, notLetIn} from './login-refusals.ts';
import type {PasswordVerdict} from './password-gate.ts';
import {type PasswordTryOptions, passwordTry} from './password-try.ts';

export type AuthOptions = PasswordTryOptions & {
	readonly ring: () => Promise<KeyRing>;
	/** Ends the attempt: the host asks what can't be answered. */
	readonly giveUp: (error: LoginError) => void;
};

export type Auth = {
	/** For ssh2: which way in to try next. */
	readonly handler: AuthHandlerMiddleware;
	/** The login worked, or ended without an answer. */
	settle(verdict: PasswordVerdict): void;
	/** Why nothing worked. */
	refusal(): LoginError;
};

/**
 * Keys first, then the password: by `password`, or by `keyboard-interactive` where that is all there is, never both,
 * since the same wrong password would count twice. It's sent once.
 */
export function auth(options: AuthOptions): Auth {
	const {name, user, giveUp} = options;
	const keys = keyTries(user, options.ring);
	const password = passwordTry(options);
	let looked = false;
	let triedAtLook = 0;
	let offered: readonly string[] = [];

	async function next(left: readonly AuthenticationType[] | null, partial: boolean | null): Promise<AnyAuthMethod | false> {
		if (left !== null) offered = left.map(way => remoteWords(way));
		if (password.state === 'sent') {
			const verdict = partial === true ? 'accepted' : 'refused';
			password.answer(verdict);
			if (verdict === 'refused') return false;
		}
		if (keys.tried.length === 1 && !looked) return look();
		if (left === null || left.includes('publickey')) {
			const method = await keys.next();
			if (method !== undefined) return method;
		}
		if (left === null || keys.tried.length > triedAtLook) return look();
		if (password.state === 'not asked' && (left.includes('password') || left.includes('keyboard-interactive'))) {
			const secret = await password.take();
			return secret === undefined ? false : send(secret, left);
		}
		return false;
	}

	/**
	 * Asks which ways there are; servers don't count it. ssh2 tells them after a failed password, not after a failed key: so it's asked when the
	 * first key, which mostly does, did not do, and again after the last.
	 */
	function look(): AnyAuthMethod {
		looked = true;
		triedAtLook = keys.tried.length;
		return {type: 'none', username: user};
	}

	function send(secret: Secret, left: readonly string[]): AnyAuthMethod {
		if (left.includes('password')) return {type: 'password', username: user, password: secret.reveal()};
		const prompt = answerOnce(secret, {
			askedAgain() {
				password.answer('refused');
				giveUp(refusal());
			},
			askedElse: questions => giveUp(asksMore(name, user, questions)),
		});
		return {type: 'keyboard-interactive', username: user, prompt};
	}

	const refusal = () => notLetIn(name, user, {keys: keys.tried, notes: keys.notes(), password: password.state, offered});

	return {
		handler(left, partial, callback) {
			// `false` ends the attempts; the types know only of methods.
			const go = callback as (method: AnyAuthMethod | false) => void;
			next(left, partial)
				.then(method => {
					if (!password.over) go(method);
				})
				.catch((error: unknown) => {
					const {message, hint} = error as Error & {hint?: string};
					giveUp(new LoginError(`${name}: ${message}`, {cause: error, ...(hint === undefined ? {} : {hint})}));
				});
		},
		settle: verdict => password.end(verdict),
		refusal,
	};
}

/** Answers one hidden question with the password, and no other: what else is asked is not ours to know. */
function answerOnce(
	secret: Secret,
	{askedAgain, askedElse}: {askedAgain(): void; askedElse(questions: readonly string[]): void},
): KeyboardInteractiveAuthMethod['prompt'] {
	let answered: string | undefined;
	return (_title, _instructions, _language, prompts, finish) => {
		const [question, ...more] = prompts;
		if (question === undefined) return finish([]);
		if (answered === undefined && more.length === 0 && question.echo !== true) {
			answered = question.prompt;
			return finish([secret.reveal()]);
		}
		if (answered === question.prompt) return askedAgain();
		askedElse(prompts.map(({prompt}) => prompt));
	};
}
