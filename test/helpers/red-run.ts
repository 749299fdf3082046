import {expect} from 'vitest';
import type {RunEvent} from '../../source/core/events.ts';

/** How a run is to fail. */
export type Red = {
	readonly code: number;
	readonly stage: string;
	readonly step: string;
	readonly message: RegExp;
	/** How the step asked, where it has two forms. */
	readonly form?: 'wire' | 'commands';
};

const stepsIn = (events: readonly RunEvent[]) =>
	events.flatMap(event => (event.type === 'step-finished' && event.failure !== undefined ? [event] : []));

/** Expects of a run that it has the exit code, names the stage, and that nothing has begun after its first failure. */
export function expectRed({code, events}: {readonly code: number; readonly events: readonly RunEvent[]}, wanted: Red): void {
	const [begin] = events;
	if (begin?.type !== 'run-started') throw new Error('the first event is not run-started');
	const order = begin.stages.map(({id}) => id);
	const failed = stepsIn(events);
	const said = failed.map(({ref, failure}) => `${ref.stage}/${ref.step}: ${failure!.message}`);
	expect([code, order.find(id => failed.some(({ref}) => ref.stage === id))], said.join('\n')).toEqual([
		wanted.code,
		wanted.stage,
	]);
	expect(said).toContainEqual(expect.stringMatching(`^${wanted.stage}/${wanted.step}: .*${wanted.message.source}`));
	const begun = events.slice(events.indexOf(failed[0]!)).filter(({type}) => type === 'step-started');
	expect(begun).toEqual([]);
	// What has one form alone, such as the REST interface of a worker, is neither.
	const asked = events.flatMap(event =>
		event.type !== 'command-started' || event.ref.stage !== wanted.stage || event.ref.step !== wanted.step
			? []
			: event.asked !== undefined
				? ['wire']
				: /^kafka-/.test(event.command)
					? ['commands']
					: [],
	);
	if (wanted.form === 'wire') expect(asked).not.toContain('commands');
	if (wanted.form === 'commands') expect(asked).toContain('commands');
	if (begin.mode !== 'test') return;
	// Its stages come one after the other.
	const stages = new Set(events.flatMap(event => (event.type === 'step-started' ? [event.ref.stage] : [])));
	expect([...stages].at(-1)).toBe(wanted.stage);
}
