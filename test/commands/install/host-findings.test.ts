import {describe, expect, test} from 'vitest';
import {factFindings} from '../../../source/commands/install/host-findings.ts';
import {loginFindings} from '../../../source/commands/install/login-findings.ts';
import type {Facts} from '../../../source/core/facts.ts';
import {debian, rocky} from '../../helpers/context.ts';

const disk = 'disk /dev/vda1 102400000 2048000 94371840 3% /\n';
const items = (facts: Partial<Facts> = {}, stdout = disk, base = debian) =>
	factFindings({...base, ...facts}, stdout, loginFindings('ops'));

test('a host where all is well has no hint, and what its login said stays', () => {
	const found = items({}, `java openjdk version "17.0.12" 2024-07-16\n${disk}`);
	expect(found).toEqual({
		...loginFindings('ops'),
		os: {state: 'ok', text: 'Debian 12'},
		java: {state: 'ok', text: '17'},
		memory: {state: 'ok', text: '16 GB'},
		disk: {state: 'ok', text: '90 GB'},
		clock: {state: 'ok', text: '0 s'},
	});
});

describe('the system', () => {
	test('has a short name, and its own one where there is no version', () => {
		expect(items({}, disk, rocky).os).toEqual({state: 'ok', text: 'Rocky 9.4'});
		expect(items({osVersion: '', osName: 'Debian GNU/Linux trixie/sid'}).os?.text).toBe('Debian GNU/Linux trixie/sid');
	});

	test('needs a package manager that we know, and systemd', () => {
		const alpine = {osId: 'alpine', osVersion: '3.20', osName: 'Alpine Linux v3.20', systemd: undefined};
		expect(items({...alpine, packageManager: undefined}).os).toEqual({
			state: 'bad',
			text: 'Alpine 3.20',
			hint: 'Alpine Linux v3.20 has neither apt nor dnf nor yum',
		});
		expect(items({systemd: undefined}).os).toMatchObject({state: 'bad', hint: expect.stringContaining('PID 1')});
	});
});

describe('Java', () => {
	test.each([
		['openjdk version "17.0.12" 2024-07-16', '17'],
		['openjdk version "21" 2023-09-19', '21'],
		['openjdk version "22-ea" 2024-03-19', '22'],
		['java version "1.8.0_402"', '8'],
		['openjdk version "11.0.22+7"', '11'],
		['java: command not found', 'none yet'],
	])('%s: %s', (line, text) => {
		expect(items({}, `java ${line}\n${disk}`).java).toEqual({state: 'ok', text});
	});

	test('need not be there: the installation brings it', () => {
		expect(items().java).toEqual({state: 'ok', text: 'none yet'});
	});
});

describe('memory', () => {
	test.each([
		[900, 'ok', '900 MB'],
		[1024, 'ok', '1.0 GB'],
		[1980, 'ok', '1.9 GB'],
		[7800, 'ok', '7.6 GB'],
		[64_000, 'ok', '63 GB'],
		[899, 'doubtful', '899 MB'],
	])('%d MiB is %s, as %s', (memoryMb, state, text) => {
		expect(items({memoryMb}).memory).toMatchObject({state, text});
	});
});

describe('the disk', () => {
	const free = (kib: number) => items({}, `disk overlay 9999999 1 ${kib} 1% /var\n`).disk;

	test('needs room for the packages', () => {
		expect(free(512 * 1024)).toEqual({state: 'ok', text: '512 MB'});
		expect(free(512 * 1024 - 1)).toEqual({
			state: 'doubtful',
			text: '511 MB',
			hint: 'the installation needs 512 MB of free space under /var/lib',
		});
		expect(free(0)).toMatchObject({state: 'doubtful', text: '0 MB'});
	});

	test.each(['', 'disk \n', 'disk df: /var/lib: No such file or directory\n'])(
		'that df did not tell of is doubtful: %j',
		stdout => {
			expect(items({}, stdout).disk).toMatchObject({state: 'doubtful', text: '?'});
		},
	);
});

describe('the clock', () => {
	test.each([
		[0.4, 'ok', '0 s'],
		[-0.4, 'ok', '0 s'],
		[30.4, 'ok', '30 s'],
		[-29.6, 'ok', '30 s'],
		[31, 'doubtful', '31 s'],
		[-3600, 'doubtful', '-3600 s'],
	])('off by %d s is %s', (clockSkew, state, text) => {
		expect(items({clockSkew}).clock).toMatchObject({state, text});
	});

	test('says which way it is off, and what fixes it', () => {
		expect(items({clockSkew: 90}).clock?.hint).toBe("its clock is ahead of this machine's: timedatectl set-ntp true");
		expect(items({clockSkew: -90}).clock?.hint).toBe("its clock is behind this machine's: timedatectl set-ntp true");
	});
});
