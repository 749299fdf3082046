import type {Transport} from '../../source/core/transports.ts';
import {sshVersion} from './ssh-oracle.ts';

/** What can carry logins on this machine: all of it has to pass the same tests. */
export const transports: readonly Transport[] = sshVersion() === undefined ? ['builtin'] : ['builtin', 'system'];
