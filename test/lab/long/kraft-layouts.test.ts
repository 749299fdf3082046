import {afterAll, describe, expect, it} from 'vitest';
import type {RunEvent} from '../../../source/core/events.ts';
import {formats, killedAtShutdown, kraftOn, minimumOf} from '../../helpers/kraft-lab.ts';
import {clusterFile, kafkaSetup, lab, type Overrides} from '../../helpers/lab.ts';
import {changedSteps, counted, failuresOf, noted} from '../../helpers/run-report.ts';

const three = ['kafka-01', 'kafka-02', 'kafka-03'];
const six = [...three, 'kafka-04', 'kafka-05', 'kafka-06'];

type Layout = {
	readonly what: string;
	readonly hosts: readonly string[];
	readonly controllers: readonly string[];
	readonly brokers: readonly string[];
	readonly system?: 'debian' | 'rpm';
	readonly more?: Overrides;
	/** The `kraft.version` that its quorum has: 0 from a list of voters, 1 with directory ids. */
	readonly dynamic: boolean;
};

const version = (of: string): Overrides => ({platform: {version: of}});
const shared = {hosts: three, controllers: three, brokers: three};

const layouts: readonly Layout[] = [
	{what: 'controllers and brokers on hosts of their own', hosts: six, controllers: three, brokers: six.slice(3), dynamic: true},
	{what: 'one process for both', ...shared, more: {controller: {combined: true, heap: null}}, dynamic: true},
	{what: 'all on one host', hosts: ['kafka-01'], controllers: ['kafka-01'], brokers: ['kafka-01'], dynamic: true},
	{what: '7.9', ...shared, more: version('7.9'), dynamic: false},
	{what: 'the rpm stand-in', ...shared, system: 'rpm', dynamic: true},
	{what: '8.0', ...shared, more: version('8.0'), dynamic: true},
	{what: '8.1', ...shared, more: version('8.1'), dynamic: true},
	{what: '8.2', ...shared, more: version('8.2'), dynamic: true},
];

/** One run that has to end green. */
async function green(file: string): Promise<readonly RunEvent[]> {
	const {code, stderr, events} = await kafkaSetup(['apply', file, '--reporter', 'json']);
	expect(code, `${stderr}${JSON.stringify(failuresOf(events))}`).toBe(0);
	return events;
}

afterAll(async () => {
	// Others take all hosts of the lab that is up.
	await lab('down');
});

describe.each(layouts)('KRaft, $what', ({hosts, controllers, brokers, system = 'debian', more, dynamic}) => {
	it('is installed by one command; nothing is left to change; a reboot of all hosts kills no process', async () => {
		await lab('down');
		await lab('up', ...hosts.map(host => `${host}:${system}`), '--db');
		await lab('reset', ...hosts.map(host => `${host}:${system}`), 'db-01');
		const file = await clusterFile(
			kraftOn(controllers, brokers, {...more, hosts, roles: {'schema-registry': [hosts[0]], connect: [hosts.at(-1)]}}),
		);
		const events = await green(file);
		expect(counted(events)).toEqual(['orders-orders:0:5']);
		expect(noted(events, 'voters').join()).toMatch(/^kafka-0\d: active controller$/);
		expect(changedSteps(await green(file))).toEqual([]);

		const broker = brokers[0]!;
		const {stdout} = await lab('exec', broker, `kafka-metadata-quorum --bootstrap-server ${broker}:9092 describe --replication`);
		expect(stdout.match(/Leader|Follower/g)).toHaveLength(controllers.length);
		expect(/AAAAAAAAAAAAAAAAAAAAAA/.test(stdout)).toBe(!dynamic);
		await lab('exec', broker, `kafka-topics --bootstrap-server ${broker}:9092 --create --topic later --partitions 1`);
		const wanted = brokers.length >= 3 ? '2' : '1';
		expect(await minimumOf(broker, 'orders-orders')).toBe(wanted);
		expect(await minimumOf(broker, 'later')).toBe(wanted);

		const counts = await Promise.all(hosts.map(formats));
		await Promise.all(hosts.map(host => lab('reboot', host)));
		expect(await Promise.all(hosts.map(killedAtShutdown))).toEqual(hosts.map(() => ''));
		await green(file);
		expect(changedSteps(await green(file))).toEqual([]);
		expect(await Promise.all(hosts.map(formats))).toEqual(counts);
	});
});
