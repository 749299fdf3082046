import {describe, expect, it, test} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';

/** What there is to know of an inventory, its hosts by their names. */
function read(text: string) {
	const {hosts, roles, problems, unclear, leftOut} = parseHostList(text);
	return {
		hosts: hosts.map(({name}) => name),
		roles,
		unclear: unclear.map(({group}) => group),
		leftOut: leftOut.flatMap(({hosts: names}) => names),
		problems: problems.map(({line, message}) => `${line + 1}: ${message}`),
	};
}

describe('a section', () => {
	it.each(['[kafka]   # the brokers', '[kafka] ; the brokers', '[kafka]# x', '[ kafka ]', '[01-kafka]', '\t[kafka]'])(
		'%j is one',
		head => {
			expect(read(`[zookeeper]\nz1\n${head}\nk1\n`)).toMatchObject({
				hosts: ['z1', 'k1'],
				roles: {zookeeper: ['z1'], kafka: ['k1']},
				problems: [],
				unclear: [],
			});
		},
	);

	it('with other letters in its name is one', () => {
		expect(read('[zookeeper]\nz1\n[kafka-büro]\nk1\n')).toMatchObject({roles: {zookeeper: ['z1']}, unclear: ['kafka-büro']});
		expect(read('[zookeeper]\nz1\n[2nd-kafka]\nk1\n')).toMatchObject({roles: {zookeeper: ['z1']}, unclear: ['2nd-kafka']});
		expect(read('[кафка]\nk1\n[zookeeper]\nz1\n').unclear).toEqual(['кафка']);
	});

	it('of variables or children may have a comment', () => {
		const text = '[kafka:vars] # all\nansible_user=root\n[kafka:children] ; both\nbrokers # all\n[brokers]\nk1\n';
		expect(parseHostList(text)).toMatchObject({hosts: [{name: 'k1', user: 'root'}], roles: {kafka: ['k1']}, problems: []});
	});

	it('of variables may have comments behind texts in quotes and numbers, as for Ansible', () => {
		const text = `[kafka]\nk1\n[kafka:vars]\nansible_user="ops" # who\nansible_port = 2222 # ours\nx='a # b'\nansible_host='10.0.0.1'\n`;
		expect(parseHostList(text).hosts).toEqual([{name: 'k1', user: 'ops', port: 2222, address: '10.0.0.1'}]);
	});

	it.each(['[kafka brokers]', '[kafka:prod]', '[kafka', '[]', '[kafka:vars:more]', '["kafka"]', '[[kafka]]'])(
		'that is none, %j, ends the one before and is named',
		head => {
			const text = `[zookeeper]\nz1\n${head}\nk1\n`;
			expect(read(text)).toMatchObject({roles: {zookeeper: ['z1']}, problems: [expect.stringContaining('3: ')]});
			expect(readAnswers({...noAnswers, hosts: text}).roles.kafka).toEqual([]);
		},
	);

	test.each(['[2001:db8::1]:22', '[a:c].x', '[01:03]-kafka', 'k[1:3]', '[10.0.0.1]:22'])(
		'a host that begins like one, %s, is none',
		line => {
			const {problems} = read(`[kafka]\nk1\n${line}\n`);
			expect(problems.filter(problem => problem.includes('section'))).toEqual([]);
			expect(parseHostList(line).roles).toEqual({});
		},
	);
});

describe('a line that is neither host nor variable is named', () => {
	it.each([
		['[kafka]\nk1 broker_id = 1\n', '2: "broker_id" is no variable: write NAME=VALUE'],
		['[kafka.hosts]\nk1 = { broker_id = 1 }\n', '2: "=" is no variable: write NAME=VALUE'],
		['[kafka]\nk1 k2\n', '2: "k2" is no variable: write NAME=VALUE'],
		['[kafka]\nk1\nansible_user=x\n', '3: "ansible_user=x" is no host: variables of a group stand under [GROUP:vars]'],
		['[kafka]\nk1\n[kafka:vars]\nansible_user root\n', '4: "ansible_user root" is no variable: write NAME=VALUE'],
	])('%j', (text, problem) => {
		expect(read(text).problems).toEqual([problem]);
	});

	it('but not an empty value, nor a name alone', () => {
		expect(read('[kafka]\nk1 ansible_user=\n[kafka:vars]\nx=\ny = 1\n').problems).toEqual([]);
	});
});
