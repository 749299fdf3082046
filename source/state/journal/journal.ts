import {createHash} from 'node:crypto';
import {type FileHandle, open, readFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {checkOwner, ownFolder, type Tell} from '../store/own-file.ts';
import {hold} from './hold.ts';
import {decodeJournal, encodeRecord, type JournalRecord} from './journal-lines.ts';

/** Where all that belongs to one cluster file is kept; `file` is its absolute path. Readable, and never the same for two files. */
export function clusterFolder(folder: string, file: string): string {
	const digest = createHash('sha256').update(file).digest('hex').slice(0, 8);
	const name = basename(file)
		.replace(/\.ya?ml$/i, '')
		.replace(/[^\w.-]/g, '_');
	return join(folder, 'clusters', `${name}-${digest}`);
}

const pathIn = (folder: string) => join(folder, 'journal');

async function bytesOf(path: string): Promise<Buffer> {
	try {
		return await readFile(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
		throw error;
	}
}

/** What the journal of a cluster remembers, the oldest first. @throws InputError if it is damaged. */
export async function readJournal(folder: string): Promise<readonly JournalRecord[]> {
	const path = pathIn(folder);
	return decodeJournal(await bytesOf(path), path).records;
}

type Append<R = JournalRecord> = R extends JournalRecord ? Omit<R, 'at'> : never;

export type Journal = {
	/** What it remembered when it was opened. */
	readonly records: readonly JournalRecord[];
	/** Resolves when the record is on the disk. @throws what the disk said; the journal is as before then. */
	append(record: Append): Promise<void>;
	/** Waits for what is being written, and gives the journal to others. */
	close(): Promise<void>;
};

async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder);
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/**
 * Opens the journal of a cluster for this process alone.
 * @throws InputError if another process has it, another user's it is, or it is damaged.
 */
export async function openJournal(folder: string, tell: Tell = () => {}): Promise<Journal> {
	ownFolder(folder, tell);
	const path = pathIn(folder);
	checkOwner(path, tell);
	const release = hold(folder, 'this cluster');
	let handle: FileHandle | undefined;
	try {
		const bytes = await bytesOf(path);
		const {records, wholeBytes} = decodeJournal(bytes, path);
		handle = await open(path, 'a', 0o600);
		// What a kill left of its last line; the next one must not be added to it.
		if (wholeBytes < bytes.length) await handle.truncate(wholeBytes);
		await syncFolder(folder);
		return journalOn(handle, records, wholeBytes, release);
	} catch (error) {
		await handle?.close();
		release();
		throw error;
	}
}

function journalOn(handle: FileHandle, records: readonly JournalRecord[], size: number, release: () => void): Journal {
	let number = records.length;
	let wholeBytes = size;
	let writing: Promise<void> = Promise.resolve();
	const write = async (record: JournalRecord) => {
		const bytes = Buffer.from(encodeRecord(record, number + 1));
		try {
			await handle.appendFile(bytes);
			await handle.datasync();
		} catch (error) {
			// A part of a line would stand in the way of all that comes after it.
			await handle.truncate(wholeBytes).catch(() => {});
			throw error;
		}
		number += 1;
		wholeBytes += bytes.length;
	};
	return {
		records,
		append(record) {
			const written = writing.then(() => write({at: new Date().toISOString(), ...record} as JournalRecord));
			writing = written.catch(() => {});
			return written;
		},
		async close() {
			await writing;
			await handle.close();
			release();
		},
	};
}
