import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {changedSteps, failuresOf} from '../../helpers/run-report.ts';

const cache = join(
	process.env.LAB_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kafka-setup-lab'),
	'cache',
);
const systems = {
	debian: {
		source: 'deb/8.3',
		installed: 'dpkg-query -W -f "\\${Status}\\n" confluent-kafka 2>/dev/null | grep -c "^install ok" || :',
	},
	rpm: {source: 'rpm/8.3', installed: 'rpm -q confluent-kafka >/dev/null && echo 1 || echo 0'},
} as const;
const alone = {connect: null, roles: {connect: []}};
const both = {roles: {connect: [], kafka: ['kafka-01', 'kafka-02']}};
const proxyPage = '<!doctype html><html><body><h1>Sign in to the network</h1></body></html>\n';

const filesIn = (folder: string) =>
	readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name));
const packageOf = (folder: string) => filesIn(folder).find(path => /\/confluent-kafka[-_]\d[^/]*\.(deb|rpm)$/.test(path))!;

/** Changes one byte in the middle of a file, which keeps its length and its time. */
function flip(path: string): void {
	const bytes = readFileSync(path);
	bytes[bytes.length >> 1]! ^= 1;
	writeFileSync(path, bytes);
}

/** A new key ring with one key that signs. @returns the fingerprint of the key */
function newKey(home: string, ...when: readonly string[]): string {
	const gpg = (...args: readonly string[]) => execFileSync('gpg', ['--homedir', home, '-q', '--batch', ...args]).toString();
	gpg(
		...when,
		'--passphrase',
		'',
		'--quick-gen-key',
		'somebody else <else@packages.lab>',
		'rsa3072',
		'sign',
		when.length > 0 ? '1d' : 'never',
	);
	return /^fpr:+([0-9A-F]{40})/m.exec(gpg('--list-keys', '--with-colons'))![1]!;
}

const listsOf = 'dists/stable/main/binary-';
const lists = ['Packages', 'Packages.gz'].map(name => `${listsOf}amd64/${name}`);

/** Makes the lists of an apt source's packages anew, as packages/parts/repositories.sh does. */
function index(folder: string): void {
	const run = (command: string) => execFileSync('bash', ['-ec', command], {cwd: folder});
	for (const kind of ['all', 'amd64']) {
		run(`apt-ftparchive packages pool >${listsOf}${kind}/Packages`);
		run(`gzip -9kf ${listsOf}${kind}/Packages`);
	}
	run(`apt-ftparchive -o APT::FTPArchive::Release::Suite=stable -o APT::FTPArchive::Release::Codename=stable \
		-o APT::FTPArchive::Release::Architectures='amd64 all' -o APT::FTPArchive::Release::Components=main \
		release dists/stable >/tmp/Release.$$ && mv /tmp/Release.$$ dists/stable/Release`);
}

/** Signs a source with the key of a ring, and puts that key beside it. */
function signAnew(folder: string, home: string, ...when: readonly string[]): void {
	const gpg = (...args: readonly string[]) =>
		execFileSync('gpg', ['--homedir', home, '-q', '--batch', '--yes', ...when, ...args]).toString();
	const release = join(folder, 'dists/stable');
	if (existsSync(release)) {
		gpg('--armor', '--detach-sign', '-o', join(release, 'Release.gpg'), join(release, 'Release'));
		gpg('--clearsign', '-o', join(release, 'InRelease'), join(release, 'Release'));
	} else {
		const packages = filesIn(folder).filter(path => path.endsWith('.rpm'));
		const user = /^uid:.*?:([^:]*<[^>]*>):/m.exec(gpg('--list-keys', '--with-colons'))![1]!;
		const program = join(home, 'sign');
		writeFileSync(program, `#!/bin/sh\nexec gpg ${when.join(' ')} "$@"\n`, {mode: 0o700});
		const defines = [`__gpg ${program}`, `_gpg_name ${user}`, `_gpg_path ${home}`].flatMap(one => ['--define', one]);
		execFileSync('rpmsign', [...defines, '--resign', ...packages], {stdio: 'pipe'});
		execFileSync('createrepo_c', ['-q', folder]);
		gpg('--armor', '--detach-sign', '-o', join(folder, 'repodata/repomd.xml.asc'), join(folder, 'repodata/repomd.xml'));
	}
	writeFileSync(join(folder, 'archive.key'), gpg('--armor', '--export'));
}

type Fault = {
	readonly what: string;
	/** Makes of a copy of the source what somebody on the way could. @returns the fingerprint that the cluster file names, if another */
	readonly plant: (folder: string) => unknown;
	readonly told: RegExp;
};

const longAgo = ['--faked-system-time', '20200101T000000'];
const ring = () => mkdtempSync(join(tmpdir(), 'kafka-setup-gpg-'));
const overwrite = (wanted: RegExp) => (folder: string) => {
	for (const path of filesIn(folder)) if (wanted.test(path)) writeFileSync(path, proxyPage);
};

/** The source, its packages as well where rpm is, as somebody else has signed it; the key beside it is theirs. */
function takenOver(folder: string): void {
	const home = ring();
	newKey(home);
	signAnew(folder, home);
}

/** The same with the right key beside it. */
function signedByAnother(folder: string): void {
	const key = readFileSync(join(folder, 'archive.key'));
	takenOver(folder);
	writeFileSync(join(folder, 'archive.key'), key);
}

function signedByAnExpired(folder: string): string {
	const home = ring();
	const fingerprint = newKey(home, ...longAgo);
	signAnew(folder, home, ...longAgo);
	return fingerprint;
}

