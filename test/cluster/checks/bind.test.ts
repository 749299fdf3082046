import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {errorOf, problemsOf} from '../file/problems-of.ts';

/** A file in which two hosts have these addresses to listen on, as YAML. */
const withBinds = (first: string, second?: string, more = '') => `name: orders
hosts:
  - {name: kafka-01, bind: ${first}}
  - {name: kafka-02${second === undefined ? '' : `, bind: ${second}`}}
roles: {zookeeper: [kafka-01], kafka: [kafka-01, kafka-02]}
${more}`;
const bindsOf = (file: string) => parseCluster(file, 'kafka-setup.yaml').hosts.map(({bind}) => bind);

test('an address is kept in one form, and a host without one has none', () => {
	expect(bindsOf(withBinds('10.0.0.5'))).toEqual(['10.0.0.5', undefined]);
	expect(bindsOf(withBinds('"FD00:0:0::5"', '203.0.113.7'))).toEqual(['fd00::5', '203.0.113.7']);
	expect(parseCluster(withBinds('10.0.0.5'), 'f').hosts[1]).not.toHaveProperty('bind');
});

describe('what no service can listen on for others is refused, with its place and what to write', () => {
	test.each([
		[
			'db-01',
			'3:28: bind: "db-01" is a name (write an address of this host, such as 10.0.0.5 or fd00::5: what its name leads to)',
		],
		['10.0.0.5/24', '3:28: bind: "10.0.0.5/24" is a network (write the address alone'],
		['"fe80::1%eth0"', '3:28: bind: "fe80::1%eth0" has a zone'],
		['127.0.0.1', '3:28: bind: "127.0.0.1" is the loopback address: no other host would reach its services'],
		['"::1"', '3:28: bind: "::1" is the loopback address'],
		['0.0.0.0', '3:28: bind: "0.0.0.0" is every address (leave "bind" out'],
		['"::"', '3:28: bind: "::" is every address'],
		['"fe80::1"', '3:28: bind: "fe80::1" is good on one link alone'],
		['224.0.0.1', '3:28: bind: "224.0.0.1" is no address of one host'],
		['"::ffff:10.0.0.5"', '3:28: bind: "::ffff:10.0.0.5" is no address'],
		['10.0.0.256', '3:28: bind: "10.0.0.256" is no address (write an address of this host'],
		['""', '3:28: bind: "" is no address'],
		['7', 'hosts[0].bind: 7 is not an address of this host'],
	])('bind: %s', (text, problem) => {
		expect(problemsOf(withBinds(text)).join('\n')).toContain(problem);
	});

	test('one address for two hosts', () => {
		expect(problemsOf(withBinds('"fd00::5"', '"fd00:0::5"'))).toEqual([
			'4:28: bind: "fd00:0::5" is that of kafka-01 already (give each host an address of its own)',
		]);
	});

	test('beside what ZooKeeper is told in another place', () => {
		const more = 'zookeeper: {extraProperties: {clientPortAddress: 10.0.0.9}}\n';
		expect(problemsOf(withBinds('10.0.0.5', undefined, more)).join('\n')).toContain(
			'"clientPortAddress" does not go with "bind" of a host',
		);
		const elsewhere = withBinds('10.0.0.5', undefined, more).replace('zookeeper: [kafka-01]', 'zookeeper: [kafka-02]');
		expect(bindsOf(elsewhere)).toEqual(['10.0.0.5', undefined]);
	});
});

test('any text is refused, or is an address and nothing else', () => {
	const some = fc.oneof(fc.string({unit: 'binary'}), fc.stringMatching(/^[0-9a-f:.%[\]]{1,20}$/), fc.ipV4(), fc.ipV6());
	fc.assert(
		fc.property(some, text => {
			const file = withBinds(JSON.stringify(text));
			let bind: string | undefined;
			try {
				[bind] = bindsOf(file);
			} catch {
				expect(errorOf(file).problems.length).toBeGreaterThan(0);
				return;
			}
			expect(bind).toMatch(/^[0-9a-f.:]{2,39}$/);
		}),
		{numRuns: 200},
	);
});
