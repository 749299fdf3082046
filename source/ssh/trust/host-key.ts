/** A public key of a host. */
export type HostKey = {
	/** The type within the key, such as `ssh-ed25519`. */
	readonly type: string;
	/** The key as it goes over the wire. */
	readonly blob: Buffer;
};

/**
 * The key that stands in a file as `TYPE BASE64`. White space within the base64 does not count, as in OpenSSH.
 * @returns undefined if it is no base64, was cut, or the type within is another than the one beside it
 */
export function readKey(type: string | undefined, text: string | undefined): HostKey | undefined {
	if (type === undefined || text === undefined) return undefined;
	const base64 = text.replace(/[\n\v\f\r]/g, '');
	const blob = Buffer.from(base64, 'base64');
	if (blob.toString('base64') !== base64 || keyType(blob) !== type || fieldsOf(blob) === undefined) return undefined;
	return {type, blob};
}

/** A key in wire format is a row of fields, each behind its length; undefined for one that was cut. */
function fieldsOf(blob: Buffer): Buffer[] | undefined {
	const fields: Buffer[] = [];
	let at = 0;
	while (at + 4 <= blob.length) {
		const start = at + 4;
		at = start + blob.readUInt32BE(at);
		fields.push(blob.subarray(start, at));
	}
	return at === blob.length ? fields : undefined;
}

/** The type that a key in wire format names; undefined if it is none. */
export function keyType(blob: Buffer): string | undefined {
	if (blob.length < 4) return undefined;
	const length = blob.readUInt32BE(0);
	if (length === 0 || length > 64 || 4 + length >= blob.length) return undefined;
	return blob.toString('latin1', 4, 4 + length);
}

/** The length of an RSA key's modulus, in bits; undefined for another key. */
export function rsaBits(blob: Buffer): number | undefined {
	if (keyType(blob) !== 'ssh-rsa') return undefined;
	const modulus = fieldsOf(blob)?.[2]?.toString('hex').replace(/^0+/, '') ?? '';
	return modulus === '' ? 0 : (modulus.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(modulus[0]!, 16)));
}
