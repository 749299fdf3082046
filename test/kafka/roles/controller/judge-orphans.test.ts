import {describe, expect, test} from 'vitest';
import {changed, judge, linesOf, subjects} from '../../../helpers/judge.ts';
import {kraftCluster} from '../../../helpers/sample-cluster.ts';
import {bareStanding, clusterId, directoryId, disk} from '../../../helpers/standings.ts';

describe('data of brokers without controllers that know it', () => {
	const log = kraftCluster.kafka.dataDirs[0]!;
	const bare = new Map(kraftCluster.hosts.map(({name}) => [name, bareStanding]));
	const withLog = changed(bare, 'kafka-02', standing => ({
		...standing,
		disks: new Map([[log, disk(log, {meta: {broker: '2', clusterId}})]]),
	}));

	test('is refused: empty controllers would know none of its topics', () => {
		const [difference, ...more] = judge(kraftCluster, withLog);
		expect(more).toEqual([]);
		expect(difference).toMatchObject({
			subject: 'Data of the broker on kafka-02',
			there: expect.stringContaining(`${log} is a broker's of the cluster ${clusterId}`),
		});
		expect(linesOf(difference!.wayOut)).toContain(`mv -- ${log} ${log}.old`);
	});

	test('is taken where a controller has the metadata, and given up where that was said', () => {
		const {dataDir} = kraftCluster.controller;
		const meta = {broker: '101', clusterId, directoryId: directoryId('kafka-01', 'controller')};
		const controllerData = changed(withLog, 'kafka-01', standing => ({
			...standing,
			disks: new Map([[dataDir, disk(dataDir, {meta})]]),
		}));
		expect(subjects(judge(kraftCluster, controllerData))).not.toContain('Data of the broker on kafka-02');
		expect(judge(kraftCluster, withLog, {replaced: ['kafka-02']})).toEqual([]);
	});
});
