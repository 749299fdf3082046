import {describe, expect, it} from 'vitest';
import {diagnose} from '../../../source/host/diagnosis/diagnose.ts';
import {explainPackages} from '../../../source/host/packages/package-explain.ts';
import {everyEntry} from '../../../source/kafka/diagnosis/table.ts';

const verdict = (lines: readonly string[]) => diagnose(everyEntry, {source: 'log', lines});
const failed = (lines: readonly string[]) => explainPackages(lines, 100, 'kafka-setup-packages');

const foreignKey = [
	'W: GPG error: http://foreign.example/apt stable InRelease: The following signatures could not be verified: NO_PUBKEY 8B1DA6120C2BF624',
];
const foreignLost = [
	'Err:2 http://foreign.example/apt stable InRelease',
	"  Could not resolve 'foreign.example'",
	"W: Failed to fetch http://foreign.example/apt/dists/stable/InRelease  Could not resolve 'foreign.example'",
	'W: Some index files failed to download. They have been ignored, or old ones used instead.',
];
const waited = [
	'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)... 1s',
];
const retried = [
	'Ign:3 https://packages.lab/deb/7.9 stable InRelease',
	'  Connection timed out [IP: 10.0.0.1 443]',
	'Get:3 https://packages.lab/deb/7.9 stable InRelease [29.2 kB]',
];
const dnfRetried = [
	'[MIRROR] repomd.xml: Curl error (28): Timeout was reached for https://mirror.lab/repodata/repomd.xml [Connection timed out after 30000 milliseconds]',
];
const read = ['Reading package lists...', 'Building dependency tree...', 'Reading state information...'];
const unsandboxed = ['N', 'W'].map(
	letter =>
		`${letter}: Download is performed unsandboxed as root as file '/root/jre.deb' couldn't be accessed by user '_apt'. - pkgAcquire::Run (13: Permission denied)`,
);
const dpkg = [
	'dpkg: error processing package confluent-kafka (--configure):',
	' installed confluent-kafka package post-installation script subprocess returned error exit status 1',
	'Processing triggers for libc-bin (2.36-9+deb12u4) ...',
	'Errors were encountered while processing:',
	' confluent-kafka',
	'E: Sub-process /usr/bin/dpkg returned an error code (1)',
];
/** What dpkg says at a terminal, as apt keeps it in term.log: without what apt itself says. */
const termLog = [
	'Log started: 2026-11-23  10:00:00',
	'Unpacking confluent-kafka (7.9.0-1) ...',
	'dpkg: error processing archive /var/cache/apt/archives/confluent-kafka_7.9.0-1_all.deb (--unpack):',
	" cannot copy extracted data for './usr/share/java/kafka/a.jar' to '/usr/share/java/kafka/a.jar.dpkg-new': failed to write (No space left on device)",
	'dpkg-deb: error: paste subprocess was killed by signal (Broken pipe)',
	'Setting up confluent-common (7.9.0-1) ...',
	'Processing triggers for man-db (2.11.2-2) ...',
	'Errors were encountered while processing:',
	' /var/cache/apt/archives/confluent-kafka_7.9.0-1_all.deb',
	'Log ended: 2026-11-23  10:00:09',
];
const termLogWell = [
	'Log started: 2026-11-23  11:00:00',
	'Setting up confluent-kafka (7.9.0-1) ...',
	'Processing triggers for man-db (2.11.2-2) ...',
	'Log ended: 2026-11-23  11:00:09',
];
const yum = [
	'Loaded plugins: fastestmirror',
	'Running transaction',
	'  Installing : confluent-kafka-7.9.0-1.noarch                    1/1',
	'error: unpacking of archive failed on file /usr/share/java/kafka/a.jar;69218e40: cpio: write failed - No space left on device',
	'error: confluent-kafka-7.9.0-1.noarch: install failed',
	'',
	'Failed:',
	'  confluent-kafka.noarch 0:7.9.0-1',
	'',
	'Complete!',
];
const yumWell = ['Loaded plugins: fastestmirror', 'Running transaction', 'Complete!'];

