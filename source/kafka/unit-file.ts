import type {Cluster} from '../cluster/cluster.ts';
import {type Role, roleOf} from '../cluster/roles.ts';
import type {ConvergeStep} from '../core/plan.ts';
import {file} from '../host/files/file.ts';
import {distributionOf, unitOf} from './distribution.ts';
import {launcher} from './platform/layout.ts';
import {renderUnit} from './templates.ts';

const pathOf = (cluster: Cluster, role: Role) => `/etc/systemd/system/${unitOf(cluster, role)}.service`;

/** The files of ours that decide how a role is started: none where a package brings them. */
export const unitFiles = (cluster: Cluster, role: Role): readonly string[] =>
	distributionOf(cluster).ownUnits[role] === undefined
		? []
		: [pathOf(cluster, role), ...(cluster.platform.source === undefined ? [] : [launcher])];

/** The unit file of a role, where no package brings it. @param settings the arguments of its start script */
export function unitFile(cluster: Cluster, role: Role, settings: readonly string[]): readonly ConvergeStep[] {
	const {ownUnits, users, group, bin, documentation} = distributionOf(cluster);
	const [why, how] = [ownUnits[role], roleOf(role).start];
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
