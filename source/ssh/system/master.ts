import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import type {Readable, Writable} from 'node:stream';
import {StringDecoder} from 'node:string_decoder';
import {setTimeout} from 'node:timers/promises';

/** An ssh that is logged in to a host and carries channels. */
export type Master = {
	/** Its control socket is there: it has logged in. False where it has ended before. */
	readonly loggedIn: Promise<boolean>;
	stop(): Promise<void>;
};

/**
 * ssh, and beside it what ends it when we do: the end of our standard input to it is the end of us. Both have no terminal, so that
 * Ctrl+C reaches us alone and ssh asks nobody but the helper.
 */
export const watched = `exec 3<&0
ssh "$@" </dev/null 3<&- &
ssh=$!
{ cat <&3 >/dev/null 2>&1; kill "$ssh" 2>/dev/null; } 2>/dev/null &
watch=$!
exec 3<&-
wait "$ssh"
code=$?
kill "$watch" 2>/dev/null
exit "$code"`;

/** Between two looks for the control socket, in milliseconds: it is there a moment after the login. */
const lookMs = 15;
/** How long an ssh may take to exit before it is killed, in milliseconds. */
const stopMs = 1000;
/** What ssh has started may hold its standard error for longer than ssh: its own words are there by then. */
const lastWordsMs = 200;
/** A line of ssh's is kept so far, in characters. */
const longestLine = 4096;

/** Starts an ssh; `onLine` gets what it says on standard error. */
export function startMaster(
	args: readonly string[],
	{controlPath, helper}: {readonly controlPath: string; readonly helper: string},
	onLine: (line: string) => void,
): Master {
	const env = {...process.env, SSH_ASKPASS: helper, SSH_ASKPASS_REQUIRE: 'force', LC_ALL: 'C'};
	const child: ChildProcessByStdio<Writable, null, Readable> = spawn('/bin/sh', ['-c', watched, 'kafka-setup-ssh', ...args], {
		stdio: ['pipe', 'ignore', 'pipe'],
		detached: true,
		env,
	});
	child.stdin.on('error', () => {});
	readLines(child.stderr, onLine);
	let over = false;
	const ended = new Promise<void>(resolve => {
		const end = () => {
			over = true;
			child.stdin.destroy();
			// A ProxyCommand may leave something that goes on, and holds standard error.
			child.stderr.destroy();
			kill(child.pid);
			resolve();
		};
		child.once('error', end);
		child.once('exit', () => void setTimeout(lastWordsMs).then(end));
		child.once('close', end);
	});
	async function lookForSocket(): Promise<boolean> {
		while (!over) {
			if (existsSync(controlPath)) return true;
			await setTimeout(lookMs);
		}
		return false;
	}
	return {
		loggedIn: lookForSocket(),
		async stop() {
			if (over) return;
			child.stdin.end();
			if (await Promise.race([ended.then(() => true), setTimeout(stopMs, false)])) return;
			kill(child.pid);
			await ended;
		},
	};
}

/** All that is left of what it has started. */
function kill(pid: number | undefined): void {
	try {
		if (pid !== undefined) process.kill(-pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
	const decoder = new StringDecoder('utf8');
	let held = '';
	stream.on('data', (bytes: Buffer) => {
		const lines = (held + decoder.write(bytes)).split('\n');
		held = lines.pop()!.slice(0, longestLine);
		for (const line of lines) onLine(line.replace(/\r$/, '').slice(0, longestLine));
	});
	stream.on('end', () => {
		if (held !== '') onLine(held);
	});
}
