import type {Connection} from '../../core/connection.ts';
import type {Host} from '../../core/inventory.ts';
import type {Secret} from '../../core/secret.ts';
import type {Transport} from '../../core/transports.ts';
import type {PasswordKey} from '../login/login-refusals.ts';
import type {Way} from './way.ts';

/** How to log in, for all hosts. What is absent is left to ssh_config. */
export type SshSettings = {
	/** The cluster file's default for hosts that name none; it beats ssh_config, as does `port`. */
	readonly user?: string;
	readonly port?: number;
	/** The jump hosts on the way to each host, in place of those of ssh_config: `user@host:port`, several separated by commas. */
	readonly proxyJump?: string;
	/** `builtin` by default. */
	readonly transport?: Transport;
	/** In place of the operator's own and the system's ssh_config. */
	readonly configFile?: string;
	/** In place of the known_hosts files that ssh_config names; new keys are added to it. */
	readonly knownHostsFile?: string;
	/** Tried before the keys that ssh_config names. */
	readonly identityFile?: string;
	/** Trust, and remember, the key of a host that is not known yet. A changed key is refused all the same. */
	readonly acceptNewHostKeys: boolean;
	/** Until the host's key is agreed on; covers the whole way there. */
	readonly connectTimeoutMs: number;
	/** Asked only when a host wants one; undefined: there is none. */
	readonly password: (host: Host) => Promise<Secret | undefined>;
	/** Which of the two passwords the cluster file names, or somebody typed: they are offered whatever ssh_config says. */
	readonly named?: readonly PasswordKey[];
	/** For all jump hosts. */
	readonly jumpPassword: () => Promise<Secret | undefined>;
	/** Puts a question of a host to the operator, one at a time; undefined where nobody can be asked. */
	readonly ask: (question: string) => Promise<Secret | undefined>;
	readonly passphrase: (keyFile: string) => Promise<Secret | undefined>;
	readonly sudoPassword: (host: Host) => Promise<Secret | undefined>;
};

/** A host that let us in, and its root shell. `address`, `port` and `user` are those in use, after ssh_config. */
export type Login = {
	readonly host: Host;
	readonly connection: Connection;
	readonly address: string;
	readonly port: number;
	readonly user: string;
	readonly way: Way;
};
