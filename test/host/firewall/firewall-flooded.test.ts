import {execFile} from 'node:child_process';
import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, onTestFinished, test} from 'vitest';
import {cutMark} from '../../../source/core/connection.ts';
import {firewalld} from '../../../source/host/firewall/firewall-firewalld.ts';
import {nftables} from '../../../source/host/firewall/firewall-nftables.ts';
import {ufw} from '../../../source/host/firewall/firewall-ufw.ts';

const run = promisify(execFile);

/** What a host prints whose files lie in a directory of their own, and whose programs are these. */
async function printed(command: string, files: Readonly<Record<string, string>>, program = ''): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), 'firewall-'));
	onTestFinished(() => rm(root, {recursive: true}));
	for (const [path, text] of Object.entries({...files, '/bin/busctl': program, '/bin/nft': program})) {
		await mkdir(join(root, path, '..'), {recursive: true});
		await writeFile(join(root, path), text);
	}
	for (const name of ['busctl', 'nft']) await chmod(join(root, 'bin', name), 0o755);
	const moved = command.replaceAll('/etc/', `${root}/etc/`);
	const env = {...process.env, PATH: `${root}/bin:${process.env.PATH}`};
	return (await run('bash', ['-c', `${moved}\ntrue`], {env, maxBuffer: 1 << 26})).stdout;
}

const banned = Array.from({length: 5000}, (_, index) => `198.51.${index >> 8}.${index & 255}`);
const list = (words: readonly string[]) => `as ${words.length} ${words.map(word => JSON.stringify(word)).join(' ')}`;
const pair = {port: 2181, address: '10.0.0.2'};

test('behind the rules of fail2ban what is ours in firewalld is seen, and what was added one by one', async () => {
	const ban = (address: string) =>
		`rule family="ipv4" source address="${address}" port port="2181" protocol="tcp" reject type="icmp-port-unreachable"`;
	const rule = 'rule family="ipv4" source ipset="ks-zookeeper-2181" port port="2181" protocol="tcp" accept';
	const single = 'rule family="ipv4" source address="10.0.0.7" port port="2888" protocol="tcp" accept';
	const set = 'rule family="ipv4" source ipset="ks-zookeeper-3888" port port="3888" protocol="tcp" accept';
	const rules = [...banned.map(ban), rule, single.replace('2888', '22'), single, set];
	const busctl = `#!/bin/bash
case "$*" in
*getDefaultZone*) echo 's "public"' ;;
*getIPSets*) echo 'as 2 "mine" "ks-zookeeper-2181"' ;;
*getEntries*) echo 'as 1 "10.0.0.2"' ;;
*getRichRules*) cat <<'END'
${list(rules)}
END
esac
`;
	const xml = (source: string, port: number, verdict: string) =>
		`  <rule family="ipv4">\n    <source ${source}/>\n    <port port="${port}" protocol="tcp"/>\n    <${verdict}/>\n  </rule>\n`;
	const zone = [
		'<?xml version="1.0" encoding="utf-8"?>\n<zone>\n  <service name="ssh"/>\n',
		...banned.map(address => xml(`address="${address}"`, 2181, 'drop')),
		xml('address="10.0.0.9"', 22, 'accept'),
		xml('ipset="ks-zookeeper-2181"', 2181, 'accept'),
		xml('ipset="ks-zookeeper-3888"', 3888, 'accept'),
		'</zone>\n',
	].join('');
	const ipset = '<ipset type="hash:ip">\n  <entry>10.0.0.2</entry>\n</ipset>\n';
	const stdout = await printed(
		firewalld.look('zookeeper', [2181, 2888]).text,
		{
			'/etc/firewalld/zones/public.xml': zone,
			'/etc/firewalld/ipsets/ks-zookeeper-2181.xml': ipset,
			'/etc/firewalld/ipsets/ks-zookeeper-3888.xml': ipset,
		},
		busctl,
	);
	expect(stdout.length).toBeLessThan(4096);
	const state = firewalld.parse(stdout, 'zookeeper');
	expect(state.isOpen(pair)).toBe(true);
	expect(state).toMatchObject({
		zones: ['public'],
		runtime: {rules: new Map([['public', [rule, single, set]]])},
		permanent: {rules: new Map([['public', [rule, set]]])},
	});
	expect(state.ours).toEqual(expect.arrayContaining([pair, {port: 3888, address: '10.0.0.2'}]));
});

