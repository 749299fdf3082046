import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {normalDirectory} from '../../../source/cluster/checks/normal-directory.ts';
import {directory, heap} from '../../../source/cluster/schema/fields.ts';
import {clusterFile} from '../../../source/cluster/schema/schema.ts';
import {StepError} from '../../../source/core/errors.ts';
import {repository} from '../../../source/host/packages/repository.ts';
import {startRecord} from '../../../source/host/service/start-record.ts';
import {renderProperties, renderUnit, Verbatim} from '../../../source/kafka/templates.ts';
import {cacheOf} from '../../../source/kafka/unit-cache.ts';
import {unitPath} from '../../../source/kafka/unit-path.ts';
import {debian, fakeContext} from '../../helpers/context.ts';
import {nothingThere} from '../../helpers/fake-connection.ts';
import {fuzzRuns, hostileLike, hostileText} from '../../helpers/fuzz.ts';
import {harmful} from '../../helpers/hostile.ts';
import {type PropertiesReader, propertiesReader} from '../../helpers/readers/java-properties.ts';
import {readAptSources, readYumRepos} from '../../helpers/readers/package-sources.ts';
import {bareUnit, readUnits} from '../../helpers/readers/systemd-units.ts';
import {lacking} from './comparison.ts';

/** So many values go into each field, past the parser of the file: what it lets through, and what comes from hosts. */
const values = Math.max(1000, fuzzRuns);
/** Units that one process of systemd reads. */
const batch = 500;

const sample = (arbitrary: fc.Arbitrary<string>) => fc.sample(arbitrary, values);
/** The bytes of UTF-8 have no halves of characters. */
const written = (arbitrary: fc.Arbitrary<string>) => arbitrary.filter(text => !/\p{Surrogate}|\0/u.test(text));
const taken = (good: string, {safeParse}: {safeParse(text: string): {readonly success: boolean}}) =>
	sample(
		written(hostileLike(good)).filter(text => !/[\x80-\x9f]|\p{Noncharacter_Code_Point}/u.test(text) && safeParse(text).success),
	);

