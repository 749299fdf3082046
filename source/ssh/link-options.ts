import type {Secret} from '../core/secret.ts';
import type {Offers} from './config/ssh-config.ts';
import type {Deadline} from './deadline.ts';
import type {Link} from './link.ts';
import type {KeyRing} from './login/key-ring.ts';
import type {PasswordKey} from './login/login-refusals.ts';
import type {PasswordGate} from './login/password-gate.ts';
import type {Place} from './socket.ts';
import type {HostKeyCheck} from './trust/host-keys.ts';

/** How a host is logged in to, whatever carries the link. */
export type LinkOptions = Place & {
	readonly user: string;
	/** What may be tried. */
	readonly offers: Offers;
	readonly via: Link | undefined;
	/** How its host key is checked; `ip`: the address that was connected to, undefined through a jump host. */
	readonly check: (ip: string | undefined) => HostKeyCheck;
	/** Called when the host has proved to own its key, which was not known; nothing is sent to it before that is done. */
	readonly remember: (key: Buffer, knownAs: string) => Promise<void>;
	readonly ring: (whileAsking: Deadline['whileAsking']) => Promise<KeyRing>;
	readonly password: () => Promise<Secret | undefined>;
	readonly passwordKey: PasswordKey;
	/** Puts a question of the host to the operator; undefined where nobody can be asked. */
	readonly ask: (question: string) => Promise<Secret | undefined>;
	readonly gate: PasswordGate;
	readonly timeoutMs: number;
};

/** How long a host may think about one key or password: PAM waits for some seconds after a wrong one. */
export const authPatienceMs = 30_000;
