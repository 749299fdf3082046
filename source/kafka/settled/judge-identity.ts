import {versions} from '../../cluster/versions.ts';
import {sh} from '../../core/command.ts';
import type {Difference} from '../../core/events.ts';
import {metadataOf} from '../metadata.ts';
import {clusterIdPath, hostsIn, recordPath} from './record.ts';
import {isRemoval} from './removal.ts';
import type {HostView, Rule} from './view.ts';
import {putBack, run, say} from './way-out.ts';

/** A record that cannot be used stops every run: what it would have said is not guessed. */
export const badRecords: Rule = ({hosts}) =>
	hosts.flatMap(({name, standing: {record, clusterId}}): readonly Difference[] => {
		if (record !== undefined && 'bad' in record && record.bad === 'newer') {
			return [
				{
					subject: `Record of ${name}`,
					there: `${recordPath} was written by a newer kafka-setup`,
					wanted: 'one that this version can read',
					wayOut: [say('Use that version.')],
				},
			];
		}
		const path = record !== undefined && 'bad' in record ? recordPath : clusterId === 'damaged' ? clusterIdPath : undefined;
		if (path === undefined) return [];
		return [
			{
				subject: `Record of ${name}`,
				there: `${path} is damaged`,
				wanted: 'one that can be read',
				wayOut: [
					say('If the host is as it should be, move the record away and run again: it is made anew from what runs.'),
					run(sh`ssh ${name} sudo mv ${path} ${`${path}.damaged`}`.text),
				],
			},
		];
	});

/** Hosts that are known to belong together with this one. */
function company({name, record, standing}: HostView): readonly string[] {
	if (record !== undefined) return hostsIn(record);
	const {metadata} = standing;
	return (metadata?.members ?? []).map(({id, host}) => (id === metadata?.id ? name : host));
}

const isIn = (view: HostView) => {
	const {metadata, kafka, registry, connect, disks} = view.standing;
	const running = [metadata, kafka, registry, connect].some(one => one?.active === true);
	return running || [...disks.values()].some(({meta, hasZnodes}) => meta !== undefined || hasZnodes);
};

/** A host that belongs to a cluster of another name. */
export const clusterName: Rule = ({cluster, hosts, settled}) => {
	const strangers = hosts.flatMap(view => {
		const {removal, writtenFor} = view.standing;
		// The mark of a removal is the last that a host has of its cluster.
		const marked = isRemoval(removal) ? removal.cluster : undefined;
		const name = view.record?.cluster ?? marked ?? writtenFor;
		const binds = settled || isIn(view) || marked !== undefined;
		return name !== undefined && name !== cluster.name && !view.replaced && binds ? [{view, name}] : [];
	});
	const names = [...new Set(strangers.map(({name}) => name))];
	return names.map(name => {
		const theirs = strangers.filter(one => one.name === name).map(({view}) => view);
		const members = [...new Set(theirs.flatMap(view => [view.name, ...company(view)]))].sort();
		const all = members.every(member => cluster.hosts.some(host => host.name === member));
		return {
			subject: 'Name of the cluster',
			there: `${theirs.map(view => view.name).join(', ')} ${theirs.length > 1 ? 'belong' : 'belongs'} to the cluster ${name} (${members.join(', ')})`,
			wanted: cluster.name,
			wayOut: all
				? [say('A cluster keeps its name.'), putBack(`name: ${name}`)]
				: [say(`Use the cluster file of ${name}, or remove ${theirs.map(view => view.name).join(', ')} from this one.`)],
		};
	});
};

/** A record that is of another host: a clone, a rename, or an address that leads elsewhere. */
export const otherHost: Rule = ({hosts}) =>
	hosts.flatMap(({name, record, replaced}) =>
		record === undefined || record.host === name || replaced
			? []
			: [
					{
						subject: `Host ${name}`,
						there: `it has the record of ${record.host} of the cluster ${record.cluster}`,
						wanted: name,
						wayOut: [
							say(`If it was renamed: a host keeps its name; put ${record.host} back into the cluster file.`),
							say(`If its address leads to ${record.host}: correct the address of ${name}.`),
							say(
								`If it is a clone of ${record.host}: stop the clone before its services start, and give ${name} a disk of its own.`,
							),
						],
					},
				],
	);

