import type {Connection} from '../../core/connection.ts';
import type {Host} from '../../core/inventory.ts';
import type {Cluster} from '../cluster.ts';
import {type BrokerStanding, brokerOf} from './broker-standing.ts';
import {type ConnectStanding, connectOf} from './connect-standing.ts';
import {type Disk, lookAtDirectories, lookAtHost, readDisks, readLook, unitStates} from './look.ts';
import {clusterNameIn} from './marker.ts';
import {type BadRecord, type HostRecord, parseRecord} from './record.ts';
import {type EnsembleStanding, ensembleOf} from './zookeeper-standing.ts';

/** Whether a unit of ours runs, and starts with the host. */
export type UnitState = {readonly active: boolean; readonly enabled: boolean};

/** How a host stands in a cluster: what it keeps of it (its record), and what its settings, disks and processes say. */
export type Standing = {
	readonly record: HostRecord | BadRecord | undefined;
	/** Of its record of Kafka's cluster id; `damaged` if that holds something else. */
	readonly clusterId: string | 'damaged' | undefined;
	/** The cluster that its settings were written for. */
	readonly writtenFor: string | undefined;
	readonly zookeeper: EnsembleStanding | undefined;
	readonly kafka: BrokerStanding | undefined;
	readonly registry: UnitState;
	readonly connect: ConnectStanding;
	/** The directories of the cluster file and of the running settings, by path. */
	readonly disks: ReadonlyMap<string, Disk>;
};

/** Kafka's cluster id: 16 bytes in base64 (kafka.utils, Uuid). Of other letters and lengths none is taken. */
export const clusterIdPattern = /^[\w-]{1,64}$/;

function recordedId(text: string | undefined): Standing['clusterId'] {
	if (text === undefined) return undefined;
	const id = text.trim();
	return clusterIdPattern.test(id) ? id : 'damaged';
}

/** Reads how a host stands, in two round trips; nothing is written, and nothing needs Java. */
export async function readStanding(cluster: Cluster, host: Host, connection: Connection): Promise<Standing> {
	const look = readLook((await connection.exec(lookAtHost())).stdout);
	const units = unitStates(look.units);
	const wanted = (role: 'zookeeper' | 'kafka' | 'connect', paths: readonly string[]) =>
		cluster.roles[role].includes(host.name) ? paths : [];
	const set = {
		zookeeper: look.settings.zookeeper,
		kafka: look.settings.kafka,
		worker: look.settings.worker,
	};
	const offsets = set.worker?.['offset.storage.file.filename'];
	const paths = new Set([
		...wanted('zookeeper', [cluster.zookeeper.dataDir]),
		...wanted('kafka', cluster.kafka.dataDirs),
		...wanted('connect', [cluster.connect.dataDir]),
		...[set.zookeeper?.dataDir ?? []].flat(),
		...(set.kafka?.['log.dirs'] ?? set.kafka?.['log.dir'] ?? '').split(',').map(path => path.trim()),
		...[offsets === undefined ? [] : offsets.replace(/\/[^/]*$/, '')].flat(),
	]);
	const port = Number(set.zookeeper?.clientPort ?? Number.NaN);
	const asked = units.zookeeper.active && port > 0 && port < 65536 ? port : undefined;
	const found = readDisks(
		(
			await connection.exec(
				lookAtDirectories(
					[...paths].filter(path => path.startsWith('/')),
					asked,
				),
			)
		).stdout,
	);
	return {
		record: look.record === undefined ? undefined : parseRecord(look.record),
		clusterId: recordedId(look.clusterId),
		writtenFor: clusterNameIn(look.texts),
		zookeeper: ensembleOf(set.zookeeper, units.zookeeper, found),
		kafka: brokerOf(set.kafka, units.kafka),
		registry: units.registry,
		connect: connectOf(set.worker, look.texts.connectUnit, units.connect, found.disks),
		disks: found.disks,
	};
}
