import type {Cluster} from '../../source/cluster/cluster.ts';
import type {Quorum} from '../../source/cluster/identity.ts';
import {versionOf} from '../../source/cluster/versions.ts';
import {type MetadataStanding, metadataOf} from '../../source/kafka/metadata.ts';
import {workersOf} from '../../source/kafka/roles/connect/worker.ts';
import {serversOf} from '../../source/kafka/roles/zookeeper/servers.ts';
import type {Disk} from '../../source/kafka/settled/look.ts';
import {recordOf} from '../../source/kafka/settled/record-steps.ts';
import type {Standing} from '../../source/kafka/settled/standing.ts';
import {sampleFacts} from './sample-cluster.ts';

export const clusterId = 'rD8O80v0TnahFDDk5OasHg';

export const disk = (path: string, more: Partial<Disk> = {}): Disk => ({
	path,
	mount: '/',
	exists: true,
	hasZnodes: false,
	hasOffsets: false,
	...more,
});

export const bareStanding: Standing = {
	record: undefined,
	clusterId: undefined,
	removal: undefined,
	formatted: new Map(),
	serves: undefined,
	table: false,
	writtenFor: undefined,
	patch: undefined,
	metadata: undefined,
	kafka: undefined,
	registry: {active: false, enabled: false},
	connect: {active: false, enabled: false, dataDir: undefined, hasOffsets: false, sources: []},
	disks: new Map(),
};

const up = {active: true, enabled: true};
const down = {active: false, enabled: false};

/** What its controllers were made with, if it has some. */
export const quorumFor = (cluster: Cluster): Quorum | undefined =>
	cluster.roles.controller.length === 0
		? undefined
		: {
				kind: versionOf(cluster).quorum,
				clusterId,
				combined: cluster.controller.combined,
				directoryIds: Object.fromEntries(
					versionOf(cluster).quorum === 'dynamic'
						? cluster.roles.controller.map(name => [name, directoryId(name, 'controller')])
						: [],
				),
			};

/** Of a directory of a host: 22 characters, as Kafka has them. */
export const directoryId = (name: string, what: string): string =>
	Buffer.from(`${name} ${what}`.padEnd(16, '.').slice(0, 16)).toString('base64url');

/** What a member of the role that keeps the metadata says of itself. */
function memberOf(cluster: Cluster, name: string): MetadataStanding {
	const {controller, zookeeper, roles} = cluster;
	if (roles.controller.length > 0) {
		const {dataDir, port, ids} = controller;
		return {...up, dataDir, clientPort: port, address: 'localhost', id: ids[name], members: [], from: 'settings', hasData: true};
	}
	const {dataDir, clientPort, peerPort, electionPort, ids} = zookeeper;
	const members = serversOf(cluster, {name}).map(({id, address}) => ({id: id!, host: address, peerPort, electionPort}));
	const id = members.length > 0 ? ids[name] : undefined;
	return {...up, dataDir, clientPort, address: 'localhost', id, members, from: 'process', hasData: true};
}

/** The data directories of a host. */
function disksOf(cluster: Cluster, name: string): readonly Disk[] {
	const {roles, controller, zookeeper, kafka, connect} = cluster;
	const has = (role: keyof Cluster['roles']) => roles[role].includes(name);
	const node = (path: string, id: number | undefined, what: string) => {
		const formatted = roles.controller.length > 0 ? {directoryId: directoryId(name, what)} : {};
		return disk(path, {meta: {broker: String(id), clusterId, ...formatted}});
	};
	return [
		...(has('controller') ? [node(controller.dataDir, controller.ids[name], 'controller')] : []),
		...(has('zookeeper') ? [disk(zookeeper.dataDir, {hasZnodes: true, myid: String(zookeeper.ids[name])})] : []),
		...(has('kafka') ? kafka.dataDirs.map((path, index) => node(path, kafka.ids[name], `kafka ${index}`)) : []),
		...(has('connect') ? [disk(connect.dataDir, {hasOffsets: true})] : []),
	];
}

/** How the hosts of a cluster stand where it runs as its file says, with a record on each. */
export function runningStandings(cluster: Cluster): ReadonlyMap<string, Standing> {
	const {roles, kafka, connect} = cluster;
	const metadata = metadataOf(cluster);
	const quorum = quorumFor(cluster);
	const known = {standings: new Map(), shared: undefined, clusterId, ...(quorum === undefined ? {} : {quorum})};
	const brokers = Object.values(kafka.ids);
	return new Map(
		cluster.hosts.map(({name}) => {
			const has = (role: keyof Cluster['roles']) => roles[role].includes(name);
			const disks = disksOf(cluster, name);
			const sources = [...workersOf(cluster)].filter(([, worker]) => worker === name).map(([source]) => source);
			const standing: Standing = {
				record: recordOf(cluster, {name}, new Map([[name, {...sampleFacts, machineId: `m-${name}`}]]), known),
				clusterId,
				removal: undefined,
				formatted: new Map(disks.flatMap(({path, meta}) => (meta?.directoryId === undefined ? [] : [[path, meta.directoryId]]))),
				serves: has(quorum === undefined ? 'zookeeper' : 'kafka') ? {clusterId, brokers} : undefined,
				table: false,
				writtenFor: cluster.name,
				patch: `${cluster.platform.version}.1`,
				metadata: has(metadata.role) ? memberOf(cluster, name) : undefined,
				kafka: has('kafka')
					? {
							...up,
							id: kafka.ids[name],
							dirs: kafka.dataDirs,
							keeper: metadata.role,
							metadata: metadata.addresses(cluster).split(','),
							port: kafka.port,
							address: 'localhost',
						}
					: undefined,
				registry: has('schema-registry') ? up : down,
				connect: has('connect')
					? {...up, dataDir: connect.dataDir, hasOffsets: true, sources}
					: {...down, dataDir: undefined, hasOffsets: false, sources: []},
				disks: new Map(disks.map(one => [one.path, one])),
			};
			return [name, standing] as const;
		}),
	);
}

/** The same hosts as an earlier kafka-setup left them, which kept no record. */
export const withoutRecords = (standings: ReadonlyMap<string, Standing>): ReadonlyMap<string, Standing> =>
	new Map([...standings].map(([name, standing]) => [name, {...standing, record: undefined, clusterId: undefined}]));
