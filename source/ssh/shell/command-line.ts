import {type Command, sh} from '../../core/command.ts';

/** Follows the input of a command on the shell's own standard input: its absence tells that the link was cut before the end. */
export const endOfInput = '.';

/**
 * The lines that make a bash, which reads its script from a pipe and runs with LC_ALL=C, run `command` as its own subshell and
 * tell its end on both streams. bash takes its script from a pipe byte by byte, so what follows the lines is still there to be
 * read: with `inputBytes` the next so many bytes are the command's standard input, followed by `endOfInput`.
 *
 * - A command has kilobytes, and a system call for each byte would cost more than its processes: `read` takes it in blocks. One
 *   that is cut short is not run.
 * - `eval` keeps a syntax error within the command.
 * - What the command leaves unread is drained, and `head` takes not a byte too many: the next line is a line again.
 * - A command must never take a cut input for a whole one. When bytes are missing everything that this login started
 *   is killed before the command sees the end of its input.
 * - Of a link that died without a word the host hears for hours nothing. A command that no byte of its input has reached
 *   for `stallSeconds` to twice as long is killed the same way, so that it keeps no other login waiting.
 * @throws TypeError for a NUL byte, which no command line can hold.
 */
export function commandLine(command: Command, token: string, id: number, inputBytes = 0, stallSeconds = 15): string {
	const {text} = command;
	if (text.includes('\0')) throw new TypeError(`a NUL character cannot stand in a command: ${JSON.stringify(text)}`);
	const body = sh`( eval "$ks_text" )`;
	const run =
		inputBytes > 0
			? sh`{ ${input(inputBytes, stallSeconds)}; } 3<&0 | { ${body}; r=$?; cat >/dev/null; exit $r; }`
			: sh`${body} </dev/null`;
	const take = sh`IFS= read -rN ${Buffer.byteLength(text)} ks_text || exit`;
	return sh`${take}\n${command}\n${run}; printf ${token}:${id}:$?/; printf ${token}:${id}:0/ >&2\n`.text;
}

/** Bash that copies the input from descriptor 3, with one that looks now and then whether it still moves. */
function input(bytes: number, stallSeconds: number): Command {
	const watch = sh`trap 'kill $!; exit' TERM; o=; while sleep ${stallSeconds} & wait $!; do n=$(grep ^rchar "/proc/$h/io") || exit; [ "$n" != "$o" ] || kill -9 0; o=$n; done`;
	return sh`head -c ${bytes} <&3 & h=$!; ( ${watch} ) </dev/null >/dev/null 2>&1 3<&- & w=$!; wait $h && read -rn1 <&3 || kill -9 0; kill $w`;
}
