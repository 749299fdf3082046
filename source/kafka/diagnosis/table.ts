import type {Entry} from '../../host/diagnosis/entry.ts';
import {packageEntries} from '../../host/packages/package-entries.ts';
import {accessEntries} from './access.ts';
import {connectEntries} from './connect.ts';
import {databaseEntries} from './database.ts';
import {sessionEntries} from './database-session.ts';
import {kraftEntries} from './kraft.ts';
import {memoryEntries} from './memory.ts';
import {networkEntries, reachEntries} from './network.ts';
import {policyEntries} from './policy.ts';
import {queryEntries} from './queries.ts';
import {registryEntries} from './registry.ts';
import {settingEntries, startEntries} from './start.ts';
import {permissionEntries, storageEntries} from './storage.ts';
import {unitEntries} from './units.ts';
import {zookeeperEntries} from './zookeeper.ts';

const narrow: readonly Entry[] = [
	...memoryEntries,
	...policyEntries,
	...sessionEntries,
	...databaseEntries,
	...queryEntries,
	...kraftEntries,
	...accessEntries,
	...zookeeperEntries,
	...registryEntries,
	...connectEntries,
	...storageEntries,
	...startEntries,
	...unitEntries,
	...networkEntries,
];
const wide: readonly Entry[] = [...permissionEntries, ...reachEntries, ...settingEntries];

/** All that is known of services, the narrower before the wider: the first that fits what decides is the cause. */
export const serviceEntries: readonly Entry[] = [...narrow, ...wide];

/** All that is known, also of packages: for a log of which nobody says what it is. */
export const everyEntry: readonly Entry[] = [...narrow, ...packageEntries, ...wide];
