import {readFileSync} from 'node:fs';

type Stat = {readonly state: string; readonly start: string};

/** From /proc; undefined where there is none, or no such process. */
function statOf(pid: number): Stat | undefined {
	try {
		// The name in brackets may hold anything, a bracket too.
		const [, state, start] = /.*\) (\S)(?: \S+){18} (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
		return state === undefined || start === undefined ? undefined : {state, start};
	} catch {
		return undefined;
	}
}

/** When a process was started, in the kernel's ticks since boot; empty where that can't be told. */
export const startOf = (pid: number): string => statOf(pid)?.start ?? '';

/** Whether a process of this machine still runs. With `start`, whether it is that one and not a later one with its number. */
export function isRunning(pid: number, start?: string): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		// Another user's may not be signalled.
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	const stat = statOf(pid);
	// One that has ended stays in the table until its parent asks for it.
	if (stat?.state === 'Z' || stat?.state === 'X') return false;
	return start === undefined || (stat?.start ?? '') === start;
}
