import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openClusters, type StoredCluster} from '../../../source/state/store/clusters.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const one = (file: string, more: Partial<StoredCluster> = {}): StoredCluster => ({
	name: 'orders',
	file,
	firstAt: '2026-11-23T12:00:00.000Z',
	lastAt: '2026-11-23T12:00:00.000Z',
	recordedBy: '0.1.0',
	hosts: [
		{
			name: 'kafka-01.example.org',
			machineId: 'm1',
			zookeeper: {id: 1, dataDir: '/zk', hasData: true},
			kafka: {id: 1, dataDirs: ['/a', '/b'], clusterId: 'abc'},
		},
		{name: 'kafka-02', machineId: ''},
	],
	...more,
});

test('a cluster comes back as it was, and none is forgotten for another', () => {
	const folder = tempDir();
	const all = Array.from({length: 60}, (_, index) => one(`/${index}.yaml`, {clusterId: 'abc'}));
	for (const cluster of all) openClusters(folder).keep(cluster);
	expect(openClusters(folder).list()).toEqual(all.toReversed());
});

test('the same name in two files, and two names in one file, are two clusters', () => {
	const clusters = openClusters(tempDir());
	for (const cluster of [one('/a'), one('/b'), one('/a', {name: 'payments'}), one('/a', {recordedBy: '0.2.0'})])
		clusters.keep(cluster);
	expect(clusters.list().map(({file, name, recordedBy}) => [file, name, recordedBy])).toEqual([
		['/a', 'orders', '0.2.0'],
		['/a', 'payments', '0.1.0'],
		['/b', 'orders', '0.1.0'],
	]);
});

test('an entry of another shape is left out, and the others stay', () => {
	const folder = tempDir();
	const [host] = one('/x').hosts;
	const wrong = [
		null,
		7,
		{},
		...Object.keys(one('/x')).map(key => ({...one('/wrong'), [key]: null})),
		...[
			null,
			{...host, machineId: 1},
			{...host, zookeeper: {id: '1'}},
			{...host, kafka: {id: 1, dataDirs: '/a'}},
			{...host, kafka: null},
		].map(bad => one('/wrong', {hosts: [bad as never]})),
	];
	writeFileSync(join(folder, 'clusters.json'), JSON.stringify({version: 1, clusters: [...wrong, one('/good')]}), {mode: 0o600});
	expect(openClusters(folder).list()).toEqual([one('/good')]);
});
