import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import type {ServerChannel} from 'ssh2';

/** What stands between an installer and its host. Each command waits for both before the next one gets there. */
export type Tap = {
	/** The host has not got the command yet. */
	readonly before: (command: string) => Promise<void>;
	/** It has run, and the installer doesn't know yet. */
	readonly after: (command: string) => Promise<void>;
};

type Letter = {readonly command: string; readonly bytes: Buffer; readonly mark: string};

const lineEnd = /; printf (ks[0-9a-f]{32}):(\d+):\$\?\/; printf \1:\2:0\/ >&2\n/;

/** How many bytes the command has that follows. */
const lineStart = /^IFS= read -rN (\d+) ks_text \|\| exit\n/;

/** The first whole command in what the installer has sent: its lines, and the input that follows them. */
function firstLetter(bytes: Buffer): Letter | undefined {
	const text = bytes.toString('latin1');
	const start = lineStart.exec(text);
	if (start === null) return undefined;
	const run = start[0].length + Number(start[1]) + 1;
	const end = lineEnd.exec(text.slice(run));
	if (end === null) return undefined;
	const input = /^\{ head -c (\d+) <&3 /.exec(text.slice(run))?.[1];
	const size = run + end.index + end[0].length + (input === undefined ? 0 : Number(input) + 1);
	if (bytes.length < size) return undefined;
	const command = text.slice(start[0].length, run - 1);
	return {command, bytes: bytes.subarray(0, size), mark: `${end[1]}:${end[2]}:`};
}

/** Joins a root shell to the channel of an installer, command by command. */
export function tapped(child: ChildProcessWithoutNullStreams, channel: ServerChannel, {before, after}: Tap): void {
	const said = {stdout: '', stderr: ''};
	let heard: () => void = () => {};
	let sent: Buffer = Buffer.alloc(0);
	let busy = false;
	let running = false;

	const flush = () => {
		channel.write(Buffer.from(said.stdout, 'latin1'));
		channel.stderr.write(Buffer.from(said.stderr, 'latin1'));
		said.stdout = said.stderr = '';
	};
	for (const stream of ['stdout', 'stderr'] as const) {
		child[stream].on('data', (bytes: Buffer) => {
			said[stream] += bytes.toString('latin1');
			if (running) heard();
			else flush();
		});
	}
	const ownerHasExited = (mark: string) => new RegExp(`${mark}\\d+/$`).test(said.stdout) && said.stderr.endsWith(`${mark}0/`);

	async function pump() {
		busy = true;
		for (let letter = firstLetter(sent); letter !== undefined; letter = firstLetter(sent)) {
			sent = sent.subarray(letter.bytes.length);
			await before(letter.command);
			running = true;
			child.stdin.write(letter.bytes);
			while (!ownerHasExited(letter.mark))
				await new Promise<void>(resolve => {
					heard = resolve;
				});
			await after(letter.command);
			running = false;
			flush();
		}
		busy = false;
	}
	child.stdin.on('error', () => {});
	channel.on('data', (bytes: Buffer) => {
		sent = Buffer.concat([sent, bytes]);
		if (!busy) void pump();
	});
	// An installer that died: what it had sent and the host had not got is lost with it.
	channel.on('close', () => child.stdin.end());
	channel.on('end', () => child.stdin.end());
}
