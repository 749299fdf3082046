import type {Cluster} from '../../cluster/cluster.ts';
import {type Role, roleOf} from '../../cluster/roles.ts';
import type {PlatformVersion} from '../../cluster/versions.ts';
import {renderProperties, renderYaml} from '../templates.ts';

/** What the two kinds of Log4j call their configuration, and how a JVM is told of one. */
export const kinds = {
	log4j: {file: 'log4j.properties', option: '-Dlog4j.configuration=file:', render: renderProperties},
	log4j2: {file: 'log4j2.yaml', option: '-Dlog4j2.configurationFile=', render: renderYaml},
} as const;

/** The variable by which a start script is told which configuration it is. */
export const log4jVariable = (role: Role) => `${roleOf(role).logs.script.prefix}_LOG4J_OPTS`;

/** The configuration of a service's logs. */
export function logText({name}: Pick<Cluster, 'name'>, role: Role, logging: PlatformVersion['logging']): string {
	const {unit, logs} = roleOf(role);
	const {file, render} = kinds[logging];
	return render(file, {
		cluster: name,
		unit,
		variable: log4jVariable(role),
		property: logs.script.property,
		pattern: logs.pattern,
		files: logs.files.map(log => ({...log, name: log.file.replace(/\.log$/, '')})),
	});
}
