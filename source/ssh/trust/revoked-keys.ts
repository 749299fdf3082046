import {readFile} from 'node:fs/promises';
import {ConnectError} from '../../core/errors.ts';
import {type HostKey, readKey} from './host-key.ts';

/** A key that no host may show. */
export type RevokedKey = HostKey & {
	/** `FILE:LINE`. */
	readonly where: string;
};

/** How a key revocation list begins (OpenSSH's PROTOCOL.krl). */
const krlMagic = 'SSHKRL\n';

/**
 * The keys in the files of ssh_config's RevokedHostKeys, one a line.
 * @throws ConnectError for a file that can't be read to its end: what it revokes must not be missed. OpenSSH then refuses every host too
 */
export async function revokedKeys(name: string, files: readonly string[]): Promise<readonly RevokedKey[]> {
	return (await Promise.all(files.map(path => keysIn(name, path)))).flat();
}

async function keysIn(name: string, path: string): Promise<RevokedKey[]> {
	const refused = (why: string, cause?: unknown) =>
		new ConnectError(`${name}: the revoked host keys in ${path} (RevokedHostKeys in ssh_config) ${why}.`, {
			hint: 'Without them no host can be trusted. Let RevokedHostKeys name a file with one public key per line, or none.',
			cause,
		});
	const text = await readFile(path, 'latin1').catch((error: Error) => {
		throw refused(`can’t be read: ${error.message}`, error);
	});
	if (text.startsWith(krlMagic)) throw refused('are a binary revocation list (KRL), which is not supported');
	return text.split('\n').flatMap((line, index) => {
		const words = line.split('\0', 1)[0]!.split(/[ \t]+/);
		if (words[0] === '') words.shift();
		if (words[0] === undefined || words[0] === '' || words[0].startsWith('#')) return [];
		const where = `${path}:${index + 1}`;
		const key = readKey(words[0], words[1]);
		if (key === undefined) throw refused(`can’t be read: line ${index + 1} is no public key`);
		return [{...key, where}];
	});
}
