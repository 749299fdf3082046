import type {Cluster} from '../cluster/cluster.ts';
import type {Role} from '../cluster/roles.ts';
import type {ConvergeStep} from '../core/plan.ts';
import {file} from '../host/files/file.ts';
import {distributionOf, unitOf} from './distribution.ts';
import {launcher} from './platform/layout.ts';
import {renderUnit} from './templates.ts';

type Starts = {readonly what: string; readonly script: string; readonly user: 'kafka' | 'connect'};

/** How each role is started, where its unit file is ours. */
const starts: Readonly<Partial<Record<Role, Starts>>> = {
	controller: {what: 'Apache Kafka - KRaft controller', script: 'kafka-server-start', user: 'kafka'},
	zookeeper: {what: 'Apache Kafka - ZooKeeper', script: 'zookeeper-server-start', user: 'kafka'},
	kafka: {what: 'Apache Kafka - broker', script: 'kafka-server-start', user: 'kafka'},
	connect: {what: 'Apache Kafka Connect - standalone', script: 'connect-standalone', user: 'connect'},
};

const pathOf = (cluster: Cluster, role: Role) => `/etc/systemd/system/${unitOf(cluster, role)}.service`;

/** The files of ours that decide how a role is started: none where a package brings them. */
export const unitFiles = (cluster: Cluster, role: Role): readonly string[] =>
	distributionOf(cluster).ownUnits[role] === undefined
		? []
		: [pathOf(cluster, role), ...(cluster.platform.source === undefined ? [] : [launcher])];

/** The unit file of a role, where no package brings it. @param settings the arguments of its start script */
export function unitFile(cluster: Cluster, role: Role, settings: readonly string[]): readonly ConvergeStep[] {
	const {ownUnits, users, group, bin, documentation} = distributionOf(cluster);
	const [why, how] = [ownUnits[role], starts[role]];
	if (why === undefined || how === undefined) return [];
	const values = {
		cluster: cluster.name,
		why,
		what: how.what,
		documentation,
		user: users[how.user],
		group,
		command: [`${bin}/${how.script}`, ...settings],
	};
	return [file({id: 'service', title: 'Unit', path: pathOf(cluster, role), content: renderUnit('service', values)})];
}
