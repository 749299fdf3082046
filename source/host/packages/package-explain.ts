import type {Explanation} from '../job/job.ts';
import {explain} from '../shell.ts';
import {lockedCode, lockSeconds} from './package-locks.ts';

type Cause = readonly [RegExp, (found: RegExpExecArray, lines: readonly string[]) => Explanation];

/** The mirrors that were asked, as far as the output names them. */
const asked = (lines: readonly string[]) => {
	const hosts = lines.flatMap(line => /\bhttps?:\/\/[^\s/]+/.exec(line)?.[0] ?? []);
	return hosts.length === 0 ? '' : ` (asked: ${[...new Set(hosts)].join(', ')})`;
};

const mirror = (message: string): Explanation => ({
	message,
	hint: 'Look whether the host reaches it (curl -I), and whether a proxy is set for its package manager. Another mirror: platform.packages.url. Then run it again.',
});

/** What apt, dnf and yum say (in the C locale), and what it means. The first match counts. */
const causes: readonly Cause[] = [
	[
		/^locked: (\S+) is still held by (.+)$/,
		([, file, holder]) => ({
			message: `another package manager was still at work after ${lockSeconds / 60} minutes: ${holder} holds ${file}`,
			hint: 'Nothing was changed. Let it finish, or see what it waits for, then run it again.',
		}),
	],
	[
		/(NO_PUBKEY|EXPKEYSIG|BADSIG|REVKEYSIG|KEYEXPIRED)\s+(\w+)|is not signed|GPG check FAILED|(?:public key for .* is not installed)/i,
		([text]) => ({
			message: `the packages are not signed with the expected key (${text.trim()})`,
			hint: 'Nothing was installed. Either the mirror is not what it should be, or its key was replaced: compare with platform.packages.key.',
		}),
	],
	[
		/(?:File has unexpected size|Hash Sum mismatch|checksum doesn't match|Digest mismatch|[Cc]hecksum error)/,
		([text]) => ({
			message: `a file of the mirror is damaged or being replaced just now (${text})`,
			hint: 'Nothing was installed. Run it again; if it stays so, the mirror or a proxy on the way is broken.',
		}),
	],
	[
		/don't have enough free space in (\S+?)\.?$|At least (\S+) more space needed on the (\S+) filesystem/,
		([, folder, size, mount]) => ({
			message: folder ? `not enough free space in ${folder}` : `${size} more space is needed on ${mount}`,
			hint: 'Free space there (df -h), then run it again.',
		}),
	],
	[
		/Conflicting values set for option Signed-By regarding source (\S+)/,
		([, source]) => ({
			message: `another source file on the host names ${source} too, with another key`,
			hint: 'Find it with grep -r in /etc/apt/sources.list.d, remove that line, then run it again.',
		}),
	],
	[
		/Failed to connect to (\S+) port|Could not connect to (\S+)|Could not resolve host:? '?([^'\s]+)|Could not resolve '([^']+)'|Temporary failure resolving '([^']+)'|Unable to connect to (\S+?):?$/,
		([, ...names]) => mirror(`the package mirror ${names.find(Boolean)?.replace(/:$/, '') ?? ''} is not reached`),
	],
	[
		/No match for argument: (\S+)|No package (\S+) available|Unable to locate package (\S+)|Package '?([^' ]+)'? has no installation candidate|Version '[^']+' for '([^']+)' was not found/,
		([, ...names], lines) => ({
			message: `no repository of the host has the package ${names.find(Boolean)}${asked(lines)}`,
			hint: 'Look for it with `apt-cache policy NAME` or `dnf info NAME` on the host; a mirror may lack it (platform.packages.url), or it has another name on this system (of Java: platform.javaPackage).',
		}),
	],
	[
		/(?:404\s+Not Found|Status code: 404)[^\n]*/,
		([text]) => mirror(`the package mirror lacks a file it should have (${text.trim()})`),
	],
	[
		/Some packages could not be installed|unmet dependencies|nothing provides (.+?) needed by|conflicting requests/,
		([text]) => ({
			message: `the packages do not fit with what the host has (${text.trim()})`,
			hint: 'The lines above name the packages. Packages that are held back (apt-mark showhold, dnf versionlock) are a common cause.',
		}),
	],
	[
		/broken: dpkg --audit is not empty/,
		() => ({
			message: 'packages of the host are left half installed',
			hint: 'See which with `dpkg --audit` on the host, install or remove those, then run it again.',
		}),
	],
];

/** What the output of an installation that failed means. */
export function explainPackages(lines: readonly string[], code: number): Explanation | undefined {
	const relevant = code === lockedCode ? lines.filter(line => line.startsWith('locked:')) : lines;
	for (const [pattern, cause] of causes) {
		for (const line of relevant) {
			const found = pattern.exec(line);
			if (found) return cause(found, lines);
		}
	}
	return explain(lines.slice(-20).join('\n'));
}
