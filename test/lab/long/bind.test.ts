import {beforeAll, describe, expect, it} from 'vitest';
import {kraftOn} from '../../helpers/kraft-lab.ts';
import {clusterFile, kafkaSetup, lab, type Overrides} from '../../helpers/lab.ts';
import {exec as inHost} from '../../helpers/plants.ts';
import {recordsThrough, writeRecords} from '../../helpers/records.ts';
import {changedSteps, failuresOf} from '../../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
/** Of no role, and of no cluster file. */
const stranger = 'db-01';

const onEach = (command: string) => Promise.all(hosts.map(host => inHost(host, command)));
const listening = (host: string, ports: readonly number[]) =>
	inHost(host, `ss -Hltn '( ${ports.map(port => `sport = :${port}`).join(' or ')} )' | awk '{print $4}' | sort`);

async function apply(path: string) {
	const {code, events} = await kafkaSetup(['apply', path, '--reporter', 'json']);
	expect([code, failuresOf(events)]).toEqual([0, []]);
	return events;
}

const keepers: readonly {readonly keeper: string; readonly base: Overrides; readonly peerPorts: readonly number[]}[] = [
	{keeper: 'ZooKeeper', base: {}, peerPorts: [2181, 3888]},
	{keeper: 'KRaft', base: kraftOn(hosts, hosts), peerPorts: [9093]},
];

describe.each(keepers)('hosts with two addresses each and $keeper', ({base, peerPorts}) => {
	let addresses: readonly string[] = [];
	const second = (host: string) => `10.99.0.${hosts.indexOf(host) + 1}`;
	const fileWith = (binds: readonly (string | undefined)[]) =>
		clusterFile({...base, hosts: hosts.map((name, index) => (binds[index] === undefined ? name : {name, bind: binds[index]}))});
	/** What comes of connecting to a port of a host from the stranger, whose own second address leads to the hosts' second ones. */
	const tried = (address: string, port: number) =>
		inHost(
			stranger,
			`python3 -c "import socket; socket.create_connection(('${address}', ${port}), 3).close()" 2>&1 | grep -o 'Connection refused\\|timed out' || echo open`,
		);

	beforeAll(async () => {
		await lab('up', '3', '--db', '--etc-hosts');
		await lab('reset', ...hosts.map(host => `${host}:debian`), stranger);
		await onEach('apt-get update -qq && apt-get install -y -qq nftables >/dev/null');
		addresses = await onEach('ip -4 -o addr show eth0 | awk \'{sub(/\\/.*/, "", $4); print $4; exit}\'');
		await Promise.all(hosts.map(host => inHost(host, `ip addr add ${second(host)}/24 dev eth0`)));
		await inHost(stranger, 'ip addr add 10.99.0.9/24 dev eth0');
	});

	it('listen on the one that the file names, and nowhere else', async () => {
		const file = await fileWith(addresses);
		await apply(file);
		expect(changedSteps(await apply(file))).toEqual([]);
		for (const [index, host] of hosts.entries()) {
			const own = addresses[index]!;
			const ports = [9092, ...peerPorts, ...(index === 0 ? [8080] : [])].toSorted();
			const said = (await listening(host, ports)).split('\n').map(one => one.replace('[::ffff:', '').replace(']', ''));
			expect(said).toEqual(ports.map(port => `${own}:${port}`).toSorted());
			expect(await tried(own, 9092)).toBe('open');
			expect(await tried(second(host), 9092)).toBe('Connection refused');
			for (const port of peerPorts) expect(await tried(own, port)).toBe('Connection refused');
		}
		await writeRecords('kafka-01', 'bound', 3, 500);
		expect(await recordsThrough('kafka-03', 'bound')).toBe(500);
	});

	it('are changed in nothing by an address that a host does not have', async () => {
		const started = await onEach('systemctl show -p ExecMainStartTimestamp confluent-kafka');
		const {code, events} = await kafkaSetup([
			'apply',
			await fileWith([addresses[0], '192.0.2.7', addresses[2]]),
			'--reporter',
			'json',
		]);
		expect(code).toBe(3);
		expect(
			failuresOf(events)
				.map(({message}) => message)
				.join(),
		).toContain('kafka-02 has no address 192.0.2.7');
		expect(changedSteps(events)).toEqual([]);
		expect(await onEach('systemctl show -p ExecMainStartTimestamp confluent-kafka')).toEqual(started);
	});

	it('listen on all of them again once it is taken out, one host at a time, with every record', async () => {
		const file = await fileWith([]);
		await apply(file);
		expect(changedSteps(await apply(file))).toEqual([]);
		for (const host of hosts) expect(await tried(second(host), 9092)).toBe('open');
		expect(await recordsThrough('kafka-02', 'bound')).toBe(500);
	});
});
