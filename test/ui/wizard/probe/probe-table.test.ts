import {describe, expect, it} from 'vitest';
import {countsLine, probeCounts, probeRemark, probeTable} from '../../../../source/ui/wizard/probe/probe-table.ts';
import type {HostProbe} from '../../../../source/ui/wizard/wizard-functions.ts';
import {fingerprint, wellHost} from '../scene.tsx';

const sudo: HostProbe = {
	...wellHost,
	items: {...wellHost.items, sudo: {state: 'bad', text: 'asks for a password', hint: 'press s'}},
};
const small: HostProbe = {...wellHost, items: {...wellHost.items, memory: {state: 'doubtful', text: '1.9 GB'}}};
const unknown: HostProbe = {items: {}, unknownKey: {type: 'ssh-ed25519', fingerprint: fingerprint('d')}, done: true};
const probes = new Map([
	['a', wellHost],
	['b', sudo],
	['c', small],
	['d', unknown],
	['e', {items: {reach: {state: 'looking', text: ''}}, done: false} as HostProbe],
]);
const names = ['a', 'b', 'c', 'd', 'e'];
const cells = (width: number, row: number) => probeTable(names, probes, width).rows[row]!.cells.map(cell => cell.text);

describe('the table of hosts', () => {
	it('says as much as its width allows, and never by colour alone', () => {
		expect(cells(120, 1)).toEqual([
			'b',
			'✔ 1 ms',
			'✔ known',
			'✔ admin',
			'✖ asks for a password',
			'✔ Debian 12',
			'✔ none yet',
			'✔ 7.8 GB',
			'✔ 92 GB',
			'✔ 0 s',
		]);
		expect(cells(79, 2)).toEqual(['c', '✔', '✔', '✔', '✔', '✔ Debian 12', '✔ none yet', '! 1.9 GB', '✔ 92 GB', '✔']);
		expect(cells(39, 1)).toEqual(['b', '✔✔✔✖✔✔✔✔✔']);
		expect(cells(39, 4)).toEqual(['e', '…········']);
	});

	it('counts hosts by how they stand', () => {
		expect(countsLine(probeCounts(names, probes))).toBe('1 ok · 1 with warnings · 1 checking · 1 host key to accept · 1 failed');
	});

	it('says of a host what matters most', () => {
		expect(names.map(name => probeRemark(probes.get(name)).text)).toEqual([
			'ok',
			'✖ sudo: asks for a password\npress s',
			'! memory: 1.9 GB',
			`unknown host key: ${fingerprint('d')}`,
			'checking …',
		]);
		expect(probeRemark(undefined).text).toBe('not checked yet');
	});
});
