import {crc32, inflateRawSync} from 'node:zlib';

/** An entry of a zip, by its central directory, which is what Java reads as well. */
export type ZipEntry = {
	readonly name: string;
	/** What it says to unpack to, in bytes. */
	readonly bytes: number;
	/** @throws Error if it unpacks to another size, or does not fit its checksum */
	unpack(): Uint8Array;
};

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const contentMark = 0x04034b50;
const [stored, deflated] = [0, 8];
const encrypted = 1;
const inUtf8 = 0x800;

function endOf(zip: Buffer): number {
	// A comment of up to 64 KiB may follow it.
	for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 0xffff); at--) {
		if (zip.readUInt32LE(at) === endMark && at + 22 + zip.readUInt16LE(at + 20) === zip.length) return at;
	}
	throw new Error('it has no end');
}

function inflated(packed: Uint8Array, bytes: number): Uint8Array {
	try {
		return inflateRawSync(packed, {maxOutputLength: Math.max(1, bytes)});
	} catch (error) {
		throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
			? new Error('its size is another one than it says')
			: error;
	}
}

/**
 * The entries of a zip (APPNOTE.TXT of PKWARE), folders left out; nothing is unpacked yet.
 * @throws Error for what is none, is cut, or has an entry twice, of which each program would take another one
 */
export function zipEntries(content: Uint8Array): readonly ZipEntry[] {
	const zip = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
	const end = endOf(zip);
	const count = zip.readUInt16LE(end + 10);
	let at = zip.readUInt32LE(end + 16);
	const entries = new Map<string, ZipEntry>();
	for (let index = 0; index < count; index++) {
		if (zip.readUInt32LE(at) !== entryMark) throw new Error('its directory is damaged');
		const flags = zip.readUInt16LE(at + 8);
		const method = zip.readUInt16LE(at + 10);
		const sum = zip.readUInt32LE(at + 16);
		const size = zip.readUInt32LE(at + 20);
		const bytes = zip.readUInt32LE(at + 24);
		const offset = zip.readUInt32LE(at + 42);
		const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
		const name = zip.toString(flags & inUtf8 ? 'utf8' : 'latin1', at + 46, nameEnd);
		at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
		if (name.endsWith('/')) continue;
		if (entries.has(name)) throw new Error(`it has ${JSON.stringify(name)} twice`);
		entries.set(name, {
			name,
			bytes,
			unpack() {
				const wrong = (why: string) => new Error(`${JSON.stringify(name)} in it ${why}`);
				if (flags & encrypted) throw wrong('is encrypted');
				if (method !== stored && method !== deflated) throw wrong('is packed in a way that Java does not know');
				if (zip.readUInt32LE(offset) !== contentMark) throw wrong('is not where its directory says');
				const from = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
				if (from + size > zip.length) throw wrong('is cut off');
				const packed = zip.subarray(from, from + size);
				const unpacked = method === stored ? Uint8Array.from(packed) : inflated(packed, bytes);
				if (unpacked.length !== bytes) throw wrong('has another size than it says');
				if (crc32(unpacked) !== sum) throw wrong('does not fit its checksum');
				return unpacked;
			},
		});
	}
	return [...entries.values()];
}
