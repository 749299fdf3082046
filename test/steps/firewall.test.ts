import {describe, expect, test} from 'vitest';
import type {Facts} from '../../source/core/facts.ts';
import {firewall, type Opening} from '../../source/steps/firewall.ts';
import {debian, fakeContext} from '../helpers/context.ts';
import {type Answer, fakeConnection} from '../helpers/fake-connection.ts';

const openings: readonly Opening[] = [
	{port: 2181, what: 'ZooKeeper clients', from: ['kafka-01', 'kafka-02', 'kafka-03']},
	{port: 2888, what: 'ZooKeeper peers', from: ['kafka-01', 'kafka-02']},
];
const peers = `== own\n127.0.0.1\n10.0.0.1\n::1\nfe80::1\n== host kafka-01\n10.0.0.1\n127.0.1.1\n== host kafka-02\n10.0.0.2\nfd00::2\n== host kafka-03\n10.0.0.3\n`;
const opened = [
	{what: 'open port 2181 for kafka-02, kafka-03', reason: 'ZooKeeper clients'},
	{what: 'open port 2888 for kafka-02', reason: 'ZooKeeper peers'},
];
const closed = (what: string) => ({what, reason: 'kafka-setup opened it, and it is needed no longer'});

const step = (list = openings) => firewall({id: 'firewall', title: 'Firewall', name: 'zookeeper', openings: list});
const answer = (state: string, own = peers): Answer => ({command: '/getent ahosts/', stdout: `${own}== firewall\n${state}`});
const factsOf = (kind: Facts['firewall']) => ({facts: {...debian, firewall: kind}});

function look(kind: Facts['firewall'], state: string, list = openings) {
	return step(list).check(fakeContext(fakeConnection([answer(state)]), factsOf(kind)));
}

async function apply(kind: Facts['firewall'], state: string, commands: readonly Answer[], list = openings) {
	const connection = fakeConnection([answer(state), ...commands]);
	const context = fakeContext(connection, factsOf(kind));
	await step(list).apply(context);
	connection.done();
	return {commands: connection.commands.slice(1), inputs: connection.inputs.slice(1), notes: context.seen.notes};
}

test('without an active firewall nothing is asked or touched, and that is said', async () => {
	const context = fakeContext(fakeConnection([]));
	expect(await step().check(context)).toEqual([]);
	await step().apply(context);
	expect(context.seen.notes).toEqual(['no firewall is active: nothing touched']);
});

test('a peer whose name does not resolve is named', async () => {
	const own = peers.replace('10.0.0.3\n', '');
	const context = fakeContext(fakeConnection([answer('', own)]), factsOf('ufw'));
	await expect(step().check(context)).rejects.toMatchObject({
		message: 'kafka-03 does not resolve on kafka-01',
		hint: expect.stringContaining('/etc/hosts'),
	});
});

test('a host with an IPv6 address is open to the IPv6 addresses of its peers too', async () => {
	const connection = fakeConnection([answer('', peers.replace('fe80::1', 'fd00::1')), {command: '/ufw /'}]);
	await step([openings[1]!]).apply(fakeContext(connection, factsOf('ufw')));
	expect(connection.commands[1]).toBe(
		"ufw allow proto tcp from 10.0.0.2 to any port 2888 comment 'kafka-setup zookeeper' && ufw allow proto tcp from fd00::2 to any port 2888 comment 'kafka-setup zookeeper'",
	);
});

describe('ufw', () => {
	const ours = 'comment=6b61666b612d7365747570207a6f6f6b6565706572';
	const rule = (port: number, address: string, comment = ours) =>
		`### tuple ### allow tcp ${port} 0.0.0.0/0 any ${address} in ${comment}\n`;
	const all = rule(2181, '10.0.0.2') + rule(2181, '10.0.0.3') + rule(2888, '10.0.0.2');

	test('what is missing is opened, and what is there is left', async () => {
		expect(await look('ufw', '')).toEqual(opened);
		expect(await look('ufw', all)).toEqual([]);
		const {commands} = await apply('ufw', rule(2181, '10.0.0.2') + rule(2181, '10.0.0.3'), [{command: '/ufw/'}]);
		expect(commands).toEqual(["ufw allow proto tcp from 10.0.0.2 to any port 2888 comment 'kafka-setup zookeeper'"]);
	});

	test("the operator's own rule for a peer is enough, and is never removed", async () => {
		const own =
			rule(2181, '10.0.0.2', '') + rule(2181, '10.0.0.3') + rule(2888, '10.0.0.2') + rule(2181, '10.0.0.9', 'comment=6d79');
		expect(await look('ufw', own)).toEqual([]);
		expect(await look('ufw', own, [])).toEqual([closed('close port 2181 for 10.0.0.3'), closed('close port 2888 for 10.0.0.2')]);
	});

	test('a peer that left is shut out again', async () => {
		const state = all + rule(2888, '10.0.0.7');
		expect(await look('ufw', state)).toEqual([closed('close port 2888 for 10.0.0.7')]);
		expect((await apply('ufw', state, [{command: '/ufw/'}])).commands).toEqual([
			'ufw delete allow proto tcp from 10.0.0.7 to any port 2888',
		]);
	});
});

