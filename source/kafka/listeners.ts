import type {Cluster} from '../cluster/cluster.ts';
import type {Host} from '../core/inventory.ts';

/** Where a broker listens, and what it tells clients and other brokers to connect to. */
export type Listener = {
	readonly name: string;
	readonly protocol: 'PLAINTEXT';
	readonly port: number;
	readonly advertised: string;
};

/** The one listener of every broker. */
const plain = {name: 'PLAINTEXT', protocol: 'PLAINTEXT'} as const;

export const listenersOf = ({kafka}: Cluster, {name}: Pick<Host, 'name'>): readonly Listener[] => [
	{...plain, port: kafka.port, advertised: name},
];

/** As `listeners` of server.properties has them. */
export const boundTo = (listeners: readonly Listener[]): string =>
	listeners.map(({name, port}) => `${name}://:${port}`).join(',');

/** As `advertised.listeners` has them. */
export const advertisedAs = (listeners: readonly Listener[]): string =>
	listeners.map(({name, advertised, port}) => `${name}://${advertised}:${port}`).join(',');

/** What clients that take a scheme write before the addresses of brokers. */
export const clientScheme = `${plain.protocol}://`;
