import {describe, expect, it} from 'vitest';
import {expectClosed} from '../helpers/exposure.ts';
import {installedTwice} from '../helpers/installed-twice.ts';
import {clusterFile, lab} from '../helpers/lab.ts';
import {counted, noted} from '../helpers/run-report.ts';

const units = ['confluent-kcontroller', 'confluent-kafka', 'confluent-schema-registry', 'kafka-connect-standalone'];
const directories = ['/var/lib/kafka/controller', '/var/lib/kafka/data', '/var/lib/kafka-connect'];

describe('all roles on one host of 8.3, which has no ZooKeeper', () => {
	it('are installed, and rows arrive in a topic', async () => {
		await lab('up', 'kafka-01', '--db');
		await lab('reset', 'kafka-01:debian', 'db-01');
		const all = ['kafka-01'];
		const roles = {controller: all, kafka: all, 'schema-registry': all, connect: all};
		const events = await installedTwice(await clusterFile({hosts: all, roles}, '--version', '8.3'));
		expect(counted(events)).toEqual(['orders-orders:0:5']);
		expect(noted(events, 'records')).toEqual(['read 1 of 1 records']);
		await expectClosed('kafka-01', units, directories);
	});
});
