import type {Entry} from '../../host/diagnosis/entry.ts';

/** Addresses, names and ports of its own. */
export const networkEntries: readonly Entry[] = [
	{
		id: 'end-point-registered',
		cause: 'another broker is registered with the same address and port',
		says: 'already registered by broker',
		patterns: [/Configured end points (.{1,200}?) in .{1,60}already registered by broker (\d+)/],
		named: ([, endPoints, broker]) =>
			`another broker is registered with the same address and port: ${endPoints}, broker ${broker}`,
		fixes: [
			'Give each broker a host name of its own, and take advertised.listeners out of extraProperties. A broker that was moved or got another id stays registered until its session ends (18 s).',
		],
	},
	{
		id: 'address-not-local',
		cause: 'it is to listen on an address that this host does not have',
		says: 'Cannot assign requested address',
		patterns: [/Cannot assign requested address/],
		fixes: [
			'Compare the address of the host in the cluster file, DNS and /etc/hosts with `ip -br address` on the host. An address that only leads to it (NAT, a cloud’s public one) is none of its own.',
		],
	},
	{
		id: 'address-family',
		cause: 'it is to listen on an IPv6 address, and this host, or its Java, has no IPv6',
		says: 'Protocol family unavailable',
		patterns: [/Protocol family unavailable|Address family not supported by protocol/],
		fixes: [
			'Take listeners with :: or another IPv6 address out of extraProperties, or switch IPv6 on (sysctl net.ipv6.conf.all.disable_ipv6). -Djava.net.preferIPv4Stack=true in KAFKA_OPTS takes it from Java alone.',
		],
	},
	{
		id: 'port-taken',
		cause: 'a port that it needs is taken by another process',
		says: 'Address already in use',
		patterns: [/Address already in use|BindException/],
		fixes: ['See which one: ss -ltnp. Stop it, or choose another port in the cluster file.'],
	},
	{
		id: 'bootstrap-unresolved',
		cause: 'none of the names of the brokers leads to an address',
		says: 'No resolvable bootstrap urls given in bootstrap.servers',
		patterns: [/No resolvable bootstrap urls given in/],
		fixes: ['Fix DNS or /etc/hosts on this host: getent hosts NAME.'],
	},
];

