import {readFileSync} from 'node:fs';
import {sha256} from '../../state/store/sha256.ts';

/** What a file says, in short; undefined for one that can't be read. */
export function sha256OfFile(path: string): string | undefined {
	try {
		return sha256(readFileSync(path));
	} catch {
		return undefined;
	}
}
