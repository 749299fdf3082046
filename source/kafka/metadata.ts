import type {Cluster} from '../cluster/cluster.ts';
import type {Command} from '../core/command.ts';
import type {Connection} from '../core/connection.ts';
import type {Context, Step} from '../core/plan.ts';
import type {ServiceSpec} from '../host/service/service.ts';
import type {KnownLine} from './known-line.ts';
import {zookeeper} from './roles/zookeeper/metadata.ts';
import type {Settings} from './settings.ts';
import type {Found} from './settled/look.ts';
import type {KnownCluster} from './settled/record-steps.ts';
import type {UnitState} from './settled/standing.ts';
import type {Assignment, Rule, View} from './settled/view.ts';

/** One member, as a running one names it; its own line may hold a wildcard for its host. */
export type Member = {readonly id: number; readonly host: string; readonly peerPort: number; readonly electionPort: number};

/** How a host stands as one that keeps metadata. */
export type MetadataStanding = UnitState & {
	readonly dataDir: string | undefined;
	readonly clientPort: number | undefined;
	/** Its own id; undefined for one that stands alone. */
	readonly id: number | undefined;
	/** Empty for one that stands alone. */
	readonly members: readonly Member[];
	/** Who says so: the running process, or the settings that the next start reads. */
	readonly from: 'process' | 'settings';
	readonly hasData: boolean;
	/** What it answers for Kafka, if it serves: absent if it does not. */
	readonly serves?: {readonly clusterId: string | undefined; readonly brokers: readonly number[]};
};

export type Endpoint = {readonly host: string; readonly port: number};

/** What is known of the brokers by the metadata. */
export type Registered = {
	readonly ids: readonly number[];
	/** Where brokers of the cluster file listen now; the port may be one that is about to change. */
	readonly endpoints: readonly Endpoint[];
	/** The id of the active controller. */
	readonly controller: number | undefined;
	/** The topics that there are, and are to stay. */
	readonly topics: readonly string[];
};

/** What keeps the metadata of a cluster, and how it is asked: everything that differs with it is behind this. */
export type Metadata = {
	/** As people call it. */
	readonly title: string;
	readonly unit: string;
	/** Where a member has its settings. */
	readonly settingsFile: string;
	/** The property of a broker that says where the members are. */
	readonly brokerProperty: string;
	readonly addresses: (cluster: Cluster) => string;
	/** The properties of a broker that say where it is. */
	readonly brokerProperties: (cluster: Cluster) => Readonly<Record<string, string>>;
	/** Where a broker's settings say the members are: `HOST:PORT`. */
	readonly addressesIn: (settings: Settings) => readonly string[];
	/** What asks the member of a host where its settings say that it listens: prints lines `KEY BASE64`. */
	readonly look: (settings: Settings | undefined) => Command;
	/** What the settings, the unit and the answers of a host say. */
	readonly standing: (settings: Settings | undefined, unit: UnitState, found: Found) => MetadataStanding | undefined;
	/** Which brokers have which copies; undefined if the member of the host does not answer. */
	readonly assignments: (connection: Connection, member: MetadataStanding) => Promise<readonly Assignment[] | undefined>;
	/** Undefined if nobody answers. */
	readonly registered: (context: Context, cluster: Cluster) => Promise<Registered | undefined>;
	/** What asks for the active controller, and its id in the answer. */
	readonly askController: (cluster: Cluster) => Command;
	readonly readController: (stdout: string) => number | undefined;
	/** A broker is started only beside the metadata of its own cluster. */
	readonly sameCluster: (cluster: Cluster, known: KnownCluster) => Step;
	/** What a broker that was killed waits for at its start. */
	readonly passing: NonNullable<ServiceSpec['passing']>;
	/** What the members settle: their ids, their ports, how many of them may be empty. */
	readonly rules: readonly Rule[];
	/** A member runs, as far as the hosts say. */
	readonly isRunning: (view: View) => boolean;
	/** What brokers and members write that has to do with it. */
	readonly lines: readonly KnownLine[];
};

export const metadata: Metadata = zookeeper;
