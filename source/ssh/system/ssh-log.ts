import {remoteWords} from '../../core/text.ts';

/** What an ssh has told of a login, with LogLevel DEBUG1. A host can put lines of its own between: they decide nothing but words. */
export type SshLog = {
	hear(line: string): void;
	/** The keys that it has offered, as the operator knows them. */
	readonly keys: readonly string[];
	/** Why keys can't be used. */
	readonly notes: readonly string[];
	/** The ways in that the host has offered last. */
	readonly offered: readonly string[];
	/** The last lines that are not about its own work: what went wrong, and what the host has said. */
	readonly said: readonly string[];
	/** What was said since the last call. */
	sinceLast(): string;
};

/** Events of a login, as ssh logs them. */
export type LogEvents = {
	/** The host has proved to own its key. */
	readonly onKeyProved: () => void;
	/** The host has taken the password, and wants more. */
	readonly onPasswordTaken: () => void;
};

/** Lines and keys kept, at most. */
const most = 100;

export function sshLog({onKeyProved, onPasswordTaken}: LogEvents): SshLog {
	const keys: string[] = [];
	const notes: string[] = [];
	const said: string[] = [];
	let offered: readonly string[] = [];
	let since: string[] = [];
	const keep = (list: string[], line: string) => {
		list.push(line);
		if (list.length > most) list.shift();
	};
	return {
		keys,
		notes,
		said,
		get offered() {
			return offered;
		},
		sinceLast() {
			const text = since.join('\n');
			since = [];
			return text;
		},
		hear(line) {
			const debug = /^debug\d: (.*)$/.exec(line)?.[1];
			if (debug === undefined) {
				if (/^Authenticated using "(?:password|keyboard-interactive)" with partial success/.test(line)) return onPasswordTaken();
				const key = /^Load key "(.*)": (.*)$/.exec(line);
				if (key !== null) return keep(notes, `${key[1]}: ${remoteWords(key[2]!)}`);
				if (/^(?:Authenticated |OpenSSH_|$)/.test(line)) return;
				keep(said, line);
				keep(since, line);
				return;
			}
			if (debug.startsWith('SSH2_MSG_NEWKEYS received')) return onKeyProved();
			const ways = /^Authentications that can continue: (.*)$/.exec(debug)?.[1];
			if (ways !== undefined) offered = ways.split(',').map(way => remoteWords(way));
			const key = /^Offering public key: (.+) \S+ SHA256:\S+/.exec(debug)?.[1];
			if (key !== undefined) keep(keys, remoteWords(key));
		},
	};
}
