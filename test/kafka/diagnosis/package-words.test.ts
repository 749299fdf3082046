import {describe, expect, it} from 'vitest';
import {diagnose} from '../../../source/host/diagnosis/diagnose.ts';
import {explainPackages} from '../../../source/host/packages/package-explain.ts';
import {everyEntry} from '../../../source/kafka/diagnosis/table.ts';

const verdict = (lines: readonly string[]) => diagnose(everyEntry, {source: 'log', lines});
const failed = (lines: readonly string[]) => explainPackages(lines, 100, 'kafka-setup-packages');

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
