import type {SshSettings} from './config/settings.ts';
import {type KeyStore, keyStore} from './login/identity-file.ts';
import {type JumpPool, jumpPool} from './login/jump-pool.ts';
import {type PasswordGate, passwordGate} from './login/password-gate.ts';
import {type TrustStore, trustStore} from './trust/trust-store.ts';

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
