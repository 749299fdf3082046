import {spawn} from 'node:child_process';
import {copyFileSync} from 'node:fs';
import {beforeAll, describe, expect, it} from 'vitest';
import {clusterFile, kafkaSetup, lab} from '../../helpers/lab.ts';
import {exec as inHost} from '../../helpers/plants.ts';
import {recordsThrough, writeRecords} from '../../helpers/records.ts';
import {changedSteps, failuresOf, noted} from '../../helpers/run-report.ts';

const hosts = ['kafka-01', 'kafka-02', 'kafka-03'];
/** Of no role, and of no cluster file. */
const stranger = 'db-01';
const keepers = {zookeeper: [2181, 2888, 3888], kraft: [9093]} as const;
type Keeper = keyof typeof keepers;

const onEach = (command: string) => Promise.all(hosts.map(host => inHost(host, command)));

async function apply(path: string) {
	const {code, events} = await kafkaSetup(['apply', path, '--reporter', 'json']);
	expect([code, failuresOf(events)]).toEqual([0, []]);
	return events;
}

/** What comes of connecting from an address of a host, as `HOST:PORT open` and such. */
async function tried(
	from: string,
	address: string,
	targets: readonly (readonly [host: string, port: number])[],
): Promise<readonly string[]> {
	const program = `import socket, sys
for target in sys.argv[2:]:
    host, port = target.split(':')
    try:
        socket.create_connection((host, int(port)), 3, (sys.argv[1], 0)).close()
        print(target, 'open')
    except ConnectionRefusedError: print(target, 'refused')
    except OSError: print(target, 'closed')`;
	await lab('exec', from, `cat >/tmp/try.py <<'END'\n${program}\nEND`);
	return (await inHost(from, `python3 /tmp/try.py ${address} ${targets.map(one => one.join(':')).join(' ')}`)).split('\n');
}

const all = (names: readonly string[], ports: readonly number[]) =>
	names.flatMap(name => ports.map(port => [name, port] as const));
const each = (targets: readonly (readonly [string, number])[], outcome: string) =>
	targets.map(one => `${one.join(':')} ${outcome}`);
const addressOf = (host: string) => inHost(host, 'ip -4 -o addr show eth0 | awk \'{sub(/\\/.*/, "", $4); print $4; exit}\'');

/** Every port that a host needs of another one; on the peer port of an ensemble its leader alone listens. */
async function expectPeersOpen(keeper: Keeper): Promise<void> {
	if (keeper === 'kraft') {
		for (const host of hosts) {
			const others = hosts.filter(name => name !== host);
			const targets = [...all(others, [9093, 9092]), ...(host === 'kafka-01' ? [] : all(['kafka-01'], [8080]))];
			expect(await tried(host, await addressOf(host), targets), host).toEqual(each(targets, 'open'));
		}
		return;
	}
	const listening = await onEach('ss -Hltn "sport = :2888"');
	const leaders = hosts.filter((_, index) => listening[index] !== '');
	expect(leaders).toHaveLength(1);
	for (const host of hosts) {
		const others = hosts.filter(name => name !== host);
		const targets = [
			...all(others, [2181, 3888, 9092]),
			...all(
				leaders.filter(name => name !== host),
				[2888],
			),
			...(host === 'kafka-01' ? [] : all(['kafka-01'], [8080])),
		];
		expect(await tried(host, await addressOf(host), targets), host).toEqual(each(targets, 'open'));
	}
}

const ruleset = `flush ruleset
table inet filter {
	chain input {
		type filter hook input priority 0; policy drop;
		iif lo accept
		ct state established,related accept
		meta l4proto { icmp, ipv6-icmp } accept
		tcp dport 22 accept
	}
}
`;
const debian = (packages: string, then: string) =>
	`apt-get update -qq && apt-get install -y -qq ${packages} >/dev/null && ${then}`;

