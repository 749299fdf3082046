import {describe, expect, it} from 'vitest';
import {ConnectError, InputError, LockedError} from '../source/core/errors.ts';
import type {Mode, RunOutcome} from '../source/core/events.ts';
import {emptyRecap} from '../source/core/state/recap.ts';
import {exitCodeOf} from '../source/exit-codes.ts';

const codeOf = (mode: Mode, outcome: RunOutcome, failedStage: string | undefined, touched: boolean, error?: unknown) => {
	const finished = {outcome, recap: emptyRecap(['a']), touched, ...(failedStage === undefined ? {} : {failedStage})};
	return exitCodeOf({...finished, ...(error === undefined ? {} : {error})}, mode, false);
};

describe('an exit code', () => {
	it.each([
		['apply', 'succeeded', undefined, false, 0],
		['apply', 'succeeded', undefined, true, 0],
		['apply', 'cancelled', undefined, false, 130],
		['apply', 'cancelled', undefined, true, 130],
		['apply', 'failed', 'preflight', false, 3],
		['apply', 'failed', 'preflight', true, 1],
		['apply', 'failed', 'kafka', false, 1],
		['apply', 'failed', 'kafka', true, 1],
		['apply', 'failed', undefined, false, 1],
		['check', 'succeeded', undefined, false, 0],
		['check', 'cancelled', undefined, false, 130],
		['check', 'failed', 'preflight', false, 3],
		['check', 'failed', 'kafka', false, 1],
		['test', 'succeeded', undefined, false, 0],
		['test', 'cancelled', undefined, false, 130],
		['test', 'failed', 'preflight', false, 3],
		['test', 'failed', 'kafka', false, 10],
		['test', 'failed', undefined, false, 10],
	] as const)('of %s that %s in stage %s, hosts touched: %s, is %i', (mode, outcome, failedStage, touched, code) => {
		expect(codeOf(mode, outcome, failedStage, touched)).toBe(code);
	});

	it.each([
		[2, new InputError('wrong')],
		[4, new ConnectError('not reached')],
		[5, new LockedError('locked')],
	])('%i promises that nothing was touched, so it is none of a run that has changed something', (code, error) => {
		expect(codeOf('apply', 'failed', undefined, false, error)).toBe(code);
		expect(codeOf('apply', 'failed', undefined, true, error)).toBe(1);
	});

	it('of a plan that was asked for it says whether there is something to change', () => {
		const recap = emptyRecap(['a']);
		const changed = {...recap, total: {...recap.total, changed: 1}};
		const of = (counts: typeof recap, detailed: boolean) =>
			exitCodeOf({outcome: 'succeeded', recap: counts, touched: false}, 'check', detailed);
		expect([of(recap, true), of(changed, true), of(changed, false)]).toEqual([0, 20, 0]);
	});
});
