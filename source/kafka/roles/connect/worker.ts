import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {ownProperties} from '../../../cluster/properties.ts';
import type {Host} from '../../../core/inventory.ts';
import {brokers, registries, workerAddress} from '../../addresses.ts';
import {distributionOf} from '../../distribution.ts';
import {serviceSettings} from '../../service-settings.ts';
import {renderProperties} from '../../templates.ts';
import {offsetsFile, secretsDir} from './files.ts';
import {loginFile, restExtension} from './rest-login.ts';

/**
 * The worker of each source, by its name. A standalone worker knows no other, so each source lives on one of them, or its
 * rows would come twice. A source stays where its offsets are; a new one goes to the worker that has the fewest.
 */
export function workersOf({roles, connect}: Cluster): ReadonlyMap<string, string> {
	const assigned = new Map(
		connect.sources.flatMap(({name}) => {
			const worker = connect.workerOf[name];
			return worker !== undefined && roles.connect.includes(worker) ? [[name, worker] as const] : [];
		}),
	);
	for (const {name} of connect.sources) {
		if (assigned.has(name)) continue;
		const load = (worker: string) => [...assigned.values()].filter(one => one === worker).length;
		const [first, ...rest] = roles.connect;
		if (first === undefined) break;
		assigned.set(
			name,
			rest.reduce((fewest, worker) => (load(worker) < load(fewest) ? worker : fewest), first),
		);
	}
	return assigned;
}

/** The sources of one Connect host, in the order of the file. */
export function sourcesOf(cluster: Cluster, host: Host): readonly Source[] {
	const workers = workersOf(cluster);
	return cluster.connect.sources.filter(({name}) => workers.get(name) === host.name);
}

/** Where there is no registry for the schemas, each record has its own beside it. */
export const hasRegistry = ({roles}: Pick<Cluster, 'roles'>): boolean => roles['schema-registry'].length > 0;

function convertersOf(cluster: Cluster): readonly (readonly [key: string, value: string])[] {
	const [name, setting, value] = hasRegistry(cluster)
		? ['io.confluent.connect.avro.AvroConverter', 'schema.registry.url', registries(cluster)]
		: ['org.apache.kafka.connect.json.JsonConverter', 'schemas.enable', 'true'];
	return ['key', 'value'].flatMap(part => [
		[`${part}.converter`, name!],
		[`${part}.converter.${setting}`, value!],
	]);
}

const overridesClient = (key: string) => /^(?:producer|consumer|admin)\.override\./.test(key);

/**
 * Whether a connector may set how its clients log in, and so what they load (CVE-2023-25194): `All` is Kafka's default
 * (KIP-722), and stays where a source of the file does.
 */
const overridePolicy = (sources: readonly Source[]): 'All' | 'None' =>
	sources.some(({extraProperties}) => Object.keys(extraProperties).some(overridesClient)) ? 'All' : 'None';

/** The worker's own file. It speaks of the registry above all, and is written with it. */
export function workerFile(cluster: Cluster, host: Host) {
	const {dataDir, restPort, extraProperties, plugin} = cluster.connect;
	const {files, pluginsDir, hubDir} = distributionOf(cluster);
	return serviceSettings(cluster, 'connect', {
		id: 'worker',
		title: "Connect worker's configuration",
		path: files.worker,
		content: renderProperties(
			'connect-avro-standalone.properties',
			{
				cluster: cluster.name,
				bootstrapServers: brokers(cluster),
				converters: convertersOf(cluster),
				offsetsFile: offsetsFile(dataDir),
				pluginPath: 'hub' in plugin ? `${pluginsDir},${hubDir}` : pluginsDir,
				address: workerAddress,
				restPort,
				login: loginFile,
				extension: restExtension,
				secretsDir,
				overridePolicy: overridePolicy(sourcesOf(cluster, host)),
			},
			{extra: extraProperties, own: ownProperties(cluster, host.name, 'connect')},
		),
		remarks: () =>
			hasRegistry(cluster) ? [] : ['there is no Schema Registry: Connect writes its records as JSON, each with its schema'],
	});
}
