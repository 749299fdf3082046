import type {Cluster} from '../../cluster/cluster.ts';
import type {RoleLogs} from '../../cluster/roles/logs.ts';
import {type Role, roleOf} from '../../cluster/roles.ts';
import {versionOf} from '../../cluster/versions.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {file} from '../../host/files/file.ts';
import {remark} from '../../host/remarks.ts';
import {renderProperties, renderYaml} from '../templates.ts';
import {superseded} from './superseded.ts';

/** What the two kinds of Log4j call their configuration, and how a JVM is told of one. */
const kinds = {
	log4j: {name: 'log4j.properties', option: '-Dlog4j.configuration=file:', render: renderProperties},
	log4j2: {name: 'log4j2.yaml', option: '-Dlog4j2.configurationFile=', render: renderYaml},
} as const;

const kindOf = (cluster: Cluster) => kinds[versionOf(cluster).logging];

/** Our configuration, beside the packages' own. */
export const logConfigurationPath = (cluster: Cluster, role: Role) => `/etc/kafka/kafka-setup-${role}-${kindOf(cluster).name}`;

const log4jOptions = (cluster: Cluster, role: Role, path: string) => ({
	[`${roleOf(role).logs.script.prefix}_LOG4J_OPTS`]: `${kindOf(cluster).option}${path}`,
});

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
		...log4jOptions(cluster, role, logConfigurationPath(cluster, role)),
		...gcOptions(logs),
	};
}

/**
 * The configuration of a service's logs, which its drop-in names. Where there was none of ours yet, it says what of the
 * operator's own it takes the place of.
 */
export function logConfiguration(cluster: Cluster, role: Role, dropIn: string): ConvergeStep {
	const {unit, logs} = roleOf(role);
	const {name, render} = kindOf(cluster);
	const packaged = `${logs.packaged}${name}`;
	const own = log4jOptions(cluster, role, packaged);
	const written = file({
		id: 'log-configuration',
		title: 'Log configuration',
		path: logConfigurationPath(cluster, role),
		content: render(name, {
			cluster: cluster.name,
			unit,
			variable: Object.keys(own)[0],
			property: logs.script.property,
			pattern: logs.pattern,
			files: logs.files.map(log => ({...log, name: log.file.replace(/\.log$/, '')})),
		}),
	});
	return {
		...written,
		async check(context) {
			const changes = await written.check(context);
			const isNew = changes.some(({before, after}) => before === undefined && after !== undefined);
			const variables = Object.keys(logEnvironment(cluster, role));
			const lost = isNew ? await superseded(context, {unit, dropIn, variables, packaged, own}) : [];
			for (const one of lost) remark(context, one);
			return changes;
		},
	};
}
