import {sh} from '../../core/command.ts';
import {readLook} from '../../kafka/settled/look.ts';
import {clusterNameIn} from '../../kafka/settled/marker.ts';
import {hostsIn, parseRecord} from '../../kafka/settled/record.ts';
import {isRemoval, minuteOf, parseRemoval} from '../../kafka/settled/removal.ts';
import type {Membership} from '../../ui/wizard/wizard-functions.ts';
import type {Wanted} from './known-files.ts';

/** What the answer to `lookAtHost` says of the cluster that a host is in; undefined for one that is in none. */
export function membershipOf(stdout: string, fileOf: (wanted: Wanted) => string | undefined): Membership | undefined {
	const look = readLook(stdout);
	const record = look.record === undefined ? undefined : parseRecord(look.record);
	const mark = look.removal === undefined ? undefined : parseRemoval(look.removal);
	if (isRemoval(mark)) {
		const {cluster, data, since} = mark;
		const finish = sh`kafka-setup destroy ${['FILE', ...(data ? ['--data', cluster] : []), '--confirm', cluster]}`.text;
		return {cluster, hosts: [], removal: {since: minuteOf(since), finish}};
	}
	const unread = [record, mark].find(one => one !== undefined && 'bad' in one);
	if (unread !== undefined && 'bad' in unread) return {bad: unread.bad};
	if (record !== undefined && !('bad' in record)) {
		const {cluster, machineId} = record;
		const hosts = [...hostsIn(record)].sort();
		const file = fileOf({cluster, hosts, machineId});
		return {cluster, hosts, ...(file === undefined ? {} : {file})};
	}
	const cluster = clusterNameIn(look.texts);
	if (cluster === undefined) return undefined;
	const file = fileOf({cluster, hosts: []});
	return {cluster, hosts: [], ...(file === undefined ? {} : {file})};
}
