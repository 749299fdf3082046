import {StringDecoder} from 'node:string_decoder';
import type {Command} from '../../core/command.ts';
import type {CommandResult, ExecOptions, OutputStream} from '../../core/connection.ts';
import {duration} from '../../core/duration.ts';
import {LinkLostError, NoAnswerError} from '../../core/errors.ts';
import {Secret} from '../../core/secret.ts';
import {deadline} from '../deadline.ts';
import type {Session} from '../link.ts';
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
	/** How long a question may take, in milliseconds. */
	readonly questionMs?: number;
};

/**
 * The longest that anything is asked for takes a minute (a tool of Kafka that finds no broker), and some ask for several; a
 * process of the host that never answers must not hold a run for ever.
 */
const longestQuestionMs = 300_000;

type Pending = {
	readonly id: number;
	readonly what: string;
	readonly streams: Readonly<Record<OutputStream, {push(bytes: Buffer): void; end(): void; text(): string}>>;
	readonly resolve: (result: CommandResult) => void;
	readonly reject: (error: LinkLostError | NoAnswerError) => void;
	/** Without an answer in time it fails, and the shell ends. */
	readonly long: boolean;
	code: number;
	openStreams: number;
	handedOver: boolean;
};

/**
 * Speaks with a root bash at the other end of `channel`, which reads our lines as its script. Lines are sent without
 * waiting, answers come back in the same order. Entry 0 of both streams is what precedes the greeting: start-up noise.
 */
export function rootShell(
	channel: Session,
	{name, greetingToken, token, onGreetingOutput, questionMs = longestQuestionMs}: RootShellOptions,
): RootShell {
	// The two streams of a command end each at its own mark and not in step, so each has its own queue.
	const queues: Record<OutputStream, Pending[]> = {stdout: [], stderr: []};
	const lines = outbox(channel);
	const time = deadline();
	let nextId = 0;
	let ended: string | undefined;

	/** The time of a question begins when those before it are answered. */
	function watch() {
		const [pending] = queues.stdout.length > queues.stderr.length ? queues.stdout : queues.stderr;
		if (pending === undefined || pending.long || ended !== undefined) return time.stop();
		time.start(questionMs, () => {
			pending.reject(noAnswer(name, pending.what, questionMs));
			end('a question had no answer in time');
			channel.destroy();
		});
	}

	function enqueue(what: string, long: boolean, onOutput: ExecOptions['onOutput']) {
		const {pending, result} = newPending(nextId++, what, long, onOutput);
		queues.stdout.push(pending);
		queues.stderr.push(pending);
		if (queues.stderr.length === 1 || queues.stdout.length === 1) watch();
		return {pending, result};
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
					watch();
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
		time.stop();
		lines.stop();
		const open = new Set([...queues.stdout, ...queues.stderr]);
		queues.stdout.length = 0;
		queues.stderr.length = 0;
		for (const pending of open) lose(pending, name, reason);
	}

	const greeting = enqueue('the root shell’s start', true, onGreetingOutput);
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
		async exec(command, {calledAs = command.text, input, onSent, onOutput, long = false} = {}) {
			const what = `“${firstWords(calledAs)}”`;
			if (ended !== undefined) throw lost(name, ended, `${what} was not sent: it did not run`);
			const bytes = input instanceof Secret ? Buffer.from(input.reveal()) : input;
			const size = bytes?.length ?? 0;
			const line = commandLine(command, token, nextId, size);
			const {pending, result} = enqueue(what, long, onOutput);
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

function newPending(id: number, what: string, long: boolean, onOutput: ExecOptions['onOutput']) {
	const {promise, resolve, reject} = deferred<CommandResult>();
	const streams = {stdout: collector('stdout', onOutput), stderr: collector('stderr', onOutput)};
	const pending: Pending = {id, what, streams, resolve, reject, long, code: -1, openStreams: 2, handedOver: false};
	return {pending, result: promise};
}

function lose({what, handedOver, reject}: Pending, name: string, reason: string): void {
	const fate = handedOver
		? `while it ran ${what}: whether that took effect is not known`
		: `before ${what} was sent: it did not run`;
	reject(lost(name, reason, fate));
}

function lost(name: string, reason: string, fate: string): LinkLostError {
	return new LinkLostError(`${name}: ${reason}, ${fate}.`, {
		hint: `Check that ${name} is up and reachable, then run the same command again: it checks the host first and continues from there.`,
	});
}

function noAnswer(name: string, what: string, ms: number): NoAnswerError {
	return new NoAnswerError(`${name}: ${what} had no answer within ${duration(ms)}.`, {
		hint: `Something there does not answer: a disk, a network mount, a hung process. Look what waits (ps -ef on ${name}), then run it again. It was a question and changed nothing.`,
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
