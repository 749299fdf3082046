import {existsSync} from 'node:fs';
import type {Connection} from '../../core/connection.ts';
import {remoteWords} from '../../core/text.ts';
import {openClusters} from '../../journal/clusters.ts';
import {configFolder} from '../../journal/folder.ts';
import {lookAtHost, readLook} from '../../kafka/settled/look.ts';
import {clusterNameIn} from '../../kafka/settled/marker.ts';
import {parseRecord} from '../../kafka/settled/record.ts';
import type {Membership} from '../../ui/wizard/wizard-functions.ts';

/** The cluster file of a name that this machine installed last, if it is there. */
export function knownFile(name: string): string | undefined {
	try {
		return openClusters(configFolder(), () => {})
			.list()
			.filter(one => one.name === name && existsSync(one.file))
			.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))[0]?.file;
	} catch {
		return undefined;
	}
}

/** The cluster that a host belongs to: by its record, or by the settings that an earlier version wrote. */
export async function membershipOf(
	connection: Connection,
	fileOf: (name: string) => string | undefined,
): Promise<Membership | undefined> {
	const look = readLook((await connection.exec(lookAtHost())).stdout);
	const record = look.record === undefined ? undefined : parseRecord(look.record);
	if (record !== undefined && 'bad' in record) return {bad: record.bad};
	const cluster = record?.cluster ?? clusterNameIn(look.texts);
	if (cluster === undefined) return undefined;
	const {zookeeper, brokers, registries = [], workers = []} = record ?? {};
	const hosts = new Set([...Object.keys(zookeeper?.ids ?? {}), ...Object.keys(brokers ?? {}), ...registries, ...workers]);
	const file = fileOf(cluster);
	return {
		cluster: remoteWords(cluster),
		hosts: [...hosts].map(host => remoteWords(host)).sort(),
		...(file === undefined ? {} : {file}),
	};
}
