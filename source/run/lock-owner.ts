import {randomBytes} from 'node:crypto';
import {readFileSync, readlinkSync} from 'node:fs';
import {hostname, userInfo} from 'node:os';
import type {Holder, Owner} from '../host/lock/host-lock.ts';

const quietly = (read: () => string): string => {
	try {
		return read().trim();
	} catch {
		return '';
	}
};

/** Equal for processes that see each other's ids: same machine, same start of it, same container. */
const machine = (): string =>
	[
		hostname(),
		quietly(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
		quietly(() => readlinkSync('/proc/self/ns/pid')),
	].join(' ');

const userName = (): string => quietly(() => userInfo().username) || `user ${process.getuid?.() ?? ''}`;

/** How this run tells others who it is. */
export function ownOwner(cluster: string): Owner {
	return {
		who: `${userName()}@${hostname()}`,
		pid: process.pid,
		machine: machine(),
		cluster,
		since: new Date().toISOString(),
	};
}

export const newToken = (): string => randomBytes(16).toString('hex');

/** Whether a holder is a process of this machine that runs no more: nobody has to wait for its lease. */
export function ownerHasExited(holder: Holder, own: Owner, isRunning: (pid: number) => boolean): boolean {
	return holder.machine === own.machine && !isRunning(holder.pid);
}
