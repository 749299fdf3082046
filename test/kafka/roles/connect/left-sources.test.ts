import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import type {Cluster, Source} from '../../../../source/cluster/cluster.ts';
import {file} from '../../../../source/host/files/file.ts';
import {leftSources} from '../../../../source/kafka/roles/connect/left-sources.ts';
import {sourceStep} from '../../../../source/kafka/roles/connect/sources.ts';
import {connect} from '../../../../source/kafka/roles/connect/stage.ts';
import {nothingKnown} from '../../../../source/kafka/settled/record-steps.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {fakeConnection} from '../../../helpers/fake-connection.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {ownUser, tempDir} from '../../../helpers/temp-dir.ts';

const own = await ownUser();
const [orders] = sampleCluster.connect.sources as readonly [Source];
const dir = '/etc/kafka-connect-jdbc';
const worker = sampleCluster.hosts[2]!;

const clusterWith = (sources: readonly Source[]): Cluster => ({
	...sampleCluster,
	connect: {...sampleCluster.connect, sources},
});

let folder = '';
let local = localConnection();
beforeEach(() => {
	folder = tempDir();
	mkdirSync(join(folder, 'jdbc/secrets'), {recursive: true});
	mkdirSync(join(folder, 'data'));
	local = localConnection({paths: {[dir]: join(folder, 'jdbc'), '/var/lib/kafka-connect': join(folder, 'data')}});
});

const context = () => fakeContext(local, {host: worker});
const write = (path: string, content: string) => file({path: `${dir}/${path}`, content, ...own}).apply(context());

/** Puts the files of a source there, as an earlier run has. */
async function install(source: Source) {
	const [change] = await sourceStep(sampleCluster, source).check(context());
	await write(`source-${source.name}.properties`, change!.after!);
	if (source.password !== undefined) await write(`secrets/${source.name}.password`, 'hunter2');
}

const there = () =>
	readdirSync(join(folder, 'jdbc'), {recursive: true, encoding: 'utf8'})
		.filter(name => name !== 'secrets')
		.sort();

/** What the step says and does; a second look finds nothing more to do. */
async function run(cluster: Cluster) {
	const step = leftSources(cluster, worker);
	const at = context();
	const changes = await step.check(at);
	const notes = [...at.seen.notes];
	if (changes.length > 0) await step.apply(at);
	expect(await step.check(context())).toEqual([]);
	return {changes, notes};
}

test('a source that left takes its file and its password with it, and another one stays', async () => {
	const stays = {...orders, name: 'stays'};
	await install(orders);
	await install(stays);
	expect(await run(clusterWith([stays]))).toEqual({
		changes: [
			{
				what: `remove ${dir}/source-orders.properties`,
				reason: 'source orders is not in the cluster file: its connector ends, its topic stays',
				removes: [{kind: 'file', name: `${dir}/source-orders.properties`}],
			},
			{
				what: `remove ${dir}/secrets/orders.password`,
				reason: 'source orders is not in the cluster file',
				removes: [{kind: 'file', name: `${dir}/secrets/orders.password`}],
			},
		],
		notes: ['stays starts from the first row, into orders-orders, where orders has put its rows'],
	});
	expect(there()).toEqual(['secrets/stays.password', 'source-stays.properties']);
});

test('a mere other name is told to begin anew, unless it has offsets of its own', async () => {
	await install(orders);
	const renamed = {...orders, name: 'orders2', topicPrefix: 'orders2-', tables: ['customers', 'orders']};
	const notes = async (source: Source) => {
		const at = context();
		await leftSources(clusterWith([source]), worker).check(at);
		return at.seen.notes;
	};
	expect(await notes(renamed)).toEqual(['orders2 starts from the first row, into orders2-orders']);
	writeFileSync(join(folder, 'data/connect.offsets'), '\xac\xed\0["orders",{"table":"x"}]{"incrementing":5}\0');
	expect(await notes(renamed)).toHaveLength(1);
	expect(await notes({...renamed, tables: ['customers']})).toEqual([]);
	expect(await notes({...renamed, url: 'jdbc:postgresql://db-02:5432/shop'})).toEqual([]);
	writeFileSync(join(folder, 'data/connect.offsets'), '\xac\xed\0["orders2",{"table":"x"}]{"incrementing":5}\0');
	expect(await notes(renamed)).toEqual([]);
});

