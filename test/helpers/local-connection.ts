import {spawn} from 'node:child_process';
import type {Command} from '../../source/core/command.ts';
import type {CommandResult, Connection, ExecOptions} from '../../source/core/connection.ts';
import {Secret} from '../../source/core/secret.ts';
import {noDial} from './fake-connection.ts';

type Options = {
	/** Paths that stand for others: a command's `/etc/sysctl.d` becomes a temp directory. */
	readonly paths?: Readonly<Record<string, string>>;
	/** What runs bash, such as `nsenter` into a mount namespace. */
	readonly prefix?: readonly string[];
	/** Sends so many bytes of an input and then calls `stalled` instead of sending the rest; the input stays open. */
	readonly stallAfter?: number;
	/** Gets the id of the command's process group, and a way to cut its input off. */
	readonly stalled?: (group: number, cut: () => void) => void;
};

/** A host that is this machine: every command is a bash of its own, in a process group of its own. */
export function localConnection(options: Options = {}): Connection & {readonly commands: readonly string[]} {
	const commands: string[] = [];
	const translate = (command: string) =>
		Object.entries(options.paths ?? {}).reduce((text, [from, to]) => text.replaceAll(from, to), command);
	return {
		commands,
		dial: noDial,
		exec(given: Command, {input, onSent, onOutput}: ExecOptions = {}): Promise<CommandResult> {
			const command = given.text;
			commands.push(command);
			const [program = 'bash', ...rest] = [...(options.prefix ?? []), 'bash', '-c', translate(command)];
			const child = spawn(program, rest, {detached: true});
			// What the command leaves unread when it ends is not an error of the link.
			child.stdin.on('error', () => {});
			const output = {stdout: '', stderr: ''};
			for (const stream of ['stdout', 'stderr'] as const) {
				child[stream].setEncoding('utf8').on('data', (text: string) => {
					output[stream] += text;
					onOutput?.(stream, text);
				});
			}
			const bytes = input instanceof Secret ? Buffer.from(input.reveal()) : Buffer.from(input ?? '');
			if (options.stallAfter !== undefined && bytes.length > options.stallAfter) {
				child.stdin.write(bytes.subarray(0, options.stallAfter), () => {
					options.stalled?.(child.pid!, () => child.stdin.end());
				});
			} else {
				child.stdin.end(bytes, () => onSent?.(bytes.length));
			}
			return new Promise((resolve, reject) => {
				child.on('error', reject);
				child.on('close', code => resolve({code: code ?? 137, ...output}));
			});
		},
		async close() {},
	};
}
