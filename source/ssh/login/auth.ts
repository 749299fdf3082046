import type {AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, KeyboardInteractiveAuthMethod} from 'ssh2';
import type {Secret} from '../../core/secret.ts';
import {remoteWords} from '../../core/text.ts';
import {LoginError} from '../errors.ts';
import type {KeyRing} from './key-ring.ts';
import type {PasswordGate, PasswordVerdict} from './password-gate.ts';

/** A server gives up after six tries by default (MaxAuthTries); one is left for the password. */
const maxKeyTries = 5;

export type AuthOptions = {
	/** As the operator knows the host. */
	readonly name: string;
	readonly user: string;
	readonly ring: () => Promise<KeyRing>;
	readonly password: () => Promise<Secret | undefined>;
	readonly gate: PasswordGate;
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
export function auth({name, user, ring, password, gate, giveUp}: AuthOptions): Auth {
	const tried: string[] = [];
	let keys: KeyRing | undefined;
	let nextKey = 0;
	let keyTries = 0;
	let looked = false;
	let keysSinceLook = false;
	let offered: readonly string[] = [];
	let passwordState: 'not asked' | 'none given' | 'sent' | 'refused' | 'accepted' | {refusedBy: string} = 'not asked';
	let settle: (verdict: PasswordVerdict) => void = () => {};
	let over = false;

	async function next(left: readonly AuthenticationType[] | null, partial: boolean | null): Promise<AnyAuthMethod | false> {
		if (left !== null) offered = left.map(way => remoteWords(way));
		if (passwordState === 'sent') {
			passwordState = partial === true ? 'accepted' : 'refused';
			settle(passwordState);
			if (passwordState === 'refused') return false;
		}
		if (keyTries === 1 && !looked) return look();
		if (left === null || left.includes('publickey')) {
			const method = await tryKey();
			if (method !== undefined) return method;
		}
		if (left === null || keysSinceLook) return look();
		if (passwordState === 'not asked' && (left.includes('password') || left.includes('keyboard-interactive')))
			return (await tryPassword(left)) ?? false;
		return false;
	}

	/**
	 * Asks which ways there are; servers don't count it. ssh2 tells them after a failed password, not after a failed key: so it's asked when the
	 * first key, which mostly does, did not do, and again after the last.
	 */
	function look(): AnyAuthMethod {
		looked = true;
		keysSinceLook = false;
		return {type: 'none', username: user};
	}

	async function tryKey(): Promise<AnyAuthMethod | undefined> {
		keys ??= await ring();
		while (nextKey < keys.candidates.length && keyTries < maxKeyTries) {
			const candidate = keys.candidates[nextKey++]!;
			const agent = await candidate.open();
			if (agent === undefined) continue;
			keyTries++;
			keysSinceLook = true;
			tried.push(candidate.label);
			return {type: 'agent', username: user, agent};
		}
		return undefined;
	}

	async function tryPassword(left: readonly string[]): Promise<AnyAuthMethod | undefined> {
		const secret = await password();
		if (secret === undefined) {
			passwordState = 'none given';
			return undefined;
		}
		const turn = await gate.enter(secret, user, name);
		if ('refusedBy' in turn) {
			passwordState = turn;
			return undefined;
		}
		settle = turn.settle;
		if (over) {
			settle('unknown');
			return undefined;
		}
		passwordState = 'sent';
		if (left.includes('password')) return {type: 'password', username: user, password: secret.reveal()};
		return {type: 'keyboard-interactive', username: user, prompt: answerOnce(secret)};
	}

	/** Answers one hidden question with the password, and no other: what else is asked is not ours to know. */
	function answerOnce(secret: Secret): KeyboardInteractiveAuthMethod['prompt'] {
		let answered: string | undefined;
		return (_title, _instructions, _language, prompts, finish) => {
			const [question, ...more] = prompts;
			if (question === undefined) return finish([]);
			if (answered === undefined && more.length === 0 && question.echo !== true) {
				answered = question.prompt;
				return finish([secret.reveal()]);
			}
			if (answered === question.prompt) {
				passwordState = 'refused';
				settle('refused');
				return giveUp(refusal());
			}
			const asked = prompts.map(({prompt}) => `“${remoteWords(prompt)}”`).join(', ');
			giveUp(
				new LoginError(`${name}: asks ${user} for ${asked}, which can’t be answered from here.`, {
					hint: 'Let this user log in with a key alone, or use another user.',
				}),
			);
		};
	}

	function refusal(): LoginError {
		const notes = (keys?.notes ?? []).map(note => `\n  ${note}`).join('');
		if (passwordState === 'refused') {
			return new LoginError(`${name}: the password of ${user} was refused. It was tried once.`, {
				hint: 'Give the right one (ssh.password in the cluster file) and try again.',
			});
		}
		if (typeof passwordState === 'object') {
			return new LoginError(`${name}: the password of ${user} was not tried, because ${passwordState.refusedBy} refused it.`, {
				hint: 'Give the right one (ssh.password in the cluster file) and try again.',
			});
		}
		if (passwordState === 'accepted') {
			return new LoginError(`${name}: takes the password of ${user}, and wants more: ${offered.join(', ')}.`, {
				hint: 'Let this user log in with a key alone, or use another user.',
			});
		}
		const keysTried = tried.length === 0 ? 'no key to try' : `tried ${tried.join(', ')}`;
		return new LoginError(
			`${name}: did not let ${user} in: ${keysTried}${passwordState === 'none given' ? ', no password given' : ''}. It takes ${offered.join(', ') || 'nothing'}.${notes}`,
			{
				hint: `See whether “ssh -v ${name}” gets in, and with which user and key. Name them in the cluster file (user, identityFile, password under “ssh:”) or in ssh_config. Hardware keys (sk-) and certificates are not supported.`,
			},
		);
	}

	return {
		handler(left, partial, callback) {
			// `false` ends the attempts; the types know only of methods.
			const go = callback as (method: AnyAuthMethod | false) => void;
			next(left, partial)
				.then(method => {
					if (!over) go(method);
				})
				.catch((error: unknown) => {
					const {message, hint} = error as Error & {hint?: string};
					giveUp(new LoginError(`${name}: ${message}`, {cause: error, ...(hint === undefined ? {} : {hint})}));
				});
		},
		settle(verdict) {
			over = true;
			settle(verdict);
		},
		refusal,
	};
}
