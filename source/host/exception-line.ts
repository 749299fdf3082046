/** A line of a stack trace below its first: a frame, or how many of them the cause shares. */
export const isFrame = (line: string) => /^\s+(at |\.\.\. \d+ (more|common))/.test(line);

/** A line that is an exception of Java and what it says: `org.example.SomeException: words`, perhaps behind `Caused by: `. */
const exception = /^\s*(?:Caused by: |Exception in thread "[^"]*" )?((?:[\w$]+\.)+[\w$]*(?:Exception|Error)(?:: .*)?)$/;

/** A line that an exception begins, with what belongs to it: its frames and its causes. */
function traceAt(lines: readonly string[], start: number): readonly string[] {
	let end = start + 1;
	while (end < lines.length && (isFrame(lines[end]!) || /^\s*Caused by: /.test(lines[end]!))) end += 1;
	return lines.slice(start, end);
}

/**
 * The line that says why a service gave up: the innermost cause that has words, of the exception that follows the first
 * of the `fatal` lines, else of the last one there is.
 */
export function exceptionLine(lines: readonly string[], fatal: readonly string[]): string | undefined {
	const first = lines.findIndex(line => fatal.some(pattern => new RegExp(pattern).test(line)));
	const own = first < 0 ? -1 : [first, first + 1].findIndex(at => exception.test(lines[at] ?? ''));
	const start = own < 0 ? lines.findLastIndex(line => exception.test(line) && !/^\s*Caused by: /.test(line)) : first + own;
	if (start < 0) return undefined;
	const causes = traceAt(lines, start).filter(line => exception.test(line));
	return causes.findLast(line => exception.exec(line)![1]!.includes(': ')) ?? causes[0];
}

/** What such a line says, without what leads to it. */
export const exceptionIn = (line: string): string => exception.exec(line)?.[1] ?? line;
