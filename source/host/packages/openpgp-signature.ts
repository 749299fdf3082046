import {createPublicKey, hash, type KeyObject, verify} from 'node:crypto';

const [rsa, eddsa] = [1, 22];
const bindingType = 0x18;
/** RFC 4880 9.4. */
const hashes: Readonly<Record<number, string>> = {2: 'sha1', 8: 'sha256', 9: 'sha384', 10: 'sha512', 11: 'sha224'};
const ed25519 = Buffer.from('092b06010401da470f01', 'hex');

/** The integers of a key or a signature, each after its length in bits (RFC 4880 3.2). */
function integers(bytes: Buffer): readonly Buffer[] {
	const found: Buffer[] = [];
	for (let at = 0; at + 2 <= bytes.length; ) {
		const end = at + 2 + ((bytes.readUInt16BE(at) + 7) >> 3);
		found.push(bytes.subarray(at + 2, end));
		at = end;
	}
	return found;
}

const padded = (bytes: Buffer, length: number) => Buffer.concat([Buffer.alloc(Math.max(0, length - bytes.length)), bytes]);
/** What a signature about a key or its subkey covers of it. */
export const keyFrame = (body: Buffer) => Buffer.concat([Buffer.from([0x99, body.length >> 8, body.length & 0xff]), body]);

type Verifier = (name: string, data: Buffer, signature: readonly Buffer[]) => boolean;

/** What checks signatures of a primary key; undefined for keys of other kinds than RSA and Ed25519. */
function verifierOf(primary: Buffer): Verifier | undefined {
	const rest = primary.subarray(6);
	const keyOf = (jwk: Record<string, string>): KeyObject => createPublicKey({key: jwk, format: 'jwk'});
	if (primary[5] === rsa) {
		const [n, e] = integers(rest);
		if (n === undefined || e === undefined) return undefined;
		const key = keyOf({kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url')});
		return (name, data, [signed]) => signed !== undefined && verify(name, data, key, padded(signed, n.length));
	}
	if (primary[5] === eddsa && rest.subarray(0, ed25519.length).equals(ed25519)) {
		const [point] = integers(rest.subarray(ed25519.length));
		if (point?.length !== 33) return undefined;
		const key = keyOf({kty: 'OKP', crv: 'Ed25519', x: point.subarray(1).toString('base64url')});
		return (name, data, [r, s]) =>
			r !== undefined &&
			s !== undefined &&
			verify(null, hash(name, data, 'buffer'), key, Buffer.concat([padded(r, 32), padded(s, 32)]));
	}
	return undefined;
}

/**
 * Whether a signature is of a primary key, of one of these types (RFC 4880 5.2.1), and about this. Key and signature are
 * bodies of packets.
 */
export function isSigned(primary: Buffer, body: Buffer, types: readonly number[], about: readonly Buffer[]): boolean {
	const check = verifierOf(primary);
	const name = hashes[body[3] ?? 0];
	if (check === undefined || name === undefined || body.length < 10) return false;
	if (body[0] !== 4 || !types.includes(body[1]!) || body[2] !== primary[5]) return false;
	const hashed = 6 + body.readUInt16BE(4);
	if (hashed + 2 > body.length) return false;
	const trailer = Buffer.from([4, 0xff, 0, 0, 0, 0]);
	trailer.writeUInt32BE(hashed, 2);
	const data = Buffer.concat([...about, body.subarray(0, hashed), trailer]);
	const unhashed = hashed + 2 + body.readUInt16BE(hashed);
	try {
		return check(name, data, integers(body.subarray(unhashed + 2)));
	} catch {
		return false;
	}
}

/**
 * Whether one of the signatures behind a subkey is of its primary key, and says that it belongs to it (RFC 4880 5.2.4). gpg and
 * rpm look for it too, but rpm only since CVE-2021-3521 was fixed. All are bodies of packets.
 */
export const isBound = (primary: Buffer, subkey: Buffer, signatures: readonly Buffer[]): boolean =>
	subkey[0] === 4 && signatures.some(body => isSigned(primary, body, [bindingType], [keyFrame(primary), keyFrame(subkey)]));
