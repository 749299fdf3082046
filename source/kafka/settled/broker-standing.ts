import type {MetadataRole} from '../../cluster/roles.ts';
import {everyMetadata} from '../metadata.ts';
import {ownAddressIn} from '../own-address.ts';
import type {UnitState} from './standing.ts';

/** A broker of a host, by the settings that it runs with. */
export type BrokerStanding = UnitState & {
	readonly id: number | undefined;
	readonly dirs: readonly string[];
	/** The role that keeps its metadata. */
	readonly keeper: MetadataRole | undefined;
	/** `HOST:PORT` of those that do. */
	readonly metadata: readonly string[];
	readonly port: number | undefined;
	/** Where its own host reaches it. */
	readonly address: string;
};

export function brokerOf(settings: Readonly<Record<string, string>> | undefined, unit: UnitState): BrokerStanding | undefined {
	if (settings === undefined) return undefined;
	const number = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined);
	const list = (text: string | undefined) =>
		(text ?? '')
			.split(',')
			.map(one => one.trim())
			.filter(Boolean);
	const keeper = everyMetadata.find(one => one.isIn(settings));
	return {
		...unit,
		id: number(settings['broker.id'] ?? settings['node.id']),
		dirs: list(settings['log.dirs'] ?? settings['log.dir']),
		keeper: keeper?.role,
		metadata: keeper?.addressesIn(settings) ?? [],
		port: number(/:(\d+)$/.exec(list(settings.listeners)[0] ?? '')?.[1]),
		address: ownAddressIn(settings.listeners),
	};
}
