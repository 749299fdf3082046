import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {commentOf, type PortTable} from '../../../source/host/firewall/port-table.ts';
import {isLoaded} from '../../../source/host/firewall/port-table-state.ts';
import {hostile} from '../../helpers/hostile.ts';

const table: PortTable = {
	head: 'Written by a test.',
	peerPorts: [2181],
	clientPorts: [9092],
	peers: ['10.0.0.2', '10.0.0.3', 'fd00::2'],
	clients: ['10.1.0.0/16', '10.2.0.0/16'],
};

/** As nft 1.0.6 lists it. */
function listed({comment = commentOf(table), peers = ['10.0.0.2', '10.0.0.3'], rules = 5, policy = 'accept'} = {}): string {
	const at = {family: 'inet', table: 'kafka_setup'};
	const set = (name: string, type: string, elem?: readonly unknown[]) => ({
		set: {...at, name, type, handle: 2, ...(elem ? {elem} : {})},
	});
	const rule = (handle: number) => ({
		rule: {...at, chain: 'input', handle, ...(handle === 5 ? {comment} : {}), expr: [{accept: null}]},
	});
	return JSON.stringify({
		nftables: [
			{metainfo: {version: '1.0.6', release_name: 'Lester Gooch #5', json_schema_version: 1}},
			{table: {family: 'inet', name: 'kafka_setup', handle: 3}},
			set('peers4', 'ipv4_addr', peers),
			set('peers6', 'ipv6_addr', ['fd00::2']),
			set('clients4', 'ipv4_addr', [{range: ['10.1.0.0', '10.2.255.255']}]),
			{chain: {...at, name: 'input', handle: 1, type: 'filter', hook: 'input', prio: -10, policy}},
			...Array.from({length: rules}, (_, index) => rule(5 + index)),
		],
	});
}

test('a table is known again by the text that it was loaded from, and by what is left of it', () => {
	expect(isLoaded(listed(), table)).toBe(true);
	expect(isLoaded(listed(), {...table, peers: [...table.peers, '10.0.0.4']})).toBe(false);
	expect(isLoaded(listed(), {...table, peerPorts: [2182]})).toBe(false);
});

describe('it is not taken for loaded', () => {
	test.each([
		['flushed', listed({rules: 0})],
		['with a rule less', listed({rules: 4})],
		['with a rule more', listed({rules: 6})],
		['with an address more', listed({peers: ['10.0.0.2', '10.0.0.3', '10.0.0.9']})],
		['without the addresses of a set', listed({peers: []})],
		['loaded from another text', listed({comment: 'kafka-setup 0123456789abcdef'})],
		['with another policy', listed({policy: 'drop'})],
		['of another name', listed().replaceAll('kafka_setup', 'mine')],
		['gone', ''],
		['listed by something else', 'Error: No such file or directory'],
	])('%s', (_, json) => {
		expect(isLoaded(json, table)).toBe(false);
	});

	test('whatever the host answers', () => {
		const odd = [
			'null',
			'[]',
			'{"nftables":null}',
			'{"nftables":{}}',
			'{"nftables":[null,1,[],{"rule":null},{"set":[]}]}',
			hostile,
		];
		for (const json of odd) expect(isLoaded(json, table)).toBe(false);
		const junk = fc.oneof(
			fc.jsonValue({maxDepth: 4}),
			fc.array(fc.record({rule: fc.object(), set: fc.object(), chain: fc.object()})),
		);
		fc.assert(
			fc.property(junk, value => {
				expect(isLoaded(JSON.stringify({nftables: value}), table)).toBe(false);
			}),
			{numRuns: 500},
		);
	});

	test('cut anywhere', () => {
		const whole = listed();
		for (let at = 0; at < whole.length; at++) expect(isLoaded(whole.slice(0, at), table)).toBe(false);
	});
});
