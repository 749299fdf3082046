import type {View} from '../file/view.ts';
import {pathText} from '../file/yaml-tree.ts';
import type {Role} from '../roles.ts';
import {checkFurtherPorts} from './further-ports.ts';
import {hostsOf} from './hosts.ts';
import {type Service, services} from './services.ts';

/** Two services of one host on one port, and a service on the port of SSH. */
export function checkPorts(view: View): void {
	checkFurtherPorts(view);
	const hosts = hostsOf(view);
	const members = (role: Role) => view.texts(['roles', role]).map(member => member.value);
	const portOf = ({role, key, fallback}: Service) => view.integer([role, key]) ?? fallback;
	const given = ({role, key}: Service) => view.at([role, key]) !== undefined;
	for (const [index, service] of services.entries()) {
		const path = [service.role, service.key];
		const name = pathText(path);
		for (const other of services.slice(0, index)) {
			const host = members(service.role).find(member => members(other.role).includes(member));
			if (host === undefined || portOf(service) !== portOf(other)) continue;
			const otherName = `${other.role}.${other.key}`;
			view.report(
				given(service) ? path : [other.role, other.key],
				`${otherName} and ${name} are both ${portOf(service)}, and ${host} has both services`,
				'two services of one host need two ports',
			);
		}
		const ssh = hosts.find(
			({value}) =>
				members(service.role).includes(value.name) && portOf(service) === (value.port ?? view.integer(['ssh', 'port']) ?? 22),
		);
		if (ssh !== undefined) {
			view.report(
				given(service) ? path : ssh.path,
				`${name} is ${portOf(service)}, the SSH port of ${ssh.value.name}`,
				'give the service another port',
			);
		}
	}
}
