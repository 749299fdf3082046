import {isSigned, keyFrame} from './openpgp-signature.ts';

/** RFC 4880 5.2.1: certifications of a user id, and a signature about the key itself. */
const [certifications, direct] = [[0x10, 0x11, 0x12, 0x13], [0x1f]];
/** RFC 4880 5.2.3.1: when the signature was made, and how long after it was made the key is good, both in seconds. */
const [madeAt, keyLifetime] = [2, 9];
const [signaturePacket, userIdPacket] = [2, 13];

/** A number of the part of a signature that is signed. */
function signedNumber(body: Buffer, kind: number): number | undefined {
	const end = 6 + body.readUInt16BE(4);
	for (let at = 6; at < end; ) {
		const first = body[at]!;
		const head = first < 192 ? 1 : first < 255 ? 2 : 5;
		const length = head === 1 ? first : head === 2 ? ((first - 192) << 8) + (body[at + 1] ?? 0) + 192 : body.readUInt32BE(at + 1);
		// The highest bit says that who does not know the kind must not accept it.
		if ((body[at + head]! & 0x7f) === kind && length === 5 && at + head + 5 <= end) return body.readUInt32BE(at + head + 1);
		at += head + length;
	}
	return undefined;
}

function userIdFrame(body: Buffer): Buffer {
	const frame = Buffer.from([0xb4, 0, 0, 0, 0]);
	frame.writeUInt32BE(body.length, 1);
	return Buffer.concat([frame, body]);
}

/**
 * When a primary key expires, by the last that it has signed of itself; undefined for one that does not, or of which that can't
 * be told. apt refuses packages that an expired key has signed, and rpm before 4.19 takes them.
 * @param packets of the primary key and what follows it, up to its first subkey
 */
export function expiryOf(packets: readonly {readonly tag: number; readonly body: Buffer}[]): Date | undefined {
	const [primary, ...others] = packets;
	if (primary === undefined || primary.body[0] !== 4 || primary.body.length < 6) return undefined;
	const key = keyFrame(primary.body);
	let about: Buffer | undefined;
	let last = {made: -1, lifetime: 0};
	for (const {tag, body} of others) {
		if (tag !== signaturePacket) {
			about = tag === userIdPacket ? userIdFrame(body) : undefined;
			continue;
		}
		const ofUser = about !== undefined && isSigned(primary.body, body, certifications, [key, about]);
		if (!ofUser && !isSigned(primary.body, body, direct, [key])) continue;
		const made = signedNumber(body, madeAt) ?? 0;
		if (made >= last.made) last = {made, lifetime: signedNumber(body, keyLifetime) ?? 0};
	}
	return last.lifetime === 0 ? undefined : new Date((primary.body.readUInt32BE(1) + last.lifetime) * 1000);
}