test('behind the rules of fail2ban what is ours in ufw is seen', async () => {
	const rules = [
		...banned.map(address => `### tuple ### deny tcp 2181 0.0.0.0/0 any ${address} in`),
		...banned.map(address => `### tuple ### allow tcp 22 0.0.0.0/0 any ${address} in`),
		'### tuple ### allow tcp 2181 0.0.0.0/0 any 10.0.0.2 in',
		'### tuple ### allow tcp 2888 0.0.0.0/0 any 10.0.0.7 in comment=6b61666b612d7365747570207a6f6f6b6565706572',
	];
	const stdout = await printed(ufw.look('zookeeper', [2181]).text, {'/etc/ufw/user.rules': `${rules.join('\n')}\n`});
	expect(stdout.split('\n')).toHaveLength(3);
	const state = ufw.parse(stdout, 'zookeeper');
	expect(state.isOpen(pair)).toBe(true);
	expect(state.ours).toEqual([expect.objectContaining({port: 2888, address: '10.0.0.7'})]);
});

test.each([
	['as nft writes it', 1],
	['written in another way', undefined],
])('behind the chains and sets of fail2ban what is ours in nftables is seen: %s', async (_what, indent) => {
	const chain = (table: string, name: string, more: object) => ({chain: {family: 'ip', table, name, handle: 1, ...more}});
	const input = {type: 'filter', hook: 'input', prio: 0, policy: 'drop'};
	const match = (field: string, right: unknown) => ({match: {op: '==', left: {payload: {protocol: 'ip', field}}, right}});
	const rule = (chain: string, address: string, verdict: object, comment?: string) => ({
		rule: {
			family: 'ip',
			table: 'filter',
			chain,
			handle: 7,
			comment,
			expr: [match('saddr', address), match('dport', 2181), verdict],
		},
	});
	const list = [
		{metainfo: {version: '1.0.6'}},
		{table: {family: 'ip', name: 'filter', handle: 1}},
		chain('filter', 'INPUT', input),
		chain('filter', 'f2b-sshd', {}),
		{
			set: {
				family: 'ip',
				name: 'banned',
				table: 'filter',
				type: 'ipv4_addr',
				elem: banned.map(val => ({elem: {val, expires: 7}})),
			},
		},
		...banned.map(address => rule('f2b-sshd', address, {drop: null})),
		rule('INPUT', '10.0.0.2', {accept: null}, 'kafka-setup zookeeper'),
		rule('INPUT', '10.0.0.3', {accept: null}, ', {"set": {"family": "hook": "input"'),
		{set: {family: 'ip', name: 'last', table: 'filter', elem: banned}},
	];
	const json = JSON.stringify({nftables: list}, undefined, indent)
		.replace(/,\n\s*/g, ', ')
		.replace(/\n\s*/g, '');
	const stdout = await printed(nftables.look('zookeeper', [2181]).text, {}, `#!/bin/bash\ncat <<'END'\n${json}\nEND\n`);
	if (indent !== undefined) expect(stdout.length).toBeLessThan(4096);
	const state = nftables.parse(stdout, 'zookeeper');
	expect(state.chains[0]!.rules).toHaveLength(2);
	expect(state.isOpen(pair)).toBe(true);
	expect(state.isOpen({port: 2181, address: '10.0.0.4'})).toBe(false);
	expect(state.ours).toEqual([pair]);
});

test('an answer that was cut is an error with a way out, and not an empty firewall', () => {
	for (const [backend, text] of [
		[ufw, `### tuple\n${cutMark(7)}\n`],
		[firewalld, `zone public\n${'runtime-rules public "x"\n'.repeat(8000)}`],
	] as const) {
		expect(() => backend.parse(text, 'zookeeper')).toThrow(
			expect.objectContaining({
				message: expect.stringContaining('than can be read'),
				hint: expect.stringContaining('by one rule'),
			}),
		);
	}
});
