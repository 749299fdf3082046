import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../../../source/cluster/cluster.ts';
import {both, changed, linesOf, running, subjects} from '../../../helpers/judge.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';

const withLogDir = (dataLogDir: string): Cluster => ({
	...sampleCluster,
	zookeeper: {...sampleCluster.zookeeper, extraProperties: {dataLogDir}},
});
const keeping = (logDir: string) =>
	sampleCluster.roles.zookeeper.reduce(
		(standings, name) => changed(standings, name, one => ({...one, metadata: {...one.metadata!, logDir}})),
		running,
	);

describe('the transaction log of a running ensemble', () => {
	test('may not be looked for elsewhere', () => {
		for (const differences of both(withLogDir('/data/log'))) {
			expect(subjects(differences)).toEqual([
				'zookeeper.extraProperties.dataLogDir of kafka-01',
				'zookeeper.extraProperties.dataLogDir of kafka-02',
				'zookeeper.extraProperties.dataLogDir of kafka-03',
			]);
			expect(differences[0]).toMatchObject({there: '/var/lib/zookeeper has the transaction log', wanted: '/data/log'});
			expect(linesOf(differences[0]!.wayOut)).toContain('Take dataLogDir out of zookeeper.extraProperties.');
		}
		for (const differences of both(sampleCluster, keeping('/data/log'))) {
			expect(differences[0]).toMatchObject({there: '/data/log has the transaction log', wanted: '/var/lib/zookeeper'});
			expect(linesOf(differences[0]!.wayOut)).toContain('extraProperties: {dataLogDir: /data/log}');
		}
	});

	test('stays where it is', () => {
		for (const differences of both(withLogDir('/data//log/'), keeping('/data/log'))) expect(differences).toEqual([]);
	});
});
