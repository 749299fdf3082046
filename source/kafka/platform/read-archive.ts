import {createHash} from 'node:crypto';
import {createReadStream, readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import {type Archive, fileNameOf, isUrl, sha512In} from '../../cluster/archive.ts';
import {InputError} from '../../core/errors.ts';
import type {Origin} from '../../host/files/unpacked.ts';
import {namesInTar} from './tar.ts';

/** An archive that was looked at, and where the hosts get it from. */
export type ReadArchive = {readonly sha512: string; readonly origin: Origin};

const againFor = (key: string) =>
	key === 'platform.java'
		? 'Download it again.'
		: 'Download it again, from https://downloads.apache.org/kafka or, for an older version, https://archive.apache.org/dist/kafka.';

/** Far more than a checksum and a name need. */
const mostBytes = 4096;

/** The digits that the cluster file has, or the file that it names. @throws InputError */
function wantedOf(key: string, {sha512}: Archive): string | undefined {
	if (sha512 === undefined || sha512In(sha512) !== undefined) return sha512;
	let text: string;
	try {
		text = readFileSync(sha512, 'utf8');
	} catch (cause) {
		throw new InputError(`${key}.sha512: ${sha512} could not be read: ${(cause as Error).message}`, {
			cause,
			hint: 'Give the 128 hex digits themselves, or the path of the file that has them; a relative one starts at the folder of the cluster file.',
		});
	}
	const digits = text.length > mostBytes ? undefined : sha512In(text);
	if (digits !== undefined) return digits;
	throw new InputError(`${key}.sha512: ${sha512} holds no sha512`, {
		hint: 'It should hold 128 hex digits, bare, or after the name of the archive as in the .sha512 file beside it on Apache’s server.',
	});
}

/** The first bytes of a file, for what it is; its sha512 in hex digits; its size. @throws InputError if it can't be read */
async function digestOf(
	key: string,
	path: string,
): Promise<{readonly head: Buffer; readonly sha512: string; readonly bytes: number}> {
	const hash = createHash('sha512');
	let head: Buffer = Buffer.alloc(0);
	const stream = createReadStream(path);
	try {
		await pipeline(
			stream,
			async function* (chunks: AsyncIterable<Buffer>) {
				for await (const chunk of chunks) {
					if (head.length === 0) head = Buffer.from(chunk.subarray(0, 512));
					yield chunk;
				}
			},
			hash,
		);
	} catch (cause) {
		const {code, message} = cause as NodeJS.ErrnoException;
		const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `could not be read: ${message}`;
		throw new InputError(`${key}.archive: ${path} ${why}`, {
			cause,
			hint: 'Check the path; a relative one starts at the folder of the cluster file.',
		});
	}
	return {head, sha512: hash.digest('hex'), bytes: stream.bytesRead};
}

function whatItIs(head: Buffer): string {
	const text = head.toString('latin1').trimStart();
	if (head.length === 0) return 'is empty';
	if (/^<(?:!doctype|html|\?xml)/i.test(text)) return 'is a web page';
	return head[0] === 0x50 && head[1] === 0x4b ? 'is a zip file, not a .tar.gz' : 'is not a .tar.gz';
}

/** @param problem what is wrong with the names of the files in it, and the way out */
export async function readArchive(
	key: string,
	given: Archive,
	problem: (names: readonly string[]) => readonly [string, string] | undefined,
): Promise<ReadArchive> {
	const {archive: path} = given;
	const again = againFor(key);
	const wanted = wantedOf(key, given);
	if (isUrl(path)) return {sha512: wanted!, origin: {url: path}};
	const refuse = (why: string, hint = again) => new InputError(`${key}.archive: ${path} ${why}`, {hint});
	const {head, sha512, bytes} = await digestOf(key, path);
	if (head[0] !== 0x1f || head[1] !== 0x8b) {
		throw refuse(whatItIs(head), `A download page or an error page may have been saved in its place. ${again}`);
	}
	if (wanted !== undefined && wanted !== sha512) {
		throw refuse(
			`has the sha512 ${sha512.slice(0, 16)}…, and ${wanted.slice(0, 16)}… is wanted`,
			`It was cut off or changed on its way, or ${key}.sha512 is that of another archive. ${again}`,
		);
	}
	let names: readonly string[];
	try {
		names = await namesInTar(path);
	} catch (cause) {
		throw new InputError(`${key}.archive: ${path} is damaged: ${(cause as Error).message}`, {cause, hint: again});
	}
	const [why, hint] = problem(names) ?? [];
	if (why !== undefined) throw refuse(why, hint);
	let content: Promise<Uint8Array> | undefined;
	// One copy of it for all hosts.
	const once = () => (content ??= readFile(path));
	return {sha512, origin: {upload: fileNameOf(path), bytes, content: once}};
}
