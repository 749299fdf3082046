import {randomBytes} from 'node:crypto';
import {mkdir, open, readFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {ConnectError} from '../../core/errors.ts';
import {oneAtATime} from '../../core/one-at-a-time.ts';
import {keyType} from './host-key.ts';
import {hashedName, hostKeyVerdict, type KnownHostsFile, knownKeys} from './known-hosts.ts';

/** The known_hosts files of the operator: read once each, added to one key at a time. */
export type TrustStore = {
	/** A file that is not there is empty. @throws ConnectError for one that can't be read: what it says must not be missed. */
	read(paths: readonly string[]): Promise<readonly KnownHostsFile[]>;
	/** Adds `blob` as the key of `name` to the file, unless it is there already. */
	remember(path: string, name: string, blob: Buffer, hashed: boolean): Promise<void>;
};

export function trustStore(): TrustStore {
	const texts = new Map<string, Promise<string>>();
	const inTurn = oneAtATime();
	const read = (path: string) => {
		const text = texts.get(path) ?? readText(path);
		texts.set(path, text);
		return text;
	};
	return {
		read: paths => Promise.all(paths.map(async path => ({path, text: await read(path)}))),
		remember(path, name, blob, hashed) {
			// What was read meanwhile may lack the key.
			return inTurn(() => append(path, name, blob, hashed).finally(() => texts.delete(path)));
		},
	};
}

async function readText(path: string): Promise<string> {
	try {
		return await readFile(path, 'latin1');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw new ConnectError(`The known hosts in ${path} can’t be read: ${(error as Error).message}`, {
			hint: 'Without them no host can be trusted. Make the file readable, or name another one (ssh.knownHostsFile in the cluster file).',
			cause: error,
		});
	}
}

/** One write of one whole line to a file opened for appending: two runs at once don't mix their lines. */
async function append(path: string, name: string, blob: Buffer, hashed: boolean): Promise<void> {
	const text = await readText(path);
	if (hostKeyVerdict(knownKeys([{path, text}], name), [], blob).kind === 'known') return;
	const start = text === '' || text.endsWith('\n') ? '' : '\n';
	const line = `${start}${hashed ? hashedName(name, randomBytes(20)) : name} ${keyType(blob)} ${blob.toString('base64')}\n`;
	try {
		await mkdir(dirname(path), {recursive: true, mode: 0o700});
		const file = await open(path, 'a', 0o600);
		try {
			await file.write(line);
			await file.sync();
		} finally {
			await file.close();
		}
	} catch (error) {
		throw new ConnectError(`The new host key of ${name} can’t be added to ${path}: ${(error as Error).message}`, {
			hint: 'Make the file writable, or name another one (ssh.knownHostsFile in the cluster file).',
			cause: error,
		});
	}
}