describe('nftables', () => {
	const chain = (policy: string, name = 'filter') => ({
		chain: {family: 'inet', table: name, name: 'input', handle: 1, type: 'filter', hook: 'input', prio: 0, policy},
	});
	const match = (field: string, protocol: string, right: unknown) => ({
		match: {op: '==', left: {payload: {protocol, field}}, right},
	});
	const rule = (handle: number, port: number, address: unknown, comment?: string) => ({
		rule: {
			family: 'inet',
			table: 'filter',
			chain: 'input',
			handle,
			comment,
			expr: [match('saddr', 'ip', address), match('dport', 'tcp', port), {accept: null}],
		},
	});
	const mark = 'kafka-setup zookeeper';
	const line = (port: number, address: string) =>
		`insert rule inet filter input ip saddr ${address} tcp dport ${port} accept comment "${mark}"`;
	const kept = ['2181 10.0.0.2', '2181 10.0.0.3', '2888 10.0.0.2'].map(pair =>
		line(Number(pair.split(' ')[0]), pair.split(' ')[1]!),
	);
	const loaded = [rule(5, 2181, '10.0.0.2', mark), rule(6, 2181, '10.0.0.3', mark), rule(7, 2888, '10.0.0.2', mark)];
	const state = (list: readonly unknown[], {file = [] as readonly string[], main = 'main 1\n'} = {}) =>
		`${main}${file.map(text => `file ${text}\n`).join('')}${JSON.stringify({nftables: [{metainfo: {version: '1.0.6'}}, ...list]})}\n`;

	test('a chain that drops is opened at once and in the ruleset of the next start', async () => {
		const bare = state([chain('drop')], {main: 'main 0\n'});
		expect(await look('nftables', bare)).toEqual(opened);
		const {inputs} = await apply('nftables', bare, [{command: '/nft -c -f/'}, {command: 'nft -f -'}]);
		expect(inputs[0]?.split('\n').slice(1, -1)).toEqual(kept);
		expect(inputs[1]?.trimEnd().split('\n')).toEqual(kept);
	});

	test('rules that are loaded and kept are all that is wanted', async () => {
		expect(await look('nftables', state([chain('drop'), ...loaded], {file: kept}))).toEqual([]);
	});

	test.each([
		['not kept', {file: kept.slice(1)}],
		['kept in a file that no ruleset includes', {file: kept, main: 'main 0\n'}],
	])('rules that are loaded but %s are a difference', async (_what, files) => {
		expect(await look('nftables', state([chain('drop'), ...loaded], files))).not.toEqual([]);
	});

	test('a peer that left is shut out by the handle of its rule', async () => {
		const old = [chain('drop'), ...loaded, rule(9, 2888, '10.0.0.7', mark), rule(10, 2888, '10.0.0.8', 'mine')];
		const before = state(old, {file: [...kept, line(2888, '10.0.0.7')]});
		expect(await look('nftables', before)).toEqual([closed('close port 2888 for 10.0.0.7')]);
		const {inputs} = await apply('nftables', before, [{command: '/nft -c -f/'}, {command: 'nft -f -'}]);
		expect(inputs[0]).not.toContain('10.0.0.7');
		expect(inputs[1]).toBe('delete rule inet filter input handle 9\n');
	});

	test('a firewall whose chains let everything in is left alone', async () => {
		expect(await look('nftables', state([chain('accept')]))).toEqual([]);
		expect(await look('nftables', state([]))).toEqual([]);
	});

	test('the chains of programs that ban single addresses are left alone', async () => {
		expect(await look('nftables', state([chain('drop', 'f2b-table')]))).toEqual([]);
	});

	test('a ruleset that would not load stops the step with nothing changed', async () => {
		const broken = {command: '/nft -c -f/', code: 1, stderr: 'Error: No such file or directory\n'};
		await expect(apply('nftables', state([chain('drop')]), [broken])).rejects.toMatchObject({
			hint: expect.stringContaining('Nothing was changed'),
		});
	});

	test('without a ruleset file the rules are loaded, and it is said that a restart ends them', async () => {
		const {notes} = await apply('nftables', state([chain('drop')], {main: ''}), [{command: 'nft -f -'}]);
		expect(notes).toEqual([expect.stringContaining('until the next restart')]);
		expect(await look('nftables', state([chain('drop'), ...loaded], {main: ''}))).toEqual([]);
	});
});

