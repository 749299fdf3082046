import {type Command, sh} from '../../../core/command.ts';

/**
 * Reads ZooKeeper in its own binary protocol, without a Java process: a session, a few requests and its end in one
 * exchange (zookeeper.jute: ConnectRequest, RequestHeader, GetDataRequest, GetChildrenRequest).
 */
export type Read = {readonly get: string} | {readonly list: string};
export type Answer =
	| {readonly data: string}
	| {readonly children: readonly string[]}
	/** A code of KeeperException.Code; -101 means that there is no such node. */
	| {readonly error: number};

export const noNode = -101;

/** OpCode of getData, getChildren and closeSession (ZooDefs.OpCode). */
const codes = {get: 4, list: 8, close: -11};
const sessionMs = 10_000;

const int = (value: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32BE(value);
	return bytes;
};
const framed = (...parts: readonly Buffer[]) => {
	const body = Buffer.concat(parts);
	return Buffer.concat([int(body.length), body]);
};

const connectRequest = framed(
	int(0),
	Buffer.alloc(8),
	int(sessionMs),
	Buffer.alloc(8),
	int(16),
	Buffer.alloc(16),
	Buffer.from([0]),
);

function requestOf(read: Read, xid: number): Buffer {
	const path = Buffer.from('get' in read ? read.get : read.list);
	return framed(int(xid), int('get' in read ? codes.get : codes.list), int(path.length), path, Buffer.from([0]));
}

/** The most that is read of the answers, in bytes: they come from a program that anybody may pose as. */
const mostBytes = 8 * 1024 * 1024;

/** Bash that asks a server and prints its answers in base64, for `answersIn`. Prints nothing if there is no server. */
export function askZookeeper(host: string, port: number, reads: readonly Read[], seconds = 5): Command {
	const requests = [connectRequest, ...reads.map((read, index) => requestOf(read, index + 1)), framed(int(0), int(codes.close))];
	const bytes = [...Buffer.concat(requests)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');
	const ask = sh`exec 3<>/dev/tcp/${host}/${port} && printf ${bytes} >&3 && exec base64 -w 0 < <(head -c ${mostBytes} <&3)`;
	return sh`timeout ${seconds} bash -c ${ask.text} 2>/dev/null`;
}

/** Frames of a stream; one that is cut or has no sane length ends them. */
function framesOf(bytes: Buffer): readonly Buffer[] {
	const frames: Buffer[] = [];
	for (let at = 0; at + 4 <= bytes.length; ) {
		const size = bytes.readInt32BE(at);
		if (size < 0 || at + 4 + size > bytes.length) break;
		frames.push(bytes.subarray(at + 4, at + 4 + size));
		at += 4 + size;
	}
	return frames;
}

/** A length-prefixed part of a frame, and where it ends; -1 stands for none. */
function partAt(frame: Buffer, at: number): {readonly text: string; readonly end: number} | undefined {
	if (at + 4 > frame.length) return undefined;
	const size = Math.max(0, frame.readInt32BE(at));
	const end = at + 4 + size;
	return end > frame.length ? undefined : {text: frame.subarray(at + 4, end).toString('utf8'), end};
}

function childrenIn(frame: Buffer, from: number): readonly string[] | undefined {
	if (from + 4 > frame.length) return undefined;
	const children: string[] = [];
	const count = frame.readInt32BE(from);
	for (let at = from + 4; children.length < count; ) {
		const part = partAt(frame, at);
		if (part === undefined) return undefined;
		children.push(part.text);
		at = part.end;
	}
	return children;
}

/** The reply header: xid (4 bytes), zxid (8), error (4). */
const headerBytes = 16;

function answerIn(frame: Buffer, read: Read): Answer | undefined {
	const error = frame.readInt32BE(12);
	if (error !== 0) return {error};
	if ('get' in read) {
		const part = partAt(frame, headerBytes);
		return part && {data: part.text};
	}
	const children = childrenIn(frame, headerBytes);
	return children && {children};
}

/**
 * What a server answered to the reads, in their order; undefined if it gave no session (it does not run, or has no
 * majority of its ensemble) or its answers are cut.
 */
export function answersIn(base64: string, reads: readonly Read[]): readonly Answer[] | undefined {
	const [session, ...replies] = framesOf(Buffer.from(base64.trim(), 'base64'));
	// A session without a time-out is one that was refused.
	if (session === undefined || session.length < 8 || session.readInt32BE(4) <= 0) return undefined;
	const answers = reads.map((read, index) => {
		const frame = replies.find(one => one.length >= headerBytes && one.readInt32BE(0) === index + 1);
		return frame && answerIn(frame, read);
	});
	return answers.every(answer => answer !== undefined) ? answers : undefined;
}
