import type {Cluster, Source} from '../../cluster/cluster.ts';
import {passwordOf} from '../../cluster/secrets.ts';
import {rawCommand} from '../../core/command.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context} from '../../core/plan.ts';
import {upload} from '../../host/files/upload.ts';
import {look} from '../../host/service/service-state.ts';
import {unitOf} from '../distribution.ts';
import {driverFile, passwordFile, secretsDir, sourceFile} from '../roles/connect/files.ts';
import {passwordStep, sourceStep} from '../roles/connect/sources.ts';
import type {ConnectMaterials} from '../roles/connect/stage.ts';
import {sourcesOf} from '../roles/connect/worker.ts';

/**
 * The sources of a worker that do not run as the file has them: that which runs with these very settings is proof enough, and
 * its database is asked nothing.
 */
export async function newSources(
	context: Context,
	cluster: Cluster,
	host: Host,
	{plugin, secret}: ConnectMaterials,
): Promise<readonly Source[]> {
	const sources = sourcesOf(cluster, host);
	if (sources.length === 0) return [];
	const {driver} = cluster.connect;
	const filesOf = ({name, password}: Source) => [
		sourceFile(name),
		...(password === undefined ? [] : [`${secretsDir}/${passwordFile(name)}`]),
	];
	const driverPath = driverFile(plugin.jars);
	const shared = driver === undefined ? [] : [driverPath];
	const state = await look(context, {
		unit: unitOf(cluster, 'connect'),
		files: [...sources.flatMap(filesOf), ...shared],
		answers: {command: rawCommand('true')},
	});
	if (!state.running || !state.recorded) return sources;
	const quiet: Context = {...context, note: () => {}, report: () => {}};
	const isStale = (path: string) => state.stale.includes(path);
	if (driver !== undefined) {
		const differs = await upload({id: 'driver', title: 'JDBC driver', source: driver, target: driverPath}).check(quiet);
		if (isStale(driverPath) || differs.length > 0) return sources;
	}
	const found = await Promise.all(
		sources.map(async source => {
			const password = passwordOf(source);
			const steps = [
				sourceStep(cluster, source),
				...(password === undefined ? [] : [passwordStep(cluster, source, () => secret(password))]),
			];
			const differ = await Promise.all(steps.map(step => step.check(quiet)));
			return filesOf(source).some(isStale) || differ.some(({length}) => length > 0) ? [source] : [];
		}),
	);
	return found.flat();
}
