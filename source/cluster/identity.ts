/** What a host is known by, so that another one in its place is noticed. */
export type HostIdentity = {
	readonly name: string;
	/** Of /etc/machine-id; empty if the host has none. */
	readonly machineId: string;
	readonly zookeeper?: {
		readonly id: number;
		readonly dataDir: string;
		/** Whether its `myid` was on the disk. */
		readonly hasData: boolean;
	};
	readonly kafka?: {
		readonly id: number;
		readonly dataDirs: readonly string[];
		/** Of its `meta.properties`; absent if it had none yet. */
		readonly clusterId?: string;
	};
};

export type ClusterIdentity = {
	/** Kafka's own, made when the first broker started. */
	readonly clusterId?: string;
	/** Those that left the cluster included: their ids are not given out again. */
	readonly hosts: readonly HostIdentity[];
};
