import {checkArchives} from '../checks/archives.ts';
import {checkBind} from '../checks/bind.ts';
import {checkClients} from '../checks/clients.ts';
import {checkDirectories} from '../checks/directories.ts';
import {checkExtraProperties} from '../checks/extra-properties.ts';
import {checkHeaps} from '../checks/heaps.ts';
import {checkHosts} from '../checks/hosts.ts';
import {checkJava} from '../checks/java.ts';
import {checkMetadata} from '../checks/metadata.ts';
import {checkPorts} from '../checks/ports.ts';
import {checkPropertyValues} from '../checks/property-values.ts';
import {checkRoles} from '../checks/roles.ts';
import {checkSources} from '../checks/sources.ts';
import {checkTexts} from '../checks/texts.ts';
import type {Cluster} from '../cluster.ts';
import {type ClusterFile, clusterFile} from '../schema/schema.ts';
import {complete} from './complete.ts';
import {reportIssue} from './issues.ts';
import {ClusterFileError} from './problems.ts';
import {placer, type Report} from './source-text.ts';
import {type View, viewOf} from './view.ts';
import {readYaml} from './yaml-file.ts';
import type {Path} from './yaml-tree.ts';

type Check = (view: View) => void;

/** They say more of a place than the schema could. */
const before: readonly Check[] = [checkTexts, checkExtraProperties, checkClients, checkBind];
const after: readonly Check[] = [
	checkHosts,
	checkRoles,
	checkArchives,
	checkMetadata,
	checkJava,
	checkPorts,
	checkPropertyValues,
	checkHeaps,
	checkDirectories,
	checkSources,
];

/**
 * Reads the text of a cluster file. Paths in it stay as they are written.
 * @throws ClusterFileError with everything that is wrong, each with its place.
 */
export function parseCluster(text: string, fileName: string): Cluster {
	const file = readYaml(text);
	const reports: Report[] = [...file.problems];
	const place = placer(text, file.covered, file.value === undefined);
	const fail = (): never => {
		throw new ClusterFileError(fileName, reports.map(place));
	};
	if (file.value === undefined) return fail();
	const reported = new Set<string>();
	const report = (path: Path, message: string, hint?: string, on: 'key' | 'value' = 'value', about = path) => {
		const key = JSON.stringify(path);
		if (reported.has(key)) return;
		reported.add(key);
		reports.push({offset: file.offsetOf(path, on), message, hint, about});
	};
	const view = viewOf(file.value, report);
	for (const check of before) check(view);
	const result = clusterFile.safeParse(file.value);
	for (const issue of result.error?.issues ?? []) reportIssue(view, issue, issue.path as Path);
	for (const check of after) check(view);
	if (reports.length > 0 || !result.success) return fail();
	return complete(result.data as unknown as ClusterFile);
}
