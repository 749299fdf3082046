import {nearest} from '../file/nearest.ts';

/** Whether a key names something that must not be read by others: a password, a passphrase, a secret, a token, a login of JAAS. */
export function looksSecret(key: string): boolean {
	return /(?:pass(?:word|wd|phrase)|secret|token|credentials?|(?:^|\.)jaas\.config|private\.?key)$|basic\.auth\.user\.info$|(?:^|[._-])(?:pass|pwd)$/i.test(
		key,
	);
}

/** The same with a wider net, for what is shown: a mistyped key has a secret behind it all the same. */
export function mayBeSecret(key: string): boolean {
	return (
		looksSecret(key) ||
		/pass|secret|token|pwd|credential|jaas/i.test(key) ||
		nearest(key, ['password', 'jumpPassword', 'passphrase', 'sudoPassword']) !== undefined
	);
}

/** Whether a text has a login in it, such as `user:password@host` or `;password=…`, whatever its key. */
export function holdsLogin(text: string): boolean {
	return /:[^\s@]*@|(?:pass\w*|pwd|secret|token)\s*=/i.test(text) || /^\s*jdbc:oracle:[a-z]+:[^@/]+\/[^@]*@/i.test(text);
}
