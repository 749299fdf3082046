import {expect, test} from 'vitest';
import {hostFiles} from '../../source/commands/bundle/collect.ts';
import type {Connection} from '../../source/core/connection.ts';
import {SetupError} from '../../source/core/errors.ts';
import {notStarted} from '../../source/host/service/service-failure.ts';
import {failed} from '../../source/host/shell.ts';
import {serviceEntries} from '../../source/kafka/diagnosis/table.ts';
import {readers} from '../helpers/answers.ts';
import {fakeContext} from '../helpers/context.ts';
import {fakeConnection, noDial} from '../helpers/fake-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

/** What a connection hands on of an output at most. */
const size = 1024 * 1024;
const filled = (part: string) => part.repeat(Math.ceil(size / part.length)).slice(0, size);

const lines = {
	'short lines': 'a=1\n',
	'single bytes': 'a\n',
	'blank lines': '\n',
	'one line': 'a',
	blanks: ' ',
	tabs: '\t',
	'a line of pairs': 'a: ',
	'long lines': `${'x '.repeat(500)}\n`,
	exceptions: `x.YException: z\n${'\tat a.b(C.java:1)\n'.repeat(20)}`,
	'ends of a process': '[2026-11-23 10:00:00,000] ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)\n',
	'ends of a package manager': 'E: a\n',
	'continued secrets': 'password=\\\n',
	'near matches': 'ERROR Failed to bind to, Missing required configuration "a, Found directory a, No space left on\n',
	'escape sequences': '\x1b]',
	brackets: '{',
};

/** Each is to take less than 50 ms; on a machine that does other work, and in the first run of the code, a few times that. */
const mostMs = 200;

/** In milliseconds of the processor, the best of three: what the collector of garbage takes meanwhile is not ours. */
function taken(read: () => unknown): number {
	let best = Number.POSITIVE_INFINITY;
	for (let attempt = 0; attempt < 3 && best > 50; attempt++) {
		const begun = process.cpuUsage();
		try {
			read();
		} catch (error) {
			if (!(error instanceof SetupError)) throw error;
		}
		const {user, system} = process.cpuUsage(begun);
		best = Math.min(best, (user + system) / 1000);
	}
	return best;
}

/** What a reader looks for, many times: all of it, all of it by the line, and each word behind those that come before it. */
function ownFloods(words: string): readonly (readonly [what: string, text: string])[] {
	const parts = words.split('|');
	return [
		['its own words', filled(`${parts.join('')}\n`)],
		['its own words, one a line', filled(parts.join('\n'))],
		...parts.map((part, index) => [`its word ${part}`, parts.slice(0, index).join('') + filled(part)] as const),
	];
}

const context = fakeContext(fakeConnection([]));
const service = {unit: 'u', answers: {what: 'x'}, fatal: ['^x'], causes: serviceEntries, startSeconds: 1};
const result = (stdout: string) => ({code: 3, stdout, stderr: stdout});
const all = {
	...readers,
	'a service that did not start': [text => notStarted(context, service, 'start', result(text)), 'x|ERROR a'],
	'a command that failed': [text => failed(context, 'it', result(text)), 'x'],
} satisfies typeof readers;

test.each(Object.entries(all))(
	'%s: a flood of anything is read at once',
	(_name, [read, words]) => {
		for (const [what, text] of [
			...Object.entries(lines).map(([name, part]) => [name, filled(part)] as const),
			...ownFloods(words),
		]) {
			expect([
				what,
				Math.max(
					mostMs,
					taken(() => read(text)),
				),
			]).toEqual([what, mostMs]);
		}
	},
	60_000,
);

test.each([...Object.entries(lines)])(
	'a bundle of %s lets other work have its turn',
	async (_name, part) => {
		const stdout = filled(part);
		let [begun, longest, asked] = [process.cpuUsage(), 0, 0];
		let ended = false;
		const turn = () => {
			const {user, system} = process.cpuUsage(begun);
			longest = Math.max(longest, (user + system) / 1000);
			begun = process.cpuUsage();
			if (!ended) setImmediate(turn);
		};
		// The second is a log, the third has settings.
		const exec: Connection['exec'] = async () => ({code: 0, stdout: [1, 2].includes(asked++) ? stdout : '', stderr: ''});
		const [host] = sampleCluster.hosts;
		setImmediate(turn);
		await hostFiles(sampleCluster, {host: host!, connection: {exec, dial: noDial, close: async () => {}}});
		ended = true;
		expect(longest).toBeLessThan(mostMs);
	},
	60_000,
);
