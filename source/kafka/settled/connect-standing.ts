import {sourcesDir} from '../roles/connect/files.ts';
import type {Disk} from './look.ts';
import type {UnitState} from './standing.ts';

/** A Connect worker of a host. */
export type ConnectStanding = UnitState & {
	/** The directory of the offsets that its settings name. */
	readonly dataDir: string | undefined;
	readonly hasOffsets: boolean;
	/** The sources that its unit starts it with. */
	readonly sources: readonly string[];
};

/** The sources in the ExecStart line of our unit (templates/kafka-connect-standalone.service.eta). */
function sourcesIn(unit: string | undefined): readonly string[] {
	const line = unit?.split('\n').find(one => one.startsWith('ExecStart=')) ?? '';
	const file = new RegExp(`^${sourcesDir}/source-([\\w.-]+)\\.properties$`);
	return line.split(' ').flatMap(word => file.exec(word)?.[1] ?? []);
}

export function connectOf(
	settings: Readonly<Record<string, string>> | undefined,
	unit: string | undefined,
	state: UnitState,
	disks: ReadonlyMap<string, Disk>,
): ConnectStanding {
	const dataDir = settings?.['offset.storage.file.filename']?.replace(/\/[^/]*$/, '');
	const disk = dataDir === undefined ? undefined : disks.get(dataDir);
	return {...state, dataDir, hasOffsets: disk?.hasOffsets ?? false, sources: sourcesIn(unit)};
}