describe('the line that ended it decides, not what passed or is of another source', () => {
	it.each([
		['package-conflict', [...foreignKey, ...read, 'E: Unable to correct problems, you have held broken packages.']],
		['package-space', [...foreignLost, ...read, "E: You don't have enough free space in /var/cache/apt/archives/."]],
		[
			'package-half-installed',
			[...waited, "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."],
		],
		[
			'package-script-failed',
			[...foreignKey, ...foreignLost, ...waited, ...retried, ...read, 'Setting up confluent-kafka (7.9.0-1) ...', ...dpkg],
		],
		['disk-full', [...foreignLost, ...read, 'tee: /x: No space left on device', ...dpkg]],
		['disk-full', termLog],
		['disk-full', [...termLogWell, ...termLog]],
		['disk-full', yum],
		['disk-full', [...yumWell, ...yum]],
		[
			'package-unsigned',
			[
				...foreignLost,
				'Ign:1 http://deb.lab/own ./ InRelease',
				"E: The repository 'http://deb.lab/own ./ Release' is not signed.",
			],
		],
		[
			'package-metadata',
			[
				"Errors during downloading metadata for repository 'foreign':",
				'  - Curl error (60): SSL peer certificate was not OK for https://foreign.example/repodata/repomd.xml [SSL certificate problem]',
				'Ignoring repositories: foreign',
				"Error: Failed to download metadata for repo 'confluent': Cannot download repomd.xml: All mirrors were tried",
			],
		],
		[
			'package-conflict',
			[...dnfRetried, 'Error: Transaction test error:', '  file /usr/bin/a from install of b conflicts with file from package c'],
		],
		['package-script-failed', [...dnfRetried, 'error: %prein(confluent-kafka-7.9.0-1.noarch) scriptlet failed, exit status 1']],
		[
			'package-conflict',
			[
				'E: Failed to fetch http://packages.lab/x.deb  404  Not Found [IP: 10.0.0.9 80]',
				'Get:1 http://packages.lab/deb stable InRelease',
				...read,
				'E: Unable to correct problems, you have held broken packages.',
			],
		],
	])('%s: %j', (id, lines) => {
		expect(verdict(lines).diagnosis?.id).toBe(id);
		expect(failed(lines)?.diagnosis?.id).toBe(id);
	});

	it('with what came of the source that it names, or of any if a package was nowhere', () => {
		const unsigned = "E: The repository 'http://foreign.example/apt stable InRelease' is not signed.";
		expect(verdict([...foreignKey, unsigned]).diagnosis?.id).toBe('package-signature');
		expect(verdict([...foreignLost, ...read, 'E: Unable to locate package confluent-kafka']).diagnosis?.id).toBe(
			'package-mirror-unreached',
		);
		const missing = ['Err:1 http://deb.lab/x stable Release', '  404  Not Found [IP: 10.0.0.9 80]'];
		const none = "E: The repository 'http://deb.lab/x stable Release' does not have a Release file.";
		expect(verdict([...missing, none]).diagnosis?.id).toBe('package-file-missing');
	});

	it.each([
		[[...foreignKey, ...foreignLost, ...waited, ...retried, ...read, 'Setting up confluent-kafka (7.9.0-1) ...']],
		[[...foreignLost, ...read, 'confluent-kafka is already the newest version (7.9.0-1).']],
		[['E: Failed to fetch http://packages.lab/x.deb  404  Not Found', ...read, 'Setting up confluent-kafka (7.9.0-1) ...']],
		[[...dnfRetried, 'Installed:', '  confluent-kafka-7.9.0-1.noarch', '', 'Complete!']],
		[[...termLog, ...termLogWell]],
		[[...termLog, 'Setting up confluent-kafka (7.9.0-1) ...']],
		[[...read, ...dpkg, 'Setting up confluent-kafka (7.9.0-1) ...']],
		[[...yum, ...yumWell]],
		[['error: rpmdbNextIterator: skipping h#     294 Header V4 RSA/SHA1 Signature, key ID 1: BAD', 'Complete!']],
		[['Waiting for process with pid 4711 to finish.', 'Nothing to do.', 'Complete!']],
		...unsandboxed.map(said => [[...read, 'Setting up jre (17) ...', 'Processing triggers for man-db (2.11.2-2) ...', said]]),
		...unsandboxed.map(said => [[...read, 'Setting up jre (17) ...', 'No containers need to be restarted.', said]]),
		...unsandboxed.map(said => [['Get:1 http://packages.lab/deb stable/main jre 17 [44 MB]', 'Fetched 44 MB in 1s', said]]),
		[[...read, 'Setting up jre (17) ...', ...foreignKey]],
	])('a success is no failure: %j', lines => {
		expect(verdict(lines)).toEqual({chain: []});
		expect(failed(lines)?.diagnosis).toBeUndefined();
	});

	it('what is remarked behind an end is no cause of it', () => {
		const said = 'E: Internal Error, No file name for confluent-kafka:amd64';
		for (const remark of unsandboxed) {
			expect(verdict([...read, said, remark]).headline).toBe(said);
			expect(failed([...read, said, remark])).toBeUndefined();
		}
		const lists = 'E: List directory /var/lib/apt/lists/partial is missing. - Acquire (13: Permission denied)';
		expect(verdict([...read, 'Setting up jre (17) ...', ...read, lists]).diagnosis?.id).toBe('file-permission');
	});

	it('a package that failed is named, whatever dpkg sets up after it', () => {
		const lines = [...read, ...dpkg.slice(0, 2), 'Setting up confluent-common (7.9.0-1) ...', ...dpkg.slice(2)];
		for (const said of [lines, lines.slice(0, -1)])
			expect(verdict(said).diagnosis?.cause).toBe('a package could not be unpacked or set up on the host: confluent-kafka');
	});

	it('a version that is missing is told as one, unless its mirror was not reached', () => {
		const missing = "E: Version '7.9.3-*' for 'confluent-kafka' was not found";
		expect(failed([...read, missing])?.message).toBe(
			'the package source of this host lacks a version that another host has: confluent-kafka 7.9.3',
		);
		expect(failed(['Error: Unable to find a match: confluent-kafka-7.9.3 confluent-common-7.9.3'])?.message).toContain(
			': confluent-kafka 7.9.3',
		);
		expect(failed([...foreignLost, ...read, missing])?.diagnosis?.id).toBe('package-mirror-unreached');
	});

	it('of several runs in one log the last decides', () => {
		const later = ['Log started: 2026-11-23  11:00:00', ...dpkg.slice(0, -1), 'Log ended: 2026-11-23  11:00:09'];
		expect(verdict([...termLog, ...later]).diagnosis?.id).toBe('package-script-failed');
	});

	it('an end that is not known is told as it stands', () => {
		const said = 'E: Internal Error, No file name for confluent-kafka:amd64';
		const {diagnosis, headline} = verdict([...foreignKey, ...foreignLost, ...waited, ...read, said]);
		expect([diagnosis?.id, headline]).toEqual([undefined, said]);
	});
});

it('what a logger wrote is no word of a package manager', () => {
	const said = '[2026-11-23 10:00:05,000] ERROR Odd: Failed to fetch x 404  Not Found, Could not connect to db (a.B)';
	expect(verdict([said]).diagnosis).toBeUndefined();
	expect(verdict([said.replace(/.*?Failed/, 'E: Failed')]).diagnosis?.id).toBe('package-mirror-unreached');
});

it('a lock that only root may take is held by nobody', () => {
	const refused = [
		'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)',
		'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?',
	];
	expect(verdict(refused).diagnosis?.id).toBe('package-not-root');
	expect(failed(refused)?.diagnosis?.id).toBe('package-not-root');
	const readOnly = 'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (30: Read-only file system)';
	expect(verdict([readOnly, refused[1]!]).diagnosis?.id).toBe('read-only-file-system');
	expect(failed([readOnly, refused[1]!])?.diagnosis?.id).toBe('read-only-file-system');
});
