import * as z from 'zod/mini';
import {kafka as kafkaRole} from '../roles/kafka.ts';
import {zookeeper as zookeeperRole} from '../roles/zookeeper.ts';
import {described, directory, heap, hostName, ids, port, properties} from './fields.ts';

function members(description: string) {
	return z.optional(described(z.array(hostName(), 'a list of host names'), description));
}

export const roles = described(
	z.strictObject(
		{
			zookeeper: members('The ZooKeeper ensemble: 1, 3 or 5 hosts, in the order of their ids'),
			kafka: members('The brokers, in the order of their ids'),
			'schema-registry': members('Hosts of the Schema Registry'),
			connect: members('Connect workers'),
		},
		'a mapping of roles (zookeeper, kafka, schema-registry, connect) to lists of host names',
	),
	'Which hosts do what. Roles may share hosts',
);

export const zookeeper = described(
	z.prefault(
		z.strictObject(
			{
				ids: ids(
					'a ZooKeeper id',
					zookeeperRole.ids.lowest,
					zookeeperRole.ids.highest,
					'Ids of hosts, where they are not to be given out: a host keeps the id it has, others get the lowest free one from 1 on',
				),
				dataDir: z._default(directory('Directory of the snapshots, the transaction log and myid'), '/var/lib/zookeeper'),
				clientPort: z._default(port('Port for clients'), 2181),
				peerPort: z._default(port('Port on which followers reach the leader'), 2888),
				electionPort: z._default(port('Port of leader elections'), 3888),
				heap: z.optional(heap('Heap of the JVM; by default from the host’s memory')),
				extraProperties: properties('zookeeper.properties'),
			},
			'a mapping of ZooKeeper settings',
		),
		{},
	),
	'ZooKeeper settings',
);

export const kafka = described(
	z.prefault(
		z.strictObject(
			{
				ids: ids(
					'a broker id',
					kafkaRole.ids.lowest,
					kafkaRole.ids.highest,
					'Ids of hosts, where they are not to be given out: a host keeps the id it has, others get the lowest free one from 1 on',
				),
				dataDirs: z._default(
					described(
						z.array(directory('A directory'), 'a list of directories').check(z.minLength(1, 'a list of directories')),
						'Directories of the logs, one a disk',
					),
					['/var/lib/kafka/data'],
				),
				port: z._default(port('Port for clients and brokers'), 9092),
				heap: z.optional(heap('Heap of the JVM; by default from the host’s memory')),
				extraProperties: properties('server.properties'),
			},
			'a mapping of broker settings',
		),
		{},
	),
	'Broker settings',
);

export const schemaRegistry = described(
	z.prefault(
		z.strictObject(
			{
				port: z._default(port('Port of the REST interface'), 8080),
				heap: z.optional(heap('Heap of the JVM; by default from the host’s memory')),
				extraProperties: properties('schema-registry.properties'),
			},
			'a mapping of Schema Registry settings',
		),
		{},
	),
	'Schema Registry settings',
);
