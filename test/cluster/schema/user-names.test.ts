import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {parseHostList} from '../../../source/ui/wizard/hosts/host-list.ts';
import {errorOf, everyRole} from '../file/problems-of.ts';

const places = (user: string) => {
	const text = (value: string) => JSON.stringify(value);
	return [
		`${everyRole}ssh: {user: ${text(user)}}\n`,
		`${everyRole}ssh: {proxyJump: ${text(`${user}@hop:22,hop2`)}}\n`,
		everyRole.replace('[kafka-01,', `[{name: kafka-01, user: ${text(user)}},`),
		everyRole.replace('[kafka-01,', `[${text(`${user}@kafka-01`)},`),
	];
};

describe('the name of a user that ssh is called with', () => {
	test.each(['a;id', '$(id)', '`id`', 'a&b', 'a|b', 'a<b', 'a>b', '{a}', "a'b", 'a"b', 'a\\', '-a'])(
		'%s is refused, as OpenSSH does',
		user => {
			for (const file of places(user)) expect(() => errorOf(file)).not.toThrow();
			const listed = JSON.stringify({all: {hosts: {'kafka-01': {ansible_user: user}}}});
			expect(parseHostList(listed).hosts.filter(host => host.user !== undefined)).toEqual([]);
		},
	);

	test.each(['op', 'DOMAIN\\op', 'svc_kafka$', 'o.p-1+x', 'opérateur', 'a#b', 'x\\y\\z'])('%s is taken', user => {
		for (const file of places(user)) expect(() => parseCluster(file, 'x')).not.toThrow();
	});
});
