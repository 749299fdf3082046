import {networkIn} from '../../core/networks.ts';
import type {View} from '../file/view.ts';
import {hostsOf} from './hosts.ts';
import {propertyOn} from './property-on.ts';
import {services} from './services.ts';

/** Further ports of ZooKeeper that a property opens: the one that has it, and the one without which it is closed. */
const further: readonly {
	readonly what: string;
	readonly key: string;
	readonly fallback?: number;
	/** The property of the address on which it listens; without it on all of them. */
	readonly address: string;
	readonly opened?: {readonly key: string; readonly by: RegExp};
	readonly way: string;
}[] = [
	{
		what: "ZooKeeper's admin server",
		key: 'admin.serverPort',
		fallback: 8080,
		address: 'admin.serverAddress',
		opened: {key: 'admin.enableServer', by: /^true$/},
		way: 'write admin.serverPort with a port that is free, or leave the admin server off',
	},
	{
		what: "ZooKeeper's listener for TLS",
		key: 'secureClientPort',
		address: 'secureClientPortAddress',
		way: 'write a port that is free',
	},
	{
		what: "ZooKeeper's metrics",
		key: 'metricsProvider.httpPort',
		fallback: 7000,
		address: 'metricsProvider.httpHost',
		opened: {key: 'metricsProvider.className', by: /\.PrometheusMetricsProvider$/},
		way: 'write metricsProvider.httpPort with a port that is free',
	},
];

/** An address in one form; undefined for all of them. A name is kept as it is: what it stands for is not known here. */
function addressIn(text = ''): string | undefined {
	const bare = text.trim().replace(/^\[(.*)\]$/, '$1');
	if (bare === '' || bare === '0.0.0.0' || bare === '::') return undefined;
	return bare.toLowerCase() === 'localhost' ? '127.0.0.1' : (networkIn(bare) ?? bare);
}

/** A further port of ZooKeeper on that of another service, where both may be on one address. */
export function checkFurtherPorts(view: View): void {
	const members = view.texts(['roles', 'zookeeper']).map(({value}) => value);
	const hosts = hostsOf(view).filter(({value}) => members.includes(value.name));
	for (const {value: host, path} of hosts) {
		const [, index] = path as readonly [string, number];
		const property = (key: string) => propertyOn(view, 'zookeeper', index, key);
		const bind = view.text(['hosts', index, 'bind']);
		for (const {what, key, fallback: usual, address, opened, way} of further) {
			if (opened !== undefined && !opened.by.test(property(opened.key)?.value ?? '')) continue;
			const port = Number(property(key)?.value ?? usual ?? Number.NaN);
			const own = addressIn(property(address)?.value);
			for (const {role, key: other, fallback, local} of services) {
				const isThere = view.texts(['roles', role]).some(({value}) => value === host.name);
				if (!isThere || (view.integer([role, other]) ?? fallback) !== port) continue;
				const its = addressIn(local ? 'localhost' : bind);
				if (own !== undefined && its !== undefined && own !== its) continue;
				const {path} = property(key) ?? property(opened!.key)!;
				view.report(path, `${what} takes port ${port}, which is ${role}.${other} on ${host.name}`, way);
			}
		}
	}
}
