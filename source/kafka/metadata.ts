import type {Cluster} from '../cluster/cluster.ts';
import {type MetadataRole, metadataRole} from '../cluster/roles.ts';
import type {Command} from '../core/command.ts';
import type {Connection} from '../core/connection.ts';
import type {Host} from '../core/inventory.ts';
import type {Context, ConvergeStep, Step} from '../core/plan.ts';
import type {ServiceSpec} from '../host/service/service.ts';
import type {Obstacle} from './gates.ts';
import {kraft} from './roles/controller/metadata.ts';
import {zookeeper} from './roles/zookeeper/metadata.ts';
import type {Settings} from './settings.ts';
import type {Found} from './settled/look.ts';
import type {KnownCluster} from './settled/record-steps.ts';
import type {Standing, UnitState} from './settled/standing.ts';
import type {Assignment, Rule, View} from './settled/view.ts';

/** One member, as a running one names it; its own line may hold a wildcard for its host. */
export type Member = {
	readonly id: number;
	readonly host: string;
	readonly peerPort?: number;
	readonly electionPort?: number;
};

/** How a host stands as one that keeps metadata. */
export type MetadataStanding = UnitState & {
	readonly dataDir: string | undefined;
	/** Where its transaction log lies, if that has a directory of its own. */
	readonly logDir?: string;
	/** On which those who ask reach it. */
	readonly clientPort: number | undefined;
	/** Where its own host reaches it. */
	readonly address: string;
	/** Its own id; undefined for one that stands alone. */
	readonly id: number | undefined;
	/** Empty for one that stands alone. */
	readonly members: readonly Member[];
	/** Who says so: the running process, or the settings that the next start reads. */
	readonly from: 'process' | 'settings';
	readonly hasData: boolean;
	/** What it answers for Kafka itself, if it does. */
	readonly serves?: Serving;
};

/** What is known on a host of the cluster that runs there: its id, and the brokers that are registered. */
export type Serving = {
	readonly clusterId: string | undefined;
	readonly brokers: readonly number[];
	/** The controllers that vote, where there are some, each with the id of its directory. */
	readonly voters?: readonly {readonly id: number; readonly directoryId: string}[] | undefined;
};

export type Endpoint = {readonly host: string; readonly port: number};

/** What is known of the brokers by the metadata. */
export type Registered = {
	readonly ids: readonly number[];
	/** Where brokers of the cluster file listen now; the port may be one that is about to change. */
	readonly endpoints: readonly Endpoint[];
	/** The id of the active controller: of a broker, or of a node of the role that keeps the metadata. */
	readonly controller: number | undefined;
	/** The topics that there are, and are to stay. */
	readonly topics: readonly string[];
};

/** What a process has to it that keeps the metadata beside what else it does. */
export type MemberToo = {
	readonly beforeStart: (context: Context) => Promise<void>;
	readonly before: (context: Context) => Promise<void>;
	readonly after: (context: Context) => Promise<void>;
	readonly isActive: (context: Context) => Promise<boolean>;
};

/** What keeps the metadata of a cluster, and how it is asked: everything that differs with it is behind this. */
export type Metadata = {
	readonly role: MetadataRole;
	/** As people call it, in a sentence. */
	readonly title: string;
	/** What one of its members is called. */
	readonly member: string;
	/** Where a member has its settings. */
	readonly settingsFile: string;
	/** The property of a broker that says where the members are. */
	readonly brokerProperty: (cluster: Cluster) => string;
	readonly addresses: (cluster: Cluster) => string;
	/** The properties of the broker of a host that say who it is and where the members are. */
	readonly brokerProperties: (cluster: Cluster, host: Host, known: KnownCluster) => Readonly<Record<string, string>>;
	/** Whether these are the settings of a broker that has its metadata there. */
	readonly isIn: (settings: Settings) => boolean;
	/** Where a broker's settings say the members are: `HOST:PORT`. */
	readonly addressesIn: (settings: Settings) => readonly string[];
	/** What asks the member of a host where its settings say that it listens: tells its answers by `tell`. */
	readonly look: (settings: Settings | undefined) => Command;
	/** What the settings, the unit and the answers of a host say. */
	readonly standing: (settings: Settings | undefined, unit: UnitState, found: Found) => MetadataStanding | undefined;
	/** What is asked of it beside the look, by the settings of the host's broker: what the host serves. */
	readonly serves?: (connection: Connection, broker: Settings | undefined) => Promise<Serving | undefined>;
	/** Which brokers have which copies; undefined if the host does not answer. */
	readonly assignments: (connection: Connection, standing: Standing) => Promise<readonly Assignment[] | undefined>;
	/** Undefined if nobody answers. */
	readonly registered: (context: Context, cluster: Cluster) => Promise<Registered | undefined>;
	/** What asks for the active controller, and its id in the answer. */
	readonly askController: (cluster: Cluster) => Command;
	readonly readController: (stdout: string) => number | undefined;
	/** The host of the node that can be the active controller. */
	readonly controllerHost: (cluster: Cluster, id: number | undefined) => string | undefined;
	/** Who knows how the partitions stand, the best first. */
	readonly authorities: (cluster: Cluster, broker: number, known: Registered) => readonly Endpoint[];
	/** A broker that stops hands its partitions over through the active controller; without one, it is killed after minutes of trying. */
	readonly uncontrolled: (context: Context, cluster: Cluster, broker: number, known: Registered) => Promise<Obstacle | undefined>;
	/** A broker is started only beside the metadata of its own cluster. */
	readonly sameCluster: (cluster: Cluster, known: KnownCluster) => readonly Step[];
	/** What a broker's directories need before its first start, once its settings are there. */
	readonly prepare: (cluster: Cluster, host: Host, known: KnownCluster) => readonly ConvergeStep[];
	/** Of a broker that is one of its members as well: the gate of a restart, and what is opened for it. */
	readonly memberToo?: (cluster: Cluster, host: Host, known: KnownCluster) => MemberToo | undefined;
	/** What the members are tested by where they have no stage of their own. */
	readonly testsToo?: (cluster: Cluster, hosts: readonly Host[], known: KnownCluster) => (host: Host) => readonly Step[];
	/** What a broker that was killed waits for at its start. */
	readonly passing?: NonNullable<ServiceSpec['passing']>;
	/** How long systemd lets a broker stop, in seconds. */
	readonly stopSeconds: number;
	/** What the members settle: their ids, their ports, how many of them may be empty. */
	readonly rules: readonly Rule[];
	/** A member runs, as far as the hosts say. */
	readonly isRunning: (view: View) => boolean;
};

const all: Readonly<Record<MetadataRole, Metadata>> = {controller: kraft, zookeeper};

/** That of a cluster, by the role that has members. */
export const metadataOf = (cluster: Pick<Cluster, 'roles'>): Metadata => all[metadataRole(cluster).id];

/** Each that a cluster can have. */
export const everyMetadata: readonly Metadata[] = Object.values(all);
