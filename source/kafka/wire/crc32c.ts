/** CRC-32C (Castagnoli), which record batches are checked by. Node's zlib has the other CRC-32 only. */
const table = Uint32Array.from({length: 256}, (_, byte) => {
	let value = byte;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
	return value;
});

export function crc32c(bytes: Uint8Array): number {
	let value = 0xffffffff;
	for (const byte of bytes) value = (value >>> 8) ^ table[(value ^ byte) & 0xff]!;
	return (value ^ 0xffffffff) >>> 0;
}
