import {readFile} from 'node:fs/promises';
import type {Cluster} from '../../cluster/cluster.ts';
import {logMasker, maskedLog, maskedSettings} from '../../core/masked.ts';
import {evidenceOf} from '../../kafka/evidence.ts';
import type {TarFile} from '../../local/tar.ts';
import type {Login, LoginFailure} from '../../ssh/connect.ts';
import {clusterFolder, readJournal} from '../../state/journal/journal.ts';
import {listRunLogs, runLogPath} from '../../state/journal/run-log.ts';
import {lastStop} from '../resume/story.ts';

const text = (name: string, content: string): TarFile => ({name, content: Buffer.from(content)});

/** Every text in a value without a secret in it; the lines of a list follow one another. */
function maskedTexts(value: unknown, mask: (text: string) => string = maskedLog): unknown {
	if (typeof value === 'string') return mask(value);
	if (Array.isArray(value)) {
		const ofLines = logMasker();
		return value.map(one => maskedTexts(one, ofLines));
	}
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskedTexts(one)]));
}

/** The events of a run: a text in one has its quotes escaped, so each is read before it is masked. Output comes in parts. */
function maskedEvents(lines: string): string {
	const outputs = new Map<string, (text: string) => string>();
	const maskOutput = (event: Readonly<Record<string, unknown>>) => {
		const key = JSON.stringify([event.ref, event.stream]);
		const mask = outputs.get(key) ?? logMasker();
		outputs.set(key, mask);
		return {...event, text: maskedTexts(event.text, mask)};
	};
	return lines
		.split('\n')
		.map(line => {
			try {
				if (line === '') return line;
				const event = JSON.parse(line);
				return JSON.stringify(event?.type === 'output' ? maskOutput(event) : maskedTexts(event));
			} catch {
				return maskedLog(line);
			}
		})
		.join('\n');
}

/** What this machine knows of the last run of a cluster: its events, its cluster file, the versions. */
export async function localFiles(configFolder: string, file: string, version: string): Promise<readonly TarFile[]> {
	const folder = clusterFolder(configFolder, file);
	const [newest] = await listRunLogs(folder);
	const run = lastStop(await readJournal(folder))?.run.text;
	return [
		text('versions.txt', `kafka-setup ${version}\nNode ${process.version} on ${process.platform} ${process.arch}\n`),
		...(run === undefined ? [] : [text('cluster.yaml', maskedSettings(run))]),
		...(newest === undefined
			? []
			: [text(`run/${newest}.jsonl`, maskedEvents(await readFile(runLogPath(folder, newest), 'utf8')))]),
	];
}

/** What a host says of how it is, without secrets. A question that has no answer is no reason to leave the others out. */
export async function hostFiles(
	cluster: Cluster,
	{host, connection}: Pick<Login, 'host' | 'connection'>,
): Promise<readonly TarFile[]> {
	const files: TarFile[] = [];
	for (const {name, command, kind} of evidenceOf(cluster, host)) {
		const said = await connection.exec(command).then(
			({stdout}) => stdout,
			error => `not read: ${(error as Error).message}\n`,
		);
		files.push(text(`${host.name}/${name}`, (kind === 'settings' ? maskedSettings : maskedLog)(said)));
	}
	return files;
}

/** Which hosts say nothing, and why. */
export const notReached = (failures: readonly LoginFailure[]): readonly TarFile[] =>
	failures.length === 0
		? []
		: [text('not-reached.txt', failures.map(({host, error}) => `${host.name}: ${maskedLog(error.message)}\n`).join(''))];
