/** A property that follows from the cluster file: `instead` says where it is set. */
export type ManagedKey = {readonly pattern: RegExp; readonly instead: string};

function managed(pattern: RegExp, instead: string): ManagedKey {
	return {pattern, instead};
}

const zookeeper = [
	managed(/^dataDir$/, 'set zookeeper.dataDir'),
	managed(/^clientPort$/, 'set zookeeper.clientPort'),
	managed(/^server\./, 'it follows from roles.zookeeper, zookeeper.ids, zookeeper.peerPort and zookeeper.electionPort'),
	managed(/^quorumListenOnAllIPs$/, 'ZooKeeper lists it as unsafe; the addresses follow from the hosts'),
];

const kafka = [
	managed(/^(?:broker|node)\.id$/, 'set kafka.ids'),
	managed(/^(?:broker\.id\.generation\.enable|reserved\.broker\.max\.id)$/, 'ids are given out here; set kafka.ids'),
	managed(/^zookeeper\.connect$/, 'it follows from roles.zookeeper and zookeeper.clientPort'),
	managed(/^log\.dirs?$/, 'set kafka.dataDirs'),
	managed(/^(?:port|listeners)$/, 'set kafka.port'),
	managed(/^(?:host\.name|advertised\..*)$/, 'it differs from broker to broker and follows from the names of the hosts'),
	managed(/^(?:process\.roles|controller\..*)$/, 'this version of the platform runs with ZooKeeper'),
];

const schemaRegistry = [
	managed(/^(?:port|listeners)$/, 'set schema-registry.port'),
	managed(/^host\.name$/, 'it differs from host to host and follows from the names of the hosts'),
	managed(/^kafkastore\.(?:bootstrap\.servers|connection\.url)$/, 'it follows from roles.kafka and kafka.port'),
];

const connect = [
	managed(/^bootstrap\.servers$/, 'it follows from roles.kafka and kafka.port'),
	managed(/^(?:listeners|rest\.port)$/, 'set connect.restPort'),
	managed(/^rest\.(?:advertised\.)?host\.name$/, 'it differs from host to host and follows from the names of the hosts'),
	managed(/^offset\.storage\.file\.filename$/, 'set connect.dataDir'),
	managed(/^plugin\.path$/, 'set connect.plugin'),
	managed(/^(?:key|value)\.converter\.schema\.registry\.url$/, 'it follows from roles.schema-registry and schema-registry.port'),
	managed(/^config\.providers(?:\.|$)/, 'secrets are put on the hosts by the references beside each source'),
];

const source = [
	managed(/^name$/, 'set the name of the source'),
	managed(/^connector\.class$/, 'set connect.connectorClass'),
	managed(/^connection\.url$/, 'set url or database of the source'),
	managed(/^connection\.user$/, 'set user of the source'),
	managed(/^connection\.password$/, 'set password of the source to a reference such as env:NAME'),
	managed(/^table\.(?:whitelist|include\.list|blacklist|exclude\.list)$/, 'set tables of the source'),
	managed(/^query$/, 'the connector takes no query beside tables: make a view of it and name that in tables'),
	managed(/^mode$/, 'set mode of the source'),
	managed(/^incrementing\.column\.(?:name|mapping)$/, 'set incrementingColumn of the source'),
	managed(/^timestamp\.columns?\.(?:name|mapping)$/, 'set timestampColumn of the source'),
	managed(/^topic\.prefix$/, 'set topicPrefix of the source'),
	managed(/^poll\.interval\.ms$/, 'set pollIntervalMs of the source'),
];

/** Properties that `extraProperties` may not hold, by the section in which it stands. */
export const managedKeys = {zookeeper, kafka, 'schema-registry': schemaRegistry, connect, source} as const;
