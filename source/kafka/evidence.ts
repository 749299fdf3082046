import type {Cluster} from '../cluster/cluster.ts';
import {type Role, roles} from '../cluster/roles.ts';
import {type Command, rawCommand, sh} from '../core/command.ts';
import type {Host} from '../core/inventory.ts';
import {distributionOf, unitOf} from './distribution.ts';
import {metadataOf} from './metadata.ts';
import {sourceFile} from './roles/connect/files.ts';
import {sourcesOf} from './roles/connect/worker.ts';

/** Something that a host can say of how it is. `name` is a path without a root. */
export type EvidencePart = {
	readonly name: string;
	readonly command: Command;
	/** How secrets are hidden in it. */
	readonly kind: 'settings' | 'log';
};

/** The files of settings of a role. Those of passwords are not among them. */
function settingsOf(cluster: Cluster, host: Host, role: Role): readonly string[] {
	const {files} = distributionOf(cluster);
	switch (role) {
		case 'kafka':
			return [files.kafka];
		case 'schema-registry':
			return [files.schemaRegistry];
		case 'connect':
			return [files.worker, ...sourcesOf(cluster, host).map(({name}) => sourceFile(name))];
		default:
			return [metadataOf(cluster).settingsFile];
	}
}

/** So much of one part is taken, in bytes. */
const most = 4 * 1024 * 1024;
const bounded = (command: Command) => sh`{ ${command}; } 2>&1 | tail -c ${most}`;

const system = rawCommand(
	`uname -a; cat /etc/os-release; uptime; free -m; df -h; java -version; { dpkg-query -W 'confluent-*' || rpm -qa 'confluent-*'; } 2>/dev/null; systemctl --failed --no-pager`,
);

function ofRole(cluster: Cluster, host: Host, role: Role): readonly EvidencePart[] {
	const unit = unitOf(cluster, role);
	return [
		{
			name: `${unit}/state.txt`,
			command: bounded(sh`systemctl status --no-pager -n 0 ${unit}; systemctl show ${unit}`),
			kind: 'settings',
		},
		{name: `${unit}/unit.txt`, command: bounded(sh`systemctl cat ${unit}`), kind: 'settings'},
		{name: `${unit}/journal.txt`, command: bounded(sh`journalctl -u ${unit} -n 500 -o short-iso --no-pager`), kind: 'log'},
		...settingsOf(cluster, host, role).map(path => ({
			name: `${unit}/${path.split('/').at(-1)}`,
			command: bounded(sh`cat -- ${path}`),
			kind: 'settings' as const,
		})),
	];
}

/** What a host of a cluster is asked for, to see from elsewhere why something does not work. All of it reads. */
export function evidenceOf(cluster: Cluster, host: Host): readonly EvidencePart[] {
	return [
		{name: 'system.txt', command: bounded(system), kind: 'log'},
		{name: 'ports.txt', command: bounded(rawCommand('ss -ltn')), kind: 'log'},
		...roles.filter(({id}) => cluster.roles[id].includes(host.name)).flatMap(({id}) => ofRole(cluster, host, id)),
	];
}
