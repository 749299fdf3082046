import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer, type Server, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {helperProgram, helperScript, programFile} from './helper-script.ts';

/** What ssh wants to know: `words` are the arguments of the helper, `kind` what SSH_ASKPASS_PROMPT says. */
export type Inquiry = {readonly words: readonly string[]; readonly kind: string | undefined; readonly gone: Promise<void>};

/** A folder of ours alone, with the control socket of an ssh and the way on which it asks us. */
export type Folder = {
	readonly controlPath: string;
	/** The executable that asks. */
	readonly helper: string;
	remove(): Promise<void>;
};

/** The longest inquiry, in characters: a prompt, or a host key. */
const longest = 64 * 1024;
/** A socket's path has 104 bytes on some systems, and ssh puts 17 behind it while it makes one. */
const longestFolder = 70;

/** `onInquiry` gives the answer; undefined: there is none. */
export async function openFolder(onInquiry: (inquiry: Inquiry) => Promise<string | undefined>): Promise<Folder> {
	// Its path stands in options of ssh, where blanks, quotes and percent signs mean something.
	const usual = join(tmpdir(), 'ks-');
	const path = await mkdtemp(usual.length <= longestFolder && /^[\w./+-]+$/.test(usual) ? usual : '/tmp/ks-');
	const helper = join(path, 'ask');
	const sockets = new Set<Socket>();
	const server = createServer({allowHalfOpen: true}, socket => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		answer(socket, onInquiry);
	});
	const remove = async () => {
		// Who still waits goes without an answer: the ssh that it would be for has ended.
		for (const socket of sockets) {
			socket.write('{}');
			socket.destroySoon();
		}
		await new Promise<void>(resolve => server.close(() => resolve()));
		await rm(path, {recursive: true, force: true, maxRetries: 3});
	};
	try {
		const questions = join(path, 'q');
		await writeFile(join(path, programFile), helperProgram, {mode: 0o600});
		await writeFile(helper, helperScript(process.execPath, path, questions), {mode: 0o700});
		await listen(server, questions);
	} catch (error) {
		await remove();
		throw error;
	}
	return {controlPath: join(path, 'm'), helper, remove};
}

function listen(server: Server, path: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(path, resolve);
	});
}

function answer(socket: Socket, onInquiry: (inquiry: Inquiry) => Promise<string | undefined>): void {
	let text = '';
	const gone = new Promise<void>(resolve => socket.once('close', () => resolve()));
	socket.setEncoding('utf8');
	socket.on('error', () => {});
	socket.on('data', (part: string) => {
		text += part;
		if (text.length > longest) socket.destroy();
	});
	socket.on('end', () => {
		const asked = inquiryIn(text);
		if (asked === undefined) return socket.destroy();
		onInquiry({...asked, gone}).then(
			answer => socket.end(JSON.stringify({answer})),
			() => socket.destroy(),
		);
	});
}

/** Undefined where it is none of our helper. */
function inquiryIn(text: string): Pick<Inquiry, 'words' | 'kind'> | undefined {
	try {
		const {words, kind} = JSON.parse(text) as {words: string[]; kind?: string};
		return {words: words.map(String), kind};
	} catch {
		return undefined;
	}
}