/** Only packages of an older patch, signed as they should be: what the source offered some time ago. */
function setBack(folder: string): void {
	const home = join(cache, 'keys/gnupg');
	for (const path of filesIn(join(folder, 'pool'))) {
		const unpacked = mkdtempSync(join(tmpdir(), 'kafka-setup-deb-'));
		execFileSync('dpkg-deb', ['-R', path, unpacked]);
		const control = join(unpacked, 'DEBIAN/control');
		writeFileSync(control, readFileSync(control, 'utf8').replaceAll('8.3.1', '8.3.0'));
		rmSync(path);
		execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '-b', unpacked, path.replaceAll('8.3.1', '8.3.0')], {
			stdio: 'pipe',
		});
		rmSync(unpacked, {recursive: true});
	}
	index(folder);
	signAnew(folder, home);
}

function withoutKafka(folder: string): void {
	for (const path of filesIn(folder)) if (/\/confluent-kafka-\d[^/]*\.rpm$/.test(path)) rmSync(path);
	execFileSync('createrepo_c', ['-q', folder]);
}

const faults: Readonly<Record<keyof typeof systems, readonly Fault[]>> = {
	debian: [
		{what: 'a package with another byte', plant: folder => flip(packageOf(folder)), told: /Hash Sum mismatch/},
		{
			what: 'a list of packages with another byte',
			plant: folder => lists.map(list => flip(join(folder, list))),
			told: /Hash Sum mismatch/,
		},
		{what: 'another key', plant: takenOver, told: /is not the pinned one/},
		{what: 'the signature of another key', plant: signedByAnother, told: /NO_PUBKEY|is not signed/},
		{what: 'a key that has expired', plant: signedByAnExpired, told: /EXPKEYSIG|expired/},
		{what: 'an older set', plant: setBack, told: /8\.3\.1/},
		{what: 'a page of a proxy for the key', plant: overwrite(/\/archive\.key$/), told: /is no package key/},
		{what: 'a page of a proxy for what is signed', plant: overwrite(/\/(In)?Release$/), told: /NOSPLIT|not signed|Clearsigned/},
		{
			what: 'a page of a proxy for a package',
			plant: overwrite(/\/confluent-kafka_[^/]*\.deb$/),
			told: /unexpected size|Hash Sum mismatch/,
		},
	],
	rpm: [
		{what: 'a package with another byte', plant: folder => flip(packageOf(folder)), told: /checksum doesn't match/},
		{what: 'another key', plant: takenOver, told: /is not the pinned one/},
		{what: 'the signature of another key', plant: signedByAnother, told: /GPG check FAILED|is not installed/},
		{what: 'a key that has expired', plant: signedByAnExpired, told: /expired/},
		{what: 'a set without the version that runs', plant: withoutKafka, told: /8\.3\.1/},
		{what: 'a page of a proxy for the key', plant: overwrite(/\/archive\.key$/), told: /is no package key/},
		{what: 'a page of a proxy for what it says of itself', plant: overwrite(/\/repomd\.xml$/), told: /repomd\.xml/},
		{
			what: 'a page of a proxy for a package',
			plant: overwrite(/\/confluent-kafka-[^/]*\.rpm$/),
			told: /checksum doesn't match|No more mirrors/,
		},
	],
};

describe.each(['debian', 'rpm'] as const)('a package source that somebody has changed, %s', system => {
	const {source, installed} = systems[system];
	const folder = join(cache, 'repo', source);
	const aside = `${folder}.aside`;
	let file = '';
	const units = ['confluent-kcontroller', 'confluent-kafka', 'confluent-schema-registry'];
	const processes = async () =>
		(await lab('exec', 'kafka-01', `systemctl show -p MainPID,NRestarts,ActiveState ${units.join(' ')}`)).stdout;
	const restore = () => {
		rmSync(folder, {recursive: true, force: true});
		renameSync(aside, folder);
	};

	beforeAll(async () => {
		await lab('down');
		const hosts = [`kafka-01:${system}`, `kafka-02:${system}`];
		await lab('up', ...hosts);
		await lab('reset', ...hosts);
		const first = await clusterFile({...alone, hosts: ['kafka-01']}, '--version', '8.3');
		const {code, stderr} = await kafkaSetup(['apply', first]);
		expect(code, stderr).toBe(0);
		file = await clusterFile({...alone, ...both}, '--version', '8.3');
	});

	afterAll(async () => {
		await lab('down');
	});

	it.each(faults[system])('$what: nothing is installed, and what runs goes on', async ({plant, told}) => {
		await lab('reset', `kafka-02:${system}`);
		const before = await processes();
		expect(before.match(/ActiveState=active/g)).toHaveLength(units.length);
		renameSync(folder, aside);
		try {
			cpSync(aside, folder, {recursive: true});
			const key = plant(folder);
			const given =
				typeof key !== 'string' ? file : await clusterFile({...alone, ...both, platform: {packages: {key}}}, '--version', '8.3');
			const {code, stderr, events} = await kafkaSetup(['apply', given, '--reporter', 'json']);
			const failures = failuresOf(events);
			expect(code, stderr).not.toBe(0);
			expect(failures.map(({message, tail = []}) => [message, ...tail].join('\n')).join('\n'), stderr).toMatch(told);
		} finally {
			restore();
		}
		expect((await lab('exec', 'kafka-02', installed)).stdout.trim()).toBe('0');
		expect(await processes()).toBe(before);
	});

	it('the source as it was: the host is added', async () => {
		await lab('reset', `kafka-02:${system}`);
		const {code, stderr, events} = await kafkaSetup(['apply', file, '--reporter', 'json']);
		expect(code, stderr).toBe(0);
		expect(changedSteps(events).length).toBeGreaterThan(0);
		expect((await lab('exec', 'kafka-02', installed)).stdout.trim()).toBe('1');
	});
});
