import {expect, test} from 'vitest';
import type {Outcome} from '../../../source/core/events.ts';
import type {Thing} from '../../../source/core/things.ts';
import type {JournalRecord} from '../../../source/state/journal/journal-lines.ts';
import {placements, predatesPlacements, untestedStages} from '../../../source/state/journal/ledger.ts';

const at = '2026-11-25T12:00:00.000Z';
const file = (name: string): Thing => ({kind: 'file', name});
const data: Thing = {kind: 'data', name: '/data'};

const run = (destroy?: {data: boolean; hosts: string[]}): JournalRecord => ({
	at,
	type: 'run',
	format: 1,
	version: '0.1.0',
	cluster: 'orders',
	file: '/orders.yaml',
	text: '',
	pid: 1,
	...(destroy === undefined ? {} : {destroy}),
});
const ref = (host: string, step: string) => ({stage: 'kafka', host, step});
const puts = (host: string, ...things: Thing[]): JournalRecord => ({
	at,
	type: 'intent',
	ref: ref(host, things[0]!.name),
	title: '',
	changes: [],
	puts: things,
});
const takes = (host: string, thing: Thing, outcome?: Outcome): JournalRecord[] => [
	{at, type: 'intent', ref: ref(host, thing.name), title: '', changes: [], puts: [], takes: [thing]},
	...(outcome === undefined ? [] : [{at, type: 'finished', ref: ref(host, thing.name), outcome} as const]),
];
const end = (outcome: 'succeeded' | 'failed' | 'cancelled'): JournalRecord => ({at, type: 'end', outcome});

const placed = (...records: JournalRecord[]) => placements(records).map(({host, thing}) => `${host} ${thing.name}`);

test('what was about to be put there counts, however the run ended, and once', () => {
	expect(placed(run(), puts('a', file('/x'), file('/y')), run(), puts('a', file('/x')), puts('b', file('/x')))).toEqual([
		'a /x',
		'a /y',
		'b /x',
	]);
	expect(placements([run(), puts('a', data)])).toEqual([{host: 'a', stage: 'kafka', thing: data}]);
});

test('what was taken away counts no longer; what was about to be, or failed to, does', () => {
	const installed = [run(), puts('a', file('/x'), file('/y'), file('/z')), puts('b', file('/x')), end('succeeded')];
	const taken = [...takes('a', file('/x'), 'changed'), ...takes('a', file('/y'), 'failed'), ...takes('a', file('/z'))];
	expect(placed(...installed, run({data: false, hosts: ['a', 'b']}), ...taken)).toEqual(['a /y', 'a /z', 'b /x']);
});

test('what a whole destroy left is not ours any more; data that it kept is, and so is what is on hosts it did not go to', () => {
	const installed = [run(), puts('a', file('/x')), puts('a', data), puts('gone', file('/x')), puts('gone', data)];
	expect(placed(...installed, run({data: false, hosts: ['a']}), end('succeeded'))).toEqual(['a /data', 'gone /x', 'gone /data']);
	expect(placed(...installed, run({data: true, hosts: ['a']}), end('succeeded'))).toEqual(['gone /x', 'gone /data']);
	expect(placed(...installed, run({data: true, hosts: ['a']}), end('cancelled'))).toHaveLength(4);
});

test('an account and logs stay ours as long as data does', () => {
	const installed = [
		run(),
		puts('a', {kind: 'user', name: 'kafka'}, {kind: 'logs', name: '/var/log/kafka'}, {kind: 'link', name: '/x'}),
	];
	expect(placed(...installed, run({data: false, hosts: ['a']}), end('succeeded'))).toEqual(['a kafka', 'a /var/log/kafka']);
	expect(placed(...installed, run({data: true, hosts: ['a']}), end('succeeded'))).toEqual([]);
});

test('a folder stays ours as long as data lies in it', () => {
	const folder = (name: string): Thing => ({kind: 'directory', name});
	const installed = [run(), puts('a', folder('/lib'), data, folder('/'), folder('/data-2')), puts('b', folder('/'))];
	expect(placed(...installed, run({data: false, hosts: ['a', 'b']}), end('succeeded'))).toEqual(['a /data']);
	const inFolder = [run(), puts('a', folder('/lib/kafka'), {kind: 'data', name: '/lib/kafka/data'})];
	expect(placed(...inFolder, run({data: false, hosts: ['a']}), end('succeeded'))).toEqual(['a /lib/kafka', 'a /lib/kafka/data']);
	expect(placed(...inFolder, run({data: true, hosts: ['a']}), end('succeeded'))).toEqual([]);
});

test('what is installed again after it is ours again', () => {
	const again = [run({data: true, hosts: ['a']}), end('succeeded'), run(), puts('a', file('/y')), end('succeeded')];
	expect(placed(run(), puts('a', file('/x')), ...again)).toEqual(['a /y']);
});

test('a journal of before tells nothing of what was put where', () => {
	const old: JournalRecord = {at, type: 'intent', ref: ref('a', 'x'), title: '', changes: ['create /x']};
	expect(placed(run(), old)).toEqual([]);
	expect(predatesPlacements([run(), old])).toBe(true);
	expect(predatesPlacements([run(), puts('a', file('/x'))])).toBe(false);
});

test('a stage that was changed is untested until every test of it has passed', () => {
	const tested = (stage: string): JournalRecord => ({at, type: 'tested', stage});
	const untested = (...records: JournalRecord[]) => [...untestedStages(records)];
	const changed = [run(), puts('a', file('/x'))];
	expect(untested(...changed)).toEqual(['kafka']);
	expect(untested(...changed, end('failed'), run())).toEqual(['kafka']);
	expect(untested(...changed, tested('kafka'))).toEqual([]);
	expect(untested(...changed, tested('zookeeper'))).toEqual(['kafka']);
	expect(untested(...changed, tested('kafka'), puts('b', file('/y')))).toEqual(['kafka']);
	// Of before a test was written down: a whole run that succeeded has tested all.
	expect(untested(...changed, end('succeeded'))).toEqual([]);
	expect(untested({...(run() as object), stage: 'kafka'} as JournalRecord, puts('a', file('/x')), end('succeeded'))).toEqual([
		'kafka',
	]);
	// On one host alone it was not tested as a whole.
	expect(untested(...changed, {...(run() as object), stage: 'kafka', host: 'a'} as JournalRecord, tested('kafka'))).toEqual([
		'kafka',
	]);
	expect(untested(...changed, run({data: true, hosts: ['a']}), tested('kafka'))).toEqual(['kafka']);
	expect(untested(run({data: true, hosts: ['a']}), puts('a', file('/x')))).toEqual([]);
});
