import type {NumberedRole} from './roles.ts';

/** What a host is known by in one role. */
export type RoleIdentity = {
	readonly id: number;
	readonly dataDir?: string;
	readonly dataDirs?: readonly string[];
	/** Whether the number was on the disk, for a role whose data names no cluster. */
	readonly hasData?: boolean;
	/** Kafka's cluster id beside the number; absent if there was none yet. */
	readonly clusterId?: string;
};

/** What a host is known by, so that another one in its place is noticed. */
export type HostIdentity = {
	readonly name: string;
	/** Of /etc/machine-id; empty if the host has none. */
	readonly machineId: string;
} & Readonly<Partial<Record<NumberedRole, RoleIdentity>>>;

/** What the controllers of KRaft are made with: drawn once, before the first of them is formatted. */
export type Quorum = {
	readonly kind: 'static' | 'dynamic';
	/** Kafka's cluster id. */
	readonly clusterId: string;
	/** The directory id of each controller, by host; none where voters are known by a list. */
	readonly directoryIds: Readonly<Record<string, string>>;
	/** Broker and controller are one process. */
	readonly combined: boolean;
};

export type ClusterIdentity = {
	/** Kafka's own, made when the first broker started. */
	readonly clusterId?: string;
	/** As it was drawn, whether anything was formatted with it or not. */
	readonly quorum?: Quorum;
	/** Those that left the cluster included: their ids are not given out again. */
	readonly hosts: readonly HostIdentity[];
};
