import {readFile} from 'node:fs/promises';
import type {Cluster} from '../../cluster/cluster.ts';
import {logMasker, maskedLog, maskedSettings, type PartMasker, partMasker, settingsMasker} from '../../core/masked.ts';
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

type Event = Readonly<Record<string, unknown>>;

/** The line of a log as the event that it is; undefined for what is none. */
function eventIn(line: string): Event | undefined {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}

/**
 * The events of a run: a text in one has its quotes escaped, so each is read before it is masked. Output comes in parts that are cut
 * anywhere: a line is shown where it ends, or in the last part if it does not.
 */
function maskedEvents(lines: string): string {
	const outputs = new Map<string, {readonly masker: PartMasker; last: {text: string}}>();
	const keyOf = (ref: unknown, stream: unknown) => JSON.stringify([ref, stream]);
	const maskOutput = (event: Event & {readonly text: string}) => {
		const key = keyOf(event.ref, event.stream);
		const masker = outputs.get(key)?.masker ?? partMasker();
		const last = {...event, text: masker.part(event.text)};
		outputs.set(key, {masker, last});
		return last;
	};
	const flush = (key: string) => {
		const output = outputs.get(key);
		if (output !== undefined) output.last.text += output.masker.rest();
	};
	const masked = lines.split('\n').map(line => {
		const event = eventIn(line);
		if (event === undefined) return maskedLog(line);
		if (event?.type === 'output' && typeof event.text === 'string') return maskOutput({...event, text: event.text});
		// The output of the next command begins a line.
		if (event?.type === 'command-started' || event?.type === 'command-finished') {
			for (const stream of ['stdout', 'stderr']) flush(keyOf(event.ref, stream));
		}
		return maskedTexts(event);
	});
	for (const key of outputs.keys()) flush(key);
	return masked.map(one => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
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

/** So many characters are masked at once, and the longest line that is: it takes milliseconds. */
const mostAtOnce = 16 * 1024;

/** What a host said, masked line by line. Between two parts other work has its turn. */
async function maskedInTurns(said: string, mask: (text: string) => string): Promise<string> {
	const parts: string[] = [];
	for (let start = 0; start <= said.length; ) {
		const line = said.indexOf('\n', start);
		const last = said.lastIndexOf('\n', start + mostAtOnce);
		const end = last >= start ? last : line < 0 ? said.length : line;
		const isLong = end - start > mostAtOnce;
		// Cut, it might hide less: what shows that a secret is there may stand behind it.
		parts.push(isLong ? `[a line of ${end - start} characters left out]` : mask(said.slice(start, end)));
		start = end + 1;
		await new Promise(setImmediate);
	}
	return parts.join('\n');
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
		files.push(text(`${host.name}/${name}`, await maskedInTurns(said, kind === 'settings' ? settingsMasker() : logMasker())));
	}
	return files;
}

/** Which hosts say nothing, and why. */
export const notReached = (failures: readonly LoginFailure[]): readonly TarFile[] =>
	failures.length === 0
		? []
		: [text('not-reached.txt', failures.map(({host, error}) => `${host.name}: ${maskedLog(error.message)}\n`).join(''))];
