import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

/** Every place that writes to a stream or hands one on, and why no word of a host reaches a terminal raw by it. */
const sinks: Readonly<Record<string, readonly [count: number, why: string]>> = {
	'bin/kafka-setup.js': [2, 'words of ours alone, before anything is loaded'],
	'source/local/ask-secret.ts': [4, 'a clean question, then stars; the streams of a terminal'],
	'source/local/confirm.ts': [2, 'a clean question; the stream that readline asks at'],
	'source/run/terminal/on-crash.ts': [1, 'cleaned there: the process ends, so it is written at once'],
	'source/commands/resume/resume.ts': [1, 'its width alone'],
	'source/run/terminal/say.ts': [3, 'say and print clean; printAsIs is listed below'],
	'source/run/terminal/show.ts': [1, 'the stream of the live screen, which ui/terminal.ts cleans'],
	'source/run/terminal/stop-signals.ts': [2, 'listens for their errors, and writes nothing'],
	'source/state/store/file-lock.ts': [1, 'a file'],
	'source/state/journal/run-log.ts': [1, 'a file'],
	'source/ssh/system/helper-script.ts': [1, 'the standard output of what ssh starts to ask, which ssh reads'],
	'source/ui/hooks/use-paste.ts': [2, 'constants, to the stream that ui/terminal.ts cleans'],
	'source/ui/terminal.ts': [2, 'constants, and the frames of Ink, cleaned there'],
	'source/ui/wizard/wizard.tsx': [3, 'measures what goes to the stream that ui/terminal.ts cleans'],
};

/** Who writes as it is, and why that may be. */
const asIs: Readonly<Record<string, readonly [count: number, why: string]>> = {
	'source/cli.ts': [1, 'the JSON Schema, for programs'],
	'source/commands/check.ts': [3, 'reporters clean and escape: text, JSON, XML'],
	'source/commands/destroy/destroy.ts': [1, 'the plan, of the reporters, which clean each part and colour it'],
	'source/commands/install/terminal-lines.ts': [1, 'a question, cleaned there: it has no line end'],
	'source/commands/logs.ts': [4, 'reporters clean and escape; a cluster file as it was kept; names of files of ours'],
	'source/run/terminal/show.ts': [2, 'reporters clean and escape'],
};

function countIn(pattern: RegExp): Record<string, number> {
	const found: Record<string, number> = {};
	for (const folder of ['bin', 'source']) {
		for (const entry of readdirSync(join(root, folder), {recursive: true, withFileTypes: true})) {
			if (!entry.isFile()) continue;
			const path = join(entry.parentPath, entry.name);
			const text = readFileSync(path, 'utf8')
				.replace(/^import .*$/gm, '')
				.replace(/^\s*(\/\/|\/?\*).*$/gm, '');
			const count = text.match(pattern)?.length ?? 0;
			if (count > 0) found[path.slice(root.length)] = count;
		}
	}
	return found;
}
const countsOf = (list: typeof sinks) => Object.fromEntries(Object.entries(list).map(([file, [count]]) => [file, count]));

test('nothing is written to a terminal but at these places', () => {
	const writing =
		/\bprocess\.std(?:out|err)\b(?!\.(?:columns|isTTY))|\bconsole\.|\bwriteSync\(|\b(?:stdout|output|stream)\.write\b/g;
	expect(countIn(writing)).toEqual(countsOf(sinks));
});

test('nothing is written as it is but at these places', () => {
	const {'source/run/terminal/say.ts': _own, ...users} = countIn(/\bprintAsIs\b/g);
	expect(users).toEqual(countsOf(asIs));
});
