import type {Cluster} from './cluster.ts';
import {directoryDoubts} from './directory-doubts.ts';
import {urlDoubt} from './jdbc-url-doubts.ts';
import {rackOf} from './properties.ts';
import {propertyDoubts} from './property-doubts.ts';
import {usualReplication} from './replication.ts';
import {roles} from './roles.ts';
import {placeOf, topicOf} from './tables.ts';

/** Below it only root may listen, unless the kernel or the unit is told otherwise. */
const firstFree = 1024;

function lowPorts(cluster: Cluster): readonly string[] {
	return roles.flatMap(({id, ports}) =>
		cluster.roles[id].length === 0
			? []
			: ports.flatMap(({key}) => {
					const port = (cluster[id] as unknown as Readonly<Record<string, number>>)[key]!;
					if (port >= firstFree) return [];
					return `${id}.${key} is ${port}: below ${firstFree} only root may listen, and the services do not run as root. Take one from ${firstFree} on, or let the hosts allow it (net.ipv4.ip_unprivileged_port_start)`;
				}),
	);
}

function racks(cluster: Cluster): readonly string[] {
	const {kafka} = cluster.roles;
	const without = kafka.filter(name => rackOf(cluster, name) === undefined);
	if (without.length > 0 && without.length < kafka.length) {
		return [
			`${without.join(', ')} ${without.length === 1 ? 'has' : 'have'} no rack: Kafka spreads copies over racks only where every broker has one`,
		];
	}
	const names = new Set(kafka.map(name => rackOf(cluster, name) ?? cluster.kafka.extraProperties['broker.rack']));
	const [rack] = names;
	if (kafka.length < 2 || names.size > 1 || rack === undefined) return [];
	return [`all brokers are in the rack ${rack}: that spreads no copies. Set rack of each host to where it stands`];
}

/** As many copies in sync as there are: then no broker may be down. */
function minimum(cluster: Cluster): readonly string[] {
	const {roles: members, kafka} = cluster;
	const usual = usualReplication(members.kafka.length);
	const number = (key: string, usual: number) => {
		const text = kafka.extraProperties[key]?.trim() ?? '';
		return /^\d{1,5}$/.test(text) ? Number(text) : usual;
	};
	const copies = number('default.replication.factor', usual.replicationFactor);
	const inSync = number('min.insync.replicas', usual.minInSync);
	if (inSync > copies && copies > 0) {
		return [
			`min.insync.replicas ${inSync} with ${copies} ${copies === 1 ? 'copy' : 'copies'} of each record: no producer with acks=all can write to topics that ask for no more copies`,
		];
	}
	if (copies < 2 || inSync < copies) return [];
	return [
		`min.insync.replicas ${inSync} with ${copies} copies of each record: while one broker is down or restarted, producers with acks=all cannot write`,
	];
}

/** The connector looks in one schema or in all: whether it finds whole names depends on what the driver says of catalogs. */
const places = ({connect}: Cluster): readonly string[] =>
	connect.sources.flatMap(source => {
		const all = new Set(source.tables.map(table => Object.values(placeOf(source, table)).join('.')));
		if (all.size < 2) return [];
		const named = [...all].map(place => (place === '' ? 'none' : place)).join(', ');
		return [
			`the tables of source ${source.name} name several schemas (${named}): with some drivers the connector finds none of those. A new source for each schema is sure to find them, and begins with the first row`,
		];
	});

const urls = ({connect}: Cluster): readonly string[] =>
	connect.sources.flatMap(({name, url}) => {
		const doubt = urlDoubt(url);
		return doubt === undefined ? [] : [`the URL of source ${name} ${doubt}`];
	});

const topics = ({connect}: Cluster): readonly string[] =>
	connect.sources.flatMap(source => {
		const own = source.tables.map(table => topicOf(source, table)).filter(topic => topic.startsWith('__'));
		if (own.length === 0 || 'transforms' in source.extraProperties) return [];
		return [`source ${source.name} writes into ${own.join(', ')}: topics of Kafka's own begin with __, and tools hide such`];
	});

/** What works, and few would want. */
export const doubtsOf = (cluster: Cluster): readonly string[] => [
	...lowPorts(cluster),
	...racks(cluster),
	...minimum(cluster),
	...places(cluster),
	...urls(cluster),
	...topics(cluster),
	...propertyDoubts(cluster),
	...directoryDoubts(cluster),
];