/** What it did not reach: after all that says more about whom. */
export const reachEntries: readonly Entry[] = [
	{
		id: 'name-unknown',
		cause: 'a name leads to no address on this host',
		says: 'Name or service not known',
		patterns: [
			/UnknownHostException: ([^\s:]{1,255})(?=:|$)|(?<!\S)(\S{1,255}): (?:Temporary failure in name resolution|Name or service not known)|failed to bind to (\S+?): Unresolved address|listening to address (\S+?)\/<unresolved>/,
		],
		named: ([, ...names]) => `a name leads to no address on this host: ${names.find(name => name !== '')}`,
		fixes: ['Fix DNS or /etc/hosts on this host: getent hosts NAME.'],
	},
	{
		id: 'no-route',
		cause: 'there is no way to a host that it needs: a firewall refuses it, or a route is missing',
		says: 'No route to host',
		patterns: [/NoRouteToHostException|No route to host|Network is unreachable/],
		fixes: [
			'Ask for the port to be opened from this host, or fix the route: ip route get ADDRESS. A firewall that rejects says "No route to host" too.',
		],
	},
	{
		id: 'server-unresolved',
		cause: 'the name of a server that it asks leads to no address on this host',
		explains: ['brokers-not-reached', 'topic-unanswered', 'zookeeper-not-reached', 'kraft-no-controller', 'kraft-no-quorum'],
		says: "Couldn't resolve server",
		patterns: [
			/Couldn't resolve server (\S{1,255}) from bootstrap\.servers|\[RaftManager [^\]]{1,60}\] Error connecting to node (\S{1,255}) \(id: |Unable to canonicalize address ([^\s/]{1,255})|Unable to resolve address: (\S{1,255})|Can't resolve address: (\S{1,255})|Address unresolved|UnresolvedAddressException/,
		],
		named: ([, ...names]) =>
			`the name of a server that it asks leads to no address on this host${names.some(Boolean) ? `: ${names.find(Boolean)}` : ''}`,
		fixes: [
			'Fix DNS or /etc/hosts on this host: getent hosts NAME. The name stands in bootstrap.servers, zookeeper.connect or controller.quorum.*.',
		],
	},
	{
		id: 'name-advertised',
		cause: 'the name that a broker tells its clients leads to no address on this host',
		soft: true,
		until: /Discovered group coordinator|Successfully joined group|Finished commitOffsets successfully/,
		explains: ['brokers-not-reached', 'topic-unanswered', 'records-expired', 'registry-write', 'flush-timeout'],
		says: 'Error connecting to node',
		// By its id: what stands in bootstrap.servers has one below 0.
		patterns: [/\bclientId=[^\]]{0,255}\] Error connecting to node (\S{1,255}) \(id: \d/, /UnknownHostException/],
		named: ([, address]) => `the name that a broker tells its clients leads to no address on this host: ${address}`,
		fixes: [
			'Have that name added to DNS or /etc/hosts here (getent hosts NAME), or set advertised.listeners of the broker to one that its clients know. That bootstrap.servers is right does not help: after the first answer a client asks brokers by the names that they advertise.',
		],
	},
	{
		id: 'topic-missing',
		cause: 'the topic that it writes to does not exist, and the brokers do not create it',
		explains: ['topic-unanswered'],
		says: 'UNKNOWN_TOPIC_OR_PARTITION',
		patterns: [/Error while fetching metadata with correlation id \d{1,12} : \{([^}=]{1,250})=UNKNOWN_TOPIC_OR_PARTITION/],
		named: ([, topic]) => `the topic that it writes to does not exist, and the brokers do not create it: ${topic}`,
		fixes: [
			'Make it: kafka-topics --create --topic TOPIC, with the partitions and copies that it needs. Or let it be made: topic.creation.default.replication.factor and topic.creation.default.partitions of the source, or auto.create.topics.enable of the brokers. A user without the right to see it is told the same.',
		],
	},
	{
		id: 'topic-unanswered',
		cause: 'the brokers did not tell it about a topic in time: they are not reached, or the topic is not there',
		symptom: true,
		says: 'not present in metadata after',
		patterns: [/Topic (\S{1,250}) not present in metadata after/],
		named: ([, topic]) => `the brokers did not tell it about a topic in time, they are not reached or it is not there: ${topic}`,
		fixes: [
			'Check that the brokers run (kafka-setup test), that their port is open from this host, and that the name they advertise leads to them here. Then whether the topic is there: kafka-topics --describe --topic TOPIC.',
		],
	},
	{
		id: 'brokers-not-reached',
		cause: 'it did not reach the brokers',
		symptom: true,
		soft: true,
		// A node below 0 is one of bootstrap.servers: as long as it asks those, it has not met the cluster. Any other line means that it went on.
		until: /^(?!.*\bNetworkClient\b)|Error while fetching metadata/,
		says: 'Timed out waiting for a node assignment',
		patterns: [
			/Timed out waiting for a node assignment|Timed out waiting to send the call|Failed to (?:get offsets|update metadata) .*TimeoutException|Failed to get Kafka cluster ID|Timeout expired while fetching topic metadata|^(?!.*RaftManager).*Connection to node -\d{1,10} \((\S{1,255})\) could not be established/,
			/Timed? ?out|DisconnectException|could not be established/i,
		],
		named: ([, address]) => `it did not reach the brokers${address === '' ? '' : `: ${address}`}`,
		fixes: [
			'Check that the brokers run (kafka-setup test), that their port is open from this host, and that the name they advertise leads to them here.',
		],
	},
	{
		id: 'records-expired',
		cause: 'the brokers did not take records in time',
		symptom: true,
		says: 'has passed since batch creation',
		patterns: [/Expiring \d{1,9} record\(s\) for (\S{1,255}?):\d{1,15} ms has passed since/],
		named: ([, partition]) => `the brokers did not take records in time: ${partition}`,
		fixes: [
			'Look at that partition: it has to have a leader, and enough copies in sync (kafka-topics --describe --topic TOPIC). The brokers have to be reached from this host by the names that they advertise. A task that failed stays so until the worker is restarted.',
		],
	},
	{
		id: 'offline-partitions',
		cause: 'partitions are offline: the brokers that had their last copies in sync are down',
		says: 'Leader: none',
		patterns: [/Partition: \d+\s+Leader: (?:none|-1)\b/],
		fixes: [
			'Bring back the brokers that stand under Isr, with their disks: they alone have all records of these partitions. What has no other copy is lost with them.',
		],
	},
	{
		id: 'replication-factor',
		cause: 'there are fewer brokers than copies are wanted',
		says: 'larger than available brokers',
		patterns: [
			/Replication factor: (\d+) larger than available brokers: (\d+)|InvalidReplicationFactorException|target replication factor of \d+ cannot be reached because only|does not meet the required replication factor/,
		],
		fixes: ['Start the brokers that are missing (kafka-setup test), or lower the replication factor in extraProperties.'],
	},
	{
		id: 'connection-refused',
		cause: 'nothing listens where it wants to connect',
		says: 'Connection refused',
		patterns: [/Connection refused/],
		fixes: ['Start the service that it asks, and compare address and port; the lines of its log name them.'],
	},
	{
		id: 'connection-timeout',
		cause: 'where it wants to connect there is no answer: often a firewall that drops',
		says: 'Connection timed out',
		patterns: [/Connection timed out|connect timed out/i],
		fixes: ['Ask for the port to be opened from this host to that one.'],
	},
];
