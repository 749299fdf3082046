import {describe, expect, it} from 'vitest';
import {expectClosed} from '../../helpers/exposure.ts';
import {installedTwice} from '../../helpers/installed-twice.ts';
import {clusterFile, lab} from '../../helpers/lab.ts';
import {commandsOf, counted, noted} from '../../helpers/run-report.ts';

const units = ['confluent-zookeeper', 'confluent-kafka', 'confluent-schema-registry', 'kafka-connect-standalone'];
const directories = ['/var/lib/zookeeper', '/var/lib/kafka/data', '/var/lib/kafka-connect'];

describe('all roles on one host, with ZooKeeper', () => {
	it('are installed and tested, and a second run changes nothing', async () => {
		await lab('up', 'kafka-01', '--db');
		await lab('reset', 'kafka-01:debian', 'db-01');
		const all = ['kafka-01'];
		const file = await clusterFile({hosts: all, roles: {zookeeper: all, kafka: all, 'schema-registry': all, connect: all}});
		const events = await installedTwice(file);
		expect(noted(events, 'leader')).toEqual(['kafka-01: standalone']);
		expect(counted(events)).toEqual(['orders-orders:0:5']);
		expect(noted(events, 'records')).toEqual(['read 1 of 1 records']);
		expect(commandsOf(events, 'start')).toEqual([
			'zookeeper-server-start /etc/kafka/zookeeper.properties',
			'kafka-server-start /etc/kafka/server.properties',
			'schema-registry-start /etc/schema-registry/schema-registry.properties',
			'connect-standalone /etc/schema-registry/connect-avro-standalone.properties /etc/kafka-connect-jdbc/source-orders.properties',
		]);
		await expectClosed('kafka-01', units, directories);
	});
});
