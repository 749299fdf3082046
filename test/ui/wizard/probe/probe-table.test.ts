import {describe, expect, it} from 'vitest';
import {causesOf, countsLine, probeCounts, probeRemark, probeTable} from '../../../../source/ui/wizard/probe/probe-table.ts';
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
			'✔ none',
			'✔ 7.8 GB',
			'✔ 92 GB',
			'✔ 0 s',
		]);
		expect(cells(79, 2)).toEqual(['c', '✔', '✔', '✔', '✔', '✔ Debian 12', '✔ none', '! 1.9 GB', '✔ 92 GB', '✔']);
		expect(cells(39, 1)).toEqual(['b', '✔✔✔✖✔✔✔✔✔']);
		expect(cells(39, 4)).toEqual(['e', '…········']);
	});

	it('counts hosts by how they stand', () => {
		expect(countsLine(probeCounts(names, probes))).toBe('1 ok · 1 warning · 1 checking · 1 host key to accept · 1 failed');
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

	it('groups by cause, the worst first', () => {
		const twice = new Map([...probes, ['a', small]]);
		expect(causesOf(names, twice).map(({state, text, hosts}) => `${state} ${text}: ${hosts.join(' ')}`)).toEqual([
			'bad sudo: asks for a password: b',
			'bad host key: not known yet: d',
			'doubtful memory: 1.9 GB: a c',
		]);
	});

	it('has what the checks of a run find, with what is wanted and the fix', () => {
		const check = {host: 'a', check: 'cache-dir', why: 'y', title: 'Directory of temporary files'};
		const failed = {
			...check,
			state: 'failed',
			found: 'noexec',
			wanted: 'exec',
			fix: 'Remount it',
			run: 'mount -o x /var',
		} as const;
		const warned = {...check, state: 'warning', found: 'a reboot is pending', wanted: 'none'} as const;
		const seen = new Map<string, HostProbe>([
			['a', {...wellHost, checks: [failed]}],
			['b', {...wellHost, checks: [warned]}],
		]);
		expect(causesOf(['a', 'b'], seen)).toEqual([
			{
				state: 'bad',
				text: 'Directory of temporary files: noexec',
				hint: 'wanted: exec\nRemount it: mount -o x /var',
				hosts: ['a'],
			},
			{state: 'doubtful', text: 'Directory of temporary files: a reboot is pending', hint: 'wanted: none', hosts: ['b']},
		]);
		expect(countsLine(probeCounts(['a', 'b'], seen))).toBe('1 warning · 1 failed');
	});
});
