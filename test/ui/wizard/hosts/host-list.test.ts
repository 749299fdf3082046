import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseHostList, pathInBox} from '../../../../source/ui/wizard/hosts/host-list.ts';

const names = (text: string) => parseHostList(text).hosts.map(host => host.name);
const problems = (text: string) => parseHostList(text).problems.map(({line, message}) => `${line + 1}: ${message}`);

describe('a list of hosts', () => {
	it('takes lines, commas, spaces, semicolons, bullets, quotes and comments alike', () => {
		expect(names('kafka-01, kafka-02\n\n# the third\n- kafka-03 # rack b\n"kafka-04"; kafka-05 kafka-06,')).toEqual([
			'kafka-01',
			'kafka-02',
			'kafka-03',
			'kafka-04',
			'kafka-05',
			'kafka-06',
		]);
	});

	it('takes user and port', () => {
		expect(parseHostList('admin@kafka-01.example.org:2222').hosts).toEqual([
			{name: 'kafka-01.example.org', user: 'admin', port: 2222},
		]);
	});

	it('takes ranges as Ansible and shells write them', () => {
		expect(names('kafka-[01:03].x')).toEqual(['kafka-01.x', 'kafka-02.x', 'kafka-03.x']);
		expect(names('k[9-11]')).toEqual(['k9', 'k10', 'k11']);
		expect(names('k{08..10}')).toEqual(['k08', 'k09', 'k10']);
		expect(names('k[1:5:2] n[a:c]')).toEqual(['k1', 'k3', 'k5', 'na', 'nb', 'nc']);
		expect(names('r[1:2]-k[1:2]')).toEqual(['r1-k1', 'r1-k2', 'r2-k1', 'r2-k2']);
		expect(problems('k[3:1]\nk[1:9999]')).toEqual([
			'1: "k[3:1]": the range goes backwards or gives more than 1000 hosts',
			'2: "k[1:9999]": the range goes backwards or gives more than 1000 hosts',
		]);
	});

	it('takes lines of /etc/hosts, and leaves out what every such file has', () => {
		const text = '127.0.0.1\tlocalhost\n::1 ip6-localhost\nff02::1 ip6-allnodes\n10.0.0.1\tkafka-01 k1\nfd00::2 kafka-02';
		expect(parseHostList(text)).toMatchObject({
			hosts: [
				{name: 'kafka-01', address: '10.0.0.1'},
				{name: 'kafka-02', address: 'fd00::2'},
			],
			problems: [],
		});
	});

	it('takes blocks of an ssh_config', () => {
		const text =
			'Host a\n  HostName 10.0.0.1\n  User x\n\n# the second\nhost b b2\n\tHostname = %h.lan\n\tPort 2222 # not 22\nHost f f.example.org\n  HostName 10.0.0.6\nHost c d\n  User "op"\nHost e\n  HostName fd00::2\n';
		expect(parseHostList(text)).toMatchObject({
			hosts: [
				{name: 'a', address: '10.0.0.1', user: 'x'},
				{name: 'b', address: 'b.lan', port: 2222},
				{name: 'b2', address: 'b2.lan', port: 2222},
				{name: 'f', address: '10.0.0.6'},
				{name: 'c', user: 'op'},
				{name: 'd', user: 'op'},
				{name: 'e', address: 'fd00::2'},
			],
			problems: [],
		});
	});

	it('says where the rest of an ssh_config has its effect', () => {
		const rest =
			'is not taken from here: leave it in ~/.ssh/config, which is read as ssh reads it, and write the names of its hosts alone, one per line';
		const text =
			'Host a\n  User x\n  IdentityFile ~/.ssh/a\nHost b\n  IdentityFile ~/.ssh/b\nHost *\n  ForwardAgent no\nMatch exec true\nHost c_d\n  Port 22';
		expect(names(text)).toEqual(['a', 'b']);
		expect(problems(text)).toEqual([
			`3: IdentityFile ${rest}`,
			`6: Host * ${rest}`,
			`8: Match ${rest}`,
			'9: "c_d": Java takes no host name with "_"; give its other name or its address',
		]);
		expect(names('host-a\nhost')).toEqual(['host-a', 'host']);
		expect(names('Host k1\nk2')).toEqual(['Host', 'k1', 'k2']);
	});

	it('names all outputs of terraform, and takes one list of it', () => {
		const list = ['10.0.0.1', '10.0.0.2'];
		const output = {name: {value: 'x'}, ips: {sensitive: false, type: ['list', 'string'], value: list}};
		expect(parseHostList(JSON.stringify(output, null, 2))).toMatchObject({
			hosts: [],
			problems: [
				{
					line: 0,
					message:
						'this is what terraform output -json prints, and it does not say which are the hosts: paste one list of it, as terraform output -json ips prints it, or their addresses, one per line',
				},
			],
		});
		for (const space of [0, 2]) expect(names(JSON.stringify(list, null, space))).toEqual(list);
		expect(names('{"kafka": {"hosts": ["k1", "k2"]}}')).toEqual(['k1', 'k2']);
	});

	it('takes an IPv6 address with a name before it, and says so without', () => {
		expect(parseHostList('kafka-01 root@[2001:db8::1]:2222').hosts).toEqual([
			{name: 'kafka-01', address: '2001:db8::1', user: 'root', port: 2222},
		]);
		expect(problems('[2001:db8::1]:22')).toEqual(['1: an IPv6 address needs a name before it: kafka-01 [2001:db8::1]:22']);
	});

	it('marks each bad line and keeps the others', () => {
		const list = parseHostList('kafka-01\nkafka_02\nkafka-03:99999\n10.0.0.300\nhttp://x\nkafka-04');
		expect(list.hosts.map(host => host.name)).toEqual(['kafka-01', 'kafka-04']);
		expect(list.problems).toEqual([
			{line: 1, message: '"kafka_02": Java takes no host name with "_"; give its other name or its address'},
			{line: 2, message: 'port 99999 is not in 1-65535'},
			{line: 3, message: '"10.0.0.300" is not an IPv4 address'},
			{line: 4, message: '"http://x" is a URL: write the host\'s name alone'},
		]);
	});

	it('shows how a range is written, where one stands without brackets', () => {
		const [problem] = parseHostList('admin@kafka-01..03').problems;
		expect(problem!.message).toBe('"admin@kafka-01..03" is not a host: write ranges in brackets: kafka-[01:03]');
	});

	it('finds what stands twice, by name and by address', () => {
		expect(problems('kafka-01\nKAFKA-01\n10.0.0.1 a\n10.0.0.1 b\nc c')).toEqual([
			'2: KAFKA-01 is already on line 1',
			'4: b is the same machine as a: 10.0.0.1',
			'5: c is already on this line',
		]);
	});

	it('refuses a name that leads each host to itself, once there are two', () => {
		expect(problems('localhost')).toEqual([]);
		expect(problems('localhost\nkafka-02')).toEqual(["1: the other hosts can't reach this one as localhost"]);
	});

	it('never throws and gives no control character back, whatever is pasted', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 200}), text => {
				const list = parseHostList(text);
				for (const {message} of list.problems) expect(message).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
			}),
		);
	});

	it('reads every list it is given whatever separates its items', () => {
		const host = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
		const separator = fc.constantFrom('\n', '\r\n', '\r', ', ', ' ', ';', '\t', '\n# note\n', ',\n');
		fc.assert(
			fc.property(fc.uniqueArray(host, {minLength: 1, maxLength: 30}), separator, (hosts, by) => {
				fc.pre(!hosts.includes('localhost'));
				expect(names(hosts.join(by))).toEqual(hosts);
			}),
		);
	});
});

