import {expect, test} from 'vitest';
import {SettledError} from '../../../source/core/errors.ts';
import {wizardAt} from './scene.tsx';

const refusal = new SettledError('The cluster file does not fit the cluster that is on the hosts of orders.', {
	differences: [
		{
			subject: 'ZooKeeper members',
			there: 'kafka-01 (1), kafka-02 (2), kafka-03 (3)',
			wanted: 'kafka-01 (1)',
			wayOut: [{say: 'Put them back.'}, {run: 'ssh kafka-01 sudo systemctl restart confluent-zookeeper'}],
		},
	],
	hint: 'Nothing was changed.',
});

test('a refusal is shown with every difference and the way out, and nothing is installed', async () => {
	const app = wizardAt('review', {
		hosts: 'a',
		functions: {
			plan: async () => {
				throw refusal;
			},
		},
	});
	await app.settle();
	const frame = app.frame();
	for (const text of [
		'does not fit the cluster that is on the hosts of orders',
		'ZooKeeper members',
		'on the hosts: kafka-01 (1), kafka-02 (2), kafka-03 (3)',
		'in the file:  kafka-01 (1)',
		'Put them back.',
		'$ ssh kafka-01 sudo systemctl restart confluent-zookeeper',
	]) {
		expect(frame).toContain(text);
	}
	await app.press('i', 'y');
	expect(app.results).toEqual([]);
	expect(app.page()).toContain('Review');
});
