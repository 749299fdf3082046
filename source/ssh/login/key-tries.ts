import type {AgentAuthMethod} from 'ssh2';
import type {KeyRing} from './key-ring.ts';

/** A server gives up after six tries by default (MaxAuthTries); one is left for the password. */
const maxKeyTries = 5;

/** The keys of one login, one after the other. */
export type KeyTries = {
	/** The next key to try; undefined when there is none, or enough were. */
	next(): Promise<AgentAuthMethod | undefined>;
	/** The labels of those that were tried. */
	readonly tried: readonly string[];
	/** Why keys can't be used. */
	notes(): readonly string[];
};

export function keyTries(user: string, ring: () => Promise<KeyRing>): KeyTries {
	const tried: string[] = [];
	let keys: KeyRing | undefined;
	let nextKey = 0;
	return {
		tried,
		async next() {
			keys ??= await ring();
			while (nextKey < keys.candidates.length && tried.length < maxKeyTries) {
				const candidate = keys.candidates[nextKey++]!;
				const agent = await candidate.open();
				if (agent === undefined) continue;
				tried.push(candidate.label);
				return {type: 'agent', username: user, agent};
			}
			return undefined;
		},
		notes: () => keys?.notes ?? [],
	};
}
