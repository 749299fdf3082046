import {type Cluster, isCombined} from '../cluster/cluster.ts';
import {brokerListener, controllerListener} from '../cluster/listener-names.ts';
import type {Host} from '../core/inventory.ts';
import {beforePort} from './own-address.ts';

/** Where a broker listens, and what it tells clients and other brokers to connect to. */
export type Listener = {
	readonly name: string;
	readonly protocol: 'PLAINTEXT';
	readonly port: number;
	readonly advertised: string;
};

/** The listener for clients and other brokers. */
const plain = {name: brokerListener, protocol: 'PLAINTEXT'} as const;

/** Those of a broker; one that is a controller as well has its listener too. */
export const listenersOf = (cluster: Cluster, {name}: Pick<Host, 'name'>): readonly Listener[] => [
	{...plain, port: cluster.kafka.port, advertised: name},
	...(isCombined(cluster, name)
		? [{...plain, name: controllerListener, port: cluster.controller.port, advertised: name} as const]
		: []),
];

/**
 * As `listeners` of server.properties has them on a host: on one address where the file says so, else on all. Never by its name
 * alone, which may lead to the loopback address on the host itself.
 */
export const boundTo = (listeners: readonly Pick<Listener, 'name' | 'port'>[], {bind = ''}: Pick<Host, 'bind'>): string =>
	listeners.map(({name, port}) => `${name}://${beforePort(bind)}:${port}`).join(',');

/** As `advertised.listeners` has them. */
export const advertisedAs = (listeners: readonly Listener[]): string =>
	listeners.map(({name, advertised, port}) => `${name}://${advertised}:${port}`).join(',');

/** What clients that take a scheme write before the addresses of brokers. */
export const clientScheme = `${plain.protocol}://`;
