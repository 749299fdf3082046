import {writeSync} from 'node:fs';
import {clean} from '../../core/text.ts';

/**
 * Has `lastWords` called when a mistake of ours would end the process: it leaves the terminal clean and returns what is
 * said below the error. What runs on the hosts goes on there. @returns what takes that back
 */
export function onCrash(lastWords: () => readonly string[]): () => void {
	const crash = (error: unknown) => {
		const words = lastWords();
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		try {
			writeSync(2, clean(['', `Internal error (this is a bug, please report it): ${text}`, ...words, ''].join('\n')));
		} catch {
			// Nobody is there to read it.
		}
		process.exit(1);
	};
	process.on('uncaughtException', crash);
	return () => void process.off('uncaughtException', crash);
}
