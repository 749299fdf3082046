import {type ChildProcess, execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type PortTable, tableText} from '../../../source/host/firewall/port-table.ts';
import {look} from '../../../source/host/firewall/port-table-look.ts';
import {isLoaded} from '../../../source/host/firewall/port-table-state.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';

/** Whether this machine has a network of its own to give, and nft in it. */
const can = spawnSync('unshare', ['-n', 'nft', 'list', 'ruleset']).status === 0;

const table: PortTable = {
	head: 'Written by a test.',
	peerPorts: [2181],
	clientPorts: [9092],
	peers: ['10.9.0.2', 'fd09::2'],
	clients: ['10.9.0.64/26', 'fd09:0:0:1::/64'],
};

/** The addresses of the other side: peer, inside `clients`, outside of them, in IPv4 and in IPv6. */
const [peer, inside, outside] = [
	['10.9.0.2', 'fd09::2'],
	['10.9.0.70', 'fd09:0:0:1::7'],
	['10.9.0.3', 'fd09::3'],
] as const;

const listener = `import socket, sys
servers = []
for port in (22, 2181, 9092):
    server = socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=100)
    servers.append(server)
print('ready', flush=True)
sys.stdin.read()`;

/** Bash for a process in each of two networks, joined by a cable. */
const cable = (other: string) => `ip link set lo up && ip link add left type veth peer name right netns ${other} &&
ip link set left up && ip addr add 10.9.0.1/24 dev left && ip -6 addr add fd09::1/32 nodad dev left`;
const far = [...peer, ...inside, ...outside]
	.map(address => `ip addr add ${address}/${address.includes(':') ? '32 nodad' : '24'} dev right`)
	.join(' && ');

