import type {SshSettings} from './config/settings.ts';
import {type KeyStore, keyStore} from './login/identity-file.ts';
import {type JumpPool, jumpPool} from './login/jump-pool.ts';
import {type PasswordGate, passwordGate} from './login/password-gate.ts';
import type {Pins} from './trust/host-keys.ts';
import {type TrustStore, trustStore} from './trust/trust-store.ts';

/** What the logins of a run share: a key file is read once, a refused password tried once, a jump host entered once, and a host keeps its key. */
export type Shared = {
	readonly settings: SshSettings;
	readonly keys: KeyStore;
	readonly trust: TrustStore;
	readonly pins: Pins;
	readonly jumps: JumpPool;
	readonly passwords: PasswordGate;
	readonly sudoPasswords: PasswordGate;
};

export function share(settings: SshSettings): Shared {
	return {
		settings,
		keys: keyStore(settings.passphrase),
		trust: trustStore(),
		pins: new Map(),
		jumps: jumpPool(),
		passwords: passwordGate(),
		sudoPasswords: passwordGate(),
	};
}
