import type {Entry} from '../diagnosis/entry.ts';
import {lockSeconds} from './package-locks.ts';

/** The mirrors that were asked, as far as the output names them. */
const asked = (lines: readonly string[]) => {
	const hosts = lines.flatMap(line => /\bhttps?:\/\/[^\s/]{1,255}/.exec(line)?.[0] ?? []);
	return hosts.length === 0 ? '' : ` (asked: ${[...new Set(hosts)].slice(0, 5).join(', ')})`;
};

const reach =
	'Look whether the host reaches it (curl -I), and whether a proxy is set for its package manager. Another mirror: platform.packages.url. Then run it again.';

const first = (words: readonly string[]) => words.find(word => word !== '') ?? '';

/** What apt, dnf and yum say (in the C locale): the narrower before the wider. */
export const packageEntries: readonly Entry[] = [
	{
		id: 'package-lock',
		cause: 'another package manager was still at work',
		says: 'is still held by',
		patterns: [/^locked: (\S+) is still held by (.+)$/],
		named: ([, file, holder]) =>
			`another package manager was still at work after ${lockSeconds / 60} minutes: ${holder} holds ${file}`,
		fixes: ['Nothing was changed. Let it finish, or see what it waits for, then run it again.'],
	},
	{
		id: 'package-lock-taken',
		cause: 'another package manager is at work',
		says: 'Could not get lock /var/lib/dpkg/lock-frontend',
		patterns: [
			/Could not get lock (\S+?)\.?(?: |$)|Unable to acquire the dpkg frontend lock|Waiting for process with pid (\d+) to finish/,
		],
		fixes: ['Nothing was changed. Let it finish (ps -ef: apt, dnf, unattended-upgrade), then run it again.'],
	},
	{
		id: 'package-signature',
		cause: 'the packages are not signed with the expected key',
		says: 'NO_PUBKEY',
		patterns: [
			/(?:NO_PUBKEY|EXPKEYSIG|BADSIG|REVKEYSIG|KEYEXPIRED)\s+\w+|is not signed|GPG check FAILED|(?:public key for .* is not installed)/i,
		],
		named: ([text]) => `the packages are not signed with the expected key (${text!.trim()})`,
		fixes: [
			'Nothing was installed. Either the mirror is not what it should be, or its key was replaced: compare with platform.packages.key.',
		],
	},
	{
		id: 'package-damaged',
		cause: 'a file of the mirror is damaged or being replaced just now',
		says: 'Hash Sum mismatch',
		patterns: [/(?:File has unexpected size|Hash Sum mismatch|checksum doesn't match|Digest mismatch|[Cc]hecksum error)/],
		named: ([text]) => `a file of the mirror is damaged or being replaced just now (${text})`,
		fixes: ['Nothing was installed. Run it again; if it stays so, the mirror or a proxy on the way is broken.'],
	},
	{
		id: 'package-space',
		cause: 'there is not enough free space for the packages',
		says: "You don't have enough free space in",
		patterns: [/don't have enough free space in (\S+?)\.?$|At least (\S+) more space needed on the (\S+) filesystem/],
		named: ([, folder, size, mount]) =>
			folder === '' ? `${size} more space is needed on ${mount}` : `not enough free space in ${folder}`,
		fixes: ['Free space there (df -h), then run it again.'],
	},
	{
		id: 'package-two-keys',
		cause: 'another source file on the host names the same packages, with another key',
		says: 'Conflicting values set for option Signed-By',
		patterns: [/Conflicting values set for option Signed-By regarding source (\S+)/],
		named: ([, source]) => `another source file on the host names ${source} too, with another key`,
		fixes: ['Find it with grep -r in /etc/apt/sources.list.d, remove that line, then run it again.'],
	},
	{
		id: 'package-tls',
		cause: 'the certificate of the package mirror is not trusted by the host',
		says: 'Certificate verification failed',
		patterns: [
			/Certificate verification failed|Curl error \(60\)|SSL certificate problem|[Ss]erver certificate verification failed|certificate is NOT trusted|SSL peer certificate or SSH remote key was not OK/,
		],
		fixes: [
			'A proxy that opens TLS, or a mirror of your own: add its authority to those that the host trusts (update-ca-certificates, update-ca-trust). A wrong clock says the same: timedatectl.',
		],
	},
	{
		id: 'package-mirror-timeout',
		cause: 'the package mirror does not answer in time',
		says: 'Curl error (28)',
		patterns: [/Curl error \(28\)|Timeout was reached|Connection timed out after \d+ milli|Operation too slow/],
		named: (_, lines) => `the package mirror does not answer in time${asked(lines)}`,
		fixes: [reach],
	},
	{
		id: 'package-mirror-unreached',
		cause: 'the package mirror is not reached',
		says: 'Could not connect to',
		patterns: [
			/Failed to connect to (\S+) port|Could not connect to (\S+)|Could not resolve host:? '?([^'\s]+)|Could not resolve '([^']+)'|Temporary failure resolving '([^']+)'|Unable to connect to (\S+?):?$/,
		],
		named: ([, ...names]) => `the package mirror ${first(names).replace(/:$/, '')} is not reached`,
		fixes: [reach],
	},
	{
		id: 'package-unknown',
		cause: 'no repository of the host has a package',
		says: 'Unable to locate package',
		patterns: [
			/No match for argument: (\S+)|No package (\S+) available|Unable to locate package (\S+)|Package '?([^' ]+)'? has no installation candidate|Version '[^']+' for '([^']+)' was not found/,
		],
		named: ([, ...names], lines) => `no repository of the host has the package ${first(names)}${asked(lines)}`,
		fixes: [
			'Look for it with `apt-cache policy NAME` or `dnf info NAME` on the host; a mirror may lack it (platform.packages.url), or it has another name on this system (of Java: platform.javaPackage).',
		],
	},
	{
		id: 'package-file-missing',
		cause: 'the package mirror lacks a file it should have',
		says: '404 Not Found',
		patterns: [/(?:404\s+Not Found|Status code: 404)[^\n]*/],
		named: ([text]) => `the package mirror lacks a file it should have (${text!.trim()})`,
		fixes: [reach],
	},
	{
		id: 'package-no-release',
		cause: 'a package source of the host is none for this system: it has no Release file',
		says: 'does not have a Release file',
		patterns: [/The repository '([^']+)' (?:does not have|no longer has) a Release file/],
		named: ([, source]) => `a package source of the host is none for this system, it has no Release file: ${source}`,
		fixes: [
			'Find it with grep -r in /etc/apt/sources.list.d. Of another tool: correct or remove it. Of ours: compare platform.packages.url with what the mirror has.',
		],
	},
	{
		id: 'package-metadata',
		cause: 'no mirror of a package source gave what it has',
		says: 'Failed to download metadata for repo',
		symptom: true,
		patterns: [/Failed to download metadata for repo '([^']+)'|Cannot download repomd\.xml/],
		fixes: [reach],
	},
	{
		id: 'package-conflict',
		cause: 'the packages do not fit with what the host has',
		says: 'unmet dependencies',
		patterns: [/Some packages could not be installed|unmet dependencies|nothing provides (.+?) needed by|conflicting requests/],
		named: ([text]) => `the packages do not fit with what the host has (${text!.trim()})`,
		fixes: [
			'The lines above name the packages. Packages that are held back (apt-mark showhold, dnf versionlock) are a common cause.',
		],
	},
	{
		id: 'package-half-installed',
		cause: 'packages of the host are left half installed',
		says: 'dpkg was interrupted',
		patterns: [/broken: dpkg --audit is not empty|dpkg was interrupted, you must manually run/],
		fixes: ['See which with `dpkg --audit` on the host, install or remove those (dpkg --configure -a), then run it again.'],
	},
];
