import {describe, expect, it} from 'vitest';
import {installedTwice} from '../../helpers/installed-twice.ts';
import {clusterFile, lab} from '../../helpers/lab.ts';
import {counted, noted, recapOf} from '../../helpers/run-report.ts';

/** Sets options of a host's sshd. */
async function sshd(host: string, ...lines: readonly string[]) {
	await lab(
		'exec',
		host,
		`printf '%s\\n' ${lines.map(line => `'${line}'`).join(' ')} >/etc/ssh/sshd_config.d/00-test.conf && systemctl reload ssh`,
	);
}

describe('roles spread over five hosts', () => {
	it('are installed and tested, and a second run changes nothing', async () => {
		const hosts = ['kafka-01', 'kafka-02', 'kafka-03', 'kafka-04', 'kafka-05'];
		await lab('up', ...hosts, '--db');
		await lab('reset', ...hosts.map(host => `${host}:debian`), 'db-01');
		try {
			const file = await clusterFile({
				hosts,
				roles: {
					zookeeper: ['kafka-01', 'kafka-02', 'kafka-03'],
					kafka: ['kafka-02', 'kafka-03', 'kafka-04'],
					'schema-registry': ['kafka-04'],
					connect: ['kafka-05'],
				},
			});
			// One that forwards no ports, and a worker that opens no channels at all.
			await sshd('kafka-03', 'AllowTcpForwarding no');
			await sshd('kafka-05', 'AllowTcpForwarding no', 'MaxSessions 1');
			const events = await installedTwice(file);
			expect([...noted(events, 'channels')].sort()).toEqual([
				'sshd of kafka-03 forwards no ports: Kafka is asked through a second session there',
				"sshd of kafka-05 opens no channels: Kafka's tools are run there in place of asking Kafka itself",
			]);
			expect(Object.keys(recapOf(events).hosts)).toEqual(hosts);
			expect(noted(events, 'leader')[0]).toMatch(/leader/);
			expect(counted(events)).toEqual(['orders-orders:0:5']);
			expect(noted(events, 'records')).toEqual(['read 3 of 3 records', 'read 3 of 3 records', 'read 3 of 3 records']);
		} finally {
			// Others take all hosts of the lab that is up.
			await lab('down');
		}
	});
});
