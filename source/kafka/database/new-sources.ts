import {isDeepStrictEqual} from 'node:util';
import type {Cluster, Source} from '../../cluster/cluster.ts';
import {passwordOf} from '../../cluster/secrets.ts';
import {rawCommand} from '../../core/command.ts';
import type {Change} from '../../core/events.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context} from '../../core/plan.ts';
import {upload} from '../../host/files/upload.ts';
import {look} from '../../host/service/service-state.ts';
import {unitOf} from '../distribution.ts';
import {driverFile, passwordFile, secretsDir, sourceFile} from '../roles/connect/files.ts';
import {tableSettings, tablesIn} from '../roles/connect/source-tables.ts';
import {passwordStep, sourceStep} from '../roles/connect/sources.ts';
import type {ConnectMaterials} from '../roles/connect/stage.ts';
import {sourcesOf} from '../roles/connect/worker.ts';
import {settingsIn} from '../settings.ts';

/** A source to be looked at; `kept`: the host has it with these settings already, and it may only be stopped. */
export type Candidate = {readonly source: Source; readonly kept: boolean};

/** A source's file with the tables in one form, and all else as it is. */
function withTables(text: string): unknown {
	const settings = settingsIn(text);
	if (settings === undefined) return text;
	const others = Object.entries(settings).filter(([key]) => !tableSettings.some(one => one === key));
	return [Object.fromEntries(others), tablesIn(settings).map(({place, name}) => [...place, name].join('.'))];
}

/** Whether a file gets another content; its owner and mode are no matter of the database. */
function differs(changes: readonly Change[]): boolean {
	return changes.some(({puts, before, after}) => {
		if (puts === undefined) return false;
		return before === undefined || after === undefined || !isDeepStrictEqual(withTables(before), withTables(after));
	});
}

/**
 * The sources of a worker that do not run as the file has them: that which runs with these very settings is proof enough, and
 * its database is asked nothing.
 */
export async function newSources(
	context: Context,
	cluster: Cluster,
	host: Host,
	{plugin, secret}: ConnectMaterials,
): Promise<readonly Candidate[]> {
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
	if (!state.recorded) return sources.map(source => ({source, kept: false}));
	const runs = state.running;
	const quiet: Context = {...context, note: () => {}, report: () => {}};
	const isStale = (path: string) => runs && state.stale.includes(path);
	const newDriver =
		driver !== undefined &&
		(isStale(driverPath) ||
			differs(await upload({id: 'driver', title: 'JDBC driver', source: driver, target: driverPath}).check(quiet)));
	const found = await Promise.all(
		sources.map(async (source): Promise<readonly Candidate[]> => {
			const password = passwordOf(source);
			const steps = [
				sourceStep(cluster, source),
				...(password === undefined ? [] : [passwordStep(cluster, source, () => secret(password))]),
			];
			const all = await Promise.all(steps.map(step => step.check(quiet)));
			const kept = !newDriver && !all.some(differs);
			return runs && kept && !filesOf(source).some(isStale) ? [] : [{source, kept}];
		}),
	);
	return found.flat();
}
