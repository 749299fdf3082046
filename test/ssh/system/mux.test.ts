import {createServer, type Socket} from 'node:net';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {LinkEndedError} from '../../../source/ssh/link.ts';
import {fieldsOf, string, u32} from '../../../source/ssh/system/fields.ts';
import {openMux} from '../../../source/ssh/system/mux.ts';
import {message, windowBytes} from '../../../source/ssh/system/mux-channel.ts';
import {packets} from '../../../source/ssh/system/packets.ts';
import {failure} from '../../helpers/ssh-scene.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const hello = string(Buffer.concat([u32(1), u32(4)]));
const proxied = string(Buffer.concat([u32(0x8000000f), u32(0)]));
/** A message of the host about a channel of ours. */
const about = (type: number, id: number, ...fields: Buffer[]) =>
	string(Buffer.concat([Buffer.from([0, type]), u32(id), ...fields]));
const opened = (id: number, window = 100_000) => about(message.opened, id, u32(7), u32(window), u32(32_768));

/** The control socket of an ssh that says what the test wants. `heard`: what it was sent after the greeting. */
async function master(greeting: readonly Buffer[] = [hello, proxied]) {
	const path = join(tempDir(), 'm');
	const heard: Buffer[] = [];
	let socket: Socket | undefined;
	const server = createServer(one => {
		socket = one;
		one.on('error', () => {});
		one.on(
			'data',
			packets(
				packet => heard.push(packet),
				() => {},
			),
		);
		for (const bytes of greeting) one.write(bytes);
	});
	await new Promise<void>(resolve => server.listen(path, resolve));
	onTestFinished(() => {
		socket?.destroy();
		server.close();
	});
	const sent = () => heard.slice(2).map(packet => ({type: packet[1]!, fields: packet.subarray(2)}));
	const until = (type: number) => expect.poll(() => sent().some(one => one.type === type), {interval: 5}).toBe(true);
	return {path, say: (...all: Buffer[]) => void socket?.write(Buffer.concat(all)), sent, until, hangUp: () => socket?.destroy()};
}

/** A connection to it, with one channel that is open. */
async function forwarded() {
	const one = await master();
	const mux = await openMux(one.path);
	const forward = mux.forward('h', 1);
	await one.until(message.open);
	one.say(opened(0));
	return {one, mux, channel: await forward};
}

describe('messages', () => {
	it('are the same however the stream is cut', () => {
		fc.assert(
			fc.property(
				fc.array(fc.uint8Array({maxLength: 40}), {maxLength: 8}),
				fc.array(fc.integer({min: 1, max: 9}), {minLength: 1}),
				(all, cuts) => {
					const stream = Buffer.concat(all.map(one => string(one)));
					const found: Buffer[] = [];
					const read = packets(
						packet => found.push(Buffer.from(packet)),
						() => expect.unreachable(),
					);
					for (let at = 0, index = 0; at < stream.length; index++) {
						const size = cuts[index % cuts.length]!;
						read(stream.subarray(at, at + size));
						at += size;
					}
					expect(found).toEqual(all.map(one => Buffer.from(one)));
				},
			),
		);
	});

	it('that are too long are not waited for', () => {
		const broken: string[] = [];
		const read = packets(
			() => expect.unreachable(),
			why => broken.push(why),
		);
		read(u32(0xffffffff));
		read(Buffer.alloc(100));
		expect(broken).toEqual(['a message of 4294967295 bytes']);
	});
});