describe('a path in the box', () => {
	it('is known by its beginning, and only when it stands alone', () => {
		expect(pathInBox(' ~/ansible/hosts.yml\n')).toBe('~/ansible/hosts.yml');
		expect(pathInBox("'/srv/my hosts'")).toBe("'/srv/my hosts'");
		expect(pathInBox('file:///srv/hosts')).toBe('file:///srv/hosts');
		expect(pathInBox('kafka-01')).toBeUndefined();
		expect(pathInBox('/srv/hosts\nkafka-01')).toBeUndefined();
	});

	it.each([
		['k=10.0.0.1:2222', [{name: 'k', address: '10.0.0.1', port: 2222}]],
		['k=admin@bastion', [{name: 'k', address: 'bastion', user: 'admin'}]],
		['admin@k=[2001:db8::1]:2222', [{name: 'k', address: '2001:db8::1', user: 'admin', port: 2222}]],
		['k=2001:db8::1', [{name: 'k', address: '2001:db8::1'}]],
		['k:22=10.0.0.1:2222', 'two ports'],
		['a@k=b@10.0.0.1', 'two users'],
		['k=10.0.0.1:99999', 'port 99999'],
	])('%s says where this machine reaches a host', (text, expected) => {
		const {hosts, problems} = parseHostList(text);
		if (typeof expected === 'string') expect(problems[0]?.message).toContain(expected);
		else expect([hosts, problems]).toEqual([expected, []]);
	});
});
