import {readFileSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {clusterFolder} from '../../source/state/journal/journal.ts';

const pathOf = (config: string, file: string) => join(clusterFolder(join(config, 'kafka-setup'), file), 'journal');

/** The lines of the journal of a cluster file, each with its end. */
function linesOf(config: string, file: string): string[] {
	try {
		return readFileSync(pathOf(config, file), 'utf8').split(/(?<=\n)/);
	} catch {
		return [];
	}
}

export const journalLength = (config: string, file: string) => linesOf(config, file).length;

/** What a line says, for the name of a test: `intent of kafka/start`. */
export function lineText(config: string, file: string, number: number): string {
	const line = linesOf(config, file)[number - 1];
	if (line === undefined) return 'nothing';
	const {type, ref} = JSON.parse(line.slice(9)) as {type: string; ref?: {stage: string; step: string}};
	return ref === undefined ? type : `${type} ${ref.stage}/${ref.step}`;
}

/** Takes back what was written after the first lines, but for a half of the next one: a kill in the middle of a write leaves that. */
export function cutJournal(config: string, file: string, lines: number): void {
	const all = linesOf(config, file);
	const kept = Buffer.byteLength(all.slice(0, lines).join(''));
	truncateSync(pathOf(config, file), kept + Math.floor(Buffer.byteLength(all[lines] ?? '') / 2));
}
