import {rawCommand} from '../../../core/command.ts';
import type {Member, Metadata, MetadataStanding} from '../../metadata.ts';
import {ownAddressIn} from '../../own-address.ts';
import type {Settings} from '../../settings.ts';
import type {Found} from '../../settled/look.ts';
import type {UnitState} from '../../settled/standing.ts';

const list = (text: string | undefined): readonly string[] =>
	(text ?? '')
		.split(',')
		.map(one => one.trim())
		.filter(Boolean);

/** A voter as `ID@HOST:PORT`. */
function membersIn(settings: Settings | undefined): readonly Member[] {
	return list(settings?.['controller.quorum.voters']).flatMap(text => {
		const [, id, host] = /^(\d{1,10})@([A-Za-z0-9.-]+):\d{1,5}$/.exec(text) ?? [];
		return host === undefined ? [] : [{id: Number(id), host}];
	});
}

/** Where settings say that the controllers are: `HOST:PORT`. */
export const addressesIn = (settings: Settings): readonly string[] =>
	[...list(settings['controller.quorum.bootstrap.servers']), ...list(settings['controller.quorum.voters'])].map(text =>
		text.replace(/^\d+@/, ''),
	);

/** Nothing is asked in the look itself: what a host serves, its broker says. */
export const look: Metadata['look'] = () => rawCommand('true');

/** @param settings those of controller.properties, if a host has some */
export function standingOf(settings: Settings | undefined, unit: UnitState, found: Found): MetadataStanding | undefined {
	if (settings?.['process.roles'] !== 'controller' && !unit.active) return undefined;
	const dataDir = settings?.['log.dirs'] ?? settings?.['log.dir'];
	const id = settings?.['node.id'];
	const port = /:(\d{1,5})$/.exec(settings?.listeners ?? '')?.[1];
	return {
		...unit,
		dataDir,
		clientPort: port === undefined ? undefined : Number(port),
		address: ownAddressIn(settings?.listeners),
		id: id !== undefined && /^\d{1,10}$/.test(id) ? Number(id) : undefined,
		members: membersIn(settings),
		from: 'settings',
		hasData: dataDir !== undefined && found.disks.get(dataDir)?.meta !== undefined,
	};
}