export const platformVersion: Rule = ({cluster, shared}) =>
	shared === undefined || shared.platform === cluster.platform.version
		? []
		: [
				{
					subject: 'Platform version',
					there: shared.platform,
					wanted: cluster.platform.version,
					wayOut: [
						say(
							cluster.platform.source === undefined
								? `An upgrade is not supported yet. Put \`version: ${shared.platform}\` back under \`platform:\`.`
								: `An upgrade is not supported yet. Name an archive of Kafka ${versions[shared.platform]?.kafka ?? 'the version that runs'} in platform.source.`,
						),
					],
				},
			];

/** Packages and an archive have other users, units and paths: the one would start beside the other, on the same data. */
export const distribution: Rule = ({cluster, shared, settled}) => {
	const wanted = cluster.platform.source === undefined ? 'packages' : 'archive';
	const there = shared?.distribution ?? 'packages';
	if (!settled || shared === undefined || there === wanted) return [];
	const words = {packages: "Confluent's packages", archive: 'an archive of Apache Kafka (platform.source)'};
	return [
		{
			subject: 'Where the platform comes from',
			there: words[there],
			wanted: words[wanted],
			wayOut: [
				say(
					there === 'archive'
						? 'Put `source:` with its archive back under `platform:`.'
						: 'Take `source:` away from `platform:`: a cluster keeps what it was installed from.',
				),
			],
		},
	];
};

/** What keeps the metadata is as it was at the first install: no edit of a file moves it. */
export const metadataMode: Rule = ({cluster, hosts, shared, settled}) => {
	if (!settled) return [];
	const {role} = metadataOf(cluster);
	const [runs] = hosts.flatMap(({standing: {kafka, disks}}) =>
		kafka?.dirs.some(path => disks.get(path)?.meta !== undefined) === true ? (kafka.keeper ?? []) : [],
	);
	const there = shared?.keeper ?? runs;
	if (there === undefined || there === role) return [];
	const members = shared === undefined ? [] : Object.keys(shared.members.ids);
	return [
		{
			subject: 'Metadata of the cluster',
			there: `roles.${there}${members.length > 0 ? `: ${members.join(', ')}` : ''}`,
			wanted: `roles.${role}`,
			wayOut: [
				say('A migration is not supported yet: the brokers would start as a new cluster, without their topics.'),
				putBack(`${there}: [${members.length > 0 ? members.join(', ') : 'HOST, …'}]`),
			],
		},
	];
};

/** Kafka's cluster id is one and the same wherever it stands, and the metadata has it. */
export const clusterId: Rule = ({cluster, clusterIds, serving, settled}) => {
	const keeper = metadataOf(cluster).title;
	if (clusterIds.size > 1) {
		const [first, ...others] = [...clusterIds];
		const text = ([id, places]: readonly [string, readonly string[]]) => `${id} (${places.join(', ')})`;
		return [
			{
				subject: "Kafka's cluster id",
				there: text(first!),
				wanted: `one id; there is also ${others.map(text).join(' and ')}`,
				wayOut: [
					say(`These are of different clusters, or ${keeper} has lost its data and began anew. Nothing is started.`),
					say(`Keep every data directory as it is. Bring the right disk, address or ${keeper} data back, then run again.`),
				],
			},
		];
	}
	const lost = settled && serving !== undefined && serving.clusterId === undefined;
	if (!lost) return [];
	const [id, places] = [...clusterIds][0]!;
	return [
		{
			subject: "Kafka's cluster id",
			there: `${id} (${places.join(', ')})`,
			wanted: `${keeper} on ${serving.host} has none: it has lost its data, or is not the ensemble of this cluster`,
			wayOut: [
				say(
					'Keep every data directory as it is: the brokers would start as a new cluster without their topics. Nothing is started.',
				),
				say(`Bring ${keeper}'s data back (the disk of a member, or a backup of its data directory), then run again.`),
			],
		},
	];
};
