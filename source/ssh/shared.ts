import type {Secret} from '../core/secret.ts';
import type {SshSettings} from './config/settings.ts';
import {type KeyStore, keyStore} from './login/identity-file.ts';
import {type JumpPool, jumpPool} from './login/jump-pool.ts';
import {type LoginGates, loginGates} from './login/password-gate.ts';
import type {Pins} from './trust/host-keys.ts';
import {type TrustStore, trustStore} from './trust/trust-store.ts';

/** What the logins of a run share: a key file is read once, a refused password tried once, a jump host entered once, and a host keeps its key. */
export type Shared = LoginGates & {
	readonly settings: SshSettings;
	readonly keys: KeyStore;
	readonly trust: TrustStore;
	readonly pins: Pins;
	readonly jumps: JumpPool;
	/** Of a key file; each is asked for once. */
	readonly passphrase: (file: string) => Promise<Secret | undefined>;
};

/** @param gates of the logins before these, so that what a host refused then is not tried now */
export function share(settings: SshSettings, gates: LoginGates = loginGates()): Shared {
	const phrases = new Map<string, Promise<Secret | undefined>>();
	const passphrase = (file: string) => {
		const phrase = phrases.get(file) ?? settings.passphrase(file);
		phrases.set(file, phrase);
		return phrase;
	};
	return {
		settings,
		passphrase,
		keys: keyStore(passphrase),
		trust: trustStore(),
		pins: new Map(),
		jumps: jumpPool(),
		...gates,
	};
}
