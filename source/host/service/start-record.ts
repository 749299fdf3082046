import {type Command, sh} from '../../core/command.ts';

/** Where a unit's record of its running start is; /run is empty after a restart of the host, and so are the units. */
export const recordPath = (unit: string) => `/run/kafka-setup/${unit}.started`;

/** Bash that prints what identifies the files now: a file that was written anew has another inode and another time. */
export const statFiles = (files: readonly string[]): Command => sh`TZ=UTC0 stat -c '%n %i %y' -- ${files} 2>/dev/null`;

/**
 * The `ExecStartPre=` line of a unit's drop-in that records, at every start (by us, by hand, at boot), which files the
 * process is about to read. It runs as root, and a failure of it keeps no service from starting.
 */
export function startRecord(unit: string, files: readonly string[]): string {
	const record = recordPath(unit);
	const names = files.map(file => `"${file.replaceAll(/["\\$`]/g, '\\$&')}"`).join(' ');
	const script = `mkdir -p -m 700 /run/kafka-setup; TZ=UTC0 stat -c "%n %i %y" -- ${names} >${record}.new 2>/dev/null; mv -f ${record}.new ${record}`;
	// In a unit, a backslash, % and $ have a meaning of their own, and a quote ends the argument.
	const escaped = script.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('%', '%%').replaceAll('$', '$$$$');
	return `ExecStartPre=-+/bin/sh -c '${escaped}'`;
}
