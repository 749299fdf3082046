import type {Entry} from '../diagnosis/entry.ts';
import {lockSeconds} from './package-locks.ts';
import {asked, mirrorEntries, sourceEntries} from './package-mirror-entries.ts';

const first = (words: readonly string[]) => words.find(word => word !== '') ?? '';

/** The narrower before the wider. */
const entries: readonly Entry[] = [
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
			/Could not get lock (\S+?)\.?(?: |$)|Unable to acquire the dpkg frontend lock \(\S+\), is another process using it|dpkg frontend (?:lock was|is) locked by another process|Waiting for process with pid (\d+) to finish|can't create transaction lock on/,
		],
		fixes: ['Nothing was changed. Let it finish (ps -ef: apt, dnf, unattended-upgrade), then run it again.'],
	},
	{
		id: 'package-not-root',
		cause: 'the package manager was run by a user who may not install packages',
		says: 'are you root?',
		patterns: [
			/are you root\?|Could not open lock file \S+ - open \(13: Permission denied\)|has to be run with superuser privileges/,
		],
		fixes: ['Run it as root, or by sudo.'],
	},
	{
		id: 'package-weak-signature',
		cause: 'the packages or their key are signed with SHA-1, which the host does not trust any more',
		says: 'SHA1 is not considered secure',
		patterns: [/SHA1 is not considered secure|Policy rejects\b|Header V\d RSA\/SHA1 Signature, key ID \w+: (?:BAD|NOTTRUSTED)/],
		fixes: [
			'Nothing was installed. Take a version of the platform, or a mirror, whose key and packages are signed with SHA-256 (platform.packages.key), or a distribution for which that version was made.',
		],
	},
	{
		id: 'package-local-file',
		cause: 'a package source names a file that is not on this host',
		says: "Couldn't open file",
		patterns: [/(?:curl#37|Curl error \(37\)).{0,600}?Couldn't open file (\/[^\s\]"]{1,400})/],
		named: ([, file]) => `a package source names a file that is not on this host: ${file}`,
		fixes: [
			'A key (gpgkey=file:…) or a copy of a repository (baseurl=file:…) that was moved, or whose disk is not mounted: bring it back, or correct the source that names it (grep -r in /etc/yum.repos.d).',
		],
	},
	{
		id: 'package-signature',
		cause: 'the packages are not signed with the expected key',
		says: 'NO_PUBKEY',
		patterns: [
			/(?:NO_PUBKEY|EXPKEYSIG|BADSIG|REVKEYSIG|KEYEXPIRED)\s+\w+|Missing key \w+, which is needed to verify signature|GPG check FAILED|GPG signature verification error|OpenPGP check for package \S+ .{0,80}has failed|(?:public key for .* is not installed)/i,
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
		patterns: [
			/don't have enough free space in (\S+?)\.?$|(?:At least|needs) (\S{1,40} (?:more space|inodes)) (?:needed )?on the (\S+) filesystem/,
		],
		named: ([, folder, size, mount]) =>
			folder === '' ? `the packages need ${size} on ${mount}` : `not enough free space in ${folder}`,
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
		id: 'package-excluded',
		cause: 'the host has a package, but its own settings hide it: an exclude, a versionlock or a module',
		says: 'All matches were filtered out by exclude filtering for argument',
		patterns: [
			/All matches were filtered out by (?:exclude|modular) filtering for argument: (\S{1,255})|Argument '([^']{1,255})' matches only excluded packages/,
		],
		named: ([, ...names]) =>
			`the sources of the host have the package ${first(names)}, but its own settings hide it: an exclude, a versionlock or a module`,
		fixes: [
			'See where: grep -rn -e exclude -e includepkgs /etc/dnf/dnf.conf /etc/yum.conf /etc/yum.repos.d, and dnf versionlock list. Take your own line out, then run it again.',
			'A line below "Written by kafka-setup" holds the version that all hosts have: leave it, and change the version by kafka-setup.',
			'modular filtering: dnf module list says which module hides it; dnf module reset MODULE, or disable.',
		],
	},
	...mirrorEntries,
	{
		id: 'package-version-missing',
		cause: 'the package source of this host lacks a version that another host has',
		says: 'was not found',
		// All hosts install one version. Names have at most two numbers: confluent-kafka-2.12, java-1.8.0-openjdk.
		patterns: [
			/Version '([^']{1,100}?)(?:-\*)?' for '([^']{1,255})' was not found|(?:No match for argument: |Unable to find a match: |No package )(\S{1,255}?)-(\d{1,9}(?:\.\d{1,9}){2}[^\s-]{0,50})(?:-[\d*]\S{0,50})?(?: |$)/,
		],
		named: ([, version, name, ...rpm]) =>
			`the package source of this host lacks a version that another host has: ${name === '' ? rpm.join(' ') : `${name} ${version}`}`,
		fixes: [
			'The mirrors are not in step, or this one no longer keeps that version. Wait until it has it, or use one mirror for all hosts (platform.packages.url), then run it again.',
			'A host is held at its version by /etc/apt/preferences.d/kafka-setup-confluent.pref, or by the line excludepkgs of /etc/yum.repos.d/confluent.repo: both go by what is installed.',
		],
	},
	{
		id: 'package-unknown',
		cause: 'no repository of the host has a package',
		says: 'Unable to locate package',
		patterns: [
			/No match for argument: (\S+)|Unable to find a match: (\S+)|No package (\S+) available|Unable to locate package (\S+)|Package '?([^' ]+)'? has no installation candidate/,
		],
		named: ([, ...names], lines) => `no repository of the host has the package ${first(names)}${asked(lines)}`,
		fixes: [
			'Look for it with `apt-cache policy NAME` or `dnf info NAME` on the host; a mirror may lack it (platform.packages.url), or it has another name on this system (of Java: platform.javaPackage).',
		],
	},
	...sourceEntries,
	{
		id: 'package-conflict',
		cause: 'the packages do not fit with what the host has',
		says: 'unmet dependencies',
		patterns: [
			/Some packages could not be installed|Held packages were changed|trying to overwrite '[^']+', which is also in package \S+|file \S+ (?:from install of \S+ )?conflicts (?:between attempted installs|with file from package)[^\n]{0,120}|held broken packages|Packages were downgraded and -y was used|unmet dependencies|nothing provides (.+?) needed by|conflicting requests/,
		],
		named: ([text]) => `the packages do not fit with what the host has (${text!.trim()})`,
		fixes: [
			'The lines above name the packages. Packages that are held back (apt-mark showhold, dnf versionlock) are a common cause.',
		],
	},
	{
		id: 'package-half-installed',
		cause: 'packages of the host are left half installed',
		says: 'dpkg was interrupted',
		patterns: [
			/broken: dpkg --audit is not empty|dpkg was interrupted, you must manually run|The package \S+ needs to be reinstalled, but I can't find an archive/,
		],
		fixes: ['See which with `dpkg --audit` on the host, install or remove those (dpkg --configure -a), then run it again.'],
	},
	{
		id: 'package-database',
		cause: 'the database of rpm on the host is damaged or cannot be opened',
		says: 'cannot open Packages database',
		patterns: [/^error: (?:rpmdb: BDB\d{4}|cannot open Packages |db5 error)|rpmdb open failed/],
		fixes: [
			'Look at the disk first (df -h, dmesg). Then keep a copy of /var/lib/rpm, and run rpm --rebuilddb on the host, while no package manager is at work.',
		],
	},
	{
		id: 'package-script-failed',
		cause: 'a package could not be unpacked or set up on the host',
		symptom: true,
		says: 'Errors were encountered while processing',
		patterns: [
			/error processing (?:package|archive) (\S+) \(--\w+\)|Errors were encountered while processing|^error: %pre\w*\((\S+?)\) scriptlet failed/,
		],
		named: ([, ...names]) =>
			`a package could not be unpacked or set up on the host${names.some(Boolean) ? `: ${first(names)}` : ''}`,
		fixes: [
			'The lines above say what its script or dpkg missed. Put that right, finish it on the host (dpkg --configure -a, or dnf again), then run it again.',
		],
	},
];

/** What apt, dnf and yum say (in the C locale). */
export const packageEntries: readonly Entry[] = entries.map(entry => ({...entry, unlogged: true}));
