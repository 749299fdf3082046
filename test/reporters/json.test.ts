import {readFileSync} from 'node:fs';
import {Ajv} from 'ajv';
import {expect, expectTypeOf, test} from 'vitest';
import type * as z from 'zod/mini';
import type {RunEvent} from '../../source/core/events.ts';
import {eventJsonSchema, eventSchemaText, type runEvent} from '../../source/reporters/event-schema.ts';
import {jsonReporter} from '../../source/reporters/json.ts';
import {type Shape, story} from '../helpers/events.ts';

const shape: Shape = {kafka: {'kafka-01': ['install', 'start'], 'kafka-02': ['install', 'start']}};

function linesOf(tellIt: (tell: ReturnType<typeof story>) => void): readonly string[] {
	let written = '';
	const reporter = jsonReporter({
		write(text) {
			written += text;
		},
	});
	tellIt(story('apply', shape, reporter.emit));
	reporter.close();
	expect(written.endsWith('\n')).toBe(true);
	return written.slice(0, -1).split('\n');
}

const everyKind = (tell: ReturnType<typeof story>) => {
	const path = 'kafka/kafka-01/install';
	tell.begin();
	tell.connected('kafka-01');
	tell.start(path);
	tell.waiting(path, 'the package lock');
	tell.progress(path, 1, 2);
	tell.ran(path, 'apt-get install', 'Reading\nlists\n');
	tell.exit(path, 'apt-get install', null);
	tell.finish(path, 'changed', {changes: [{what: 'create /x', before: 'a', after: 'b', reason: 'c'}], notes: ['a note']});
	tell.start('kafka/kafka-02/install');
	tell.finish('kafka/kafka-02/install', 'failed', {failure: {message: 'm', hint: 'h', command: 'c', code: 1, tail: ['t']}});
	tell.end('failed', {message: 'kafka-02 was not reached'});
};

test('every event is one line of JSON, the first with the format and the last with outcome and recap', () => {
	const lines = linesOf(everyKind);
	const events = lines.map(line => JSON.parse(line));
	expect(events).toHaveLength(13);
	expect(events[0]).toMatchObject({type: 'run-started', format: 2});
	expect(events.at(-1)).toMatchObject({
		type: 'run-finished',
		outcome: 'failed',
		recap: {total: {ok: 0, changed: 1, failed: 1, unreachable: 0, skipped: 0}, hosts: {'kafka-01': {changed: 1}}},
	});
});

test('every line fits the published schema', () => {
	const validate = new Ajv({strict: false}).compile(eventJsonSchema());
	for (const line of linesOf(everyKind)) {
		validate(JSON.parse(line));
		expect(validate.errors, line).toBeNull();
	}
});

test('the schema refuses what is no event', () => {
	const validate = new Ajv({strict: false}).compile(eventJsonSchema());
	const [first = ''] = linesOf(everyKind);
	for (const wrong of [
		{},
		{type: 'no-such-event', at: 'x'},
		{...JSON.parse(first), format: 1},
		{...JSON.parse(first), at: undefined},
	]) {
		expect(validate(wrong), JSON.stringify(wrong)).toBe(false);
	}
});

test('the schema and the type of an event say the same', () => {
	type Deep<T> = T extends object ? {readonly [K in keyof T]: Deep<T[K]>} : T;
	type FromSchema = Deep<z.infer<typeof runEvent>>;
	expectTypeOf<FromSchema>().toExtend<Deep<RunEvent>>();
	expectTypeOf<Deep<RunEvent>>().toExtend<FromSchema>();
	expectTypeOf<{[T in RunEvent['type']]: keyof Extract<RunEvent, {type: T}>}>().toEqualTypeOf<{
		[T in FromSchema['type']]: keyof Extract<FromSchema, {type: T}>;
	}>();
});

test('the schema in the package is the one that the code makes; if not: npm run schema', () => {
	expect(readFileSync('schema/events.schema.json', 'utf8')).toBe(eventSchemaText());
});

test('nothing in a line can act on a terminal or break the line, and nothing is lost', () => {
	const text = 'a\x1b]0;t\x07\x9b31m\x7f\r\n\u2028\u202e\u2066 Größe ✔';
	const lines = linesOf(tell => tell.output('kafka/kafka-01/start', text));
	expect(lines).toHaveLength(1);
	expect(lines[0]).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
	expect(JSON.parse(lines[0]!).text).toBe(text);
});
