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
	'Errors were encountered while processing:',
	' confluent-kafka',
	'E: Sub-process /usr/bin/dpkg returned an error code (1)',
];

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

	it('an end that is not known is told as it stands', () => {
		const said = 'E: Internal Error, No file name for confluent-kafka:amd64';
		const {diagnosis, headline} = verdict([...foreignKey, ...foreignLost, ...waited, ...read, said]);
		expect([diagnosis?.id, headline]).toEqual([undefined, said]);
	});
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

describe('the words of dnf, dnf5 and yum that name what is missing', () => {
	const file = '/etc/pki/rpm-gpg/RPM-GPG-KEY-confluent';
	const missing = `a package source names a file that is not on this host: ${file}`;
	const curl = `Curl error (37): Couldn't read a file:// file for file://${file} [Couldn't open file ${file}]`;
	it.each([
		['package-local-file', missing, [`GPG key retrieval failed: [Errno 14] curl#37 - "Couldn't open file ${file}"`]],
		['package-local-file', missing, [curl, `Error: Failed to retrieve GPG key for repo 'confluent': ${curl}`]],
		['package-local-file', missing, [`Failed to retrieve GPG key for repo 'confluent': ${curl}`, 'Error: GPG check FAILED']],
		[
			'package-mirror-unreached',
			'the package mirror packages.lab is not reached',
			["Failed to retrieve GPG key for repo 'confluent': Curl error (6): x [Could not resolve host: packages.lab]"],
		],
		[
			'package-mirror-unreached',
			'the package mirror packages.lab is not reached',
			[
				'>>> Curl error (6): Could not resolve hostname for https://packages.lab/repodata/repomd.xml [Could not resolve host: packages.lab]',
			],
		],
		[
			'package-mirror-unreached',
			'the package mirror mirrorlist.lab is not reached',
			['14: curl#6 - "Could not resolve host: mirrorlist.lab; Unknown error"'],
		],
		[
			'package-mirror-unreached',
			'the package mirror packages.lab is not reached',
			[
				'Curl error (7): Could not connect to server for https://packages.lab/repomd.xml [Failed to connect to packages.lab port 443 after 1 ms: Could not connect to server]',
			],
		],
		[
			'package-mirror-unreached',
			'the package mirror packages.lab:443 is not reached',
			['E: Could not connect to packages.lab:443 (10.0.0.9), connection timed out'],
		],
		[
			'package-space',
			'the packages need 55MB more space on /usr',
			[
				'Error: Transaction test error:',
				'  installing package kafka-7.9.1-1.noarch needs 55MB more space on the /usr filesystem',
			],
		],
		[
			'package-space',
			'the packages need 12 inodes on /usr',
			['Error: Transaction test error:', '  installing package kafka-7.9.1-1.noarch needs 12 inodes on the /usr filesystem'],
		],
	])('%s: %s', (id, cause, lines) => {
		const {diagnosis} = verdict(lines);
		expect([diagnosis?.id, diagnosis?.cause]).toEqual([id, cause]);
		expect(failed(lines)?.message).toBe(cause);
	});
});
