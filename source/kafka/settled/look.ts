import type {MetadataRole} from '../../cluster/roles.ts';
import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import {type Distribution, distributions} from '../distribution.ts';
import type {Metadata} from '../metadata.ts';
import {type Settings, settingsIn} from '../settings.ts';
import {clusterIdPath, formattedPath, recordPath} from './record.ts';
import {removalPath} from './removal.ts';
import type {UnitState} from './standing.ts';

/** What one look at a host brought, as it stands there. */
export type Look = {
	readonly record: string | undefined;
	readonly clusterId: string | undefined;
	readonly removal: string | undefined;
	readonly formatted: string | undefined;
	readonly units: string;
	readonly texts: Readonly<Partial<Record<TextName, string>>>;
	readonly settings: {readonly metadata?: Settings; readonly kafka?: Settings; readonly worker?: Settings};
};

const textNames = ['metadata', 'kafka', 'worker', 'registry', 'connectUnit'] as const;
export type TextName = (typeof textNames)[number];

/** Where each text is. */
const textsOf = ({files, units}: Distribution): Readonly<Record<Exclude<TextName, 'metadata'>, string>> => ({
	kafka: files.kafka,
	worker: files.worker,
	registry: files.schemaRegistry,
	connectUnit: `/etc/systemd/system/${units.connect}.service`,
});

/** No file of ours is near it: what is longer is another one. In bytes. */
const mostBytes = 256 * 1024;

/** Bash: `show KEY FILE` prints a line `KEY BASE64` of a regular file; a pipe or a hung disk does not keep the look waiting. */
const show = sh`show() { if [ -f "$2" ]; then printf '%s ' "$1"; timeout 5 head -c ${mostBytes} -- "$2" | base64 -w 0; echo; fi; }`;

export function lookAtHost({settingsFile}: Metadata, distribution = distributions[0]): Command {
	const own = {record: recordPath, clusterId: clusterIdPath, removal: removalPath, formatted: formattedPath};
	const named = [...Object.entries(own), ['metadata', settingsFile] as const, ...Object.entries(textsOf(distribution))];
	const properties = rawCommand('-p Id,LoadState,UnitFileState,ActiveState,SubState');
	return sh`${show}
${joined(
	named.map(([key, path]) => sh`show ${key} ${path}`),
	'\n',
)}
printf 'units '; systemctl show ${Object.values(distribution.units)} ${properties} | base64 -w 0; echo`;
}

/** Lines `KEY BASE64`. */
function entriesIn(stdout: string): ReadonlyMap<string, string> {
	const lines = stdout.split('\n').flatMap(line => {
		const [key, base64 = ''] = line.split(' ');
		return key ? [[key, Buffer.from(base64, 'base64').toString('utf8')] as const] : [];
	});
	return new Map(lines);
}

export function readLook(stdout: string): Look {
	const entries = entriesIn(stdout);
	const found = Object.fromEntries(
		textNames.flatMap(name => (entries.has(name) ? [[name, entries.get(name)!]] : [])),
	) as Look['texts'];
	const settings = {metadata: settingsIn(found.metadata), kafka: settingsIn(found.kafka), worker: settingsIn(found.worker)};
	return {
		record: entries.get('record'),
		clusterId: entries.get('clusterId'),
		removal: entries.get('removal'),
		formatted: entries.get('formatted'),
		units: entries.get('units') ?? '',
		texts: found,
		settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
	};
}

/** What systemd says of the units, one paragraph each. */
export function unitStates(
	shown: string,
	units: Distribution['units'],
	keeper: MetadataRole,
): Readonly<Record<'metadata' | 'kafka' | 'registry' | 'connect', UnitState>> {
	const paragraphs = shown
		.split('\n\n')
		.map(text => new Map(text.split('\n').map(line => line.split('=', 2) as [string, string])));
	const of = (unit: string): UnitState => {
		const found = paragraphs.find(one => one.get('Id') === `${unit}.service`);
		const active = found?.get('ActiveState') ?? '';
		// A unit between two automatic restarts runs as well: it is up again in seconds.
		return {
			active: ['active', 'activating', 'reloading', 'deactivating'].includes(active),
			enabled: found?.get('UnitFileState') === 'enabled',
		};
	};
	return {
		metadata: of(units[keeper]),
		kafka: of(units.kafka),
		registry: of(units['schema-registry']),
		connect: of(units.connect),
	};
}

/** A directory on a host, and what in it tells whose data it has. */
export type Disk = {
	readonly path: string;
	/** The mount point of the file system that it is on, or would be on. */
	readonly mount: string;
	readonly exists: boolean;
	/** Of a broker or a controller: the ids in its `meta.properties`. */
	readonly meta?: {readonly broker?: string; readonly clusterId?: string; readonly directoryId?: string};
	/** What a `myid` in it holds. */
	readonly myid?: string;
	/** Snapshots or logs of an ensemble are there. */
	readonly hasZnodes: boolean;
	/** Connect's offsets are there. */
	readonly hasOffsets: boolean;
};

/** What was read of the disks, and what the one that keeps the metadata said, if it was asked. */
export type Found = {
	readonly disks: ReadonlyMap<string, Disk>;
	readonly said: ReadonlyMap<string, string>;
};

/** Bash: what is to be known of one directory, `DIRECTORY KEY BASE64`; the directory is told by its number. */
const directoryScript = rawCommand(`look() {
	at=$2; while [ ! -e "$at" ] && [ "$at" != / ]; do at=\${at%/*}; at=\${at:-/}; done
	say() { printf '%s-%s ' "$1" "$2"; base64 -w 0; echo; }
	printf %s "$2" | say "$1" path
	timeout 5 findmnt -n -o TARGET --target "$at" | tail -n 1 | say "$1" mount
	[ ! -d "$2" ] || echo yes | say "$1" exists
	for name in meta.properties myid; do [ ! -f "$2/$name" ] || timeout 5 head -c 4096 -- "$2/$name" | say "$1" "$name"; done
	for file in "$2"/version-2/{snapshot,log}.*; do [ ! -e "$file" ] || { echo yes | say "$1" znodes; break; }; done
	[ ! -s "$2/connect.offsets" ] || echo yes | say "$1" offsets
}`);

/** @param ask what asks the one that keeps the metadata, in the same exchange */
export function lookAtDirectories(paths: readonly string[], ask: Command): Command {
	const looks = paths.map((path, index) => sh`look ${index} ${path} 2>/dev/null`);
	return joined([directoryScript, ...looks, ask], '\n');
}

export function readDisks(stdout: string): Found {
	const entries = entriesIn(stdout);
	const disks = new Map<string, Disk>();
	for (let index = 0; entries.has(`${index}-path`); index++) {
		const of = (key: string) => entries.get(`${index}-${key}`);
		const path = of('path')!;
		const settings = settingsIn(of('meta.properties'));
		const broker = settings?.['broker.id'] ?? settings?.['node.id'];
		const clusterId = settings?.['cluster.id'];
		const directoryId = settings?.['directory.id'];
		const myid = of('myid')?.trim();
		disks.set(path, {
			path,
			mount: of('mount')?.trim() || '/',
			exists: of('exists') !== undefined,
			...(settings === undefined
				? {}
				: {
						meta: {
							...(broker === undefined ? {} : {broker}),
							...(clusterId === undefined ? {} : {clusterId}),
							...(directoryId === undefined ? {} : {directoryId}),
						},
					}),
			...(myid === undefined ? {} : {myid}),
			hasZnodes: of('znodes') !== undefined,
			hasOffsets: of('offsets') !== undefined,
		});
	}
	return {disks, said: entries};
}
