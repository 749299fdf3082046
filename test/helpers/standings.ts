import type {Cluster} from '../../source/cluster/cluster.ts';
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
	writtenFor: undefined,
	metadata: undefined,
	kafka: undefined,
	registry: {active: false, enabled: false},
	connect: {active: false, enabled: false, dataDir: undefined, hasOffsets: false, sources: []},
	disks: new Map(),
};

const up = {active: true, enabled: true};
const down = {active: false, enabled: false};

/** How the hosts of a cluster stand where it runs as its file says, with a record on each. */
export function runningStandings(cluster: Cluster): ReadonlyMap<string, Standing> {
	const {roles, zookeeper, kafka, connect} = cluster;
	const known = {standings: new Map(), shared: undefined, clusterId};
	const brokers = Object.values(kafka.ids);
	return new Map(
		cluster.hosts.map(({name}) => {
			const has = (role: keyof Cluster['roles']) => roles[role].includes(name);
			const members = serversOf(cluster, {name}).map(({id, address}) => ({
				id: id!,
				host: address,
				peerPort: zookeeper.peerPort,
				electionPort: zookeeper.electionPort,
			}));
			const disks = [
				...(has('zookeeper') ? [disk(zookeeper.dataDir, {hasZnodes: true, myid: String(zookeeper.ids[name])})] : []),
				...(has('kafka') ? kafka.dataDirs.map(path => disk(path, {meta: {broker: String(kafka.ids[name]), clusterId}})) : []),
				...(has('connect') ? [disk(connect.dataDir, {hasOffsets: true})] : []),
			];
			const sources = [...workersOf(cluster)].filter(([, worker]) => worker === name).map(([source]) => source);
			const standing: Standing = {
				record: recordOf(cluster, {name}, new Map([[name, {...sampleFacts, machineId: `m-${name}`}]]), known),
				clusterId,
				removal: undefined,
				formatted: new Map(),
				serves: has('zookeeper') ? {clusterId, brokers} : undefined,
				writtenFor: cluster.name,
				metadata: has('zookeeper')
					? {
							...up,
							dataDir: zookeeper.dataDir,
							clientPort: zookeeper.clientPort,
							id: members.length > 0 ? zookeeper.ids[name] : undefined,
							members,
							from: 'process',
							hasData: true,
						}
					: undefined,
				kafka: has('kafka')
					? {
							...up,
							id: kafka.ids[name],
							dirs: kafka.dataDirs,
							keeper: 'zookeeper',
							metadata: roles.zookeeper.map(host => `${host}:${zookeeper.clientPort}`),
							port: kafka.port,
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
