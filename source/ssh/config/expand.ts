import {homedir} from 'node:os';
import {join} from 'node:path';

/** `%h` and the like, as ssh_config has them; unknown ones stay. */
export function expandTokens(text: string, tokens: Readonly<Record<string, string>>): string {
	return text.replace(/%(.)/g, (whole, letter: string) => (letter === '%' ? '%' : (tokens[letter] ?? whole)));
}

/** What of a path was left as it stands: a token or a variable that is not known. */
export const notExpanded = (path: string): string | undefined => /%[A-Za-z]|\$\{\w+\}/.exec(path)?.[0];

/** `~` and `${NAME}`. */
export function expandPath(path: string): string {
	const expanded = path.replace(/\$\{(\w+)\}/g, (whole, name: string) => process.env[name] ?? whole);
	return expandHome(expanded);
}

/** `~` alone. */
export function expandHome(path: string): string {
	return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
