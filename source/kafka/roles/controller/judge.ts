import {controller as role} from '../../../cluster/roles/controller.ts';
import {tolerated} from '../../../cluster/roles/shares.ts';
import {sh} from '../../../core/command.ts';
import type {Difference} from '../../../core/events.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import type {Rule, View} from '../../settled/view.ts';
import {namedIds, putBack, run, say} from '../../settled/way-out.ts';
import {settingsFile} from './files.ts';

/** What is on record of the controllers, or what their settings say where no host has a record. */
function recordedIds({shared, hosts}: View): Readonly<Record<string, number | undefined>> | undefined {
	if (shared?.keeper === 'controller') return shared.members.ids;
	const members = hosts.flatMap(({name, standing: {metadata}}) =>
		metadata?.hasData === true ? [[name, metadata.id] as const] : [],
	);
	return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** Members and their ids are fixed at the first install: a controller that its peers do not know makes brokers fail. */
export const quorumMembers: Rule = view => {
	const wanted = view.cluster.controller.ids;
	const there = view.settled ? recordedIds(view) : undefined;
	if (there === undefined) return [];
	const names = Object.keys(there);
	// Controllers that were added or removed by hand: what votes is what counts, and the record follows.
	const voting = view.serving?.voters?.map(({id}) => id);
	const ids = Object.values(wanted);
	if (voting !== undefined && voting.length === ids.length && ids.every(id => voting.includes(id))) return [];
	const same = names.length === Object.keys(wanted).length && names.every(name => (there[name] ?? wanted[name]) === wanted[name]);
	if (same) return [];
	return [
		{
			subject: 'KRaft controllers',
			there: namedIds(there),
			wanted: namedIds(wanted),
			wayOut: [putBack(`controller: [${names.join(', ')}]`), say('Adding and removing controllers is not supported yet.')],
		},
	];
};

/** The port by which controllers and brokers find each other can't be changed one member at a time. */
export const quorumPort: Rule = ({cluster, shared, settled}) => {
	const port = shared?.keeper === 'controller' ? shared.members.ports.port : undefined;
	if (!settled || port === undefined || port === cluster.controller.port) return [];
	return [
		{
			subject: 'controller.port',
			there: String(port),
			wanted: String(cluster.controller.port),
			wayOut: [putBack(`port: ${port}`)],
		},
	];
};

/** Whether brokers and controllers are one process is settled with their directories. */
export const quorumProcesses: Rule = ({cluster, shared, settled}) => {
	const {quorum} = shared ?? {};
	if (!settled || quorum === undefined || quorum.combined === cluster.controller.combined) return [];
	const processes = (combined: boolean) => (combined ? 'one process with its broker' : 'a process of its own');
	return [
		{
			subject: 'controller.combined',
			there: `each controller is ${processes(quorum.combined)}`,
			wanted: processes(cluster.controller.combined),
			wayOut: [putBack(`combined: ${quorum.combined}`)],
		},
	];
};

/** The directory of a controller is the one that the others know. */
export const directoryIds: Rule = ({cluster, hosts, shared, settled, serving}) =>
	hosts.flatMap(({name, standing, replaced}): readonly Difference[] => {
		const {dataDir} = cluster.controller;
		const found = standing.disks.get(dataDir)?.meta?.directoryId;
		const wanted = shared?.quorum?.kind === 'dynamic' ? shared.quorum.directoryIds[name] : undefined;
		if (!settled || replaced || found === undefined || wanted === undefined || found === wanted) return [];
		// One that was replaced by hand votes with its new directory: the record follows.
		if (serving?.voters?.some(({directoryId}) => directoryId === found) === true) return [];
		return [
			{
				subject: `Data of the controller on ${name}`,
				there: `${dataDir} has the directory id ${found}`,
				wanted: `${wanted}, by which the other controllers know it`,
				wayOut: [
					say('Bring the right disk back. A directory that was formatted by hand is no member: the others do not know it.'),
				],
			},
		];
	});

/**
 * Controllers of which the disk came empty. Without a majority that has the log, the empty ones elect a leader, and all topics are
 * gone; and a member of a dynamic quorum is known by the id of its directory, which must leave the quorum first.
 */
export const replacedControllers: Rule = view => {
	const {cluster, hosts, settled, shared} = view;
	if (!settled) return [];
	const members = cluster.roles.controller;
	const empty = hosts.filter(
		({name, replaced, standing}) =>
			replaced && members.includes(name) && standing.disks.get(cluster.controller.dataDir)?.meta === undefined,
	);
	if (empty.length === 0) return [];
	const names = empty.map(({name}) => name);
	if (empty.length > tolerated(members.length)) {
		return [
			{
				subject: 'Replaced controllers',
				there: `${names.join(', ')} without data, of ${members.length}`,
				wanted: 'fewer than a majority: they would lead an empty cluster, and all topics would be gone',
				wayOut:
					members.length === 1
						? [
								say("It is the only controller: bring its data back. If all of the cluster's data is to go:"),
								run(sh`kafka-setup destroy FILE --data ${cluster.name}`.text),
							]
						: [say('Bring the data of the others back first.')],
			},
		];
	}
	if (shared?.quorum?.kind !== 'dynamic') return [];
	return names.map(
		(name): Difference => ({
			subject: `Replaced controller ${name}`,
			there: `its directory ${shared.quorum!.directoryIds[name]} is a voter, and its disk is empty`,
			wanted: 'a controller with its data',
			wayOut: byHand(view, name),
		}),
	);
};

/** The way of Kafka's documentation (KRaft, "Controller membership changes"): the old directory leaves before the new one joins. */
function byHand({cluster, shared}: View, name: string) {
	const {ids, port} = cluster.controller;
	const id = ids[name]!;
	const servers = cluster.roles.controller
		.filter(one => one !== name)
		.map(one => `${one}:${port}`)
		.join(',');
	const tool = sh`kafka-metadata-quorum --bootstrap-controller ${servers}`;
	const old = shared!.quorum!.directoryIds[name]!;
	const {users} = distributionOf(cluster);
	const format = sh`sudo -u ${users.kafka} kafka-storage format --cluster-id=${shared!.quorum!.clusterId} -c ${settingsFile} --no-initial-controllers`;
	return [
		say(
			'Bring its disk back if you can. If it is gone, the old directory must leave the quorum before a new one joins. By hand, on the host:',
		),
		run(sh`${tool} remove-controller --controller-id ${id} --controller-directory-id ${old}`.text),
		run(format.text),
		run(sh`sudo systemctl start ${unitOf(cluster, role.id)}`.text),
		run(sh`${tool} --command-config ${settingsFile} add-controller`.text),
		say('Then run again: the record follows what votes.'),
	];
}
