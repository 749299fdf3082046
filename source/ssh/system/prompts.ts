import {asksPassword, newPassword} from '../login/questions.ts';

export type Prompt =
	| {readonly kind: 'passphrase'; readonly file: string}
	/** `byQuestion`: in keyboard-interactive, where more may follow. */
	| {readonly kind: 'password'; readonly byQuestion: boolean}
	/** The host wants a new password. */
	| {readonly kind: 'expired'}
	/** The host's own, or ssh's: the PIN of a security key. */
	| {readonly kind: 'question'; readonly text: string; readonly ofHost: boolean};

/**
 * What ssh wants to know. It puts `(user@host) ` before whatever a host asks (since 8.5), so no host can ask for the passphrase of a
 * key. Whether an answer would be shown as it is typed it does not tell.
 */
export function promptOf(prompt: string): Prompt {
	const ofHost = plain(/^\([^()@]*@[^()]*\) ([\s\S]*)$/.exec(prompt)?.[1]);
	if (ofHost !== undefined) {
		if (newPassword.test(ofHost)) return {kind: 'expired'};
		if (asksPassword({prompt: ofHost})) return {kind: 'password', byQuestion: true};
		return {kind: 'question', text: ofHost, ofHost: true};
	}
	const file = /^Enter passphrase for key '(.+)': $/.exec(prompt)?.[1];
	if (file !== undefined) return {kind: 'passphrase', file};
	if (/'s old password: $/.test(prompt)) return {kind: 'expired'};
	if (/^\S+@\S+'s password: $/.test(prompt)) return {kind: 'password', byQuestion: false};
	return {kind: 'question', text: prompt, ofHost: false};
}

/** What ssh has written as `\\ooo` since it is no ASCII that shows: letters of UTF-8, and what would have moved the cursor. */
function plain(text: string | undefined): string | undefined {
	const bytes = text?.replace(/\\([0-3][0-7]{2})/g, (_whole, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
	return bytes === undefined ? undefined : Buffer.from(bytes, 'latin1').toString();
}
