import type {View} from '../file/view.ts';
import {pathText} from '../file/yaml-tree.ts';
import {type Role, roles} from '../roles.ts';
import {hostsOf} from './hosts.ts';

type Service = {readonly role: Role; readonly key: string; readonly fallback: number};

const services: readonly Service[] = roles.flatMap(({id, ports}) => ports.map(({key, fallback}) => ({role: id, key, fallback})));

/** Further ports of ZooKeeper that a property opens: the one that has it, and the one without which it is closed. */
const further: readonly {
	readonly what: string;
	readonly key: string;
	readonly fallback?: number;
	readonly opened?: {readonly key: string; readonly by: RegExp};
	readonly way: string;
}[] = [
	{
		what: "ZooKeeper's admin server",
		key: 'admin.serverPort',
		fallback: 8080,
		opened: {key: 'admin.enableServer', by: /^true$/},
		way: 'write admin.serverPort with a port that is free, or leave the admin server off',
	},
	{what: "ZooKeeper's listener for TLS", key: 'secureClientPort', way: 'write a port that is free'},
	{
		what: "ZooKeeper's metrics",
		key: 'metricsProvider.httpPort',
		fallback: 7000,
		opened: {key: 'metricsProvider.className', by: /\.PrometheusMetricsProvider$/},
		way: 'write metricsProvider.httpPort with a port that is free',
	},
];

function checkFurther(view: View): void {
	const property = (key: string) => view.text(['zookeeper', 'extraProperties', key])?.trim();
	const members = view.texts(['roles', 'zookeeper']).map(({value}) => value);
	for (const {what, key, fallback: usual, opened, way} of further) {
		if (opened !== undefined && !opened.by.test(property(opened.key) ?? '')) continue;
		const port = Number(property(key) ?? usual ?? Number.NaN);
		for (const {role, key: own, fallback} of services) {
			const shared = view.texts(['roles', role]).find(({value}) => members.includes(value));
			if (shared === undefined || (view.integer([role, own]) ?? fallback) !== port) continue;
			view.report(
				['zookeeper', 'extraProperties', property(key) === undefined ? opened!.key : key],
				`${what} takes port ${port}, which is ${role}.${own} on ${shared.value}`,
				way,
			);
		}
	}
}

/** Two services of one host on one port, and a service on the port of SSH. */
export function checkPorts(view: View): void {
	checkFurther(view);
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