type Kind = {
	readonly kind: string;
	readonly os: 'debian' | 'rpm';
	readonly prepare: string;
	/** Whether the host's own firewall keeps strangers out of what nobody opened. */
	readonly drops: boolean;
	/** Whether the table of ours is there. */
	readonly table: boolean;
};

const kinds: readonly Kind[] = [
	{kind: 'no firewall, with nft', os: 'debian', prepare: debian('nftables', 'true'), drops: false, table: true},
	{
		kind: 'nftables.service',
		os: 'debian',
		prepare: debian('nftables', `printf '%s' '${ruleset}' >/etc/nftables.conf && systemctl enable -q --now nftables`),
		drops: true,
		table: true,
	},
	{kind: 'ufw', os: 'debian', prepare: debian('ufw', 'ufw allow 22/tcp && ufw --force enable'), drops: true, table: false},
	{kind: 'firewalld', os: 'rpm', prepare: 'firewall-cmd --state', drops: true, table: false},
];

const loaded = () => onEach('nft list table inet kafka_setup >/dev/null 2>&1 && echo loaded || echo absent');
const everywhere = (said: string) => hosts.map(() => said);

const cases = (Object.keys(keepers) as Keeper[]).flatMap(keeper => kinds.map(kind => ({...kind, keeper})));

describe.each(cases)('hosts with $kind and $keeper', ({os, prepare, drops, table, keeper}) => {
	const peerPorts = keepers[keeper];
	const options = keeper === 'kraft' ? ['--version', '8.3'] : [];
	let file = '';
	let outside = '';
	let inside = '';
	/** The one file of the cluster, with clients from now on. */
	const withClients = async () => copyFileSync(await clusterFile({clients: [inside]}, ...options), file);

	beforeAll(async () => {
		await lab('up', '3', '--db', '--etc-hosts');
		await lab('reset', ...hosts.map(host => `${host}:${os}`), stranger);
		file = await clusterFile({}, ...options);
		await onEach(prepare);
		outside = await addressOf(stranger);
		inside = outside.replace(/\d+$/, '250');
		await lab('exec', stranger, `ip addr add ${inside}/24 dev eth0`);
		await apply(file);
	});

	const said = (from: string, ports: readonly number[]) => tried(stranger, from, all(hosts, ports));
	const shut = (lines: readonly string[]) => lines.filter(line => line.endsWith(' open'));

	it('are closed to strangers where only peers have business, and open to peers', async () => {
		const lines = await said(outside, [...peerPorts, 8083]);
		expect(lines).toHaveLength((peerPorts.length + 1) * hosts.length);
		expect(shut(lines)).toEqual([]);
		if (!drops) expect(lines).toEqual(each(all(hosts, [...peerPorts, 8083]), 'refused'));
		await expectPeersOpen(keeper);
		expect(shut(await said(outside, [9092]))).toEqual(drops ? [] : each(all(hosts, [9092]), 'open'));
		expect(await loaded()).toEqual(everywhere(table ? 'loaded' : 'absent'));
		expect(await tried(stranger, outside, all(hosts, [22]))).toEqual(each(all(hosts, [22]), 'open'));
	});

	it('have nothing to change in a second run', async () => {
		expect(changedSteps(await apply(file))).toEqual([]);
	});

	it('are open to the clients that the file names, and to no other', async () => {
		await withClients();
		const started = 'systemctl show -p ExecMainStartTimestamp confluent-zookeeper confluent-kcontroller confluent-kafka';
		const before = await onEach(started);
		await apply(file);
		const clientPorts = [...all(hosts, [9092]), ['kafka-01', 8080] as const];
		expect(await tried(stranger, inside, clientPorts)).toEqual(each(clientPorts, 'open'));
		expect(shut(await tried(stranger, outside, clientPorts))).toEqual([]);
		expect(shut(await said(inside, peerPorts))).toEqual([]);
		await expectPeersOpen(keeper);
		expect(await onEach(started)).toEqual(before);
		expect(changedSteps(await apply(file))).toEqual([]);
	});

	it.runIf(table)('load the table again when it was flushed, reloaded away, or the host is started', async () => {
		if (drops) {
			await onEach('systemctl reload nftables');
			expect(await loaded()).toEqual(everywhere('loaded'));
			await onEach('systemctl restart nftables');
			expect(await loaded()).toEqual(everywhere('loaded'));
		}
		await lab('exec', 'kafka-02', 'nft flush table inet kafka_setup');
		expect(changedSteps(await apply(file))).toEqual(['platform/kafka-02/port-table']);
		await lab('reboot', 'kafka-03');
		await expect.poll(() => inHost('kafka-03', 'systemctl is-active kafka-setup-firewall'), {timeout: 60_000}).toBe('active');
		expect(await loaded()).toEqual(everywhere('loaded'));
		await expect
			.poll(() => tried('kafka-01', '0.0.0.0', [['kafka-03', 9092]]), {timeout: 120_000})
			.toEqual(['kafka-03:9092 open']);
	});

	it('have none of it left when the cluster is removed', async () => {
		const {code} = await kafkaSetup(['destroy', file, '--confirm', 'lab', '--reporter', 'json']);
		expect(code).toBe(0);
		expect(await loaded()).toEqual(everywhere('absent'));
		expect(
			await onEach('ls -d /etc/kafka-setup /etc/systemd/system/*/kafka-setup* /etc/systemd/system/kafka-setup* 2>/dev/null || :'),
		).toEqual(everywhere(''));
	});
});

