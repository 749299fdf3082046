import {expect, test} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {answersOfCluster} from '../../../../source/ui/wizard/answers/answers-of-cluster.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';

const fields = {
	'source.kind': 'sqlserver',
	'source.host': 'fd00::5',
	'source.database': 'My DB',
	'source.tables': 't',
	'source.mode': 'timestamp',
	'source.timestampColumn': 'updated_at, created_at',
	'connect.driver': '/x/driver.jar',
};

test('several time columns, a database with a space and an IPv6 address are typed, and shown again', () => {
	const {cluster, problems} = readAnswers({...noAnswers, hosts: 'a', fields});
	expect([...problems.keys()]).toEqual([]);
	expect(cluster!.connect.sources[0]).toMatchObject({
		url: 'jdbc:sqlserver://[fd00::5]:1433;databaseName={My DB};encrypt=true;trustServerCertificate=false',
		timestampColumn: 'updated_at,created_at',
	});
	expect(answersOfCluster(cluster!).fields).toMatchObject({
		'source.kind': 'sqlserver',
		'source.host': '[fd00::5]',
		'source.database': 'My DB',
		'source.timestampColumn': 'updated_at, created_at',
	});
});
