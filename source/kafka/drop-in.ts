import {dirname} from 'node:path/posix';
import type {Cluster} from '../cluster/cluster.ts';
import type {Role} from '../cluster/roles.ts';
import type {ConvergeStep} from '../core/plan.ts';
import {within} from '../core/system-directories.ts';
import {directory} from '../host/files/directory.ts';
import {file} from '../host/files/file.ts';
import {startRecord} from '../host/service/service.ts';
import {unitOf} from './distribution.ts';
import {heapOf} from './heap.ts';
import {logConfiguration, logConfigurationPath, logEnvironment} from './logs/configuration.ts';
import {lostFolder, lostFolderText} from './overriding.ts';
import {renderUnit, Verbatim} from './templates.ts';
import {cacheOf, mayLoadLibraries} from './unit-cache.ts';
import {unitPath} from './unit-path.ts';

type DropIn = {
	readonly service: Role;
	readonly heap: string | undefined;
	/**
	 * The variable of the start script that is ours, and no operator's: the heap stands in the cluster file. What is in
	 * `KAFKA_OPTS`, such as an agent or a `java.io.tmpdir` of their own, comes later in the JVM's command line, and wins.
	 */
	readonly heapVariable: string;
	/** Further options of the JVM. */
	readonly options?: string;
	/** The files that the process reads at its start. */
	readonly files: readonly string[];
	readonly dataDirs?: readonly string[];
	/** The mount points that these are on, other than the root. */
	readonly mounts?: readonly string[];
	/** Units that it needs while it stops, such as the one that keeps the metadata, for a broker that hands over its partitions. */
	readonly after?: readonly string[];
	readonly restartSeconds: number;
	/** How long a stop may take until systemd kills the process; 180 as Confluent's own units have it. */
	readonly stopSeconds?: number;
};

/** What templates/hardening.conf.eta makes read-only: by ProtectSystem=full, and by ProtectHome=read-only (systemd.exec). */
const readOnly = ['/usr', '/boot', '/efi', '/etc', '/home', '/root'];

export const dropInPath = (unit: string) => `/etc/systemd/system/${unit}.service.d/kafka-setup.conf`;

/** Everything that decides how a service runs: its own settings, how it logs, and the drop-in. */
export const startFiles = (cluster: Cluster, {service, files}: Pick<DropIn, 'service' | 'files'>) => [
	...files,
	logConfigurationPath(cluster, service),
	dropInPath(unitOf(cluster, service)),
];

/**
 * What a packaged unit lacks: restart, limits, heap, mounts, logs with a bound, a record of what it was started with, and
 * bounds for a service that was broken into (`systemd-analyze security`). They leave it whatever a running cluster may use:
 * its data wherever that is, files that a plug-in writes elsewhere, ports below 1024 by a capability of an own drop-in.
 */
export function dropIn(cluster: Cluster, spec: DropIn): readonly ConvergeStep[] {
	const unit = unitOf(cluster, spec.service);
	const path = dropInPath(unit);
	const settings = file({
		id: 'unit',
		title: 'Unit settings',
		path,
		content: ({facts, host}) =>
			renderUnit('drop-in.conf', {
				cluster: cluster.name,
				dataDirs: spec.dataDirs ?? [],
				mounts: (spec.mounts ?? []).map(mount => unitPath(mount, host.name)),
				after: (spec.after ?? []).map(unit => `${unit}.service`),
				heapVariable: spec.heapVariable,
				heap: heapOf(spec.service, spec.heap, facts),
				cache: cacheOf(unit),
				options: spec.options,
				logs: Object.entries(logEnvironment(cluster, spec.service)),
				startRecord: new Verbatim(startRecord(unit, startFiles(cluster, spec))),
				restartSeconds: spec.restartSeconds,
				stopSeconds: spec.stopSeconds ?? 180,
				// Kafka's documentation asks for 100000 at least; each log segment holds open files.
				openFiles: spec.service === 'kafka' ? 1_000_000 : 100_000,
				writable: (spec.dataDirs ?? []).filter(path => readOnly.some(parent => within(path, parent))),
				hardening: new Verbatim(renderUnit('hardening.conf', {})),
			}),
	});
	return [
		logConfiguration(cluster, spec.service, path),
		directory({id: 'unit-folder', title: 'Folder of unit settings', path: dirname(path)}),
		{
			...settings,
			async check(context) {
				const [changes, other] = await Promise.all([settings.check(context), lostFolder(context, path, spec.heapVariable)]);
				if (changes.length > 0) await mayLoadLibraries(context);
				const {name} = context.host;
				if (other !== undefined) context.note(lostFolderText(other, name, spec.heapVariable, `${spec.service}.heap`, unit));
				return changes;
			},
		},
	];
}
