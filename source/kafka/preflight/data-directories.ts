import {type Cluster, directoriesOn} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import {fleetingDirectories, within} from '../../core/system-directories.ts';
import {remoteWords} from '../../core/text.ts';
import {cacheFolder, noexecText, remountFix} from '../unit-cache.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';
import type {LookAt, Place} from './host-look.ts';

/** File systems that lose everything with a reboot. */
const volatile = new Set(['tmpfs', 'ramfs', 'devtmpfs']);

/** File systems of other machines, on which Kafka's locks and renames do not behave as on a disk. */
const remote = /^(nfs\d?|cifs|smb3|fuse\.\S+|9p)$/;

const choose = 'Choose a directory on a disk in the cluster file';

type Fault = Omit<Finding, 'wanted' | 'what'> & {readonly why: string};

/** What is wrong with where a directory lies. @param log it holds partitions, or will */
function faultOf(
	{path, real, mount, type, options, used, lost, foreign}: Place,
	log: boolean,
	belongs: boolean,
): Fault | undefined {
	const found = `${path} on ${mount} (${type})`;
	// Data that is there is not made safer by a run that stops.
	const state = used || belongs ? 'warning' : 'failed';
	if (real === '/') return {state, found, why: 'is the root of the file system', fix: `${choose}.`};
	if (options.includes('ro')) {
		const remount = sh`mount -o remount,rw ${mount}`.text;
		return {
			state,
			found: `${found}, read-only`,
			why: `lies on ${mount}, which is read-only`,
			fix: 'Mount it for writing',
			run: remount,
		};
	}
	if (volatile.has(type)) return {state, found, why: `lies in memory (${type} on ${mount})`, fix: `${choose}.`};
	const under = fleetingDirectories.find(one => within(real, one));
	if (under !== undefined) return {state, found, why: `lies below ${under}, which is emptied by itself`, fix: `${choose}.`};
	if (lost && log) {
		const fix = `Choose a directory below it in the cluster file, such as ${path}/kafka: a broker takes lost+found for a broken partition, and stops.`;
		return {state, found: `${path} holds lost+found`, why: 'is the root of a mount, and holds lost+found', fix};
	}
	if (foreign !== undefined && log) {
		const name = remoteWords(foreign, 60);
		const fix = 'Choose another directory in the cluster file, or move away what nobody needs there. See what it is';
		return {
			state,
			found: `${path} holds ${name}`,
			why: `holds ${name}, which is not of Kafka`,
			fix,
			run: sh`ls -la -- ${path}`.text,
		};
	}
	if (remote.test(type))
		return {state: 'warning', found, why: `lies on ${mount}, a ${type} file system`, fix: `${choose}: Kafka wants local ones.`};
	if (real === mount)
		return {
			state: 'warning',
			found: `${path} is the root of a mount`,
			why: '',
			fix: `A directory below it is safer: ${path}/kafka.`,
		};
	return undefined;
}

/** Where the data directories of the host's roles lie, or will lie. */
export function dataDirectories(cluster: Cluster, look: LookAt, belongs: boolean): HostCheck {
	return hostCheck('data-dirs', async context => {
		const {host} = context;
		const directories = directoriesOn(cluster, host.name);
		if (directories.length === 0) return [];
		const {places} = await look(context);
		const wanted = 'a directory below a mount of a local disk';
		const logs = [
			...(cluster.roles.kafka.includes(host.name) ? cluster.kafka.dataDirs : []),
			...(cluster.roles.controller.includes(host.name) ? [cluster.controller.dataDir] : []),
		];
		const faults = directories.flatMap((path): Finding[] => {
			const place = places.get(path);
			const fault = place && faultOf(place, logs.includes(path), belongs);
			if (fault === undefined) return [];
			const {why, ...rest} = fault;
			return [{...rest, wanted, ...(why === '' ? {} : {what: `${path} on ${host.name} ${why}`})}];
		});
		if (faults.length > 0) return faults;
		const found = directories.map(path => `${path} on ${places.get(path)?.mount ?? '?'}`);
		return ok(found.join(', '), wanted);
	});
}

/**
 * Whether the JVMs of the units may load the libraries that they unpack. Of a cluster that runs it is a warning: its services may
 * have another directory yet, and do not get this one before it is fit.
 */
export function temporary(look: LookAt, belongs: boolean): HostCheck {
	return hostCheck('cache-dir', async context => {
		const place = (await look(context)).places.get(cacheFolder);
		const wanted = `a ${cacheFolder} that libraries may be loaded from`;
		if (!place?.options.includes('noexec')) return ok('libraries may be loaded from it', wanted);
		const {mount} = place;
		return [
			{
				state: belongs ? 'warning' : 'failed',
				found: `${mount} is mounted noexec`,
				wanted,
				what: noexecText(context.host.name, mount),
				...remountFix(mount),
			},
		];
	});
}
