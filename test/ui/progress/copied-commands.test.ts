import {expect, test} from 'vitest';
import {noRun} from '../../../source/core/state/run-state.ts';
import {commandsOf} from '../../../source/ui/progress/copied-commands.ts';

const hosts = ['a', 'b'];
const run = {
	...noRun,
	recap: {hosts: Object.fromEntries(hosts.map(name => [name, {}]))},
	stages: [{id: 'smoke-test', title: 'Smoke test', hosts: hosts.map(name => ({name}))}],
} as unknown as Parameters<typeof commandsOf>[1];
const shown = (host: string, command: string) => ({kind: 'test', stage: 'smoke-test', host, command}) as const;

test('what one host did for all stands before what uses it, though another host was the first to end', () => {
	const all = [
		shown('b', 'write on b'),
		shown('b', 'read on b'),
		...['make', 'write on a', 'read on a'].map(one => shown('a', one)),
	];
	expect(commandsOf('test', run, all)).toEqual([
		{title: 'Smoke test', hosts: 'a, b', lines: ['make', 'write on a', 'read on a']},
	]);
});
