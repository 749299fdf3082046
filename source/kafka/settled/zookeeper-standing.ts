import {clusterIdIn} from './cluster-id.ts';
import type {Disk, Found} from './look.ts';
import type {UnitState} from './standing.ts';

/** One member of an ensemble, as a running server names it; its own line may hold a wildcard for its host. */
export type Member = {readonly id: number; readonly host: string; readonly peerPort: number; readonly electionPort: number};

/** A ZooKeeper of a host. */
export type EnsembleStanding = UnitState & {
	readonly dataDir: string | undefined;
	readonly clientPort: number | undefined;
	/** The server's own id; undefined for one that stands alone. */
	readonly id: number | undefined;
	/** Empty for one that stands alone. */
	readonly members: readonly Member[];
	/** Who says so: the running process, or the settings that the next start reads. */
	readonly from: 'process' | 'settings';
	/** Whether snapshots or logs are in its data directory. */
	readonly hasData: boolean;
	/** What it answers for Kafka, if it serves: absent if it does not. */
	readonly serves?: {readonly clusterId: string | undefined; readonly brokers: readonly number[]};
};

const memberPattern = /^server\.(\d{1,3})=\[?([\w.:-]+?)\]?:(\d{1,5}):(\d{1,5})(?::\w+)?(?:;.*)?$/;

function membersIn(lines: readonly string[]): readonly Member[] {
	return lines.flatMap(line => {
		const [, id, host, peerPort, electionPort] = memberPattern.exec(line.trim()) ?? [];
		return host === undefined ? [] : [{id: Number(id), host, peerPort: Number(peerPort), electionPort: Number(electionPort)}];
	});
}

const numberIn = (text: string | undefined) => (text !== undefined && /^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined);

function serving({answers}: Found): EnsembleStanding['serves'] {
	if (answers === undefined) return undefined;
	const [answer, brokers] = answers;
	const found = clusterIdIn(answer);
	if (found === undefined || brokers === undefined) return undefined;
	const ids = 'children' in brokers ? brokers.children.filter(one => /^\d+$/.test(one)).map(Number) : [];
	return {clusterId: found.id, brokers: ids};
}

/** @param settings those of zookeeper.properties, if a host has some */
export function ensembleOf(
	settings: Readonly<Record<string, string>> | undefined,
	unit: UnitState,
	found: Found,
): EnsembleStanding | undefined {
	if (settings === undefined && !unit.active) return undefined;
	const dataDir = settings?.dataDir;
	const disk: Disk | undefined = dataDir === undefined ? undefined : found.disks.get(dataDir);
	const base = {...unit, dataDir, hasData: disk?.hasZnodes ?? false};
	const serves = serving(found);
	const lines = found.conf?.split('\n') ?? [];
	// A server without a majority answers that it does not serve, and nothing of its settings.
	if (lines.some(line => line.startsWith('clientPort='))) {
		const value = (key: string) => lines.find(line => line.startsWith(`${key}=`))?.slice(key.length + 1);
		const members = membersIn(lines);
		return {
			...base,
			clientPort: numberIn(value('clientPort')),
			id: members.length > 0 ? numberIn(value('serverId')) : undefined,
			members,
			from: 'process',
			...(serves === undefined ? {} : {serves}),
		};
	}
	const members = membersIn(Object.entries(settings ?? {}).map(([key, value]) => `${key}=${value}`));
	return {
		...base,
		clientPort: numberIn(settings?.clientPort),
		id: members.length > 0 ? numberIn(disk?.myid) : undefined,
		members,
		from: 'settings',
		...(serves === undefined ? {} : {serves}),
	};
}
