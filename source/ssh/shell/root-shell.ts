import {StringDecoder} from 'node:string_decoder';
import type {ClientChannel} from 'ssh2';
import type {Command} from '../../core/command.ts';
import type {CommandResult, ExecOptions, OutputStream} from '../../core/connection.ts';
import {LinkLostError} from '../../core/errors.ts';
import {Secret} from '../../core/secret.ts';
import {boundedOutput} from './bounded-output.ts';
import {commandLine, endOfInput} from './command-line.ts';
import {frameReader} from './frames.ts';
import {outbox} from './outbox.ts';

export type RootShell = {
	/** What came before the greeting, and resolves with it; rejects if the shell ends first. */
	readonly greeting: Promise<CommandResult>;
	/** Writes to whatever reads the channel before the greeting: sudo that asks for a password. */
	answer(text: string): void;
	exec(command: Command, options?: ExecOptions): Promise<CommandResult>;
	/** Ends the shell, for `reason`: every command without an answer rejects with it. */
	end(reason: string): void;
};

export type RootShellOptions = {
	/** As the operator knows the host. */
	readonly name: string;
	/** Marks the greeting; it may be seen by all on the host, being part of a command's arguments. */
	readonly greetingToken: string;
	/** Marks the ends of commands; only the shell itself and we know it. */
	readonly token: string;
	readonly onGreetingOutput?: (stream: OutputStream, text: string) => void;
};

type Pending = {
	readonly id: number;
	readonly what: string;
	readonly streams: Readonly<Record<OutputStream, {push(bytes: Buffer): void; end(): void; text(): string}>>;
	readonly resolve: (result: CommandResult) => void;
	readonly reject: (error: LinkLostError) => void;
	code: number;
	openStreams: number;
	handedOver: boolean;
};

/**
 * Speaks with a root bash at the other end of `channel`, which reads our lines as its script. Lines are sent without
 * waiting, answers come back in the same order. Entry 0 of both streams is what precedes the greeting: start-up noise.
 */
export function rootShell(channel: ClientChannel, {name, greetingToken, token, onGreetingOutput}: RootShellOptions): RootShell {
	// The two streams of a command end each at its own mark and not in step, so each has its own queue.
	const queues: Record<OutputStream, Pending[]> = {stdout: [], stderr: []};
	const lines = outbox(channel);
	let nextId = 0;
	let ended: string | undefined;

	function enqueue(what: string, onOutput: ExecOptions['onOutput']): {pending: Pending; result: Promise<CommandResult>} {
		const {promise, resolve, reject} = deferred<CommandResult>();
		const streams = {stdout: collector('stdout', onOutput), stderr: collector('stderr', onOutput)};
		const pending: Pending = {id: nextId++, what, streams, resolve, reject, code: -1, openStreams: 2, handedOver: false};
		queues.stdout.push(pending);
		queues.stderr.push(pending);
		return {pending, result: promise};
	}

	function listen(stream: OutputStream, readable: NodeJS.ReadableStream) {
		const queue = queues[stream];
		const read = frameReader(
			() => (queue[0]?.id === 0 ? greetingToken : token),
			() => queue[0]?.id ?? -1,
			{
				// With no command running, it's a child that was left behind and still holds the stream.
				onBytes: bytes => queue[0]?.streams[stream].push(bytes),
				onMark(_id, code) {
					const pending = queue.shift()!;
					pending.streams[stream].end();
					if (stream === 'stdout') pending.code = code;
					if (--pending.openStreams > 0) return;
					const {stdout, stderr} = pending.streams;
					pending.resolve({code: pending.code, stdout: stdout.text(), stderr: stderr.text()});
				},
			},
		);
		readable.on('data', (bytes: Buffer) => read(bytes));
		readable.on('error', () => {});
	}

	function end(reason: string) {
		if (ended !== undefined) return;
		ended = reason;
		lines.stop();
		const open = new Set([...queues.stdout, ...queues.stderr]);
		queues.stdout.length = 0;
		queues.stderr.length = 0;
		for (const {what, handedOver, reject} of open) {
			const fate = handedOver
				? `while it ran ${what}: whether that took effect is not known`
				: `before ${what} was sent: it did not run`;
			reject(lost(name, reason, fate));
		}
	}

	const greeting = enqueue('the root shell’s start', onGreetingOutput);
	greeting.pending.handedOver = true;
	// Whoever starts the shell awaits it; until then a rejection has no listener.
	greeting.result.catch(() => {});
	listen('stdout', channel);
	listen('stderr', channel.stderr);
	channel.on('close', () => end('its root shell ended'));
	channel.on('error', () => {});

	return {
		greeting: greeting.result,
		answer: text => void channel.write(text),
		end,
		async exec(command, {calledAs = command.text, input, onSent, onOutput} = {}) {
			const what = `“${firstWords(calledAs)}”`;
			if (ended !== undefined) throw lost(name, ended, `${what} was not sent: it did not run`);
			const bytes = input instanceof Secret ? Buffer.from(input.reveal()) : input;
			const size = bytes?.length ?? 0;
			const line = commandLine(command, token, nextId, size);
			const {pending, result} = enqueue(what, onOutput);
			lines.push({
				line: Buffer.from(line),
				...(size > 0 && bytes !== undefined ? {input: bytes, after: Buffer.from(endOfInput)} : {}),
				...(onSent === undefined ? {} : {onSent}),
				onTaken() {
					pending.handedOver = true;
				},
			});
			return result;
		},
	};
}

function lost(name: string, reason: string, fate: string): LinkLostError {
	return new LinkLostError(`${name}: ${reason}, ${fate}.`, {
		hint: `Check that ${name} is up and reachable, then run the same command again: it checks the host first and continues from there.`,
	});
}

function firstWords(command: string): string {
	const line = command.trim().split('\n', 1)[0]!;
	return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

function collector(stream: OutputStream, onOutput: ExecOptions['onOutput']) {
	const kept = boundedOutput();
	const decoder = onOutput === undefined ? undefined : new StringDecoder('utf8');
	const tell = (text: string) => {
		if (text !== '') onOutput?.(stream, text);
	};
	return {
		push(bytes: Buffer) {
			kept.push(bytes);
			if (decoder !== undefined) tell(decoder.write(bytes));
		},
		end() {
			if (decoder !== undefined) tell(decoder.end());
		},
		text: () => kept.text(),
	};
}

function deferred<T>() {
	let resolve!: (value: T) => void;
	let reject!: (error: Error) => void;
	const promise = new Promise<T>((yes, no) => {
		resolve = yes;
		reject = no;
	});
	return {promise, resolve, reject};
}
