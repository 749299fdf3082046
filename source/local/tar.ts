const block = 512;

export type TarFile = {
	/** A path without a root: at most 100 characters behind its last slash, and 155 before. */
	readonly name: string;
	readonly content: Uint8Array;
};

const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;

/** `seconds` since 1970. */
function header({name, content}: TarFile, seconds: number): Buffer {
	const slash = name.lastIndexOf('/');
	const [folder, file] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
	if (Buffer.byteLength(file) > 100 || Buffer.byteLength(folder) > 155) throw new Error(`${name} is too long for a tar archive`);
	const bytes = Buffer.alloc(block);
	const put = (at: number, text: string) => bytes.write(text, at, 'utf8');
	put(0, file);
	put(100, octal(0o600, 8));
	put(108, octal(0, 8));
	put(116, octal(0, 8));
	put(124, octal(content.length, 12));
	put(136, octal(seconds, 12));
	put(148, ' '.repeat(8));
	put(156, '0');
	put(257, 'ustar\x0000');
	put(345, folder);
	put(
		148,
		`${octal(
			bytes.reduce((sum, byte) => sum + byte, 0),
			7,
		)} `,
	);
	return bytes;
}

/** A tar archive (ustar) of files that only its owner may read. */
export function tarOf(files: readonly TarFile[], date: Date): Buffer {
	const seconds = Math.floor(date.getTime() / 1000);
	const parts = files.flatMap(file => [
		header(file, seconds),
		file.content,
		Buffer.alloc((block - (file.content.length % block)) % block),
	]);
	return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}
