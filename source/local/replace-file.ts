import {randomBytes} from 'node:crypto';
import {open, rename, unlink} from 'node:fs/promises';
import {dirname, join} from 'node:path';

/** Writes a file beside where it belongs, synced, and then puts it there: never half a file, and for nobody else to read on the way. */
export async function replaceFile(path: string, content: string | Uint8Array, mode: number): Promise<void> {
	const beside = join(dirname(path), `.kafka-setup-${randomBytes(6).toString('hex')}`);
	try {
		const file = await open(beside, 'wx', mode);
		try {
			await file.chmod(mode);
			await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(beside, path);
	} catch (error) {
		await unlink(beside).catch(() => {});
		throw error;
	}
}
