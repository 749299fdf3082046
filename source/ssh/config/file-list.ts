import {existsSync} from 'node:fs';

/**
 * The paths in a line of `ssh -G`, which prints them one behind the other and without quotes: a path that has blanks in it
 * is told by the file that is there. Paths are absolute, since ssh has expanded them, or begin with `~`.
 * @returns undefined where it can be read in more than one way
 */
export function filesIn(line: string, expand: (path: string) => string): readonly string[] | undefined {
	const words = line.split(' ');
	if (words.length === 1) return words.filter(file => file !== 'none').map(expand);
	const files: string[] = [];
	for (let at = 0; at < words.length; ) {
		const readings: number[] = [];
		for (let end = at + 1; end <= words.length; end++) {
			if (end > at + 1 && existsSync(expand(words.slice(at, end).join(' ')))) readings.push(end);
		}
		const [joined] = readings;
		if (joined === undefined) {
			if (!startsPath(words[at]!)) return undefined;
			files.push(words[at]!);
			at++;
			continue;
		}
		if (readings.length > 1 || existsSync(expand(words[at]!)) || !startsPath(words[at]!)) return undefined;
		files.push(words.slice(at, joined).join(' '));
		at = joined;
	}
	return files.filter(file => file !== 'none').map(expand);
}

const startsPath = (word: string) => /^(?:[/~]|none$)/.test(word);
