import {describe, expect, it} from 'vitest';
import {hostLine, parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';

const lines = (text: string) => parseHostList(text).hosts.map(hostLine);
const problems = (text: string) => parseHostList(text).problems.map(({line, message}) => `${line + 1}: ${message}`);

describe('names beside addresses', () => {
	it.each([
		['aws --output text', 'kafka-1\t10.0.0.1\nkafka-2\t10.0.0.2\n'],
		['a table with its header', 'NAME      PRIVATE_IP\nkafka-1   10.0.0.1\nkafka-2   10.0.0.2'],
		['a drawn table', '+----+----+\n| Name | IP |\n|----|----|\n| kafka-1 | 10.0.0.1 |\n| kafka-2 | 10.0.0.2 |\n+----+----+'],
		['commas', 'kafka-1,10.0.0.1\nkafka-2, 10.0.0.2'],
		['blanks around =', 'kafka-1 = 10.0.0.1\nkafka-2 = "10.0.0.2"'],
		['/etc/hosts', '10.0.0.1 kafka-1\n10.0.0.2 kafka-2 kafka-2.example'],
	])('are one host each: %s', (_, text) => {
		expect([lines(text), problems(text)]).toEqual([['kafka-1=10.0.0.1', 'kafka-2=10.0.0.2'], []]);
	});

	it('may have a user and a port, and be of IPv6', () => {
		const text = 'k1 root@10.0.0.1:2222\nadmin@k2 10.0.0.2\nk3 fd00::3\nk4 [fd00::4]:22';
		expect([lines(text), problems(text)]).toEqual([
			['root@k1:2222=10.0.0.1', 'admin@k2=10.0.0.2', 'k3=fd00::3', 'k4:22=fd00::4'],
			[],
		]);
	});

	it('are never hosts of their own where it is not clear which belongs to which', () => {
		const more = 'names and addresses stand on one line: write one host per line, as kafka-1=10.0.0.1';
		expect(problems('kafka-1 10.0.0.1 54.1.2.3')).toEqual([
			'1: kafka-1 has 2 addresses here: keep the one by which this machine reaches it, as kafka-1=10.0.0.1',
		]);
		expect(problems('kafka-1 fd00::1 10.0.0.1')).toEqual([
			'1: kafka-1 has 2 addresses here: keep the one by which this machine reaches it, as kafka-1=fd00::1',
		]);
		expect(problems('kafka-1 10.0.0.1 kafka-2 10.0.0.2')).toEqual([`1: ${more}`]);
		expect(problems('kafka-1 europe-west1-b 10.0.0.1 RUNNING')).toEqual([`1: ${more}`]);
		expect(problems('10.0.0.1 54.1.2.3 kafka-1')).toEqual([`1: ${more}`]);
		expect(problems('10.0.0.1 kafka-1 54.1.2.3')).toEqual([`1: ${more}`]);
		for (const text of ['kafka-1 10.0.0.1 54.1.2.3', 'kafka-1 10.0.0.1 kafka-2 10.0.0.2', '10.0.0.1 kafka-1 54.1.2.3']) {
			expect(lines(text)).toEqual([]);
		}
	});

	it('stay hosts where each has a login of its own, and where there are only addresses', () => {
		expect(lines('a@k1 b@10.0.0.2')).toEqual(['a@k1', 'b@10.0.0.2']);
		expect(lines('10.0.0.1 10.0.0.2, 10.0.0.3')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
		expect(lines('k1 k2=10.0.0.2')).toEqual(['k1', 'k2=10.0.0.2']);
	});
});

describe('an ssh_config', () => {
	const rest =
		'is not taken from here: leave it in ~/.ssh/config, which is read as ssh reads it, and write the names of its hosts alone, one per line';

	it('is known by its blocks, whatever stands before them', () => {
		const text =
			'Include ~/.ssh/conf.d/*\nServerAliveInterval 60\nUser x\n\nHost k1\n  HostName 10.0.0.1\nHost k2\n  HostName=10.0.0.2';
		expect(lines(text)).toEqual(['k1=10.0.0.1', 'k2=10.0.0.2']);
		expect(problems(text)).toEqual([`1: Include ${rest}`, `2: ServerAliveInterval ${rest}`, `3: User ${rest}`]);
	});

	it('gives no host what stands below a Match', () => {
		for (const end of ['', 'Host k2\n  User b']) {
			const text = `Host k1\n  HostName 10.0.0.1\nMatch host db\n  User x\n  Port 99\n${end}`;
			expect(lines(text)).toEqual(['k1=10.0.0.1', ...(end === '' ? [] : ['b@k2'])]);
			expect(problems(text)).toEqual([`3: Match ${rest}`]);
		}
		expect(lines('Match all\n  User x\nHost k1\n  Port 22')).toEqual(['k1:22']);
	});

	it('is no inventory', () => {
		expect(parseHostList('[kafka]\nhost a=1\n[kafka:vars]\nuser = x').hosts.map(({name}) => name)).toEqual(['host']);
		expect(lines('host\nport\nuser')).toEqual(['host', 'port', 'user']);
	});
});

describe('what terraform prints', () => {
	it.each([0, 2])('of a map with -json: names with addresses', space => {
		const text = JSON.stringify(
			{'kafka-1': '10.0.1.11', 'kafka-2': 'fd00::2', 'kafka-3': 'ip-10-0-1-13.ec2.internal'},
			null,
			space,
		);
		expect([lines(text), problems(text)]).toEqual([
			['kafka-1=10.0.1.11', 'kafka-2=fd00::2', 'kafka-3=ip-10-0-1-13.ec2.internal'],
			[],
		]);
		const bad = JSON.stringify({'kafka-1': '10.0.1.11', kafka_2: '10.0.1.12'}, null, space);
		expect(lines(bad)).toEqual(['kafka-1=10.0.1.11']);
		expect(problems(bad)).toEqual([
			`${space === 0 ? 1 : 3}: "kafka_2": Java takes no host name with "_"; give its other name or its address`,
		]);
	});

	it('of a list without -json: the addresses', () => {
		for (const text of ['[\n  "10.0.1.11",\n  "10.0.1.12",\n]\n', 'tolist([\n  "10.0.1.11",\n  "10.0.1.12",\n])'])
			expect([lines(text), problems(text)]).toEqual([['10.0.1.11', '10.0.1.12'], []]);
	});

	it('of objects: one problem, with a command that makes a list of them', () => {
		const objects = [
			{name: 'kafka-1', private_ip: '10.0.1.11'},
			{name: 'kafka-2', private_ip: '10.0.1.12'},
		];
		for (const space of [0, 2]) {
			const text = JSON.stringify(objects, null, space);
			expect([lines(text), problems(text)]).toEqual([
				[],
				[
					`1: this is a list in JSON of more than names: write one host per line, as NAME=ADDRESS, which jq -r '.[] | "\\(.name)=\\(.private_ip)"' prints`,
				],
			]);
		}
		expect(problems('[{"a": 1}, "b"]')).toEqual([
			'1: this is a list in JSON of more than names: write one host per line, as NAME=ADDRESS',
		]);
	});

	it.each([
		['brokers', 'brokers = [\n  "10.0.1.11",\n  "10.0.1.12",\n]'],
		['kafka_ips', 'connect_ip = "10.0.1.31"\nkafka_ips = tolist([\n  "10.0.1.11",\n])\nzookeeper_ips = [\n  "10.0.1.21",\n]'],
		['NAME', '{\n  "kafka-1" = "10.0.1.11"\n  "kafka-2" = "10.0.1.12"\n}'],
		['nodes', 'nodes = {\n  "kafka-1" = "10.0.1.11"\n}'],
		['NAME', 'tomap({\n  "kafka-1" = "10.0.1.11"\n})'],
	])('in its own form: once what to print instead, and no host (%s)', (name, text) => {
		expect([lines(text), problems(text)]).toEqual([
			[],
			[`1: this is terraform's own form: paste what terraform output -json ${name} prints`],
		]);
	});

	it('of all outputs: which command prints a list or a map of them', () => {
		const text = JSON.stringify({vpc: {value: 'x'}, nodes: {value: {k1: '10.0.0.1'}}});
		expect(problems(text)[0]).toContain('terraform output -json nodes prints');
	});
});

describe('variables of an INI inventory', () => {
	it.each([`'{"broker_id": 1, "rack": "a"}'`, `"{'broker_id': 1, 'rack': 'a'}"`])('may be mappings: %s', value => {
		const {ids, hosts, problems: wrong} = parseHostList(`[kafka]\nk1 kafka=${value}\nk2 kafka_broker_id=2`);
		expect([ids.kafka, hosts.map(({name}) => name), wrong]).toEqual([{k1: 1, k2: 2}, ['k1', 'k2'], []]);
	});

	it('are named where they seem to say a role that the host has not', () => {
		const text = '[kafka]\nk1 kafka_zookeeper=true\nk2 kafka_broker=yes\nk3 zookeeper=false\n';
		const {refused, roles} = parseHostList(text);
		expect(roles).toEqual({kafka: ['k1', 'k2', 'k3']});
		expect(refused).toEqual([
			{
				variable: 'kafka_zookeeper',
				why: 'seems to say that it has the role zookeeper, which is not read from there',
				instead: 'choose the roles on the page Roles',
				hosts: ['k1'],
			},
		]);
		expect(parseHostList('k1 zookeeper=true\nk2').refused).toMatchObject([{variable: 'zookeeper', hosts: ['k1']}]);
		expect(parseHostList('[kafka]\nk1\n[all:vars]\nzookeeper=true').refused).toEqual([]);
	});
});
