import {describe, expect, it} from 'vitest';
import type {CheckFinding} from '../../../../source/core/events.ts';
import {causesOf, wellTitles} from '../../../../source/ui/wizard/probe/causes.ts';
import type {Checked} from '../../../../source/ui/wizard/probe/cluster-check.ts';
import {countsLine, probeCounts} from '../../../../source/ui/wizard/probe/probe-table.ts';
import type {HostProbe} from '../../../../source/ui/wizard/wizard-functions.ts';
import {fingerprint, sheetFor, wellHost} from '../scene.tsx';

const withItems = (items: HostProbe['items']): HostProbe => ({...wellHost, items: {...wellHost.items, ...items}});
const sudo = withItems({sudo: {state: 'bad', text: 'asks for a password', hint: 'press s'}});
const small = withItems({memory: {state: 'doubtful', text: '1.9 GB'}});
const member = withItems({cluster: {state: 'doubtful', text: 'orders', hint: 'belongs to orders'}});
const unknown: HostProbe = {items: {}, unknownKey: {type: 'ssh-ed25519', fingerprint: fingerprint('d')}, done: true};

const cache: Omit<CheckFinding, 'host'> = {
	check: 'cache-dir',
	state: 'failed',
	found: 'noexec',
	wanted: 'exec',
	why: 'y',
	fix: 'Remount it',
	run: 'mount -o x /var',
};
const reboot: Omit<CheckFinding, 'host'> = {check: 'reboot', state: 'warning', found: 'one is pending', wanted: 'none', why: 'y'};
const noJava: Omit<CheckFinding, 'host'> = {
	check: 'database',
	state: 'not-checked',
	found: 'connector orders: not checked: no Java yet',
	wanted: 'a look',
	why: 'y',
};

describe('causes', () => {
	it('are the same thing on several hosts once, the worst first, then the most common', () => {
		const probes = new Map([
			['a', small],
			['b', sudo],
			['c', small],
			['d', unknown],
		]);
		expect(causesOf(['a', 'b', 'c', 'd'], probes).map(({state, text, hosts}) => `${state} ${text}: ${hosts.join(' ')}`)).toEqual([
			'bad sudo: asks for a password: b',
			'bad host key: not known yet: d',
			'doubtful memory: 1.9 GB: a c',
		]);
	});

	it('are what the checks found, in place of the first look at the hosts that they are of', () => {
		const probes = new Map([
			['a', small],
			['b', member],
			['c', sudo],
		]);
		const sheet = sheetFor(
			['a', 'b'],
			[
				{...noJava, host: 'a'},
				{...reboot, host: 'a'},
				{...reboot, host: 'b'},
				{...cache, host: 'b'},
			],
			['memory', 'reboot', 'disk'],
		);
		const checked: Checked = {
			state: 'done',
			sheet,
			asked: {clusterText: '', path: '', secrets: new Map(), without: ['c'], listen: false},
		};
		expect(causesOf(['a', 'b', 'c'], probes, checked)).toEqual([
			{state: 'bad', text: 'sudo: asks for a password', hint: 'press s', hosts: ['c']},
			{
				state: 'bad',
				text: 'Directory of temporary files: noexec',
				hint: 'wanted: exec\nRemount it',
				run: 'mount -o x /var',
				hosts: ['b'],
			},
			{state: 'doubtful', text: 'cluster: orders', hint: 'belongs to orders', hosts: ['b']},
			{state: 'doubtful', text: 'Pending reboot: one is pending', hint: 'wanted: none', hosts: ['a', 'b']},
			{state: 'unknown', text: 'Databases of the sources: connector orders: not checked: no Java yet', hint: '', hosts: ['a']},
			{state: 'unknown', text: 'everything else', hint: 'log in there first', hosts: ['c']},
		]);
		expect(wellTitles(checked)).toEqual(['Memory', 'Disk space']);
		expect(countsLine(probeCounts(['a', 'b', 'c'], probes, checked))).toBe('1 with warnings · 2 failed');
	});
});
