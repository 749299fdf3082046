import type {Reporter} from './reporter.ts';

/**
 * What JSON leaves as it is and a terminal or a line reader may not: DEL and the 8-bit control characters, line
 * separators, marks that turn the direction of writing. They only occur within strings, where an escape means the same.
 */
const risky = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON that is safe to print, whatever texts are in it. */
export const safeJson = (value: unknown, indent?: string): string =>
	JSON.stringify(value, undefined, indent).replace(risky, escaped);

/** The events of a run as JSON lines: one object a line, nothing else. */
export function jsonReporter({write}: {readonly write: (text: string) => void}): Reporter {
	return {
		emit: event => write(`${safeJson(event)}\n`),
		close() {},
	};
}