describe.skipIf(!can)('with the nft of this machine, between two networks', () => {
	const children: ChildProcess[] = [];
	let host: number;
	let stranger: number;

	const network = async (): Promise<number> => {
		const child = spawn('unshare', ['-n', 'sh', '-c', 'echo ready; read -r _'], {stdio: ['pipe', 'pipe', 'inherit']});
		children.push(child);
		await once(child.stdout!, 'data');
		return child.pid!;
	};
	const within = (pid: number, command: readonly string[], input = '') =>
		execFileSync('nsenter', ['-t', String(pid), '-n', ...command], {input, encoding: 'utf8'});

	/** What comes of connecting from addresses to ports, as `ADDRESS PORT OUTCOME`. */
	function tried(addresses: readonly string[], ...ports: readonly number[]): readonly string[] {
		const program = `import socket, sys
for address in sys.argv[1].split():
    for port in sys.argv[2].split():
        to = 'fd09::1' if ':' in address else '10.9.0.1'
        try:
            socket.create_connection((to, int(port)), 3, (address, 0)).close()
            print(address, port, 'open')
        except ConnectionRefusedError: print(address, port, 'refused')
        except TimeoutError: print(address, port, 'silent')`;
		return within(stranger, ['python3', '-c', program, addresses.join(' '), ports.join(' ')])
			.trim()
			.split('\n');
	}
	const each = (addresses: readonly string[], outcomes: Readonly<Record<number, string>>) =>
		addresses.flatMap(address => Object.entries(outcomes).map(([port, outcome]) => `${address} ${port} ${outcome}`));
	const all = [...peer, ...inside, ...outside];

	beforeAll(async () => {
		[host, stranger] = [await network(), await network()];
		within(host, ['sh', '-c', cable(String(stranger))]);
		within(stranger, ['sh', '-c', `ip link set lo up && ip link set right up && ${far}`]);
		const child = spawn('nsenter', ['-t', String(host), '-n', 'python3', '-c', listener], {stdio: ['pipe', 'pipe', 'inherit']});
		children.push(child);
		await once(child.stdout!, 'data');
	});
	afterAll(() => {
		for (const child of children) child.kill('SIGKILL');
	});

	const list = () => within(host, ['nft', '-j', 'list', 'table', 'inet', 'kafka_setup']);

	test('the text is loaded, again and again, and is known to be; a flush is noticed', () => {
		for (const one of [table, {...table, clientPorts: []}, {...table, clients: ['0.0.0.0/0', '::/0'], peers: []}, table]) {
			within(host, ['nft', '-c', '-f', '-'], tableText(one));
			within(host, ['nft', '-f', '-'], tableText(one));
			expect(isLoaded(list(), one)).toBe(true);
			within(host, ['nft', '-f', '-'], tableText(one));
			expect(isLoaded(list(), one)).toBe(true);
		}
		within(host, ['nft', 'add', 'element', 'inet', 'kafka_setup', 'peers4', '{ 10.9.0.3 }']);
		expect(isLoaded(list(), table)).toBe(false);
		within(host, ['nft', 'flush', 'table', 'inet', 'kafka_setup']);
		expect(isLoaded(list(), table)).toBe(false);
	});

	test('a stranger is refused at once, clients come to their ports, and peers to all', () => {
		within(host, ['nft', 'flush', 'ruleset']);
		expect(tried(all, 2181, 9092)).toEqual(each(all, {2181: 'open', 9092: 'open'}));
		within(host, ['nft', '-f', '-'], tableText(table));
		expect(tried(all, 22, 2181, 9092)).toEqual([
			...each(peer, {22: 'open', 2181: 'open', 9092: 'open'}),
			...each(inside, {22: 'open', 2181: 'refused', 9092: 'open'}),
			...each(outside, {22: 'open', 2181: 'refused', 9092: 'refused'}),
		]);
		within(host, ['bash', '-c', 'for to in 127.0.0.1 ::1 10.9.0.1 fd09::1; do exec 3<>/dev/tcp/$to/2181; done']);
	});

	test('without clients their ports are open to everybody', () => {
		within(host, ['nft', '-f', '-'], tableText({...table, clientPorts: [], clients: []}));
		expect(tried(outside, 2181, 9092)).toEqual(each(outside, {2181: 'refused', 9092: 'open'}));
	});

	test('one question tells what is loaded, what its file says, and who is connected from elsewhere', async () => {
		within(host, ['nft', '-f', '-'], tableText(table));
		const path = join(mkdtempSync(join(tmpdir(), 'port-table-')), 'ports.nft');
		writeFileSync(path, tableText(table));
		const hold = `import socket, sys
links = [socket.create_connection((to, 2181), 3, (address, 0)) for to, address in (('10.9.0.1', '10.9.0.2'), ('fd09::1', 'fd09::2'))]
print('ready', flush=True)
sys.stdin.read()`;
		const child = spawn('nsenter', ['-t', String(stranger), '-n', 'python3', '-c', hold], {stdio: ['pipe', 'pipe', 'inherit']});
		children.push(child);
		await once(child.stdout!, 'data');
		const context = fakeContext(localConnection({prefix: ['nsenter', '-t', String(host), '-n']}));
		const peers = new Map([['localhost', ['10.9.0.2', '10.9.0.1', 'fd09::2']]]);
		const view = await look(context, {path, unit: 'kafka-setup-firewall', ports: [2181, 9092], peers});
		expect(isLoaded(view.loaded, table)).toBe(true);
		expect(view).toMatchObject({peers: ['10.9.0.2', 'fd09::2'], file: tableText(table)});
		expect(view.connected).toEqual([
			{port: 2181, address: '10.9.0.2'},
			{port: 2181, address: 'fd09::2'},
		]);
		expect((await look(context, {path: '/nowhere', unit: 'x', ports: [9092], peers: new Map()})).file).toBe('');
	});

	test('a connection of a peer outlives a new table that lets it in', () => {
		const program = `import socket, subprocess, sys
link = socket.create_connection(('10.9.0.1', 2181), 3, ('10.9.0.2', 0))
subprocess.run(['nsenter', '-t', '${host}', '-n', 'nft', '-f', '-'], input=sys.stdin.buffer.read(), check=True)
link.settimeout(1)
link.sendall(b'ruok')
try: link.recv(1)
except TimeoutError: print('stands')`;
		expect(within(stranger, ['python3', '-c', program], tableText({...table, peers: [...table.peers, '10.9.0.9']})).trim()).toBe(
			'stands',
		);
	});
});
