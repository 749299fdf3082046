import {createInterface} from 'node:readline/promises';
import {clean} from '../core/text.ts';

/** Asks for a line at the terminal; Ctrl+C and Ctrl+D are an empty one. */
export async function askLine(question: string): Promise<string> {
	const lines = createInterface({input: process.stdin, output: process.stderr});
	const over = new AbortController();
	lines.on('SIGINT', () => over.abort());
	lines.on('close', () => over.abort());
	try {
		return (await lines.question(clean(question), {signal: over.signal})).trim();
	} catch (error) {
		if ((error as Error).name !== 'AbortError') throw error;
		process.stderr.write('\n');
		return '';
	} finally {
		lines.close();
	}
}

/** Asks a question that only a plain yes answers with yes. */
export const confirm = async (question: string): Promise<boolean> => /^y(es)?$/i.test(await askLine(`${question} [y/N] `));
