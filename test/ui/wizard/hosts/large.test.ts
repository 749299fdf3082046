import {expect, test} from 'vitest';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';

const many = (count: number, one: (at: number) => string) => Array.from({length: count}, (_, at) => one(at)).join('\n');

/** The time of the processor, in milliseconds. */
function costOf(text: string): number {
	const before = process.cpuUsage();
	parseHostList(text);
	return process.cpuUsage(before).user / 1000;
}

/** Each once took sixteen times as long, or more, for a text of four times the length: a part of it was looked at anew for each other one. */
test.each([
	['a line of spaces among variables', (count: number) => `[kafka]\nk1\n[kafka:vars]\na${' '.repeat(20 * count)}b`],
	['a line of quotes among variables', (count: number) => `[kafka]\nk1\n[kafka:vars]\na${'="'.repeat(10 * count)}b`],
	['a line of braces', (count: number) => `[kafka]\nk1 a=${'{{'.repeat(10 * count)}`],
	['groups with ids', (count: number) => many(count, at => `[g${at}]\nh${at} broker_id=${at}`)],
	[
		'YAML groups with ids',
		(count: number) => `all:\n  children:\n${many(count, at => `    g${at}: {hosts: {h${at}: {broker_id: ${at}}}}`)}`,
	],
	['lines with a stray word', (count: number) => `[kafka]\n${many(2 * count, at => `h${at} stray`)}`],
	[
		'lines with a stray word beside a variable',
		(count: number) => `[kafka]\n${many(count, at => `h${at} stray broker_id=${at}`)}`,
	],
	['hosts in one group', (count: number) => `[kafka]\n${many(count, at => `h${at} broker_id=${at} rack=r`)}`],
])('%s are read in a time that grows with their number', (_, textOf) => {
	const count = 800;
	costOf(textOf(count));
	// What is below so much says nothing.
	const least = 100;
	expect(costOf(textOf(4 * count))).toBeLessThan(10 * Math.max(least, costOf(textOf(count))));
});
