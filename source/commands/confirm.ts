import {createInterface} from 'node:readline/promises';

/** Asks a question at the terminal that only a plain yes answers with yes; Ctrl+C and Ctrl+D mean no. */
export async function confirm(question: string): Promise<boolean> {
	const lines = createInterface({input: process.stdin, output: process.stderr});
	const over = new AbortController();
	lines.on('SIGINT', () => over.abort());
	lines.on('close', () => over.abort());
	try {
		return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, {signal: over.signal})).trim());
	} catch (error) {
		if ((error as Error).name !== 'AbortError') throw error;
		process.stderr.write('\n');
		return false;
	} finally {
		lines.close();
	}
}
