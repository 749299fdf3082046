import {describe, expect, test} from 'vitest';
import type {Facts} from '../../../source/core/facts.ts';
import {file} from '../../../source/host/files/file.ts';
import {commentOf, type PortTable, tableText} from '../../../source/host/firewall/port-table.ts';
import {type PortTableSpec, portTable} from '../../../source/host/firewall/port-table-step.ts';
import {withoutThings} from '../../helpers/changes.ts';
import {debian, fakeContext} from '../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../helpers/fake-connection.ts';

const path = '/etc/kafka-setup/ports.nft';
const unitPath = '/etc/systemd/system/kafka-setup-firewall.service';
const spec: PortTableSpec = {
	id: 'port-table',
	title: 'Who may come to the ports',
	path,
	unit: 'kafka-setup-firewall',
	beside: [file({path: unitPath, content: 'unit\n'})],
	head: 'Written by a test.',
	peerPorts: [2181],
	clientPorts: [],
	clients: [],
	// It says that it has an address that no name leads to, and ours, which it can't have.
	peers: new Map([
		['kafka-02', ['10.0.0.2', '10.5.0.2', '172.17.0.1']],
		['kafka-03', []],
	]),
	only: 'open',
	hasLeft: false,
	has: false,
};
const wanted: PortTable = {...spec, peers: ['10.0.0.2', '10.0.0.3', '10.5.0.2']};
const withFour: PortTable = {...wanted, peers: [...wanted.peers, '10.0.0.4']};

const names = '== own\n127.0.0.1\n10.0.0.1\n172.17.0.1\n== host kafka-02\n10.0.0.2\nfd00::2\n== host kafka-03\n10.0.0.3\n';
const told = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const running = 'UnitFileState=enabled\nActiveState=active\nNeedDaemonReload=no';

type Found = {
	readonly table?: PortTable;
	readonly loaded?: string;
	readonly unit?: string;
	readonly connected?: string;
	readonly resolved?: string;
};

/** As `nft -j` lists what a text was loaded to. */
function listed(table: PortTable): string {
	const at = {family: 'inet', table: 'kafka_setup'};
	const rules = tableText(table)
		.split('\n')
		.filter(line => /^\t\t(iifname|ip6?|tcp) /.test(line));
	const sets = [...tableText(table).matchAll(/^\tset (\w+) .*elements = \{ (.*) \};/gm)];
	return JSON.stringify({
		nftables: [
			...sets.map(([, name, elements]) => ({set: {...at, name, elem: elements!.split(', ')}})),
			{chain: {...at, name: 'input', hook: 'input', policy: 'accept'}},
			...rules.map((_, index) => ({rule: {...at, ...(index === 0 ? {comment: commentOf(table)} : {})}})),
		],
	});
}

/** The answer to the one question. */
const look = ({table, loaded = table && listed(table), unit = running, connected = '', resolved = names}: Found): Answer => ({
	command: '/getent ahosts/',
	stdout: `${resolved}== table\nloaded ${told(loaded ?? '')}\nunit ${told(unit)}\n${table ? `file ${told(tableText(table))}\n` : ''}connected ${told(connected)}\n`,
});
/** A file that stands there. */
const stands = (text: string): Answer => ({
	command: '/path=/',
	stdout: `${text === 'unit\n' ? '81a4' : '8180'} root root ${text.length}\n${text}`,
});
const absent: Answer = {command: '/path=/'};

const bare: Facts = {...debian, nft: true};
async function checked(answers: readonly Answer[], change: Partial<PortTableSpec> = {}, facts = bare) {
	const connection = fakeConnection(answers);
	const context = fakeContext(connection, {facts});
	const changes = await portTable({...spec, ...change}).check!(context);
	connection.done();
	return {changes, said: withoutThings(changes).map(({what}) => what), notes: context.seen.notes};
}
const load = 'load the table kafka_setup by kafka-setup-firewall';

test('a bare host gets its table, with every address of the peers, and the plan shows the rules', async () => {
	const {changes, said} = await checked([look({unit: ''}), absent, absent]);
	expect(said).toEqual([`create ${unitPath}`, `create ${path}`, load]);
	expect(changes[1]!.after).toBe(tableText(wanted));
	expect(changes.flatMap(({puts = []}) => puts)).toEqual([
		{kind: 'file', name: unitPath},
		{kind: 'file', name: path},
		{kind: 'service', name: 'kafka-setup-firewall'},
	]);
});

test('where it is loaded as its file says, nothing is done', async () => {
	expect((await checked([look({table: wanted}), stands('unit\n'), stands(tableText(wanted))])).changes).toEqual([]);
});

test.each([
	['flushed', {loaded: ''}],
	['changed by hand', {loaded: listed(withFour)}],
	['not loaded at the next start', {unit: running.replace('enabled', 'disabled')}],
	['ended', {unit: running.replace('=active', '=inactive')}],
])('a table that was %s is loaded again', async (_, found) => {
	const {said} = await checked([look({table: wanted, ...found}), stands('unit\n'), stands(tableText(wanted))]);
	expect(said).toEqual([load]);
});

