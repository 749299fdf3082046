import {expect, test} from 'vitest';
import {apply, closed, look, opened, openings} from '../../helpers/firewall-scene.ts';

const rule = (port: number) => `rule family="ipv4" source ipset="ks-zookeeper-${port}" port port="${port}" protocol="tcp" accept`;
const list = (words: readonly string[]) => `as ${words.length} ${words.map(word => JSON.stringify(word)).join(' ')}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const xmlRule = (port: number) =>
	`<rule family="ipv4">\n<source ipset="ks-zookeeper-${port}"/>\n<port port="${port}" protocol="tcp"/>\n<accept/>\n</rule>`;
type Sets = Readonly<Record<number, readonly string[]>>;
const all: Sets = {2181: ['10.0.0.3', '10.0.0.2'], 2888: ['10.0.0.2']};
function state(runtime: Sets, permanent: Sets, rules: readonly string[] = Object.keys(runtime).map(port => rule(Number(port)))) {
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
