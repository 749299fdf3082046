import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {everyRole, problemsOf} from '../file/problems-of.ts';

describe('the heap of a broker', () => {
	const ofHost = (host: string, kafka: string) =>
		`${everyRole.replace('[kafka-01,', `[{name: kafka-01, ${host}},`)}kafka: ${kafka}\n`;
	const size = 'log.cleaner.dedupe.buffer.size';

	test.each(['16m', '128m', '129m', '144m'])('of %s holds no log cleaner', heap => {
		expect(problemsOf(`${everyRole}kafka: {heap: ${heap}}\n`).join('\n')).toContain(
			`kafka.heap is ${heap}, and the log cleaner of kafka-01 takes 128 MB of it: with what is left it does not start (write 512m or more, or set a lower log.cleaner.dedupe.buffer.size under extraProperties)`,
		);
	});

	test.each([
		[`${everyRole}kafka: {heap: 512m, extraProperties: {${size}: 1073741824}}\n`, 'kafka-01 takes 1024 MB'],
		[`${everyRole}kafka: {heap: 512m, extraProperties: {${size}: 1073741824}}\n`, 'write 1280m or more'],
		[ofHost(`properties: {kafka: {${size}: 999999999}}`, '{heap: 512m}'), 'kafka-01 takes 954 MB'],
		// What one broker has lifts nothing for the others.
		[ofHost(`properties: {kafka: {${size}: 8388608}}`, '{heap: 100m}'), 'kafka-02 takes 128 MB'],
		[`${everyRole}kafka: {heap: 100m, extraProperties: {log.cleaner.enable: true}}\n`, 'kafka-01 takes 128 MB'],
	])('%j is too small', (text, expected) => {
		expect(problemsOf(text).join('\n')).toContain(expected);
	});

	test.each([
		`${everyRole}kafka: {heap: 160m}\n`,
		`${everyRole}kafka: {heap: 96m, extraProperties: {${size}: 8388608}}\n`,
		`${everyRole}kafka: {heap: 96m, extraProperties: {log.cleaner.enable: false}}\n`,
		`${everyRole}kafka: {heap: 96m, extraProperties: {${size}: "\${dir:/etc/x:y}"}}\n`,
		// More than 2 GB has no thread of it.
		`${everyRole}kafka: {heap: 3g, extraProperties: {${size}: 8589934592}}\n`,
		ofHost(`properties: {kafka: {${size}: 8388608}}`, `{heap: 512m, extraProperties: {${size}: 33554432}}`),
		everyRole,
	])('%j is taken', text => {
		expect(() => parseCluster(text, 'x')).not.toThrow();
	});
});