describe('firewalld', () => {
	const rule = (port: number) =>
		`rule family="ipv4" source ipset="ks-zookeeper-${port}" port port="${port}" protocol="tcp" accept`;
	const list = (words: readonly string[]) => `as ${words.length} ${words.map(word => JSON.stringify(word)).join(' ')}`;
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	const xmlRule = (port: number) =>
		`<rule family="ipv4">\n<source ipset="ks-zookeeper-${port}"/>\n<port port="${port}" protocol="tcp"/>\n<accept/>\n</rule>`;
	type Sets = Readonly<Record<number, readonly string[]>>;
	const all: Sets = {2181: ['10.0.0.3', '10.0.0.2'], 2888: ['10.0.0.2']};
	function state(
		runtime: Sets,
		permanent: Sets,
		rules: readonly string[] = Object.keys(runtime).map(port => rule(Number(port))),
	) {
		const zone = `<zone>\n<service name="ssh"/>\n${Object.keys(permanent)
			.map(port => xmlRule(Number(port)))
			.join('\n')}\n</zone>`;
		const set = (entries: readonly string[]) =>
			base64(`<ipset type="hash:ip">${entries.map(entry => `<entry>${entry}</entry>`).join('')}</ipset>`);
		return [
			'zone public',
			`runtime-rules public ${list(rules)}`,
			`permanent-zone public ${base64(zone)}`,
			...Object.entries(runtime).map(([port, entries]) => `runtime-set ks-zookeeper-${port} ${list(entries)}`),
			...Object.entries(permanent).map(([port, entries]) => `permanent-set ks-zookeeper-${port} ${set(entries)}`),
			'',
		].join('\n');
	}
	const calls = (command: string | undefined) =>
		command
			?.split('\n')
			.filter(one => /^(now|config|zone|set) /.test(one))
			.map(one => one.replace(/ &&$/, ''));

	test('sets are made in the files and loaded by one reload, where a reload loses nothing', async () => {
		expect(await look('firewalld', state({}, {}))).toEqual(opened);
		const {commands} = await apply('firewalld', state({}, {}), [{command: '/--list-all-zones/'}, {command: '/addIPSet/'}]);
		expect(calls(commands[1])).toEqual([
			"config addIPSet 's(ssssa{ss}as)' ks-zookeeper-2181 '' '' '' hash:ip 1 family inet 2 10.0.0.2 10.0.0.3",
			`zone public addRichRule s '${rule(2181)}'`,
			"config addIPSet 's(ssssa{ss}as)' ks-zookeeper-2888 '' '' '' hash:ip 1 family inet 1 10.0.0.2",
			`zone public addRichRule s '${rule(2888)}'`,
			'now - reload',
		]);
	});

	test('where rules are not saved there is no reload: every address gets a rule until the next one', async () => {
		const {commands, notes} = await apply('firewalld', state({}, {}), [
			{command: '/--list-all-zones/', code: 1},
			{command: '/addIPSet/'},
		]);
		const rules = calls(commands[1])!.filter(one => one.startsWith('now'));
		expect(rules).toHaveLength(3);
		expect(rules[0]).toBe(
			`now zone addRichRule ssi public 'rule family="ipv4" source address="10.0.0.2" port port="2181" protocol="tcp" accept' 0`,
		);
		expect(notes).toEqual([expect.stringContaining('not saved')]);
	});

	test('such rules count as open, and go when their peers do', async () => {
		const rules = ['10.0.0.2', '10.0.0.3'].map(
			address => `rule family="ipv4" source address="${address}" port port="2181" protocol="tcp" accept`,
		);
		const before = state({}, {2181: all[2181]!}, rules);
		expect(await look('firewalld', before, [openings[0]!])).toEqual([]);
		const {commands} = await apply('firewalld', before, [{command: '/removeRichRule/'}], []);
		expect(calls(commands[0])).toEqual([
			`zone public removeRichRule s '${rule(2181)}'`,
			'set ks-zookeeper-2181 remove',
			...rules.map(one => `now zone removeRichRule ss public '${one}'`),
		]);
	});

	test('the same in the files and in the running firewall is all that is wanted', async () => {
		expect(await look('firewalld', state(all, all))).toEqual([]);
		expect(await look('firewalld', state(all, {}))).toEqual(opened);
		expect(await look('firewalld', state({}, all))).toEqual(opened);
	});

	test('a new peer is added to the set that is there, without a reload', async () => {
		const less: Sets = {...all, 2181: ['10.0.0.2']};
		expect(await look('firewalld', state(less, less))).toEqual([
			{what: 'open port 2181 for kafka-03', reason: 'ZooKeeper clients'},
		]);
		const {commands} = await apply('firewalld', state(less, less), [{command: '/setEntries/'}]);
		expect(calls(commands[0])).toEqual([
			'set ks-zookeeper-2181 setEntries as 2 10.0.0.2 10.0.0.3',
			'now ipset setEntries sas ks-zookeeper-2181 2 10.0.0.2 10.0.0.3',
		]);
	});

	test('a port that is needed no longer is closed in both', async () => {
		expect(await look('firewalld', state(all, all), [openings[0]!])).toEqual([closed('close port 2888 for kafka-02')]);
		const {commands} = await apply('firewalld', state(all, all), [{command: '/removeRichRule/'}], [openings[0]!]);
		expect(calls(commands[0])).toEqual([
			`zone public removeRichRule s '${rule(2888)}'`,
			'set ks-zookeeper-2888 remove',
			`now zone removeRichRule ss public '${rule(2888)}'`,
		]);
	});
});