test('another worker’s source, and a password that the file no longer has, are called what they are', async () => {
	await install(orders);
	const other = {...orders, name: 'other', password: undefined};
	await install({...other, password: 'env:X'});
	const cluster = {
		...clusterWith([orders, other]),
		roles: {...sampleCluster.roles, connect: ['kafka-01', 'kafka-03']},
	};
	expect((await run(cluster)).changes.map(({what, reason}) => `${what} (${reason})`)).toEqual([
		`remove ${dir}/source-orders.properties (source orders is on kafka-01 in the cluster file: its connector ends, its topic stays)`,
		`remove ${dir}/secrets/orders.password (source orders is on kafka-01 in the cluster file)`,
		`remove ${dir}/secrets/other.password (source other has no password in the cluster file)`,
	]);
	expect(there()).toEqual(['source-other.properties']);
});

test('what is not ours is left and named, whatever its name', async () => {
	const jdbc = join(folder, 'jdbc');
	const names = [
		'source-quickstart-sqlite.properties',
		'source-a.properties\nb',
		'source-$(touch PWNED).properties',
		'source-Upper.properties',
		'source-a.properties.bak',
		'-rf',
		'hand.properties',
	];
	for (const name of names) writeFileSync(join(jdbc, name), 'x');
	writeFileSync(join(jdbc, 'source-hand.properties'), 'x');
	writeFileSync(join(jdbc, 'secrets/hand.password'), 'x');
	symlinkSync('/etc/passwd', join(jdbc, 'source-link.properties'));
	mkdirSync(join(jdbc, 'source-folder.properties'));
	await install(orders);
	writeFileSync(join(jdbc, 'source-orders.properties'), 'edited');
	const before = there();
	const {changes, notes} = await run(clusterWith([]));
	expect(changes.map(({what}) => what)).toEqual([`remove ${dir}/secrets/orders.password`]);
	expect([...notes].sort()).toEqual(
		[
			'source-folder.properties',
			'source-hand.properties',
			'source-link.properties',
			'source-orders.properties',
			'secrets/hand.password',
		]
			.map(
				name =>
					`left: ${dir}/${name} is not as kafka-setup wrote it, and source ${/(\w+)\.\w+$/.exec(name)![1]} is not in the cluster file`,
			)
			.sort(),
	);
	expect(there()).toEqual(before.filter(name => name !== 'secrets/orders.password'));
});

test('what stood there before the source comes back', async () => {
	writeFileSync(join(folder, 'jdbc/source-orders.properties'), 'by hand');
	await install(orders);
	const {changes} = await run(clusterWith([]));
	expect(changes[0]!.what).toContain(`restore ${dir}/source-orders.properties from`);
	expect(readFileSync(join(folder, 'jdbc/source-orders.properties'), 'utf8')).toBe('by hand');
});

test('a password that a power cut left half written goes too', async () => {
	writeFileSync(join(folder, 'jdbc/secrets/.orders.password.kafka-setup.aB3dE6'), 'hunt');
	writeFileSync(join(folder, 'jdbc/secrets/.stays.password.kafka-setup.aB3dE6'), 'hunt');
	expect((await run(clusterWith([{...orders, name: 'stays'}]))).changes).toEqual([
		{
			what: `remove ${dir}/secrets/.orders.password.kafka-setup.aB3dE6`,
			reason: 'a write that was cut off has left it there',
		},
	]);
	expect(there()).toEqual(['secrets/.stays.password.kafka-setup.aB3dE6']);
});

test('a host on which nothing is yet has nothing to say', async () => {
	local = localConnection({paths: {[dir]: join(folder, 'none')}});
	expect(await run(clusterWith([]))).toEqual({changes: [], notes: []});
});

test('no name that a host makes up becomes a word of a command', async () => {
	const time = '1700000000.1232718280';
	const stdout = [
		`0 f ${time} source-$(id).properties`,
		`0 f ${time} source-a.properties/../../passwd`,
		`1 f ${time} ../../shadow.password`,
		`9 f ${time} source-a.properties`,
		`1 f ${time} source-a.properties`,
		'0 f x source-a.properties',
		'garbage',
	].join('\n');
	const connection = fakeConnection([{command: '/-regextype/s', stdout}]);
	expect(await leftSources(clusterWith([]), worker).check(fakeContext(connection))).toEqual([]);
	connection.done();
});

test('the files go after the unit names them no longer, and before the worker is restarted', () => {
	const materials = {
		known: nothingKnown(),
		plugin: {jars: '/usr/share/java/x/lib'},
		secret: async () => Promise.reject(new Error('not asked')),
	};
	const ids = connect(sampleCluster, [worker], materials)
		.begin()(worker)
		.map(({id}) => id);
	expect(ids.slice(ids.indexOf('service'))).toEqual([
		'service',
		'log-configuration',
		'unit-folder',
		'unit',
		'left-sources',
		'start',
		'status-orders',
		'topics-orders',
	]);
});
