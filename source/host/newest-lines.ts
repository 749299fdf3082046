/** So many lines of what a host says are looked at, the last ones: the start of a service that gives up has hundreds. */
const mostLines = 1000;
/** Of these so many characters, a line counted up to its cut. */
const mostCharacters = 256 * 1024;
/** A longer line is cut. */
const longestLine = 2048;

/**
 * The last lines of what a host says, without the blank ones. What is to be understood of it is read from these: a host may
 * say a MiB, and the processor time of a look grows with the lines.
 */
export function newestLines(text: string): readonly string[] {
	const lines: string[] = [];
	let left = mostCharacters;
	for (let end = text.length; end > 0 && left > 0 && lines.length < mostLines; ) {
		const start = text.lastIndexOf('\n', end - 1) + 1;
		const line = text.slice(start, Math.min(end, start + longestLine)).replace(/\r$/, '');
		if (line.trim() !== '') lines.push(line);
		left -= line.length + 1;
		end = start - 1;
	}
	return lines.reverse();
}