describe('a cluster that was there before, whose file names no clients', () => {
	beforeAll(async () => {
		await lab('up', '3', '--db', '--etc-hosts');
		await lab('reset', ...hosts.map(host => `${host}:debian`), stranger);
		// Without nft it gets no table, as from an earlier kafka-setup.
		await apply(await clusterFile());
		await onEach(debian('nftables', 'true'));
	});

	it('goes on serving a client from elsewhere through an apply, which changes nothing', async () => {
		await writeRecords('kafka-01', 'before', 3, 500);
		const reader = spawn('kcat', ['-C', '-q', '-u', '-b', 'kafka-02:9092', '-t', 'before', '-o', 'beginning']);
		let read = '';
		reader.stdout.setEncoding('utf8').on('data', text => {
			read += text;
		});
		const lines = () => read.split('\n').length - 1;
		try {
			await expect.poll(lines, {timeout: 60_000}).toBe(500);
			const events = await apply(await clusterFile());
			expect(changedSteps(events)).toEqual([]);
			expect(await loaded()).toEqual(everywhere('absent'));
			await lab('exec', 'kafka-01', 'seq 100 | kafka-console-producer --bootstrap-server kafka-01:9092 --topic before');
			await expect.poll(lines, {timeout: 60_000}).toBe(600);
			expect(await recordsThrough('kafka-03', 'before')).toBe(500);
		} finally {
			reader.kill();
		}
	});

	it('tells whom its table would cut off, before its file asks for one', async () => {
		const address = await addressOf(stranger);
		await lab('exec', stranger, `systemd-run -q --unit=reader bash -c 'exec 3<>/dev/tcp/kafka-01/9092; sleep 600'`);
		const file = await clusterFile({clients: ['192.0.2.0/24']});
		const {events} = await kafkaSetup(['plan', file, '--reporter', 'json']);
		expect(noted(events, 'port-table').join()).toContain(`connected to port 9092 now, and cut off by this: `);
		expect(noted(events, 'port-table').join()).toContain(address);
		await apply(file);
		expect(await tried(stranger, address, [['kafka-01', 9092]])).toEqual(['kafka-01:9092 refused']);
		expect(await tried('kafka-02', await addressOf('kafka-02'), [['kafka-01', 9092]])).toEqual(['kafka-01:9092 open']);
	});
});
