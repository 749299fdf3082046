import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, kafkaSetup, lab} from '../helpers/lab.ts';
import {changedSteps, counted, noted, outputOf, recapOf, reported, untoldSteps} from '../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
const units = ['confluent-zookeeper', 'confluent-kafka', 'confluent-schema-registry', 'kafka-connect-standalone'];

/** Process and start of every service on every host: equal texts mean that nothing was restarted. */
async function starts(): Promise<Record<string, string>> {
	const asked = hosts.map(async host => {
		const {stdout} = await lab('exec', host, `systemctl show -p Id,MainPID,ExecMainStartTimestampMonotonic ${units.join(' ')}`);
		return stdout.split('\n\n').flatMap(block => {
			const of = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(block)?.[1] ?? '';
			return of('MainPID') === '0'
				? []
				: [[`${host} ${of('Id')}`, `${of('MainPID')} ${of('ExecMainStartTimestampMonotonic')}`] as const];
		});
	});
	return Object.fromEntries((await Promise.all(asked)).flat());
}

const rows = async () => Number((await lab('sql', 'db-01', 'select count(*) from orders')).stdout.trim());
const apply = (file: string) => kafkaSetup(['apply', file, '--reporter', 'json']);
const plan = (file: string) => kafkaSetup(['plan', file, '--reporter', 'json', '--detailed-exitcode']);

describe.each(['debian', 'rpm'])('three fresh %s hosts', os => {
	let file = '';

	beforeAll(async () => {
		await lab('up', '3', '--db');
		await lab('reset', ...hosts.map(host => `${host}:${os}`), 'db-01');
		file = await clusterFile();
	});

	it('get the platform in one run, and a second run changes nothing', async () => {
		const before = await plan(file);
		expect(before.code).toBe(20);

		const first = await apply(file);
		expect(first.stderr).toBe('');
		expect(first.code).toBe(0);
		expect(changedSteps(first.events)).toEqual(changedSteps(before.events));
		expect(untoldSteps(first.events)).toEqual([]);
		expect(counted(first.events)).toEqual([`orders-orders:0:${await rows()}`]);
		expect(reported(first.events, 'todo')).toEqual([]);
		expect(reported(first.events, 'records')).toEqual([
			{kind: 'records', topic: 'orders-orders', partition: 0, count: await rows()},
		]);
		expect(
			reported(first.events, 'member')
				.map(({part}) => part)
				.sort(),
		).toEqual(['controller', 'follower', 'follower', 'leader']);
		expect([...new Set(reported(first.events, 'endpoint').map(({address}) => address))].sort()).toEqual([
			'http://127.0.0.1:8083',
			'http://kafka-01:8080',
			...hosts.flatMap(host => [`${host}:2181`, `${host}:9092`]),
		]);
		expect(outputOf(first.events, 'topics-orders')).toContain('["orders-orders-value"]');
		expect(noted(first.events, 'records')).toEqual(['read 3 of 3 records', 'read 3 of 3 records', 'read 3 of 3 records']);

		const running = await starts();
		expect(Object.keys(running)).toHaveLength(8);

		const second = await apply(file);
		expect(second.code).toBe(0);
		expect(changedSteps(second.events)).toEqual([]);
		expect(recapOf(second.events).total).toMatchObject({changed: 0, failed: 0, unreachable: 0});
		expect(await starts()).toEqual(running);

		const after = await plan(file);
		expect(after.code).toBe(0);
		expect(changedSteps(after.events)).toEqual([]);
	});

	it('have all that was said kept in logs, and nothing to resume', async () => {
		const list = await kafkaSetup(['logs', file, '--list']);
		// The newest run is the one that found all as wanted.
		const [, first] = list.stdout.split('\n').map(line => line.split(' ')[0]!);
		const said = await kafkaSetup(['logs', file, '--run', first!, '--host', 'kafka-02']);
		expect(said.code).toBe(0);
		expect(said.stdout).toContain('$ kafka-server-start /etc/kafka/server.properties');
		expect(said.stdout).not.toMatch(/^ +kafka-01 +\$/m);
		expect((await kafkaSetup(['logs', file, '--run', first!, '--json'])).stdout.split('\n')[0]).toMatch(
			/^\{"at":.*"type":"run-started"/,
		);
		expect(await kafkaSetup(['resume'])).toMatchObject({code: 2, stderr: expect.stringContaining('nothing to resume')});
	});

	// Nothing of these is another on another distribution.
	it.runIf(os === 'debian')('have a file that was edited by hand repaired, and that one service restarted', async () => {
		const running = await starts();
		await lab('exec', 'kafka-02', 'sed -i s/^broker.id=2/broker.id=7/ /etc/kafka/server.properties');
		const wanted = ['kafka/kafka-02/configuration', 'kafka/kafka-02/start'];

		const drift = await plan(file);
		expect(drift.code).toBe(20);
		expect(changedSteps(drift.events)).toEqual(wanted);
		const [change] = drift.events.flatMap(event =>
			event.type === 'step-finished' && event.ref.step === 'configuration' && event.outcome === 'changed' ? event.changes : [],
		);
		expect(change).toMatchObject({what: 'change /etc/kafka/server.properties'});
		expect(change!.before).toContain('broker.id=7\n');
		expect(change!.after).toContain('broker.id=2\n');

		const repair = await apply(file);
		expect(repair.code).toBe(0);
		expect(changedSteps(repair.events)).toEqual(wanted);
		const now = await starts();
		expect(Object.keys(running).filter(key => now[key] !== running[key])).toEqual(['kafka-02 confluent-kafka.service']);
	});

	it('come back by themselves after a reboot of all', async () => {
		await lab('reboot', ...hosts);
		// The services find each other again in their own time.
		let tested = await kafkaSetup(['test', file, '--reporter', 'json']);
		for (let tries = 0; tested.code === 10 && tries < 20; tries += 1)
			tested = await kafkaSetup(['test', file, '--reporter', 'json']);
		expect(tested.code).toBe(0);
		expect(counted(tested.events)).toEqual([`orders-orders:0:${await rows()}`]);
		expect(changedSteps((await plan(file)).events)).toEqual([]);
	});

	it.runIf(os === 'debian')('bring a new row of the table into its topic', async () => {
		await lab('sql', 'db-01', "insert into orders(item) values ('one more')");
		await expect
			.poll(async () => counted((await kafkaSetup(['test', file, '--reporter', 'json'])).events), {
				timeout: 60_000,
			})
			.toEqual([`orders-orders:0:${await rows()}`]);
	});
});
