import type {ManagedKey} from '../managed-key.ts';
import type {RoleLogs} from './logs.ts';
import type {Shares} from './shares.ts';

/** A port that a role listens on. */
export type RolePort = {
	/** Its key in the section of the role. */
	readonly key: string;
	readonly fallback: number;
	/** What the key means, for the reference of keys. */
	readonly about: string;
	/** Who uses it, as a check names it. */
	readonly purpose: string;
	/** It listens on the loopback address alone. */
	readonly local?: boolean;
	/** It is open where the role has several members. */
	readonly amongMembers?: boolean;
};

/** Where a role keeps its data: the key `dataDir` names one directory, `dataDirs` a list of them. */
export type RoleData = {
	readonly key: 'dataDir' | 'dataDirs';
	readonly fallback: string;
	readonly about: string;
};

/** The numbers that its members carry. */
export type IdRange = {
	readonly what: string;
	readonly lowest: number;
	/** Where ids that nobody has chosen begin; 1 without it. */
	readonly first?: number;
	readonly highest: number;
	/** The variables of a host in an Ansible inventory that may hold it, in any spelling (`brokerId`); where several do, the first of them counts. */
	readonly variables: readonly string[];
	readonly onDisk: IdOnDisk;
};

/** Where a member's number stands in its data directory. */
export type IdOnDisk = {
	readonly file: string;
	/** The keys of a properties file that may hold it, the newest name last; without keys the file is the number. */
	readonly keys?: readonly string[];
	/** The key beside it that holds Kafka's cluster id. */
	readonly clusterKey?: string;
	/** An entry of the directory that is there once there is data: the number must not be missing beside it. */
	readonly beside?: string;
};

/**
 * What a service gets of the host's memory: a share of it, and the bounds in MiB that keep it sensible. The upper bounds are
 * those of Confluent's own playbooks (confluentinc/cp-ansible: 1g, 6g, 1g, 2g); the rest of the memory is the page cache,
 * which a broker lives on.
 */
export type HeapShare = {readonly share: number; readonly least: number; readonly most: number};

/** Which hosts a role gets where nobody has chosen any: none without it. */
export type Placement = {
	readonly usual: (shares: Shares) => readonly string[];
	/** Where every host is a broker. */
	readonly brokerOnEvery: (hosts: readonly string[]) => readonly string[];
};

/** What a choice of hosts means; doubtful: something that few would want. */
export type Meaning = {readonly text: string; readonly doubtful: boolean};

/** How a service is started: the script in Kafka's `bin`, without its ending, and whose rights it has. */
export type RoleStart = {readonly what: string; readonly script: string; readonly user: 'kafka' | 'connect'};

/** What there is to know of a role without a host: everything that names it in a file, a page or a plan follows from here. */
export type RoleDescriptor = {
	/** As the cluster file has it, under `roles` and as the section of its settings. */
	readonly id: string;
	/** As people call it. */
	readonly title: string;
	/** What several of its members are called, if not by the title. */
	readonly plural?: string;
	/** The same where room is short. */
	readonly short: string;
	/** Who its members are, for the reference of keys. */
	readonly members: string;
	/** What its section holds, for the reference of keys. */
	readonly settings: string;
	/** What `extraProperties` of its section go into. */
	readonly properties: string;
	/** Why every cluster has it. */
	readonly needed?: string;
	/** Only Confluent's packages have it: Apache Kafka has none. */
	readonly packagesOnly?: boolean;
	/** Another role that it needs, and why. */
	readonly needs?: {readonly role: string; readonly why: string};
	/** Its members work while more than half of them are up: an even number tolerates no more failures than one less. */
	readonly majority?: boolean;
	/** Its members keep the metadata of the cluster: its brokers, topics and partitions. One such role has members in a cluster. */
	readonly keepsMetadata?: boolean;
	/** How a cluster with it is called, and what that means in one line: for where a version leaves the choice. */
	readonly choice?: {readonly name: string; readonly about: string};
	/** Its members' numbers are of one space with those of the brokers: no two processes may have the same. */
	readonly nodes?: boolean;
	/** The systemd unit of its service, as the packages have it. */
	readonly unit: string;
	/** The same where Apache Kafka comes from an archive, if it is another one. */
	readonly archiveUnit?: string;
	/** How that unit starts it where its file is ours. */
	readonly start?: RoleStart;
	/** Commands that only versions with this role have, its start script left out. */
	readonly tools?: readonly string[];
	readonly ports: readonly RolePort[];
	readonly data?: RoleData;
	readonly ids?: IdRange;
	readonly heap: HeapShare;
	readonly logs: RoleLogs;
	/** Properties that `extraProperties` of its section may not hold. */
	readonly managed: readonly ManagedKey[];
	/** Properties that all its members have to have alike, so that no host may have its own. */
	readonly alike?: readonly ManagedKey[];
	/** The keys of its section that the wizard asks for, and what it calls them; `besideSource`: where it asks for the database. */
	readonly asked: readonly {readonly key: string; readonly label: string; readonly besideSource?: boolean}[];
	readonly placement?: Placement;
	/** What a choice of hosts means for this role. */
	readonly explain?: (members: Readonly<Record<string, readonly string[]>>) => readonly Meaning[];
	/**
	 * The names that Ansible inventories have for the group of its hosts, in the singular. What says nothing, such as `nodes` or
	 * `cluster`, is taken off a name before it is compared.
	 */
	readonly groups: readonly string[];
	/** Names that may be that of its group, and may be that of something else. */
	readonly groupsPerhaps?: readonly string[];
};