describe.skipIf(lacking !== undefined)('read by their real readers', () => {
	let java: PropertiesReader;
	beforeAll(() => {
		java = propertiesReader();
	});
	afterAll(() => java.close());

	test('every value of a properties file, whatever it is, and every key that the file may name', async () => {
		const text = () => sample(hostileText);
		const [url, user, prefix, tables, extra] = [text(), text(), text(), text(), text()];
		for (let index = 0; index < values; index++) {
			const source = {cluster: 'orders', name: 'orders', connectorClass: 'X', passwordFile: 'p', secretsDir: '/s', mode: 'bulk'};
			const own = {
				url: url[index]!,
				user: user[index]!,
				topicPrefix: prefix[index]!,
				tables: [tables[index]!],
				pollIntervalMs: 1,
			};
			const file = (values: object, more?: Record<string, string>) =>
				java.read(renderProperties('source.properties', {...source, ...values}, more));
			const read = await file(own, {'own.key': extra[index]!});
			const plain = await file({...own, url: 'U', user: 'N', topicPrefix: 'P', tables: ['T']}, {'own.key': 'E'});
			const hostile: Record<string, string> = {U: own.url, N: own.user, P: own.topicPrefix, T: tables[index]!, E: extra[index]!};
			expect(read).toEqual(plain.map(([key, value]) => [key, hostile[value] ?? value]));
		}
	}, 600_000);

	test('the paths and the heap of a unit that the file lets through, and mount points that a host names', () => {
		const [paths, heaps] = [taken('/data/kafka', directory('')), taken('4g', heap(''))];
		const mounts = sample(written(hostileLike('/mnt/big disk'))).map(mountsOf);
		const units = paths.map((path, index) => ({path, heap: heaps[index]!, mounts: mounts[index]!}));
		expect(mounts.flat().length).toBeGreaterThan(values / 4);
		for (let at = 0; at < units.length; at += batch) {
			const some = units.slice(at, at + batch);
			const read = readUnits(some.map(one => ({unit: bareUnit, dropIn: dropInOf(one)})));
			for (const [index, {settings, complaints}] of read.entries()) {
				const {path, heap: size, mounts: on} = some[index]!;
				expect(complaints, path).toEqual([]);
				const kinds = /^(?:Environment|Command Line|Records|RequiresMountsFor|Assert\w+): /;
				expect(settings.filter(line => kinds.test(line)).toSorted()).toEqual(
					[
						'Command Line: /bin/true',
						'Command Line: /usr/bin/find /var/cache/kafka-setup/u -xdev -mindepth 1 -delete',
						`Environment: KAFKA_HEAP_OPTS=-Xms${size} -Xmx${size} -Djava.io.tmpdir=/var/cache/kafka-setup/u`,
						'Environment: LOG_DIR=/var/log/kafka',
						`Records: ${path}/myid`,
						`RequiresMountsFor: ${normalDirectory(path)} (origin-file)`,
						'RequiresMountsFor: /var/cache/kafka-setup/u (origin-file)',
						...on.map(mount => `AssertPathIsMountPoint: ${normalDirectory(mount)} untested`),
					].toSorted(),
				);
			}
		}
	}, 600_000);

	test('the address of a package source that the file lets through', async () => {
		const {platform} = clusterFile.shape;
		const urls = taken('http://mirror.example:8081/base', {
			safeParse: (url: string) => platform.safeParse({packages: {url}}),
		});
		const filesFor = (packageManager: 'apt' | 'dnf') => Promise.all(urls.map(url => sourceFile(url, packageManager)));
		const at = (url: string) => url.replace(/\/+$/, '');
		for (const [index, sources] of readAptSources(await filesFor('apt')).entries()) {
			const site = `${at(urls[index]!)}/deb/7.9`;
			expect(sources, site).toEqual([{site, release: 'stable', component: 'main'}]);
		}
		for (const [index, sections] of readYumRepos(await filesFor('dnf')).entries()) {
			const confluent = {
				name: 'confluent 7.9',
				enabled: '1',
				gpgcheck: '1',
				gpgkey: 'file:///etc/pki/rpm-gpg/RPM-GPG-KEY-confluent',
			};
			expect(sections, urls[index]).toEqual({confluent: {...confluent, baseurl: `${at(urls[index]!)}/rpm/7.9`}});
		}
	}, 600_000);
});

async function sourceFile(url: string, packageManager: 'apt' | 'dnf'): Promise<string> {
	const step = repository({name: 'confluent', url, version: '7.9', key: 'A'.repeat(40), held: {leader: 'l', family: 'f-*'}});
	const changes = await step.check(fakeContext(nothingThere, {facts: {...debian, packageManager}}));
	return changes.find(({after}) => after !== undefined)!.after!;
}

/** The mount point, if it is one for a unit; or none, as the run stops there. */
function mountsOf(path: string): readonly string[] {
	try {
		return [unitPath(path, 'kafka-01')];
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		expect(`${error.message}${error.hint}`).not.toMatch(harmful);
		return [];
	}
}

const dropInOf = (one: {readonly path: string; readonly heap: string; readonly mounts: readonly string[]}) =>
	renderUnit('drop-in.conf', {
		cluster: 'orders',
		dataDirs: [one.path],
		writable: [one.path],
		mounts: one.mounts,
		after: [],
		heapVariable: 'KAFKA_HEAP_OPTS',
		heap: one.heap,
		cache: cacheOf('u'),
		logs: [['LOG_DIR', '/var/log/kafka']],
		startRecord: new Verbatim(startRecord('u', [`${one.path}/myid`])),
		restartSeconds: 5,
		stopSeconds: 180,
		openFiles: 100_000,
		hardening: '',
	});
