import {expect, test} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {isRecord, parseRecord, recordText} from '../../../source/kafka/settled/record.ts';
import {judge, subjects} from '../../helpers/judge.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {bareStanding, runningStandings} from '../../helpers/standings.ts';

const archived: Cluster = {
	...sampleCluster,
	roles: {...sampleCluster.roles, 'schema-registry': []},
	platform: {...sampleCluster.platform, source: {archive: '/tmp/kafka_2.13-3.9.2.tgz', sha512: undefined, kafka: '3.9.2'}},
};
const packaged: Cluster = {...archived, platform: {...archived.platform, source: undefined}};

test('a cluster keeps the archive that it was installed from, and one of packages its packages', () => {
	expect(judge(archived, runningStandings(archived))).toEqual([]);
	expect(judge(packaged, runningStandings(archived))).toEqual([
		{
			subject: 'Where the platform comes from',
			there: 'an archive of Apache Kafka (platform.source)',
			wanted: "Confluent's packages",
			wayOut: [{say: 'Put `source:` with its archive back under `platform:`.'}],
		},
	]);
	expect(subjects(judge(archived, runningStandings(packaged)))).toEqual(['Where the platform comes from']);
});

test('hosts on which nothing runs yet may get either', () => {
	const {record} = runningStandings(archived).get('kafka-01')!;
	const bare = new Map(packaged.hosts.map(({name}) => [name, {...bareStanding, record}]));
	expect(subjects(judge({...packaged, hosts: packaged.hosts.slice(0, 1)}, bare))).not.toContain('Where the platform comes from');
});

test('the record says so, and one of packages is the same bytes as before', () => {
	const record = (cluster: Cluster) => {
		const found = runningStandings(cluster).get('kafka-01')!.record;
		if (!isRecord(found)) throw new Error('no record');
		return recordText(found);
	};
	expect(parseRecord(record(archived))).toMatchObject({distribution: 'archive'});
	expect(record(archived)).toBe(
		record(packaged).replace('"platform": "7.9",', '"platform": "7.9",\n\t"distribution": "archive",'),
	);
});
