import {type Command, sh} from '../../core/command.ts';
import {brokerSettings} from '../host-limits.ts';
import type {CheckId} from './catalogue.ts';

const set = (key: string, value: string | number): Command => sh`sysctl -w ${key}=${value}`;

export const swappiness = set('vm.swappiness', brokerSettings['vm.swappiness']);
export const memoryMaps = set('vm.max_map_count', brokerSettings['vm.max_map_count']);
export const openFiles = set('fs.nr_open', 1_048_576);

/**
 * What `check --fix` may do: it harms nothing that runs, the services of other programs included, and is what an installation
 * wants anyway. None of it outlives a reboot; the stages make what has to.
 */
export const fixes: readonly {readonly check: CheckId; readonly command: Command}[] = [
	{check: 'limits', command: openFiles},
	{check: 'swap', command: swappiness},
	{check: 'max-map-count', command: memoryMaps},
];
