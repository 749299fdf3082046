import type {MetadataRole} from '../../cluster/roles.ts';
import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import {tellScript, told} from '../../host/told.ts';
import {type Distribution, distributions} from '../distribution.ts';
import {tablePath} from '../exposure.ts';
import type {Metadata} from '../metadata.ts';
import {type Settings, settingsIn} from '../settings.ts';
import {clusterIdPath, formattedPath, recordPath} from './record.ts';
import {removalPath} from './removal.ts';
import type {UnitState} from './standing.ts';

/** The package whose version is the patch of the platform. */
export const platformPackage = 'confluent-kafka';

/** `installed 1:7.9.2-1` → `7.9.2` */
export const patchIn = (installed: string): string | undefined => /^installed (?:\d+:)?(\d[\w.+~]*)-/.exec(installed)?.[1];

/** What one look at a host brought, as it stands there. */
export type Look = {
	readonly record: string | undefined;
	readonly clusterId: string | undefined;
	readonly removal: string | undefined;
	readonly formatted: string | undefined;
	readonly table: string | undefined;
	readonly units: string;
	/** What the package manager says of the platform's package. */
	readonly installed: string;
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

export function lookAtHost({settingsFile}: Metadata, distribution: Distribution = distributions[0]): Command {
	const own = {record: recordPath, clusterId: clusterIdPath, removal: removalPath, formatted: formattedPath, table: tablePath};
	const named = [...Object.entries(own), ['metadata', settingsFile] as const, ...Object.entries(textsOf(distribution))];
	const properties = rawCommand('-p Id,LoadState,UnitFileState,ActiveState,SubState');
	const tells = named.map(([key, path]) => sh`tell_file ${key} ${mostBytes} ${path}`);
	// Neither a pipe nor a hung disk keeps the look waiting.
	return sh`timeout 5 bash -c ${joined([tellScript, ...tells], '\n').text}
${tellScript}
tell installed "$(if command -v dpkg-query >/dev/null; then dpkg-query -W -f '\${db:Status-Status} \${Version}' ${platformPackage}; else rpm -q --qf 'installed %{VERSION}-%{RELEASE}' ${platformPackage}; fi 2>/dev/null)"
tell units "$(systemctl show ${Object.values(distribution.units)} ${properties})"`;
}

export function readLook(stdout: string): Look {
	const entries = told(stdout);
	const found = Object.fromEntries(
		textNames.flatMap(name => (entries.has(name) ? [[name, entries.get(name)!]] : [])),
	) as Look['texts'];
	const settings = {metadata: settingsIn(found.metadata), kafka: settingsIn(found.kafka), worker: settingsIn(found.worker)};
	return {
		record: entries.get('record'),
		clusterId: entries.get('clusterId'),
		removal: entries.get('removal'),
		formatted: entries.get('formatted'),
		table: entries.get('table'),
		units: entries.get('units') ?? '',
		installed: entries.get('installed') ?? '',
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

/**
 * Bash: `look NUMBER DIRECTORY` tells what is to be known of a directory, which is told by its number. Where it is mounted
 * says the kernel of an open one. Its files may be a service's: neither a pipe nor a hung disk keeps the look waiting for them.
 */
const directoryScript = rawCommand(`mapfile -t mounts </proc/self/mountinfo
mount_of() {
	local key id line rest
	{ while read -r key id && [ "$key" != mnt_id: ]; do :; done </proc/self/fdinfo/3; } 3<"$1"
	for line in "\${mounts[@]}"; do
		case $line in "$id "*) read -r _ _ _ _ line rest <<<"$line"; printf -v mount %b "$line"; return ;; esac
	done
}
look() {
	local at=$2 mount= name file
	while [ ! -d "$at" ] && [ "$at" != / ]; do at=\${at%/*}; at=\${at:-/}; done
	mount_of "$at"
	tell "$1-path" "$2"
	tell "$1-mount" "$mount"
	[ ! -d "$2" ] || tell "$1-exists" yes
	for name in meta.properties myid; do [ ! -f "$2/$name" ] || tell "$1-$name" "$(exec timeout 5 head -c 4096 -- "$2/$name")"; done
	for file in "$2"/version-2/{snapshot,log}.*; do [ ! -e "$file" ] || { tell "$1-znodes" yes; break; }; done
	[ ! -s "$2/connect.offsets" ] || tell "$1-offsets" yes
}`);

/** @param ask what asks the one that keeps the metadata and tells its answers, in the same exchange */
export function lookAtDirectories(paths: readonly string[], ask: Command): Command {
	const looks = paths.map((path, index) => sh`look ${index} ${path} 2>/dev/null`);
	return joined([tellScript, directoryScript, ...looks, ask], '\n');
}

export function readDisks(stdout: string): Found {
	const entries = told(stdout);
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
