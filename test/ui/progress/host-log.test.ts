import {describe, expect, test} from 'vitest';
import {createHostLog} from '../../../source/ui/progress/host-log.ts';
import {type Shape, story} from '../../helpers/events.ts';

const shape: Shape = {
	platform: {'kafka-01': ['install', 'configure'], 'kafka-02': ['install']},
	kafka: {'kafka-01': ['install']},
};
const here = 'platform/kafka-01/install';

function logging() {
	const log = createHostLog();
	const tell = story('apply', shape, log.add);
	tell.begin();
	return {tell, lines: () => log.lines('kafka-01'), of: log.lines};
}

describe('lines', () => {
	test('come whole, however the link cut them', () => {
		const {tell, lines} = logging();
		for (const chunk of ['Unpa', 'cking', ' kafka\nSetting', ' up kafka\r', '\n']) tell.output(here, chunk);
		expect(lines()).toEqual(['Unpacking kafka', 'Setting up kafka']);
	});

	test('that are not whole yet do not show before their end, or that of the command', () => {
		const {tell, lines} = logging();
		tell.command(here, 'read');
		tell.output(here, 'Password? ');
		expect(lines()).toEqual(['$ read']);
		tell.exit(here, 'read', 0);
		expect(lines()).toEqual(['$ read', 'Password? ']);
	});

	test('of the two streams are not run into each other', () => {
		const {tell, lines} = logging();
		tell.output(here, 'out', 'stdout');
		tell.output(here, 'err', 'stderr');
		tell.output(here, ' more\n', 'stdout');
		tell.output(here, ' more\n', 'stderr');
		expect(lines()).toEqual(['out more', 'err more']);
	});

	test('of a step do not begin with what another one left', () => {
		const {tell, lines} = logging();
		tell.output(here, 'one');
		tell.output('kafka/kafka-01/install', 'two\n');
		tell.output('platform/kafka-01/configure', 'three\n');
		tell.finish(here, 'ok');
		expect(lines()).toEqual(['two', 'three', 'one']);
	});

	test('belong to their host', () => {
		const {tell, of} = logging();
		tell.output(here, 'one\n');
		tell.output('platform/kafka-02/install', 'two\n');
		expect([of('kafka-01'), of('kafka-02'), of('kafka-03')]).toEqual([['one'], ['two'], []]);
	});

	test('that are empty stay, for what they part', () => {
		const {tell, lines} = logging();
		tell.output(here, 'a\n\nb\n');
		expect(lines()).toEqual(['a', '', 'b']);
	});
});

describe('commands', () => {
	test('stand before their output', () => {
		const {tell, lines} = logging();
		tell.ran(here, 'apt-get update', 'Hit:1\n');
		tell.ran(here, 'apt-get install kafka', 'Setting up\n');
		expect(lines()).toEqual(['$ apt-get update', 'Hit:1', '$ apt-get install kafka', 'Setting up']);
	});

	test('of several lines are shown whole', () => {
		const {tell, lines} = logging();
		tell.command(here, 'cat <<EOF\na\nEOF\n');
		expect(lines()).toEqual(['$ cat <<EOF', '> a', '> EOF']);
	});

	test('that fail say how, those that do not say nothing', () => {
		const {tell, lines} = logging();
		tell.ran(here, 'false', 'no\n', 1);
		tell.ran(here, 'killed', '', 137);
		tell.ran(here, 'true', '');
		expect(lines()).toEqual(['$ false', 'no', '(exit code 1)', '$ killed', '(exit code 137)', '$ true']);
	});

	test('whose link died have no exit code', () => {
		const {tell, lines} = logging();
		tell.command(here, 'reboot');
		tell.output(here, 'going do');
		tell.exit(here, 'reboot', null);
		expect(lines()).toEqual(['$ reboot', 'going do', '(exit code unknown: connection lost)']);
	});
});

