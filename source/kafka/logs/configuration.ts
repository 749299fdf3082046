import type {Cluster} from '../../cluster/cluster.ts';
import type {RoleLogs} from '../../cluster/roles/logs.ts';
import {type Role, roleOf} from '../../cluster/roles.ts';
import {versionOf} from '../../cluster/versions.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {file} from '../../host/files/file.ts';
import {remark} from '../../host/remarks.ts';
import {unitOf} from '../distribution.ts';
import {superseded} from './superseded.ts';
import {kinds, log4jVariable, logText} from './text.ts';

const kindOf = (cluster: Cluster) => kinds[versionOf(cluster).logging];

/** Our configuration, beside the packages' own. */
export const logConfigurationPath = (cluster: Cluster, role: Role) => `/etc/kafka/kafka-setup-${role}-${kindOf(cluster).file}`;

/** The JVM's own log, which its start script would let grow to 10 × 100 MB. */
function gcOptions({directory, script, gc}: RoleLogs): Readonly<Record<string, string>> {
	if (gc === undefined) return {};
	const {file, kept, mb} = gc;
	return {[`${script.prefix}_GC_LOG_OPTS`]: `-Xlog:gc*:file=${directory}/${file}:time,tags:filecount=${kept},filesize=${mb}M`};
}

/** What the start script of a service is told of its logs. */
export function logEnvironment(cluster: Cluster, role: Role): Readonly<Record<string, string>> {
	const {logs} = roleOf(role);
	return {
		LOG_DIR: logs.directory,
		[log4jVariable(role)]: `${kindOf(cluster).option}${logConfigurationPath(cluster, role)}`,
		...gcOptions(logs),
	};
}

/**
 * The configuration of a service's logs, which its drop-in names. Where there was none of ours yet, it says what of the
 * operator's own it takes the place of.
 */
export function logConfiguration(cluster: Cluster, role: Role, dropIn: string): ConvergeStep {
	const {logs} = roleOf(role);
	const kind = kindOf(cluster);
	const packaged = `${logs.packaged}${kind.file}`;
	const written = file({
		id: 'log-configuration',
		title: 'Log configuration',
		path: logConfigurationPath(cluster, role),
		content: logText(cluster, role, versionOf(cluster).logging),
	});
	const question = {
		unit: unitOf(cluster, role),
		dropIn,
		variables: Object.keys(logEnvironment(cluster, role)),
		packaged,
		own: `${log4jVariable(role)}=${kind.option}${packaged}`,
	};
	return {
		...written,
		async check(context) {
			const changes = await written.check(context);
			const isNew = changes.some(({before, after}) => before === undefined && after !== undefined);
			for (const one of isNew ? await superseded(context, question) : []) remark(context, one);
			return changes;
		},
	};
}
