import {type KeyStore, keyStore} from './identity-file.ts';
import {type JumpPool, jumpPool} from './jump-pool.ts';
import {type PasswordGate, passwordGate} from './password-gate.ts';
import type {SshSettings} from './settings.ts';
import {type TrustStore, trustStore} from './trust-store.ts';

/** What the logins of one call share: a key file is read once, a refused password tried once, a jump host entered once. */
export type Shared = {
	readonly settings: SshSettings;
	readonly keys: KeyStore;
	readonly trust: TrustStore;
	readonly jumps: JumpPool;
	readonly passwords: PasswordGate;
	readonly sudoPasswords: PasswordGate;
};

export function share(settings: SshSettings): Shared {
	return {
		settings,
		keys: keyStore(settings.passphrase),
		trust: trustStore(),
		jumps: jumpPool(),
		passwords: passwordGate(),
		sudoPasswords: passwordGate(),
	};
}
