import type {Host} from '../core/inventory.ts';
import {file} from '../steps/file.ts';
import {brokers, registries} from './addresses.ts';
import type {Cluster, Source} from './cluster.ts';
import {files, hubDir, pluginsDir, secretsDir} from './layout.ts';
import {renderProperties} from './templates.ts';

/**
 * The sources of one Connect host. A standalone worker knows no other, so each source lives on one of them, or its rows
 * would come twice: they are dealt out in order.
 */
export function sourcesOf(cluster: Cluster, host: Host): readonly Source[] {
	const workers = cluster.roles.connect;
	return cluster.connect.sources.filter((_, index) => workers[index % workers.length] === host.name);
}

/** The worker's own file. It speaks of the registry above all, and is written with it. */
export function workerFile(cluster: Cluster) {
	const {dataDir, restPort, extraProperties, plugin} = cluster.connect;
	return file({
		id: 'worker',
		title: "Connect worker's configuration",
		path: files.worker,
		content: renderProperties(
			'connect-avro-standalone.properties',
			{
				cluster: cluster.name,
				bootstrapServers: brokers(cluster),
				registryUrls: registries(cluster),
				offsetsFile: `${dataDir}/connect.offsets`,
				pluginPath: 'hub' in plugin ? `${pluginsDir},${hubDir}` : pluginsDir,
				restPort,
				secretsDir,
			},
			extraProperties,
		),
	});
}
