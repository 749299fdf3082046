import {execFileSync} from 'node:child_process';
import {isIPv4, isIPv6} from 'node:net';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {halved, networkIn, withoutOverlaps} from '../../source/core/networks.ts';

describe('a network', () => {
	test.each([
		['10.0.0.0/8', '10.0.0.0/8'],
		['10.1.2.3/8', '10.0.0.0/8'],
		['10.1.2.3', '10.1.2.3'],
		['10.1.2.3/32', '10.1.2.3'],
		['0.0.0.0/0', '0.0.0.0/0'],
		['255.255.255.255/1', '128.0.0.0/1'],
		['FD00:0:0::1', 'fd00::1'],
		['fd00::1/128', 'fd00::1'],
		['fd00:1:2:3:4:5:6:7/48', 'fd00:1:2::/48'],
		['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
		['::/0', '::/0'],
		['::1', '::1'],
	])('%s is %s', (text, normal) => {
		expect(networkIn(text)).toBe(normal);
		expect(networkIn(normal)).toBe(normal);
	});

	test.each([
		'',
		'10.0.0.0/33',
		'fd00::/129',
		'10.0.0/8',
		'010.0.0.1',
		'10.0.0.0/',
		'10.0.0.0/8 ',
		'10.0.0.0/-1',
		'fe80::1%eth0',
		'::ffff:10.0.0.1',
		'db-01',
		'any',
		'10.0.0.1; reboot',
		'10.0.0.1\n',
		'10.0.0.1 } drop',
		'1'.repeat(400),
		'0x0a000001',
		'１０.0.0.1',
	])('%j is none', text => {
		expect(networkIn(text)).toBeUndefined();
	});

	test('any text is refused, or has none but the characters of an address', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string({unit: 'grapheme'}), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:./]{0,20}$/)),
				text => {
					expect(networkIn(text) ?? '::').toMatch(/^[0-9a-f.:]{2,39}(\/\d{1,3})?$/);
				},
			),
			{numRuns: 10_000},
		);
	});

	test('is one for the same addresses as for Node', () => {
		const octet = fc.stringMatching(/^[0-9]{1,4}$/);
		const v4 = fc.tuple(octet, octet, octet, octet).map(parts => parts.join('.'));
		fc.assert(
			fc.property(fc.oneof(v4, fc.ipV6(), fc.stringMatching(/^[0-9a-f:]{1,25}$/), fc.stringMatching(/^[0-9.]{1,15}$/)), text => {
				const isAddress = isIPv4(text) || (isIPv6(text) && !text.includes('.'));
				expect([text, networkIn(text) !== undefined]).toEqual([text, isAddress]);
			}),
			{numRuns: 10_000},
		);
	});

	const length = (most: number) => fc.integer({min: 1, max: most});

	test('is what Python reads of it', () => {
		const some = fc.sample(
			fc.oneof(
				fc.tuple(fc.ipV4(), length(32)),
				fc.tuple(
					fc.ipV6().filter(text => !text.includes('.')),
					length(128),
				),
			),
			2000,
		);
		const texts = some.map(([address, bits]) => `${address}/${bits}`);
		const program = 'import sys, ipaddress\nfor line in sys.stdin: print(ipaddress.ip_network(line.strip(), strict=False))';
		const lines = execFileSync('python3', ['-c', program], {input: texts.join('\n'), encoding: 'utf8'})
			.trim()
			.split('\n');
		expect(texts.map(networkIn)).toEqual(lines.map(line => line.replace(/(?<=\.\d+)\/32$|(?<=:.*)\/128$/, '')));
	});
});

test('of networks that overlap the widest stays, in the order in which they were given', () => {
	expect(withoutOverlaps(['10.1.0.0/16', 'fd00::/8', '10.0.0.0/8', '10.2.3.4', 'fd00::1', '192.168.0.1', '10.0.0.0/8'])).toEqual([
		'fd00::/8',
		'10.0.0.0/8',
		'192.168.0.1',
	]);
	expect(withoutOverlaps(['0.0.0.0/0', '10.0.0.1', '::1'])).toEqual(['0.0.0.0/0', '::1']);
	expect(withoutOverlaps(['0.0.0.0/0', 'fd00::1'])).toEqual(['0.0.0.0/0', 'fd00::1']);
});

test('everything is its two halves', () => {
	expect(['0.0.0.0/0', '::/0', '10.0.0.0/8'].flatMap(halved)).toEqual([
		'0.0.0.0/1',
		'128.0.0.0/1',
		'::/1',
		'8000::/1',
		'10.0.0.0/8',
	]);
});
