import {homedir} from 'node:os';
import {join} from 'node:path';

/** Where kafka-setup keeps what it remembers on this machine, by the XDG base directory specification. */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
	const base = env.XDG_CONFIG_HOME;
	// The specification has relative paths ignored.
	return join(base?.startsWith('/') ? base : join(homedir(), '.config'), 'kafka-setup');
}
