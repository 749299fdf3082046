/** The fields of which ssh's messages are made (RFC 4251, 5). */

export function u32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

/** A string: its length, then its bytes. */
export function string(value: string | Uint8Array): Buffer {
	const bytes = typeof value === 'string' ? Buffer.from(value) : value;
	return Buffer.concat([u32(bytes.length), bytes]);
}

export type FieldReader = {
	byte(): number;
	u32(): number;
	string(): Buffer;
};

/** Reads one field after another. Each throws a RangeError where the message ends before it. */
export function fieldsOf(message: Buffer): FieldReader {
	let at = 0;
	const number = () => {
		const value = message.readUInt32BE(at);
		at += 4;
		return value;
	};
	return {
		byte: () => message.readUInt8(at++),
		u32: number,
		string() {
			const length = number();
			if (at + length > message.length) throw new RangeError('a string ends after its message');
			at += length;
			return message.subarray(at - length, at);
		},
	};
}
