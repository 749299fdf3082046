import type {AgentAuthMethod} from 'ssh2';
import type {KeyAgent, KeyRing} from './key-ring.ts';

/** A server gives up after six failures by default (MaxAuthTries); one is left for the password. */
const maxKeyTries = 5;

/** The keys of one login, one after the other. */
export type KeyTries = {
	/** The next key to try; undefined when there is none, or enough were. */
	next(): Promise<AgentAuthMethod | undefined>;
	/** The host wanted the last one's signature: it would do. Where the login is not over with it, the host wants more. */
	lastFitted(): boolean;
	/** It was asked what it has led to. */
	forgetLast(): void;
	/** The labels of those that were tried. */
	readonly tried: readonly string[];
	/** Why keys can't be used. */
	notes(): readonly string[];
};

export function keyTries(user: string, ring: () => Promise<KeyRing>): KeyTries {
	const tried: string[] = [];
	let keys: KeyRing | undefined;
	let last: KeyAgent | undefined;
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
				last = agent;
				return {type: 'agent', username: user, agent};
			}
			last = undefined;
			return undefined;
		},
		forgetLast() {
			last = undefined;
		},
		lastFitted: () => last?.signed === true,
		notes: () => keys?.notes ?? [],
	};
}
