import {expect, test} from 'vitest';
import {maskedChange, maskedLog} from '../../source/core/masked.ts';

const shown = (text: string) => maskedChange({what: 'change /f', before: text}).before;

test.each(['\r', '\u2028'])('blanks before a line end that is none (%j) take no time', end => {
	const begun = process.cpuUsage();
	expect(shown(`a=${' '.repeat(60_000)}b${end}c`)).toBeDefined();
	expect(process.cpuUsage(begun).user / 1000).toBeLessThan(500);
});

/** What a regular expression with two loops over the same characters would take minutes for. */
test.each([
	'#',
	':',
	'/',
	'//',
	'pass',
	'password',
	'a=',
	'\\',
	' ',
	'priv',
	'-----BEGIN ',
	'jdbc:oracle:',
	'${a:',
	'Bearer ',
	'Bearer a',
	'Authorization: Basic ',
	'Basic YTpi',
	'a:a@a:1,',
	'thin:a/',
	'jdbc:sqlite:?',
	'identified by ',
	'--auth ',
	'sshpass -a b ',
	'sshpass ',
	'-u a -p ',
	'mysql ',
	'mysql -h ',
	'a login ',
	'a login b password ',
	'identified with a ',
	'alter user ',
	'"',
	'a.',
	'=',
])('a line of %j alone takes no time', part => {
	const begun = process.cpuUsage();
	shown(part.repeat(Math.floor((256 * 1024) / part.length)));
	expect(process.cpuUsage(begun).user / 1000).toBeLessThan(500);
});

test('lines after a key with a long number before it take no time', () => {
	const begun = process.cpuUsage();
	maskedLog(`${'1'.repeat(16 * 1024)} -----BEGIN PRIVATE KEY-----\n${'1\n'.repeat(8192)}`);
	expect(process.cpuUsage(begun).user / 1000).toBeLessThan(500);
});
