import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {StepError} from '../../source/core/errors.ts';
import {formatStep, formattedStep} from '../../source/kafka/format.ts';
import {formattedIn} from '../../source/kafka/settled/record.ts';
import {jobMachine} from '../helpers/job-machine.ts';
import {kraftCluster} from '../helpers/sample-cluster.ts';
import {clusterId, quorumFor} from '../helpers/standings.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const host = {name: 'kafka-01'};
const quorum = quorumFor(kraftCluster)!;

/**
 * What the tool does, as it was measured with Kafka 3.9.2 and 4.3.1: it formats each directory that has no `meta.properties`,
 * and refuses if one has, unless told to ignore that.
 */
const storage = (root: string) => `echo "$*" >>${root}/storage
[ "$1" != info ] || { echo 'Found problem:'; exit 1; }
shift; ignore= id=
while [ $# -gt 0 ]; do
	case $1 in --cluster-id=*) id=\${1#*=} ;; --ignore-formatted) ignore=yes ;; -c) . <(sed 's/[.]/_/; s/[.]/_/' "$2"); shift ;; esac
	shift
done
IFS=,
for path in $log_dirs; do
	if [ -e "$path/meta.properties" ]; then
		[ "$ignore" ] || { echo "Log directory $path is already formatted. Use --ignore-formatted to ignore this directory and format the others."; exit 1; }
		continue
	fi
	mkdir -p "$path"
	printf '#\\nversion=1\\nnode.id=%s\\ncluster.id=%s\\ndirectory.id=%s\\n' "$node_id" "$id" "new-$(basename "$path")" >"$path/meta.properties"
done`;

