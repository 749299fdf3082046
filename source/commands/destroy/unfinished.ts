import {resolve} from 'node:path';
import {quote} from '../../core/command.ts';
import {configFolder} from '../../journal/folder.ts';
import {clusterFolder, readJournal} from '../../journal/journal.ts';
import type {JournalRecord} from '../../journal/journal-lines.ts';

type Destroy = {readonly cluster: string; readonly at: string; readonly data: boolean};

/** The destroy that was begun and has not succeeded, unless a later run has installed all again. */
export function pendingDestroy(records: readonly JournalRecord[]): Destroy | undefined {
	let pending: Destroy | undefined;
	let running: (JournalRecord & {readonly type: 'run'}) | undefined;
	for (const record of records) {
		if (record.type === 'run') {
			running = record;
			if (record.destroy !== undefined) pending = {cluster: record.cluster, at: record.at, data: record.destroy.data};
		}
		const whole = running?.stage === undefined && running?.from === undefined;
		if (record.type === 'end' && record.outcome === 'succeeded' && (running?.destroy !== undefined || whole)) pending = undefined;
	}
	return pending;
}

/** What every command says first of a cluster file whose destroy was cut, and how it is finished; undefined if none was. */
export async function unfinishedDestroy(file: string): Promise<string | undefined> {
	if (file === '-') return undefined;
	const records = await readJournal(clusterFolder(configFolder(), resolve(file))).catch(() => []);
	const pending = pendingDestroy(records);
	if (pending === undefined) return undefined;
	const {cluster, at, data} = pending;
	const command = `kafka-setup destroy ${quote(file)}${data ? ` --data ${quote(cluster)}` : ''}`;
	return `A destroy of ${cluster} that began at ${at} did not finish. To finish it: ${command}`;
}
