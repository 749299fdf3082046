import {namesSecret} from '../../core/secret-text.ts';
import {nearest} from '../file/nearest.ts';

/** Whether a key of a cluster file may name a secret, for what is shown: a mistyped key has a secret behind it all the same. */
export function mayBeSecret(key: string): boolean {
	return namesSecret(key) || nearest(key, ['password', 'jumpPassword', 'passphrase', 'sudoPassword']) !== undefined;
}