describe('a step', () => {
	test('that fails says why, after what was still open', () => {
		const {tell, lines} = logging();
		tell.output(here, 'E: no');
		tell.finish(here, 'failed', {failure: {message: 'apt-get ended with exit code 100', hint: 'look', tail: ['E: no']}});
		expect(lines()).toEqual(['E: no', 'failed: apt-get ended with exit code 100']);
	});

	test('that fails for several reasons says them a line each', () => {
		const {tell, lines} = logging();
		tell.finish(here, 'failed', {failure: {message: 'create /x\nrestart y'}});
		expect(lines()).toEqual(['failed: create /x', 'restart y']);
	});

	test('that does not fail says nothing', () => {
		const {tell, lines} = logging();
		tell.step(here, 'changed', {changes: [{what: 'install kafka'}], notes: ['noted']});
		expect(lines()).toEqual([]);
	});

	test('that is run again begins with a clean line', () => {
		const {tell, lines} = logging();
		tell.output(here, 'half');
		tell.finish(here, 'unreachable', {failure: {message: 'gone'}});
		tell.output(here, 'whole\n');
		expect(lines()).toEqual(['half', 'unreachable: gone', 'whole']);
	});
});

describe('what a host says', () => {
	test('reaches the log without escape sequences, even if cut in two', () => {
		const {tell, lines} = logging();
		tell.output(here, '\x1b]0;title\x07\x1b[2J\x1b[3');
		tell.output(here, '1mred\x1b[0m\tend\n10%\r100%\n');
		expect(lines()).toEqual(['red     end', '100%']);
	});

	test('can not hide in a command or a failure', () => {
		const {tell, lines} = logging();
		tell.command(here, 'echo \x1b[8mhidden\x1b[0m');
		tell.finish(here, 'failed', {failure: {message: 'no\x1b[1A way'}});
		expect(lines()).toEqual(['$ echo hidden', 'failed: no way']);
	});

	test('in one long line is cut', () => {
		const {tell, lines} = logging();
		tell.output(here, `${'x'.repeat(4000)}\n${'y'.repeat(4001)}\n`);
		tell.command(here, 'z'.repeat(5000));
		expect(lines()).toEqual(['x'.repeat(4000), `${'y'.repeat(4000)}…`, `$ ${'z'.repeat(3998)}…`]);
	});

	test('without ever ending a line is kept in pieces', () => {
		const {tell, lines} = logging();
		for (let count = 0; count < 100; count++) tell.output(here, 'x'.repeat(10_000));
		expect(lines().length).toBeGreaterThan(5);
		expect(Math.max(...lines().map(line => line.length))).toBe(4001);
	});
});

describe('too many lines', () => {
	const flood = (tell: ReturnType<typeof logging>['tell'], from: number, to: number) =>
		tell.output(here, Array.from({length: to - from + 1}, (_, index) => `${from + index}\n`).join(''));

	test('are all kept for a while', () => {
		const {tell, lines} = logging();
		flood(tell, 1, 11_000);
		expect([lines().length, lines()[0], lines().at(-1)]).toEqual([11_000, '1', '11000']);
	});

	test('lose the oldest, and say how many', () => {
		const {tell, lines} = logging();
		flood(tell, 1, 11_000);
		flood(tell, 11_001, 11_001);
		expect(lines().slice(0, 2)).toEqual(['… 1001 earlier lines are not kept', '1002']);
		expect([lines().length, lines().at(-1)]).toEqual([10_001, '11001']);
	});

	test('are counted together each time that some go', () => {
		const {tell, lines} = logging();
		for (let from = 1; from < 50_000; from += 100) flood(tell, from, from + 99);
		const [marker, first] = lines();
		const gone = Number(/^… (\d+) earlier/.exec(marker!)?.[1]);
		expect(first).toBe(String(gone + 1));
		expect(lines().length - 1 + gone).toBe(50_000);
		expect(lines().at(-1)).toBe('50000');
		expect(lines().filter(line => line.startsWith('…'))).toHaveLength(1);
	});

	test('of one piece leave its end', () => {
		const {tell, lines} = logging();
		flood(tell, 1, 30_000);
		expect(lines().slice(0, 2)).toEqual(['… 20000 earlier lines are not kept', '20001']);
		expect(lines().length).toBe(10_001);
	});

	test('of one host take nothing from another', () => {
		const {tell, of} = logging();
		tell.output('platform/kafka-02/install', 'kept\n');
		flood(tell, 1, 30_000);
		expect(of('kafka-02')).toEqual(['kept']);
	});
});