/** A host with directories of its own; `directories` are below its root. */
function scene(directories: readonly string[], {replaced = false, nodeId = 101, options = [] as readonly string[]} = {}) {
	const root = tempDir();
	const paths = directories.map(name => join(root, name));
	const settingsFile = join(root, 'controller.properties');
	writeFileSync(settingsFile, `node.id=${nodeId}\nlog.dirs=${paths.join(',')}\n`);
	mkdirSync(join(root, 'kept'));
	const machine = jobMachine({
		// The service's user, which is not one of this machine.
		programs: {'kafka-storage': storage(root), runuser: `echo "$2" >>${root}/users; shift 3; exec "$@"`},
		paths: {'/var/lib/kafka-setup': join(root, 'kept')},
	});
	const spec = {cluster: kraftCluster, role: 'controller' as const, host, nodeId, directories: paths, settingsFile, options};
	const known = {
		standings: new Map(),
		shared: undefined,
		clusterId: undefined,
		quorum,
		...(replaced ? {replaced: [host.name]} : {}),
	};
	const lines = (name: string) => (existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8').trim().split('\n') : []);
	const put = (path: string, content: string) => {
		mkdirSync(join(root, path, '..'), {recursive: true});
		writeFileSync(join(root, path), content);
	};
	const format = formatStep(spec, known);
	const record = formattedStep(spec);
	return {
		root,
		paths,
		put,
		meta: (name: string, id: string, of = clusterId, key = 'node.id') =>
			put(`${name}/meta.properties`, `version=1\n${key}=${id}\ncluster.id=${of}\ndirectory.id=old-${name}\n`),
		/** What was asked of the tool, but for its looks. */
		asked: () => lines('storage').filter(line => !line.startsWith('info')),
		users: () => lines('users'),
		formatted: () => (existsSync(join(root, 'kept/formatted')) ? readFileSync(join(root, 'kept/formatted'), 'utf8') : undefined),
		check: async () => (await format.check(machine.context())).map(({what}) => what),
		async apply() {
			const context = machine.context();
			await format.apply(context);
			return context.seen.shown;
		},
		checkRecord: () => record.check(machine.context()),
		record: () => record.apply(machine.context()),
	};
}

const problemOf = (promise: Promise<unknown>): Promise<StepError> =>
	promise.then(
		() => {
			throw new Error('It was not refused.');
		},
		error => error,
	);

describe('an empty directory', () => {
	test('is formatted once, by the service’s user, with the id that was drawn', async () => {
		const one = scene(['data'], {options: ['--initial-controllers', '101@kafka-01:9093:x']});
		expect(await one.check()).toEqual([`format ${one.paths[0]}`]);
		const rest = `-c ${one.root}/controller.properties --initial-controllers 101@kafka-01:9093:x`;
		expect(await one.apply()).toEqual([`kafka-storage format '--cluster-id=${clusterId}' ${rest}`]);
		expect(one.asked()).toEqual([`format --cluster-id=${clusterId} ${rest}`]);
		expect(new Set(one.users())).toEqual(new Set(['cp-kafka']));
		expect(await one.check()).toEqual([]);
	});

	test('is one with what a cut format left, and with what the file system keeps', async () => {
		const one = scene(['data']);
		for (const name of ['bootstrap.checkpoint', 'bootstrap.checkpoint.tmp', 'meta.properties.tmp', '.lock'])
			one.put(`data/${name}`, '');
		one.put('data/__cluster_metadata-0/00000000000000000000-0000000000.checkpoint.part', '');
		one.put('data/lost+found/x', '');
		expect(await one.check()).toEqual([`format ${one.paths[0]}`]);
		await one.apply();
		expect(await one.check()).toEqual([]);
	});
});

describe('a directory is refused, and stays as it is, if it holds', () => {
	test.each(['records.db', '.hidden', 'a b$(touch x)\u001b[31m', 'meta.properties.bak'])('something else: %j', async name => {
		const one = scene(['data']);
		one.put(`data/${name}`, 'mine');
		const problem = await problemOf(one.check());
		expect(problem.message).toContain('is not formatted, and holds');
		expect(problem.message).not.toContain('\u001b');
		expect(problem.hint).toContain('Nothing was formatted');
		expect([readdirSync(one.paths[0]!), one.asked()]).toEqual([[name], []]);
	});

	test('a log of metadata that has lost its meta.properties', async () => {
		const one = scene(['data']);
		one.put('data/__cluster_metadata-0/00000000000000000000-0000000000.checkpoint', '');
		expect(await one.check()).toEqual([`format ${one.paths[0]}`]);
		one.put('data/__cluster_metadata-0/00000000000000000000.log', 'topics');
		expect((await problemOf(one.check())).message).toContain('holds "__cluster_metadata-0/00000000000000000000.log"');
	});

	test.each<[string, (one: ReturnType<typeof scene>) => void, string]>([
		[
			'data of another cluster',
			one => one.meta('data', '101', 'another'),
			'holds the data of node 101 of the Kafka cluster another, and this is node 101 of rD8O80v0TnahFDDk5OasHg',
		],
		[
			'data of another node',
			one => one.meta('data', '7'),
			'holds the data of node 7 of the Kafka cluster rD8O80v0TnahFDDk5OasHg',
		],
		['an empty meta.properties', one => one.put('data/meta.properties', ''), 'holds a damaged meta.properties'],
		['one that was cut', one => one.put('data/meta.properties', 'version=1\nnode.id=101\n'), 'holds a damaged meta.properties'],
		['one that is no properties file', one => one.put('data/meta.properties', 'a=\\uXYZ'), 'holds a damaged meta.properties'],
		['one that is a directory', one => one.put('data/meta.properties/x', ''), 'holds a damaged meta.properties'],
	])('%s', async (_, make, message) => {
		const one = scene(['data']);
		make(one);
		expect((await problemOf(one.check())).message).toContain(message);
		expect(one.asked()).toEqual([]);
	});

	test('that of another cluster beside a good one', async () => {
		const one = scene(['a', 'b']);
		one.meta('a', '101');
		one.meta('b', '101', 'another');
		expect((await problemOf(one.check())).message).toContain('/b holds the data of node 101 of the Kafka cluster another');
	});
});

test('data of the same node and cluster is as wanted, also of a broker that was migrated', async () => {
	const one = scene(['a', 'b']);
	one.meta('a', '101');
	one.meta('b', '101', clusterId, 'broker.id');
	expect(await one.check()).toEqual([]);
});

describe('of two directories one that is formatted', () => {
	const half = (options: Parameters<typeof scene>[1] = {}) => {
		const one = scene(['a', 'b'], options);
		one.meta('a', '101');
		return one;
	};

	test('by a run that was cut, is left, and the other is formatted', async () => {
		const one = half();
		expect(await one.check()).toEqual([`format ${one.paths[1]}`]);
		await one.apply();
		expect(one.asked()[0]).toMatch(/ --ignore-formatted$/);
		expect(readFileSync(join(one.paths[0]!, 'meta.properties'), 'utf8')).toContain('directory.id=old-a');
		expect(await one.check()).toEqual([]);
	});

	test('while the other is on record as formatted: its data is lost, and that is not for us to say', async () => {
		const one = half();
		one.put('kept/formatted', `old-a ${one.paths[0]}\nold-b ${one.paths[1]}\n`);
		const problem = await problemOf(one.apply());
		expect(problem.message).toBe(
			`${one.paths[1]} on kafka-01 was formatted once and is empty now: its data is lost, or not mounted`,
		);
		expect(problem.hint).toContain('Mount the disk');
		expect(one.asked()).toEqual([]);
		expect(existsSync(one.paths[1]!)).toBe(false);
	});

	test('and on record, of a host that was replaced: the operator has said so', async () => {
		const one = half({replaced: true});
		one.put('kept/formatted', `old-a ${one.paths[0]}\nold-b ${one.paths[1]}\n`);
		await one.apply();
		expect(await one.check()).toEqual([]);
	});
});

test('while nobody can read what is on record as formatted, nothing is', async () => {
	const one = scene(['data']);
	mkdirSync(join(one.root, 'kept/formatted'));
	expect((await problemOf(one.apply())).message).toContain('read /var/lib/kafka-setup/formatted failed on kafka-01');
	expect(one.asked()).toEqual([]);
	rmSync(join(one.root, 'kept/formatted'), {recursive: true});
	await one.apply();
	expect(await one.check()).toEqual([]);
});

test('a format that fails leaves the step undone, with what the tool said', async () => {
	const one = scene(['data']);
	writeFileSync(join(one.root, 'controller.properties'), 'exit 3\n');
	const problem = await problemOf(one.apply());
	expect(problem.message).toContain('formatting the storage failed on kafka-01');
	expect(await one.check()).toEqual([`format ${one.paths[0]}`]);
});

describe('the record of what was formatted', () => {
	test('has a line for each directory, is root’s alone, and is written once', async () => {
		const one = scene(['b', 'a']);
		await one.apply();
		expect(await one.checkRecord()).toMatchObject([{what: expect.stringContaining('create /var/lib/kafka-setup/formatted')}]);
		await one.record();
		expect(one.formatted()).toBe(`new-a ${one.paths[1]}\nnew-b ${one.paths[0]}\n`);
		expect(statSync(join(one.root, 'kept/formatted')).mode & 0o777).toBe(0o600);
		expect(await one.checkRecord()).toEqual([]);
	});

	test('keeps the directories of the other role of the host, and those that are empty now', async () => {
		const one = scene(['a', 'b']);
		await one.apply();
		rmSync(one.paths[1]!, {recursive: true});
		one.put('kept/formatted', `x /var/lib/kafka/data\nold-b ${one.paths[1]}\nold-a ${one.paths[0]}\n`);
		await one.record();
		expect(formattedIn(one.formatted())).toEqual(
			new Map([
				['/var/lib/kafka/data', 'x'],
				[one.paths[0], 'new-a'],
				[one.paths[1], 'old-b'],
			]),
		);
	});

	test('is read line by line; what is none is passed over', () => {
		expect(formattedIn(undefined)).toEqual(new Map());
		expect(formattedIn('a /x\n\n b /y\nc relative\n$(id) /z\nd /with space\n')).toEqual(
			new Map([
				['/x', 'a'],
				['/with space', 'd'],
			]),
		);
	});
});
