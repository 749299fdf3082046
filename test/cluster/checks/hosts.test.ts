import {expect, test} from 'vitest';
import {noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../source/ui/wizard/hosts/host-list.ts';
import {errorOf, everyRole} from '../file/problems-of.ts';

/** What every object of JavaScript has. */
const inherited = Object.getOwnPropertyNames(Object.prototype);

test.each(inherited)('a host called %s is refused, not given a function for an id', name => {
	for (const host of [name, `{name: ${name}, address: 10.0.0.1}`, `op@${name}:22`]) {
		const {message} = errorOf(
			everyRole
				.replaceAll('kafka-02', 'x')
				.replace('[kafka-01, x,', `[kafka-01, ${JSON.stringify(host).replaceAll('"{', '{').replaceAll('}"', '}')},`)
				.replaceAll('x', name),
		);
		expect(message).toMatch(/can't be called|is not a host/);
	}
});

test.each(inherited)('%s in the box of hosts is told there', name => {
	const {list, hosts, roles} = readAnswers({...noAnswers, hosts: `kafka-01 kafka-02\n${name}`, fields: {name: 'orders'}});
	expect(list.problems).toEqual([{line: 1, message: expect.stringMatching(/can't be called|Java takes no host name/)}]);
	expect(hosts.map(host => host.name)).toEqual(['kafka-01', 'kafka-02']);
	expect(roles.kafka).toEqual(['kafka-01', 'kafka-02']);
});

test.each(inherited)('a group of an inventory called %s is no role', name => {
	const {roles, hosts} = parseHostList(`[${name}]\nkafka-01\n`);
	expect(roles).toEqual({});
	expect(hosts).toEqual([{name: 'kafka-01'}]);
});
