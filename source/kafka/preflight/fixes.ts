import {type Command, sh} from '../../core/command.ts';
import {brokerSettings} from '../host-limits.ts';

const set = (key: string, value: string | number) => sh`sysctl -w ${`${key}=${value}`}`;

/**
 * What `check --fix` may do: it harms nothing that runs, the services of other programs included, and what an installation
 * wants anyway. None of it outlives a reboot; the stages make what has to.
 */
export const fixes = {
	swap: set('vm.swappiness', brokerSettings['vm.swappiness']),
	'max-map-count': set('vm.max_map_count', brokerSettings['vm.max_map_count']),
	limits: set('fs.nr_open', 1_048_576),
} as const satisfies Readonly<Record<string, Command>>;

/** The fix of a check, if there is one that is safe. */
export const fixOf = (check: string): Command | undefined => new Map<string, Command>(Object.entries(fixes)).get(check);
