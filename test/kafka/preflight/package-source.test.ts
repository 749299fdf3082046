import {expect, test} from 'vitest';
import type {Facts} from '../../../source/core/facts.ts';
import {checkStep} from '../../../source/kafka/preflight/host-check.ts';
import {packageSource} from '../../../source/kafka/preflight/package-source.ts';
import {debian, fakeContext, rocky} from '../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../helpers/fake-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

async function said(facts: Facts, answers: readonly Answer[]): Promise<readonly string[]> {
	const connection = fakeConnection(answers);
	const changes = await checkStep(packageSource(sampleCluster), true).check!(fakeContext(connection, {facts}));
	connection.done();
	return changes.map(({what}) => what);
}

const apt = 'http://packages.example/deb/7.9';
const failure = (what: string) =>
	[
		'Err:1 http://packages.example/deb/7.9/dists/stable/InRelease',
		`  ${what}`,
		"W: Download is performed unsandboxed as root as file '/tmp/x' couldn't be accessed by user '_apt'.",
		`E: Failed to fetch http://packages.example/deb/7.9/dists/stable/InRelease  ${what}`,
		'E: Download Failed',
	].join('\n');

// What apt-helper of Debian 12 and dnf of Rocky 9 print.
test.each([
	[debian, 100, failure("Could not resolve 'packages.example'"), "Could not resolve 'packages.example'"],
	[debian, 100, failure('404  Not Found [IP: 10.0.0.9 80]'), '404 Not Found [IP: 10.0.0.9 80]'],
	[
		debian,
		100,
		failure('Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)'),
		'Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)',
	],
	[
		debian,
		1,
		'Get:1 http://x [3 B]\nFetched 3 B in 0s\nwhat came is no signed list of packages\n',
		'what came is no signed list of packages',
	],
	[debian, 124, '', 'no answer within 40 s'],
	[
		rocky,
		1,
		"Errors during downloading metadata for repository 'kafka-setup-check':\n  - Curl error (28): Timeout was reached for http://packages.example/rpm/7.9/repodata/repomd.xml [Connection timed out after 10001 milliseconds]\nError: Failed to download metadata for repo 'kafka-setup-check': Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried\n",
		"Error: Failed to download metadata for repo 'kafka-setup-check': Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried",
	],
	[debian, 100, 'E: \x1b[2Jx\x07\n', 'E: x'],
] as const)(
	'%#: a source that is not to be had is told in the words of the package manager',
	async (facts, code, stdout, reason) => {
		const command =
			facts === debian
				? '/apt-helper .*download-file http:..packages.example.deb.7.9.dists.stable.InRelease/s'
				: '/dnf -q .*--repofrompath=kafka-setup-check,/s';
		const [what] = await said(facts, [{command, code, stdout}]);
		expect(what?.replaceAll(/ +/g, ' ')).toBe(
			`kafka-01 does not get at the packages of ${facts === debian ? apt : 'http://packages.example/rpm/7.9'}: ${reason}`,
		);
	},
);

test('where the packages are, the key is fetched, and has to be the pinned one', async () => {
	const there = {command: '/apt-helper -o/s'};
	expect(
		await said(debian, [
			there,
			{command: '/archive.key/s', code: 22, stderr: 'curl: (22) The requested URL returned error: 404'},
		]),
	).toEqual([`kafka-01 cannot fetch the package key ${apt}/archive.key: curl: (22) The requested URL returned error: 404`]);
	expect(
		(await said(debian, [there, {command: '/archive.key/s', stdout: Buffer.from('<html>').toString('base64')}]))[0],
	).toContain('is no package key');
});
