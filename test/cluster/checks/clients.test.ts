import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {errorOf, problemsOf, smallest} from '../file/problems-of.ts';

const clientsOf = (list: string) => parseCluster(`${smallest}clients: ${list}\n`, 'kafka-setup.yaml').clients;

test('who may come is kept in one form, each once, and without it nobody is named', () => {
	expect(clientsOf('[10.1.2.3/16, "FD00:0:0:1::/64", 192.0.2.7, 10.1.9.9, 192.0.2.7/32]')).toEqual([
		'10.1.0.0/16',
		'fd00:0:0:1::/64',
		'192.0.2.7',
	]);
	expect(clientsOf('["0.0.0.0/0", "::/0", 10.0.0.1]')).toEqual(['0.0.0.0/0', '::/0']);
	expect(parseCluster(smallest, 'kafka-setup.yaml')).not.toHaveProperty('clients');
});

describe('what is no network is refused, with its place and what to write', () => {
	test.each([
		['[]', '6:10: clients is an empty list (it takes a list of networks)'],
		['10.0.0.0/8', '6:10: clients: "10.0.0.0/8" is not a list of networks'],
		['[db-01]', '6:11: "db-01" is a name: a firewall lets addresses in (write the address or the network'],
		['[10.0.0.0/33]', '6:11: "10.0.0.0/33": the number of bits is not in 0-32 (write a network such as 10.0.0.0/24)'],
		['["fd00::/129"]', '6:11: "fd00::/129": the number of bits is not in 0-128 (write a network such as fd00::/64)'],
		['["fe80::1%eth0"]', '6:11: "fe80::1%eth0" has a zone: it means another network on each host'],
		['["::ffff:10.0.0.1"]', '6:11: "::ffff:10.0.0.1" is IPv4 within IPv6'],
		['[10.0.0/8]', '6:11: clients[0]: "10.0.0/8" is not an address or a network, such as 10.1.0.0/16 or fd00:1::/32'],
		['["10.0.0.1 } accept"]', '6:11: clients[0]: "10.0.0.1 } accept" is not an address or a network'],
		['[10.0.0.1, 7]', '6:21: clients[1]: 7 is not an address or a network'],
		['[{a: b}]', '6:11: clients[0]'],
		['', '6:1: clients has no value'],
	])('clients: %s', (list, problem) => {
		expect(problemsOf(`${smallest}clients: ${list}\n`).join('\n')).toContain(problem);
	});
});

test('any text is refused, or is a network and nothing else', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string({unit: 'binary'}), fc.stringMatching(/^[0-9a-f:./%]{1,20}$/)), text => {
			const file = `${smallest}clients: [${JSON.stringify(text)}]\n`;
			let clients: readonly string[] | undefined;
			try {
				clients = parseCluster(file, 'kafka-setup.yaml').clients;
			} catch {
				expect(errorOf(file).problems.length).toBeGreaterThan(0);
				return;
			}
			expect(clients).toEqual([expect.stringMatching(/^[0-9a-f.:]{2,39}(\/\d{1,3})?$/)]);
		}),
		{numRuns: 500},
	);
});
