import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {setTimeout as pause} from 'node:timers/promises';
import type {ServerChannel} from 'ssh2';

/** Joins the three streams of a process to a channel. */
export function joinTo(child: ChildProcessWithoutNullStreams, channel: ServerChannel): void {
	child.stdin.on('error', () => {});
	channel.pipe(child.stdin);
	child.stdout.pipe(channel, {end: false});
	void sendErrors(child, channel);
}

/**
 * Sends standard error only where the client has room for it. ssh2 (1.17) forgets what waits there when standard output waits too, and
 * the client would wait for it for ever.
 */
async function sendErrors(child: ChildProcessWithoutNullStreams, channel: ServerChannel): Promise<void> {
	const {outgoing} = channel as unknown as {outgoing: {readonly window: number; readonly state: string}};
	for await (const bytes of child.stderr as AsyncIterable<Buffer>) {
		while (outgoing.window <= bytes.length && outgoing.state === 'open') await pause(2);
		if (outgoing.state === 'open') channel.stderr.write(bytes);
	}
}