describe('a peer that has left', () => {
	const there = [stands('unit\n'), stands(tableText(withFour))];

	test('is let in until the run comes to its end', async () => {
		expect((await checked([look({table: withFour}), ...there])).said).toEqual([]);
		const {changes} = await checked([look({table: withFour}), ...there], {only: 'close', hasLeft: true});
		expect(changes[0]).toMatchObject({what: `change ${path}`, after: tableText(wanted)});
	});

	test('is no address of one that stays, which may be that of an interface that is down', async () => {
		expect((await checked([look({table: withFour})], {only: 'close'})).said).toEqual([]);
		expect((await checked([look({table: withFour}), ...there])).said).toEqual([]);
	});

	test('at the end there is nothing to do where nobody has left, or no table is there', async () => {
		expect((await checked([look({table: wanted})], {only: 'close'})).said).toEqual([]);
		expect((await checked([look({})], {only: 'close'})).said).toEqual([]);
	});

	test('a new one is let in beside it', async () => {
		const peers = new Map([...spec.peers, ['kafka-05', ['10.0.0.5']]]);
		const resolved = `${names}== host kafka-05\n10.0.0.5\n`;
		const {changes} = await checked([look({table: withFour, resolved}), ...there], {peers});
		expect(changes[0]!.after).toContain('{ 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5, 10.5.0.2 }');
	});

	test('so is a network of clients', async () => {
		const [wide, narrow] = [['10.1.0.0/16', '10.2.0.0/16'], ['10.1.0.0/16']];
		const before = {...wanted, clientPorts: [9092], clients: wide};
		const files = [stands('unit\n'), stands(tableText(before))];
		const change = {clientPorts: [9092], clients: narrow};
		expect((await checked([look({table: before}), ...files], change)).said).toEqual([]);
		const {changes} = await checked([look({table: before}), ...files], {...change, only: 'close'});
		expect(changes[0]!.after).toBe(tableText({...before, clients: narrow}));
	});
});

describe('who is connected before the table is there', () => {
	const clients = {clientPorts: [9092], clients: ['10.1.0.0/16']};

	test('is told, if it is a client that is cut off', async () => {
		const connected =
			'10.0.0.1:9092 10.9.0.4\n[::ffff:10.0.0.1]:9092 [::ffff:10.1.0.4]\n10.0.0.1:9092 10.0.0.2\n10.0.0.1:9092 10.0.0.1\nodd';
		const {notes, said} = await checked([look({connected, unit: ''}), absent, absent], clients);
		expect(notes).toEqual(['connected to port 9092 now, and cut off by this: 10.9.0.4']);
		expect(said).toContain(load);
	});

	test('is a reason to stop where only peers may come: it may be one by another address', async () => {
		const connected = '10.0.0.1:2181 10.9.0.4';
		await expect(checked([look({connected})], clients)).rejects.toMatchObject({
			message: '10.9.0.4 is connected to port 2181 of kafka-01, which is for the hosts of the cluster alone',
			hint: expect.stringContaining('/etc/hosts'),
		});
	});

	test('is no matter of a table that is there', async () => {
		const {notes} = await checked([
			look({table: wanted, loaded: '', connected: '10.0.0.1:2181 10.9.0.4'}),
			stands('unit\n'),
			stands(tableText(wanted)),
		]);
		expect(notes).toEqual([]);
	});
});

describe('no table', () => {
	test.each([
		['without nft', {...debian, nft: false}, ['no nft here: the ports are open to whom the network lets through']],
		['under firewalld', {...bare, firewall: 'firewalld'} as const, []],
		['under ufw', {...bare, firewall: 'ufw'} as const, []],
	])('%s: nothing is asked', async (_, facts, notes) => {
		expect(await checked([], {}, facts)).toEqual({changes: [], said: [], notes});
	});

	test('where the file says who the clients are, and nothing keeps others out, is refused', async () => {
		await expect(checked([], {clientPorts: [9092], clients: ['10.1.0.0/16']}, {...debian, nft: false})).rejects.toMatchObject({
			message: expect.stringContaining('kafka-01 has nothing that keeps others than the clients of the file out'),
			hint: expect.stringContaining('Install nftables there'),
		});
	});

	test('but one that is there is kept true under firewalld too', async () => {
		const answers = [look({table: wanted, loaded: ''}), stands('unit\n'), stands(tableText(wanted))];
		expect((await checked(answers, {has: true}, {...bare, firewall: 'firewalld'})).said).toEqual([load]);
	});
});

test('it is tried before it is written, and loaded before the unit is started', async () => {
	const writes: Answer[] = [absent, {command: '/mktemp|temp/'}];
	const connection = fakeConnection([
		look({unit: ''}),
		{command: 'nft -c -f -', input: tableText(wanted)},
		...writes,
		...writes,
		{command: `nft -f ${path}`},
		{command: '/^systemctl daemon-reload && systemctl enable kafka-setup-firewall && systemctl start kafka-setup-firewall$/'},
	]);
	await portTable(spec).apply!(fakeContext(connection, {facts: bare}));
	connection.done();
});

test('a text that nft refuses is not written', async () => {
	const connection = fakeConnection([
		look({unit: ''}),
		{command: 'nft -c -f -', code: 1, stderr: 'Error: Operation not supported\n'},
	]);
	await expect(portTable(spec).apply!(fakeContext(connection, {facts: bare}))).rejects.toMatchObject({
		message: expect.stringContaining('try the table kafka_setup'),
	});
	connection.done();
});
