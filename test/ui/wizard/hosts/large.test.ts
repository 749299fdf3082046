import {expect, test} from 'vitest';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';

const many = (count: number, one: (at: number) => string) => Array.from({length: count}, (_, at) => one(at)).join('\n');

/** Each took several times as long where a part of it was looked at anew for each other one. The limits: milliseconds of the processor. */
test.each([
	['a line of spaces among variables', 1000, `[kafka]\nk1\n[kafka:vars]\na${' '.repeat(100_000)}b`],
	['a line of quotes among variables', 1000, `[kafka]\nk1\n[kafka:vars]\na${'="'.repeat(50_000)}b`],
	['a line of braces', 1000, `[kafka]\nk1 a=${'{{'.repeat(50_000)}`],
	['groups with ids', 3000, many(5000, at => `[g${at}]\nh${at} broker_id=${at}`)],
	['YAML groups with ids', 3000, `all:\n  children:\n${many(3000, at => `    g${at}: {hosts: {h${at}: {broker_id: ${at}}}}`)}`],
	['lines with a stray word', 5000, `[kafka]\n${many(40_000, at => `h${at} stray`)}`],
	['lines with a stray word beside a variable', 4000, `[kafka]\n${many(10_000, at => `h${at} stray broker_id=${at}`)}`],
	['hosts in one group', 4000, `[kafka]\n${many(10_000, at => `h${at} broker_id=${at} rack=r`)}`],
])('%s are read in a time that grows with their number', (_, limit, text) => {
	const before = process.cpuUsage();
	parseHostList(text);
	expect(process.cpuUsage(before).user / 1000).toBeLessThan(limit);
});
