import {describe, expect, test} from 'vitest';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {answer, apply, closed, factsOf, look, opened, openings, peers, step} from '../../helpers/firewall-scene.ts';

test('without an active firewall nothing is asked or touched, and that is said', async () => {
	const context = fakeContext(fakeConnection([]));
	expect(await step().check(context)).toEqual([]);
	await step().apply(context);
	expect(context.seen.notes).toEqual(['no active firewall: nothing to do']);
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

describe('networks of clients', () => {
	const networks = ['10.1.0.0/16', '192.0.2.7', 'fd00:1::/32', '0.0.0.0/0'];
	const list = [{port: 9092, what: 'Kafka', from: ['kafka-02'], networks}];
	const own = peers.replace(/== host kafka-01[^=]*|== host kafka-03[^=]*/g, '');
	const withV6 = own.replace('fe80::1', 'fd00::1');

	test('are let in beside the peers, those of IPv6 where the host has it', async () => {
		const said = (state: string) => step(list).check!(fakeContext(fakeConnection([answer('', state)]), factsOf('ufw')));
		expect((await said(own))[0]!.what).toBe('open port 9092 for kafka-02, 10.1.0.0/16, 192.0.2.7, 0.0.0.0/1, 128.0.0.0/1');
		expect((await said(withV6))[0]!.what).toContain('192.0.2.7, fd00:1::/32, 0.0.0.0/1');
	});

	test('in ufw are rules as those of addresses', async () => {
		const rule = (address: string) =>
			`### tuple ### allow tcp 9092 0.0.0.0/0 any ${address} in comment=6b61666b612d7365747570207a6f6f6b6565706572\n`;
		const state = ['10.0.0.2', '10.1.0.0/16', '192.0.2.7', '0.0.0.0/1', '128.0.0.0/1', '10.7.0.0/16'].map(rule).join('');
		const connection = fakeConnection([answer(state, own), {command: '/^ufw delete /'}]);
		await step(list).apply!(fakeContext(connection, factsOf('ufw')));
		expect(connection.commands[1]).toBe('ufw delete allow proto tcp from 10.7.0.0/16 to any port 9092');
	});

	test('in the chains of nftables are read as it lists them', async () => {
		const right = (text: string) => {
			const [addr, len] = text.split('/');
			return len === undefined ? addr : {prefix: {addr, len: Number(len)}};
		};
		const rule = (text: string, handle: number) => ({
			rule: {
				...{family: 'inet', table: 'filter', chain: 'input', handle, comment: 'kafka-setup zookeeper'},
				expr: [
					{match: {op: '==', left: {payload: {protocol: 'ip', field: 'saddr'}}, right: right(text)}},
					{match: {op: '==', left: {payload: {protocol: 'tcp', field: 'dport'}}, right: 9092}},
					{accept: null},
				],
			},
		});
		const chain = {
			chain: {family: 'inet', table: 'filter', name: 'input', handle: 1, type: 'filter', hook: 'input', prio: 0, policy: 'drop'},
		};
		const addresses = ['10.0.0.2', '10.1.0.0/16', '192.0.2.7', '0.0.0.0/1', '128.0.0.0/1'];
		const state = `${JSON.stringify({nftables: [chain, ...addresses.map(rule)]})}\n`;
		const checked = (text: string) => step(list).check!(fakeContext(fakeConnection([answer(text, own)]), factsOf('nftables')));
		expect(await checked(state)).toEqual([]);
		expect((await checked(state.replace('"len":16', '"len":17'))).map(({what}) => what)).toEqual([
			'open port 9092 for 10.1.0.0/16',
			'close port 9092 for 10.1.0.0/17',
		]);
	});

	test('in firewalld have sets of their own', async () => {
		const state = 'zone public\nruntime-rules public as 0\n';
		const connection = fakeConnection([answer(state, own), {command: '/list-all-zones/'}, {command: '/addIPSet/'}]);
		await step(list).apply!(fakeContext(connection, factsOf('firewalld')));
		const command = connection.commands[2]!;
		expect(command).toContain(
			"config addIPSet 's(ssssa{ss}as)' ks-zookeeper-9092 '' '' '' hash:ip 1 family inet 2 10.0.0.2 192.0.2.7",
		);
		expect(command).toContain(
			"config addIPSet 's(ssssa{ss}as)' ksn-zookeeper-9092 '' '' '' hash:net 1 family inet 3 0.0.0.0/1 10.1.0.0/16 128.0.0.0/1",
		);
		expect(command).toContain('source ipset="ksn-zookeeper-9092" port port="9092" protocol="tcp" accept');
	});
});
