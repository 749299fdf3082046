/** A cause that is known by what a log says of it. */
export type Entry = {
	/** Kebab-case; the anchor in docs/troubleshooting.md. */
	readonly id: string;
	/** What happened, without its end: a sentence goes on with ", on HOST". */
	readonly cause: string;
	/**
	 * What to do, the likeliest first. Texts of ours alone: what a host said is no part of a fix, for an operator copies the
	 * commands in it.
	 */
	readonly fixes: readonly string[];
	/** The words of the software that an operator would search for, as its log has them; `…` is whatever stands there. */
	readonly says: string;
	/** Each has to fit a line of one and the same record, cause chain included. */
	readonly patterns: readonly RegExp[];
	/** A line of its record has to fit, frames too: what was tried, where the words do not say it. */
	readonly tried?: RegExp;
	/** It is said by programs that keep no log: what a logger wrote says it of something else. */
	readonly unlogged?: boolean;
	/**
	 * `cause` with words of the log in it, by what the first pattern found: each is clean and short, and "" where its group found
	 * nothing. `below`: what its line leads to (`… the following errors:`), clean and short too.
	 */
	readonly named?: (found: readonly string[], lines: readonly string[], below: readonly string[]) => string;
	/** It says what came of something: another cause that an error before it names is the better one. */
	readonly symptom?: boolean;
	/** It is told in a warning or less, and nothing ends by it. */
	readonly soft?: boolean;
	/** Of a soft one: the line of what is said later if it has passed. */
	readonly until?: RegExp;
	/** The ids of symptoms that it causes, where it stands in a warning or beside them; without one of them it may have passed. */
	readonly explains?: readonly string[];
};
