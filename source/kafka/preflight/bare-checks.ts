import {cacheFolder} from '../unit-cache.ts';
import {temporary} from './data-directories.ts';
import {deepLookAt} from './deep-look.ts';
import type {HostCheck} from './host-check.ts';
import {lookAt} from './host-look.ts';
import {otherKafka} from './installed.ts';
import {packageLock, packageState, reboot} from './package-checks.ts';

/** The checks of a host that need no cluster file. @param belongs it has its part of a cluster */
export function bareChecks(belongs: boolean): readonly HostCheck[] {
	const look = lookAt([cacheFolder], []);
	const deep = deepLookAt([]);
	return [temporary(look), ...(belongs ? [] : [otherKafka([], deep)]), packageLock(deep), packageState(look, deep), reboot(look)];
}
