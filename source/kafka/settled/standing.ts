import {type Cluster, directoriesOn} from '../../cluster/cluster.ts';
import {rawCommand} from '../../core/command.ts';
import type {Connection} from '../../core/connection.ts';
import type {Host} from '../../core/inventory.ts';
import {distributionOf} from '../distribution.ts';
import {type MetadataStanding, metadataOf, type Serving} from '../metadata.ts';
import {type BrokerStanding, brokerOf} from './broker-standing.ts';
import {clusterIdPattern} from './cluster-id.ts';
import {type ConnectStanding, connectOf} from './connect-standing.ts';
import type {BadRecord} from './kept.ts';
import {type Disk, type Look, lookAtDirectories, lookAtHost, patchIn, readDisks, readLook, unitStates} from './look.ts';
import {clusterNameIn} from './marker.ts';
import {formattedIn, type HostRecord, isRecord, parseRecord} from './record.ts';
import {parseRemoval, type Removal} from './removal.ts';

/** Whether a unit of ours runs, and starts with the host. */
export type UnitState = {readonly active: boolean; readonly enabled: boolean};

/** How a host stands in a cluster: what it keeps of it (its record), and what its settings, disks and processes say. */
export type Standing = {
	readonly record: HostRecord | BadRecord | undefined;
	/** Of its record of Kafka's cluster id; `damaged` if that holds something else. */
	readonly clusterId: string | 'damaged' | undefined;
	/** Of a host from which a destroy that has not finished removes its cluster. */
	readonly removal: Removal | BadRecord | undefined;
	/** The directories that were formatted on it, each with its directory id. */
	readonly formatted: ReadonlyMap<string, string>;
	/** Whether it has the table of who may come to its ports. */
	readonly table: boolean;
	/** The cluster that its settings were written for. */
	readonly writtenFor: string | undefined;
	/** The version of the platform's package that is installed, such as 7.9.2; undefined where none is. */
	readonly patch: string | undefined;
	readonly metadata: MetadataStanding | undefined;
	/** What runs there says of the cluster; undefined where nothing answers. */
	readonly serves: Serving | undefined;
	readonly kafka: BrokerStanding | undefined;
	readonly registry: UnitState;
	readonly connect: ConnectStanding;
	/** The directories of the cluster file and of the running settings, by path. */
	readonly disks: ReadonlyMap<string, Disk>;
};

function recordedId(text: string | undefined): Standing['clusterId'] {
	if (text === undefined) return undefined;
	const id = text.trim();
	return clusterIdPattern.test(id) ? id : 'damaged';
}

const folderOf = (path: string) => path.replace(/\/[^/]*$/, '');

/** Every directory that may have data of the cluster: by its file, by the settings that run, and by the record. */
function directoriesOf(cluster: Cluster, {name}: Host, {settings}: Look, record: Standing['record']) {
	const offsets = settings.worker?.['offset.storage.file.filename'];
	const recorded = isRecord(record) ? Object.values(record.data).flat() : [];
	const paths = [
		...directoriesOn(cluster, name),
		settings.metadata?.dataDir ?? '',
		...(settings.kafka?.['log.dirs'] ?? settings.kafka?.['log.dir'] ?? '').split(','),
		...(offsets === undefined ? [] : [folderOf(offsets)]),
		...recorded.map(({path}) => path),
	];
	return [...new Set(paths.map(path => path.trim()).filter(path => path.startsWith('/')))];
}

/** Reads how a host stands, in two round trips; nothing is written, and nothing needs Java. */
export async function readStanding(cluster: Cluster, host: Host, connection: Connection): Promise<Standing> {
	const metadata = metadataOf(cluster);
	const distribution = distributionOf(cluster);
	const look = readLook((await connection.exec(lookAtHost(metadata, distribution))).stdout);
	const {settings, texts} = look;
	const units = unitStates(look.units, distribution.units, metadata.role);
	const record = look.record === undefined ? undefined : parseRecord(look.record);
	const asked = units.metadata.active ? metadata.look(settings.metadata) : rawCommand('true');
	const {stdout} = await connection.exec(lookAtDirectories(directoriesOf(cluster, host, look, record), asked));
	const found = readDisks(stdout);
	const member = metadata.standing(settings.metadata, units.metadata, found);
	const serves = units.kafka.active ? await metadata.serves?.(connection, settings.kafka) : undefined;
	return {
		record,
		clusterId: recordedId(look.clusterId),
		removal: look.removal === undefined ? undefined : parseRemoval(look.removal),
		formatted: formattedIn(look.formatted),
		table: look.table !== undefined,
		writtenFor: clusterNameIn(texts),
		patch: patchIn(look.installed),
		metadata: member,
		serves: member?.serves ?? serves,
		kafka: brokerOf(settings.kafka, units.kafka),
		registry: units.registry,
		connect: connectOf(settings.worker, texts.connectUnit, units.connect, found.disks),
		disks: found.disks,
	};
}
