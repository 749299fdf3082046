import type {Entry} from '../../host/diagnosis/entry.ts';

/** What Schema Registry says. */
export const registryEntries: readonly Entry[] = [
	{
		id: 'registry-not-enough-replicas',
		cause: 'Schema Registry cannot write its topic: too few brokers have a copy of it in sync',
		says: 'NotEnoughReplicasException',
		patterns: [
			/NotEnoughReplicas(?:AfterAppend)?Exception/,
			/[Nn]oop|KafkaStore|StoreException|StoreInitializationException|SchemaRegistry|schema\.?registry/,
		],
		fixes: [
			'Start the brokers that are missing (kafka-setup test), until _schemas has min.insync.replicas copies in sync, then apply again: kafka-topics --describe --topic _schemas.',
		],
	},
	{
		id: 'registry-behind',
		cause: 'Schema Registry did not read its topic to the end in time',
		says: 'failed to reach target offset',
		patterns: [/failed to reach target offset/i],
		fixes: [
			'Look at the partition of _schemas: it has to have a leader, and enough copies in sync (kafka-setup test). If nothing is wrong there, raise kafkastore.init.timeout.ms under schema-registry.extraProperties.',
		],
	},
	{
		id: 'registry-write',
		cause: 'Schema Registry could not write to its topic in time',
		symptom: true,
		says: 'Failed to write Noop record to kafka store',
		patterns: [/Failed to write Noop record to kafka store/],
		fixes: [
			'Look at the partition of _schemas: it has to have a leader, and enough copies in sync (kafka-topics --describe --topic _schemas). The brokers have to be reached from this host by the names that they advertise.',
		],
	},
	{
		id: 'registry-group',
		cause: 'the members of Schema Registry did not agree in time which of them leads',
		says: 'Timed out waiting for join group to complete',
		patterns: [/Timed out waiting for join group to complete/],
		fixes: [
			'Look at the topic by which they do: all partitions of __consumer_offsets have to have a leader (kafka-topics --describe --topic __consumer_offsets). Where it is not there, fewer brokers run than offsets.topic.replication.factor says.',
		],
	},
	{
		id: 'registry-topic',
		cause: 'Schema Registry could not make or check its topic in time',
		says: 'Timed out trying to create or validate schema topic configuration',
		patterns: [/Timed out trying to create or validate schema topic configuration/],
		fixes: ['Check that all brokers run (kafka-setup test) and that their port is open from this host.'],
	},
	{
		id: 'registry-topic-policy',
		cause: 'the topic of Schema Registry deletes old schemas, or has more than one partition',
		says: 'The retention policy of the schema topic',
		patterns: [/The retention policy of the schema topic \S+ is incorrect|The schema topic \S+ should have only 1 partition/],
		fixes: [
			'Set it before schemas are lost: kafka-configs --alter --entity-type topics --entity-name _schemas --add-config cleanup.policy=compact.',
		],
	},
	{
		id: 'registry-scheme',
		cause: 'Schema Registry has no listener of the kind by which its members talk',
		says: 'No listener configured with requested scheme',
		patterns: [/No listener configured with requested scheme (\w+)/],
		fixes: ['Set inter.instance.protocol to the scheme of its listeners (http or https), under schema-registry.extraProperties.'],
	},
	{
		id: 'registry-bootstrap',
		cause: 'Schema Registry is not told where the brokers are',
		says: 'No supported Kafka endpoints are configured',
		patterns: [/No supported Kafka endpoints are configured/],
		fixes: [
			'Set kafkastore.bootstrap.servers with the protocol before each address (PLAINTEXT://HOST:9092). kafkastore.connection.url is not read any more since 7.0.',
		],
	},
	{
		id: 'registry-incompatible',
		cause: 'a schema does not fit with the earlier ones of its subject',
		says: 'Schema being registered is incompatible with an earlier schema',
		patterns: [/Schema being registered is incompatible with an earlier schema/],
		fixes: ['Give the new column a default or let it be null, or set the compatibility of this subject: PUT /config/SUBJECT.'],
	},
	{
		id: 'not-enough-replicas',
		cause: 'a record was refused: too few brokers have a copy of its partition in sync',
		explains: ['records-expired', 'flush-timeout'],
		says: 'NotEnoughReplicasException',
		patterns: [/NotEnoughReplicas(?:AfterAppend)?Exception|Error: NOT_ENOUGH_REPLICAS\b/],
		fixes: [
			'Start the brokers that are missing (kafka-setup test), or lower min.insync.replicas of the topic below the copies that it has.',
		],
	},
];
