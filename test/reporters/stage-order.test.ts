import {expect, test} from 'vitest';
import {recording} from './recording.ts';

const shape = {
	kafka: {'kafka-01': ['start', 'topics'], 'kafka-02': ['start', 'topics']},
	'schema-registry': {'kafka-01': ['start']},
	connect: {'kafka-02': ['start']},
};

const headings = (text: string) => text.split('\n').filter(line => /^\S/.test(line));

/** Kafka has started, and its tests run beside the start of Schema Registry. */
function beside() {
	const all = recording('apply', shape);
	const {tell} = all;
	for (const host of ['kafka-01', 'kafka-02']) tell.step(`kafka/${host}/start`, 'changed');
	for (const host of ['kafka-01', 'kafka-02']) tell.start(`kafka/${host}/topics`);
	tell.step('schema-registry/kafka-01/start', 'changed');
	tell.start('connect/kafka-02/start');
	return all;
}

test('the lines of a stage stay together, though its tests go on beside later ones', () => {
	const {tell, text} = beside();
	expect(text()).not.toContain('Schema registry');
	tell.ran('kafka/kafka-01/topics', 'kafka-topics --list', 'orders\n');
	for (const host of ['kafka-01', 'kafka-02']) tell.finish(`kafka/${host}/topics`, 'ok');
	const now = text();
	expect(now.indexOf('kafka-topics --list')).toBeLessThan(now.indexOf('Schema registry'));
	// The heading of a stage comes when its turn does.
	expect(headings(now)).toEqual(['[2/3] Schema registry  kafka-01', '[3/3] Connect  kafka-02']);
	tell.finish('connect/kafka-02/start', 'changed');
	tell.end('succeeded');
	expect(text()).toContain('kafka-02  Start  changed');
});

test('after a red test, what is still under way elsewhere is told as it comes', () => {
	const {tell, text} = beside();
	tell.finish('kafka/kafka-01/topics', 'failed', {failure: {message: 'the lists differ'}});
	expect(text()).not.toContain('Schema registry');
	tell.finish('kafka/kafka-02/topics', 'ok');
	expect(text()).toContain('Schema registry');
	tell.ran('connect/kafka-02/start', 'connect-standalone', 'started\n');
	expect(text()).toContain('started');
});

test('what waits for its turn is told in any case: at the end of the run, and when the reporter is closed', () => {
	const ended = beside();
	ended.tell.end('cancelled');
	expect(ended.text()).toContain('Schema registry');
	const closed = beside();
	closed.reporter.close();
	expect(closed.text()).toContain('Schema registry');
});

test('three stages, of which the one between ends first, are told in the order of the plan, each under its heading', () => {
	const {tell, text} = recording('apply', {
		kafka: {a: ['start', 'topics']},
		'schema-registry': {a: ['start', 'subjects']},
		connect: {b: ['start']},
	});
	tell.step('kafka/a/start', 'changed');
	tell.start('kafka/a/topics');
	tell.step('schema-registry/a/start', 'ok');
	tell.start('schema-registry/a/subjects');
	tell.start('connect/b/start');
	tell.ran('connect/b/start', 'connect-standalone', 'early\n');
	tell.finish('schema-registry/a/subjects', 'ok', {notes: ['fine']});
	tell.finish('connect/b/start', 'failed', {failure: {message: 'BROKEN HERE'}});
	tell.finish('kafka/a/topics', 'ok', {notes: ['equal']});
	tell.end('failed');
	const said = text();
	const places = ['equal', '[2/3]', 'fine', '[3/3]', 'early', 'BROKEN HERE'].map(part => said.indexOf(part));
	expect(places).toEqual([...places].sort((one, other) => one - other));
	expect(places).not.toContain(-1);
	// At the end it is told once more, with what to do.
	expect(said.lastIndexOf('BROKEN HERE')).toBeGreaterThan(said.indexOf('BROKEN HERE'));
});
