import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {letInBy, type PortTable, tableText} from '../../../source/host/firewall/port-table.ts';
import {hostile} from '../../helpers/hostile.ts';

const closed: PortTable = {
	head: 'Written by a test.',
	peerPorts: [2181, 3888, 2888],
	clientPorts: [],
	peers: ['10.0.0.3', 'fd00::2', '10.0.0.2', '10.0.0.3'],
	clients: [],
};
const forClients: PortTable = {
	...closed,
	clientPorts: [9092, 8080],
	clients: ['10.1.0.0/16', 'fd00:1::/32', '192.0.2.7', '10.1.2.3'],
};

test('peers alone come to the ports for peers, and everybody to all others', () => {
	expect(tableText(closed)).toMatchInlineSnapshot(`
		"# Written by a test.
		table inet kafka_setup
		delete table inet kafka_setup
		table inet kafka_setup {
			set peers4 { type ipv4_addr; elements = { 10.0.0.2, 10.0.0.3 }; }
			set peers6 { type ipv6_addr; elements = { fd00::2 }; }
			chain input {
				type filter hook input priority -10; policy accept;
				iifname "lo" accept comment "kafka-setup 5914f78fa3fc83e2"
				ip saddr @peers4 accept
				ip6 saddr @peers6 accept
				tcp dport { 2181, 2888, 3888 } reject with tcp reset
			}
		}
		"
	`);
});

test('peers and clients come to the ports for clients', () => {
	expect(tableText(forClients)).toMatchInlineSnapshot(`
		"# Written by a test.
		table inet kafka_setup
		delete table inet kafka_setup
		table inet kafka_setup {
			set peers4 { type ipv4_addr; elements = { 10.0.0.2, 10.0.0.3 }; }
			set peers6 { type ipv6_addr; elements = { fd00::2 }; }
			set clients4 { type ipv4_addr; flags interval; elements = { 10.1.0.0/16, 192.0.2.7 }; }
			set clients6 { type ipv6_addr; flags interval; elements = { fd00:1::/32 }; }
			chain input {
				type filter hook input priority -10; policy accept;
				iifname "lo" accept comment "kafka-setup 1c24e6f1d1c3a8bb"
				ip saddr @peers4 accept
				ip6 saddr @peers6 accept
				tcp dport { 8080, 9092 } ip saddr @clients4 accept
				tcp dport { 8080, 9092 } ip6 saddr @clients6 accept
				tcp dport { 2181, 2888, 3888, 8080, 9092 } reject with tcp reset
			}
		}
		"
	`);
});

test('a host that is alone lets itself in; where everybody may come, both halves of the world are named', () => {
	expect(tableText({...closed, peers: []})).not.toContain('set ');
	const text = tableText({...forClients, clients: ['0.0.0.0/0', '::/0', '10.0.0.1']});
	expect(text).toContain('elements = { 0.0.0.0/1, 128.0.0.0/1 }');
	expect(text).toContain('elements = { 8000::/1, ::/1 }');
});

test('whom a text lets in is read back from it', () => {
	expect(letInBy(tableText(forClients))).toEqual({
		peers: ['10.0.0.2', '10.0.0.3', 'fd00::2'],
		clients: ['10.1.0.0/16', '192.0.2.7', 'fd00:1::/32'],
	});
	expect(letInBy(tableText(closed)).clients).toEqual([]);
});

describe('a text that is not ours', () => {
	const set = (elements: string) => `\tset peers4 { type ipv4_addr; elements = { ${elements} }; }`;

	test.each(['', hostile, set('any'), set('10.0.0.1; }'), set('10.0.0.1 }; reject'), set('0.0.0.0/0 } #')])(
		'%j lets nobody in',
		text => {
			expect(letInBy(text)).toEqual({peers: [], clients: []});
		},
	);

	test('gives nothing but addresses, whatever it holds', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f.:,/ {}]{0,40}$/)), text => {
				for (const one of letInBy(`${set(text)}\n`).peers) expect(one).toMatch(/^[0-9a-f.:]+(\/\d+)?$/);
			}),
			{numRuns: 3000},
		);
	});
});
