import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';

/** A tar file is made of these: the header of an entry, and its content in as many as it takes. */
const block = 512;

const text = (header: Buffer, start: number, length: number): string => {
	const field = header.subarray(start, start + length);
	const end = field.indexOf(0);
	return field.toString('utf8', 0, end < 0 ? length : end);
};

/** Octal digits, or, with its first bit set, a big-endian number (GNU). */
function sizeIn(header: Buffer): number {
	if ((header[124]! & 0x80) === 0) return Number.parseInt(text(header, 124, 12).trim() || '0', 8);
	return Number(header.readBigUInt64BE(128));
}

/** The path in an extended header of POSIX: lines `LENGTH KEY=VALUE`. */
const pathIn = (extended: string): string | undefined => /(?:^|\n)\d+ path=([^\n]*)\n/.exec(extended)?.[1];

/** The names of what is in a .tar.gz, read in pieces. @throws the error of zlib, or a RangeError, if it is none or damaged */
export async function namesInTar(path: string): Promise<readonly string[]> {
	const names: string[] = [];
	let held: Buffer = Buffer.alloc(0);
	let skip = 0;
	let long: {readonly type: string; readonly size: number} | undefined;
	let nextName: string | undefined;

	function entry(header: Buffer): void {
		if (header.every(byte => byte === 0)) return;
		const size = sizeIn(header);
		if (!Number.isSafeInteger(size) || size < 0 || text(header, 257, 5) !== 'ustar') throw new RangeError('no tar file');
		const type = String.fromCharCode(header[156]!);
		if (type === 'L' || type === 'x') {
			if (size > 64 * 1024) throw new RangeError('no tar file');
			long = {type, size};
			return;
		}
		skip = Math.ceil(size / block) * block;
		if (type === 'g') return;
		const prefix = text(header, 345, 155);
		names.push(nextName ?? `${prefix === '' ? '' : `${prefix}/`}${text(header, 0, 100)}`);
		nextName = undefined;
	}

	await pipeline(createReadStream(path), createGunzip(), async chunks => {
		for await (const chunk of chunks as AsyncIterable<Buffer>) {
			let bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
			for (;;) {
				const skipped = Math.min(skip, bytes.length);
				bytes = bytes.subarray(skipped);
				skip -= skipped;
				const needs = long === undefined ? block : Math.ceil(long.size / block) * block;
				if (skip > 0 || bytes.length < needs) break;
				const piece = bytes.subarray(0, needs);
				bytes = bytes.subarray(needs);
				if (long === undefined) entry(piece);
				else {
					const said = text(piece, 0, long.size);
					nextName = long.type === 'L' ? said : pathIn(said);
					long = undefined;
				}
			}
			held = bytes;
		}
	});
	if (skip > 0 || names.length === 0) throw new RangeError('cut off');
	return names;
}
