import {expect, test} from 'vitest';
import {pendingDestroy} from '../../source/commands/destroy/unfinished.ts';
import type {JournalRecord} from '../../source/journal/journal-lines.ts';

const at = '2026-11-01T10:00:00.000Z';
const run = (more: object = {}) =>
	({type: 'run', at, format: 1, version: '0', cluster: 'lab', file: '/x.yaml', text: '', pid: 1, ...more}) as JournalRecord;
const end = (outcome: 'succeeded' | 'failed') => ({type: 'end', at, outcome}) as JournalRecord;
const destroy = run({destroy: {data: true, hosts: ['a']}});

test('a destroy that was cut or failed is pending', () => {
	for (const records of [[destroy], [destroy, end('failed')], [run(), end('succeeded'), destroy]]) {
		expect(pendingDestroy(records)).toEqual({cluster: 'lab', at, data: true});
	}
});

test('runs that were refused or did a part since change nothing about that', () => {
	expect(pendingDestroy([destroy, run(), end('failed')])).toBeDefined();
	expect(pendingDestroy([destroy, run({stage: 'platform'}), end('succeeded')])).toBeDefined();
	expect(pendingDestroy([destroy, run({from: 'kafka'}), end('succeeded')])).toBeDefined();
});

test('one that succeeded, or that a whole run has followed, is not', () => {
	expect(pendingDestroy([])).toBeUndefined();
	expect(pendingDestroy([run(), end('succeeded')])).toBeUndefined();
	expect(pendingDestroy([destroy, end('succeeded')])).toBeUndefined();
	expect(pendingDestroy([destroy, end('failed'), run(), end('succeeded')])).toBeUndefined();
});
