import {systemEntries} from './diagnosis/system.ts';

export type Explanation = {
	/** What happened, in a few words. */
	readonly message: string;
	/** What to do next. */
	readonly hint: string;
};

/** What else the C library and the usual tools say to root (in the C locale), and what it means. The first match counts. */
const causes: readonly (readonly [RegExp, string, string])[] = [
	[
		/Operation not permitted/i,
		'the operation is not permitted even to root',
		'The file may be immutable (lsattr shows an i; chattr -i takes it off), or the host is a container without that right.',
	],
	[
		/Permission denied/i,
		'permission denied',
		'Root is refused by SELinux or AppArmor (ausearch -m avc, dmesg), by a network file system, or by a noexec mount.',
	],
	[
		/invalid (user|group|spec)\b/i,
		'the user or the group does not exist there',
		'The step that makes it comes earlier: run the stage from its start.',
	],
	[
		/cannot lock \/etc\//i,
		'the password file is locked',
		'Another program is changing users. Try again; if none is, remove the stale /etc/*.lock file.',
	],
	[/Cannot allocate memory|Out of memory/i, 'the host is out of memory', 'Free memory on the host, then run it again.'],
	[/Text file busy/i, 'the program is running and cannot be replaced', 'Stop it, then run it again.'],
	[/File name too long/i, 'the name is too long for that file system', 'Choose a shorter name.'],
];

/** What the output of a failed command means, if it holds one of the well-known error texts. */
export function explain(output: string): Explanation | undefined {
	for (const {patterns, cause, fixes} of systemEntries) {
		if (patterns.every(pattern => pattern.test(output))) return {message: cause, hint: fixes.join('\n')};
	}
	for (const [pattern, message, hint] of causes) {
		if (pattern.test(output)) return {message, hint};
	}
	return undefined;
}
