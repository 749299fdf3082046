import {createHash} from 'node:crypto';
import {expiryOf} from './openpgp-expiry.ts';
import {isBound} from './openpgp-signature.ts';

export type KeyFile = {
	/** Fingerprints of the primary keys, 40 hex digits in capitals; of a key that is not version 4, a text that equals no fingerprint. */
	readonly fingerprints: readonly string[];
	/**
	 * The same keys in one ASCII-armored block, written anew: what was judged here is what apt and rpm will read, byte for byte.
	 * Only subkeys that their primary key has signed are in it: a fingerprint says nothing of the others.
	 */
	readonly armored: string;
	/** The file has other subkeys too. */
	readonly foreign: boolean;
	/** When the first of the keys expires, if it does. */
	readonly expires: Date | undefined;
};

const begin = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
const end = '-----END PGP PUBLIC KEY BLOCK-----';
const [publicKeyPacket, signaturePacket, subkeyPacket] = [6, 2, 14];
const publicKeyPackets = new Set([publicKeyPacket, 2, 10, 12, 13, 14, 17]);

/**
 * Reads a file of OpenPGP public keys, armored or binary (RFC 4880).
 * @throws Error saying what is wrong with it, such as a web page in the place of a key.
 */
export function readKeys(file: Uint8Array): KeyFile {
	const bytes = dearmor(file);
	const fingerprints: string[] = [];
	/** A primary key with what follows it, then each subkey with what follows it. */
	const groups: Packet[][] = [];
	for (const packet of packets(bytes)) {
		if (!publicKeyPackets.has(packet.tag))
			throw new Error(`it holds an OpenPGP packet of type ${packet.tag}, which belongs in no public key`);
		if (fingerprints.length === 0 && packet.tag !== publicKeyPacket) throw new Error('it does not begin with a public key');
		if (packet.tag === publicKeyPacket) fingerprints.push(fingerprint(packet.body));
		if (packet.tag === publicKeyPacket || packet.tag === subkeyPacket) groups.push([packet]);
		else groups.at(-1)!.push(packet);
	}
	if (fingerprints.length === 0) throw new Error('it holds no public key');
	const own = groups.filter(isOwn(groups));
	const written = own.flat().map(({raw}) => raw);
	return {
		fingerprints,
		armored: armor(Buffer.concat(written)),
		foreign: own.length < groups.length,
		expires: expiryOf(groups[0]!),
	};
}

/** Whether a group is a primary key's, or of a subkey that the primary key before it has signed. */
const isOwn =
	(groups: readonly (readonly Packet[])[]) =>
	([key, ...others]: readonly Packet[], index: number): boolean => {
		if (key!.tag === publicKeyPacket) return true;
		const [primary] = groups.slice(0, index).findLast(([first]) => first!.tag === publicKeyPacket)!;
		const signatures = others.filter(({tag}) => tag === signaturePacket).map(({body}) => body);
		return isBound(primary!.body, key!.body, signatures);
	};

function dearmor(file: Uint8Array): Buffer {
	const text = Buffer.from(file).toString('latin1');
	if (!text.includes('-----BEGIN PGP')) return Buffer.from(file);
	const blocks = text.split(begin).slice(1);
	if (blocks.length === 0) throw new Error('it is no public key');
	return Buffer.concat(
		blocks.map(block => {
			const [inside, after] = block.split(end);
			if (inside === undefined || after === undefined) throw new Error('its end is missing');
			// Headers, such as `Version:`, stand before the first empty line; a line with `=` and four characters is the check sum.
			const lines = inside.split(/\r?\n/);
			const data = lines
				.slice(lines.findIndex((line, at) => at > 0 && line.trim() === '') + 1)
				.filter(line => !/^=.{4}\s*$/.test(line))
				.join('')
				.replace(/\s/g, '');
			if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) throw new Error('it is damaged: not base64');
			return Buffer.from(data, 'base64');
		}),
	);
}

function armor(bytes: Buffer): string {
	const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
	const sum = Buffer.alloc(3);
	sum.writeUIntBE(crc24(bytes), 0, 3);
	return [begin, '', ...lines, `=${sum.toString('base64')}`, end, ''].join('\n');
}

/** RFC 4880 6.1; the rpm of older systems refuses an armor without it. */
function crc24(bytes: Uint8Array): number {
	let crc = 0xb704ce;
	for (const byte of bytes) {
		crc ^= byte << 16;
		for (let bit = 0; bit < 8; bit++) {
			crc <<= 1;
			if (crc & 0x1000000) crc ^= 0x1864cfb;
		}
	}
	return crc & 0xffffff;
}

/** RFC 4880 12.2: SHA-1 over 0x99, the body's length in two bytes, and the body. */
function fingerprint(body: Buffer): string {
	if (body[0] !== 4) return `a key of version ${body[0]}`;
	return createHash('sha1')
		.update(Buffer.from([0x99, body.length >> 8, body.length & 0xff]))
		.update(body)
		.digest('hex')
		.toUpperCase();
}

type Packet = {readonly tag: number; readonly body: Buffer; readonly raw: Buffer};

function* packets(bytes: Buffer): Generator<Packet> {
	let at = 0;
	const take = (count: number) => {
		if (at + count > bytes.length) throw new Error('it is cut short');
		at += count;
		return bytes.subarray(at - count, at);
	};
	while (at < bytes.length) {
		const start = at;
		const head = take(1).readUInt8();
		if ((head & 0x80) === 0) throw new Error('it is no OpenPGP key');
		const recent = (head & 0x40) !== 0;
		const length = recent ? newLength(take) : oldLength(head & 3, take);
		const body = take(length);
		yield {tag: recent ? head & 0x3f : (head >> 2) & 0x0f, body, raw: bytes.subarray(start, at)};
	}
}

type Take = (count: number) => Buffer;

function oldLength(kind: number, take: Take): number {
	if (kind === 3) throw new Error('it holds a packet of no stated length');
	const size = 1 << kind;
	return take(size).readUIntBE(0, size);
}

function newLength(take: Take): number {
	const first = take(1).readUInt8();
	if (first < 192) return first;
	if (first < 224) return ((first - 192) << 8) + take(1).readUInt8() + 192;
	if (first === 255) return take(4).readUInt32BE();
	throw new Error('it holds a packet in parts');
}