describe('a master', () => {
	it.each([
		['greets otherwise', [string(Buffer.concat([u32(2), u32(4)]))]],
		['does not carry packets', [hello, string(Buffer.concat([u32(0x80000003), u32(0)]))]],
		['says too little', [string(Buffer.from([0]))]],
	])('that %s is not spoken to', async (_title, greeting) => {
		const {path} = await master(greeting);
		expect((await failure(openMux(path))).message).toContain('control socket');
	});

	it('that is not there is an error', async () => {
		expect((await failure(openMux(join(tempDir(), 'none')))).message).toContain('control socket');
	});

	it('that hangs up ends what waits, what runs, and what comes later', async () => {
		const {one, mux, channel} = await forwarded();
		const waiting = failure(mux.forward('h', 2));
		const closed = new Promise(resolve => channel.on('close', resolve));
		channel.resume();
		let ended = 0;
		mux.onEnd(() => ended++);
		one.hangUp();
		expect(await waiting).toBeInstanceOf(LinkEndedError);
		await closed;
		expect(await failure(mux.run('true'))).toBeInstanceOf(LinkEndedError);
		expect(ended).toBe(1);
	});

	it('that sends more than there is room for is left', async () => {
		const one = await master();
		const mux = await openMux(one.path);
		const forward = mux.forward('h', 1);
		await one.until(message.open);
		one.say(opened(0));
		await forward;
		const ended = new Promise<void>(resolve => mux.onEnd(resolve));
		const piece = about(message.data, 0, string(Buffer.alloc(32_768)));
		for (let sent = 0; sent <= windowBytes; sent += 32_768) one.say(piece);
		await ended;
	});

	it('may say anything: it is left or not heard, and nothing is thrown', async () => {
		for (const bytes of fc.sample(fc.uint8Array({minLength: 1, maxLength: 60}), {numRuns: 150, seed: 1})) {
			const one = await master();
			const mux = await openMux(one.path);
			const running = mux.run('true').catch((error: Error) => error);
			await one.until(message.open);
			one.say(opened(0), string(Buffer.from([0, ...bytes])), about(message.close, 0));
			expect(await running).toBeInstanceOf(Error);
			mux.close();
		}
	});
});

describe('a channel', () => {
	it('sends no more than the host has room for, and goes on when there is more', async () => {
		const one = await master();
		const mux = await openMux(one.path);
		const forward = mux.forward('h', 1);
		await one.until(message.open);
		one.say(opened(0, 10));
		const channel = await forward;
		const written = new Promise<void>(resolve => channel.write(Buffer.from('0123456789abcdef'), () => resolve()));
		const data = () =>
			one.sent().flatMap(({type, fields}) => {
				if (type !== message.data) return [];
				const read = fieldsOf(fields);
				expect(read.u32()).toBe(7);
				return [read.string().toString()];
			});
		await expect.poll(data).toEqual(['0123456789']);
		one.say(about(message.window, 0, u32(4)));
		await expect.poll(data).toEqual(['0123456789', 'abcd']);
		one.say(about(message.window, 0, u32(100)));
		await written;
		await expect.poll(data).toEqual(['0123456789', 'abcd', 'ef']);
	});

	it('that nobody reads gets no new room, and all of it when it is read', async () => {
		const {one, channel} = await forwarded();
		const piece = about(message.data, 0, string(Buffer.alloc(32_768)));
		for (let sent = 0; sent < windowBytes; sent += 32_768) one.say(piece);
		await new Promise(resolve => setTimeout(resolve, 50));
		expect(one.sent().filter(({type}) => type === message.window)).toEqual([]);
		channel.resume();
		await one.until(message.window);
	});

	it('closes once, after all that it has said', async () => {
		const one = await master();
		const mux = await openMux(one.path);
		const running = mux.run('x');
		await one.until(message.open);
		one.say(opened(0));
		await one.until(message.request);
		one.say(about(message.success, 0));
		const session = await running;
		const said = {stdout: '', stderr: ''};
		one.say(
			about(message.data, 0, string('out')),
			about(message.extendedData, 0, u32(1), string('err')),
			about(message.eof, 0),
			about(message.close, 0),
		);
		session.on('data', bytes => (said.stdout += bytes));
		session.stderr.on('data', bytes => (said.stderr += bytes));
		await new Promise(resolve => session.on('close', resolve));
		expect(said).toEqual({stdout: 'out', stderr: 'err'});
		session.destroy();
		await expect.poll(() => one.sent().filter(({type}) => type === message.close)).toHaveLength(1);
	});

	it('that the host does not open is refused with its reason', async () => {
		const one = await master();
		const mux = await openMux(one.path);
		const refused = failure(mux.forward('h', 1));
		await one.until(message.open);
		one.say(about(message.notOpened, 0, u32(1), string('administratively prohibited'), string('')));
		expect(await refused).toMatchObject({message: 'administratively prohibited', reason: 1});
	});
});
