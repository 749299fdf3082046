import type {KeyboardInteractiveAuthMethod} from 'ssh2';
import type {Secret} from '../../core/secret.ts';
import {remoteWords} from '../../core/text.ts';

export type QuestionOptions = {
	/** As the operator knows the host. */
	readonly name: string;
	readonly user: string;
	/** The password, once it may be sent; undefined where it may not. It is asked for once. */
	readonly password: () => Promise<Secret | undefined>;
	/** Puts a question to the operator; undefined where nobody can be asked. */
	readonly ask: (question: string) => Promise<Secret | undefined>;
	/** Told what the host says beside its questions. */
	readonly heard: (text: string) => void;
	/** The host asks for the password though it was sent, or it may not be sent. */
	readonly noPassword: () => void;
	/** Nobody answers these. */
	readonly unanswered: (questions: readonly string[]) => void;
	/** The host wants a new password. */
	readonly expired: () => void;
	readonly failed: (error: unknown) => void;
};

/** Of one that is used once, or is yet to be chosen, the password in the cluster file is no answer. */
const otherSecret = /one.?time|otp|token|code|pin\b|verif|second|2nd|factor|new|again|re-?(?:type|enter)|confirm/i;
/** The host wants a new one. Bounded: a question may be of any length. */
export const newPassword = /\bnew\b.{0,200}\bpassword\b|password.{0,200}(?:expired|change)|required to change/i;

/** Whether a prompt asks for the user's password, and for nothing else. */
export function asksPassword({prompt, echo}: {readonly prompt: string; readonly echo?: boolean | undefined}): boolean {
	// Longer ones ask for more than a word.
	return echo !== true && prompt.length <= 1000 && /pass-?word/i.test(prompt) && !otherSecret.test(prompt);
}

/**
 * Answers the prompts of keyboard-interactive: the one for the password with it, once. Every other question is the
 * operator's, in the host's own words.
 */
export function answerPrompts(options: QuestionOptions): KeyboardInteractiveAuthMethod['prompt'] {
	const {name, user, password, ask, heard, noPassword, unanswered, expired, failed} = options;
	let sent = false;

	async function answerTo(prompt: {prompt: string; echo?: boolean}, about: string): Promise<Secret | undefined> {
		if (asksPassword(prompt)) {
			const secret = sent ? undefined : await password();
			sent = true;
			if (secret === undefined) noPassword();
			return secret;
		}
		const words = [about, remoteWords(prompt.prompt)].filter(text => text !== '').join(' ');
		const answer = await ask(`${name} asks ${user}: ${words.replace(/\s*[:?]?\s*$/, '')}`);
		if (answer === undefined) unanswered([prompt.prompt]);
		return answer;
	}

	async function answerAll(about: string, prompts: readonly {prompt: string; echo?: boolean}[]): Promise<Secret[] | undefined> {
		const answers: Secret[] = [];
		for (const prompt of prompts) {
			const answer = await answerTo(prompt, about);
			if (answer === undefined) return undefined;
			answers.push(answer);
		}
		return answers;
	}

	return (title, instructions, _language, prompts, finish) => {
		const about = remoteWords(`${title} ${instructions}`);
		heard(`${title}\n${instructions}\n`);
		if (newPassword.test([about, ...prompts.map(({prompt}) => prompt)].join('\n'))) return expired();
		answerAll(about, prompts).then(answers => {
			if (answers !== undefined) finish(answers.map(answer => answer.reveal()));
		}, failed);
	};
}
