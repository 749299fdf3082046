import {clean} from '../../core/text.ts';

/** A line of ours, or several, for a person: on standard error, so that standard output stays with what was asked for. */
export const say = (text: string): void => void process.stderr.write(`${clean(text)}\n`);

/** A line of ours, or several, on standard output. */
export const print = (text: string): void => void process.stdout.write(`${clean(text)}\n`);

/** `print`, but JSON lines stay alone on standard output. */
export const printBeside = (reporter: string): ((text: string) => void) => (reporter === 'json' ? say : print);

/** What is written as it is: lines of a reporter, which cleans what it is told and may colour it, and texts for programs. */
export const printAsIs = (text: string): void => void process.stdout.write(text);
