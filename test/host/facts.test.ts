import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {availableParallelism, hostname, networkInterfaces} from 'node:os';
import {expect, test} from 'vitest';
import {ConnectError} from '../../source/core/errors.ts';
import {factsCommand, parseFacts, readFacts} from '../../source/host/facts.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';
import {harmful, hostile} from '../helpers/hostile.ts';
import {localConnection} from '../helpers/local-connection.ts';

const rocky = `Last login: never
clock 1000.5
os NAME="Rocky Linux"
os ID="rocky"
os ID_LIKE="rhel centos fedora"
os VERSION_ID="9.4"
os PRETTY_NAME="Rocky Linux 9.4 (Blue \\"Onyx\\")"
tool dnf
tool yum
systemd systemd 252 (252-32.el9_4)
unit firewalld active
unit nftables inactive
hostname kafka-01
machine-id 5d4140c3a1ac4a6c8d4d0d3b6b0a2f11
memory 16265808
cores 8
selinux yes
nft table inet firewalld {
nft 	chain filter_INPUT {
nft 		type filter hook input priority filter + 10; policy accept;
nft 	}
nft }
nft usable
address 10.0.0.1
address fd00::1
address 10.0.0.1
address 127.0.0.1
address fe80::1
address 0.0.0.0/0
address FD00::2
clock 1001.5
`;

test('the facts of a Red Hat system are read', () => {
	expect(parseFacts(rocky, 991_000, 1_001_000)).toEqual({
		osId: 'rocky',
		osFamily: ['rocky', 'rhel', 'centos', 'fedora'],
		osVersion: '9.4',
		osName: 'Rocky Linux 9.4 (Blue "Onyx")',
		packageManager: 'dnf',
		systemd: 252,
		hostname: 'kafka-01',
		machineId: '5d4140c3a1ac4a6c8d4d0d3b6b0a2f11',
		memoryMb: 15_884,
		cores: 8,
		firewall: 'firewalld',
		nft: true,
		addresses: ['10.0.0.1', 'fd00::1', 'fd00::2'],
		selinux: true,
		clockSkew: 5,
	});
});

test('what a host says of itself is text, whatever it holds', () => {
	const hostileHost = `clock 1\nos PRETTY_NAME="${hostile}"\nhostname ${hostile}\nmachine-id ${hostile}\nclock 1\n`;
	const facts = parseFacts(hostileHost, 0, 0);
	for (const text of [facts.osName, facts.hostname, facts.machineId]) expect(text).not.toMatch(harmful);
	expect(parseFacts(`os PRETTY_NAME="${'x'.repeat(10_000)}"`, 0, 0).osName.length).toBeLessThanOrEqual(200);
});

test('of addresses only such are taken, and not more than fit into a rule', () => {
	const lines = [hostile, '10.0.0.1 } accept', '0.0.0.0/0', 'any', '', '::ffff:10.0.0.1'].map(text => `address ${text}\n`);
	const many = Array.from({length: 1000}, (_, index) => `address 10.0.${Math.floor(index / 250)}.${index % 250}\n`);
	expect(parseFacts(lines.join(''), 0, 0).addresses).toEqual([]);
	expect(parseFacts(many.join(''), 0, 0).addresses).toHaveLength(64);
});

test('the clock is compared with the way there and back taken off', () => {
	const skew = (first: number, last: number) => parseFacts(`clock ${first}\nclock ${last}\n`, 1_000_000, 1_002_000).clockSkew;
	expect(skew(1001, 1001)).toBe(0);
	expect(skew(1000.8, 1001.2)).toBeCloseTo(0);
	expect(skew(971, 971)).toBe(-30);
	expect(parseFacts('clock x\n', 0, 0).clockSkew).toBe(0);
});

test('a host that answers next to nothing is not taken for more than that', () => {
	expect(parseFacts('clock 1.0\nos ID=alpine\n', 1000, 1000)).toMatchObject({
		osId: 'alpine',
		osFamily: ['alpine'],
		osVersion: '',
		packageManager: undefined,
		systemd: undefined,
		firewall: undefined,
		nft: false,
		addresses: [],
		selinux: false,
		memoryMb: 0,
	});
});

test('dnf on a Debian is only a program', () => {
	expect(parseFacts('os ID=ubuntu\nos ID_LIKE=debian\ntool apt-get\ntool dnf\n', 0, 0).packageManager).toBe('apt');
	expect(parseFacts('os ID=fedora\ntool apt-get\ntool dnf\n', 0, 0).packageManager).toBe('dnf');
});

const table = (name: string, chain: string, rule: string) =>
	`nft table ${name} {\nnft \tchain ${chain} {\nnft \t\t${rule}\nnft \t}\nnft }\n`;
const input = 'type filter hook input priority filter; policy drop;';

test.each([
	['nothing', '', undefined],
	['firewalld', 'unit firewalld active\n', 'firewalld'],
	['ufw, whose chains are in nftables', `ufw Status: active\n${table('ip filter', 'INPUT', input)}`, 'ufw'],
	['an ufw that is off', 'ufw Status: inactive\n', undefined],
	['the nftables service', 'unit nftables active\n', 'nftables'],
	['a ruleset of its own', table('inet filter', 'input', input), 'nftables'],
	['chains that see only what goes through', table('inet filter', 'forward', input.replace('input', 'forward')), undefined],
	['our own table alone', table('inet kafka_setup', 'input', input), undefined],
	['what fail2ban bans alone', table('inet f2b-table', 'f2b-chain', input), undefined],
	[
		'what an ufw that is off left',
		`${table('ip filter', 'INPUT', input).replace('nft }\n', 'nft \tchain ufw-before-input {\nnft \t}\nnft }\n')}`,
		undefined,
	],
	['a table after ours', table('inet kafka_setup', 'input', input) + table('inet mine', 'in', input), 'nftables'],
] as const)('the firewall of a host with %s', (_, answer, firewall) => {
	expect(parseFacts(answer, 0, 0).firewall).toBe(firewall);
});

test('this machine is described, by one command', async () => {
	const connection = localConnection();
	const facts = await readFacts(connection);
	expect(connection.commands).toEqual([factsCommand.text]);
	expect(facts).toMatchObject({
		hostname: hostname(),
		cores: availableParallelism(),
		machineId: readFileSync('/etc/machine-id', 'utf8').trim(),
		memoryMb: Math.floor(Number(/MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))![1]) / 1024),
	});
	const own = Object.values(networkInterfaces()).flatMap(list => list!.map(({address}) => address));
	expect(own).toEqual(expect.arrayContaining([...facts.addresses]));
	expect(facts.nft).toBe(spawnSync('nft', ['list', 'chains']).status === 0);
	expect(readFileSync('/etc/os-release', 'utf8')).toContain(facts.osName);
	expect(Math.abs(facts.clockSkew)).toBeLessThan(0.5);
});

test('a host without a shell that understands the question says so', async () => {
	const connection = fakeConnection([{command: factsCommand.text, stderr: 'This account is not available.\n', code: 1}]);
	const error = await readFacts(connection).catch(thrown => thrown);
	expect(error).toBeInstanceOf(ConnectError);
	expect(error.message).toBe('The host does not say what it is (exit code 1): This account is not available.');
});
