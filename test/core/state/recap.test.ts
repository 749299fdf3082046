import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Counts, Outcome} from '../../../source/core/events.ts';
import {addOutcome, emptyRecap} from '../../../source/core/state/recap.ts';

const zeros: Counts = {ok: 0, changed: 0, failed: 0, unreachable: 0, skipped: 0};

test('an empty recap has a row of zeros for each host', () => {
	expect(emptyRecap(['a', 'b'])).toEqual({total: zeros, hosts: {a: zeros, b: zeros}});
});

test.each<[Outcome, keyof Counts]>([
	['ok', 'ok'],
	['changed', 'changed'],
	['failed', 'failed'],
	['unknown', 'failed'],
	['unreachable', 'unreachable'],
	['skipped', 'skipped'],
	['cancelled', 'skipped'],
])('%s counts as %s for its host and in total', (outcome, key) => {
	const one = {...zeros, [key]: 1};
	expect(addOutcome(emptyRecap(['a', 'b']), 'a', outcome)).toEqual({total: one, hosts: {a: one, b: zeros}});
});

test('a host is unreachable once, however many steps could not run on it', () => {
	const recap = addOutcome(addOutcome(emptyRecap(['a']), 'a', 'unreachable'), 'a', 'unreachable');
	expect(recap.hosts).toEqual({a: {...zeros, unreachable: 1}});
	expect(recap.total.unreachable).toBe(1);
});

test('a host that nobody announced gets a row of its own, whatever its name', () => {
	expect(addOutcome(emptyRecap([]), 'constructor', 'ok').hosts).toEqual({constructor: {...zeros, ok: 1}});
});

test('the total is always the sum of the hosts, and the recap before is left as it was', () => {
	const outcome = fc.constantFrom<Outcome>('ok', 'changed', 'skipped', 'failed', 'unreachable', 'unknown', 'cancelled');
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), outcome)), outcomes => {
			const first = emptyRecap(['a', 'b', 'c']);
			const recap = outcomes.reduce((sum, [host, one]) => addOutcome(sum, host, one), first);
			for (const key of Object.keys(zeros) as (keyof Counts)[]) {
				expect(recap.total[key]).toBe(Object.values(recap.hosts).reduce((sum, counts) => sum + counts[key], 0));
			}
			expect(first).toEqual(emptyRecap(['a', 'b', 'c']));
		}),
	);
});
