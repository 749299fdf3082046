/**
 * A bash command for the root shell of a host. Only the tag `sh` and `rawCommand` make one, so that no value reaches a
 * shell unquoted by accident: what a host, a file or a person said is a word of a command, never a part of its syntax.
 */
export class Command {
	readonly text: string;
	/** Makes an object that only has a text another type. */
	declare protected readonly kind: 'command';

	constructor(text: string) {
		this.text = text;
	}
}

/**
 * What `sh` puts into a command: a text or number becomes one quoted word, a list becomes its words separated by blanks,
 * and a command stands as it is.
 */
export type CommandValue = string | number | Command | readonly (string | number | Command)[];

/**
 * One word of a POSIX shell command line: left bare if it has no character that means something to a shell, else in
 * single quotes. A word that starts with `-` is still an option to the program that gets it: put `--` before it.
 * @throws TypeError for a NUL, which no argument can hold.
 */
export function quote(word: string): string {
	if (word.includes('\0')) throw new TypeError(`a NUL character cannot stand in a command: ${JSON.stringify(word)}`);
	return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function written(value: CommandValue): string {
	if (value instanceof Command) return value.text;
	if (typeof value === 'object') return value.map(written).join(' ');
	return quote(String(value));
}

/**
 * A command with each value quoted: sh`cat -- ${path}`. A value must stand where a word may begin or go on, outside of
 * quotes of the template: sh`[ -e "$dir"/${name} ]`. Backslashes are read as in any template string.
 */
export function sh(strings: TemplateStringsArray, ...values: readonly CommandValue[]): Command {
	return new Command(strings.reduce((text, part, index) => text + written(values[index - 1]!) + part));
}

/** Commands one after another, with this between them: `&&`, `;`, or a newline. */
export function joined(commands: readonly Command[], separator: string): Command {
	return new Command(commands.map(({text}) => text).join(separator));
}

/** A command from a text that holds no value: a constant of ours. test/checks/commands.test.ts sees that nothing is put into it. */
export function rawCommand(text: string): Command {
	return new Command(text);
}
