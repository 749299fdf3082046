import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {SetupError, type StepError} from '../../source/core/errors.ts';
import type {Change} from '../../source/core/events.ts';
import type {Facts} from '../../source/core/facts.ts';
import type {Step} from '../../source/core/plan.ts';
import {debian, fakeContext, rocky} from './context.ts';
import {type Answer, fakeConnection} from './fake-connection.ts';

/** One file of test/cases/STEP/; its name is the sentence it proves. */
export type Case = {
	/** The arguments of the factory. */
	readonly step: unknown;
	/** Of the host; Debian's by default. */
	readonly facts?: 'debian' | 'rocky' | Partial<Facts>;
	/** What `check` asks, and the host's answers. Without it `check` is not run. */
	readonly answers?: readonly Answer[];
	/** What `check` says; to be given with `answers`, unless it throws. */
	readonly changes?: readonly Change[];
	/** What `apply` runs, with the answers; a text is a command that succeeds without a word. Without it `apply` is not run. */
	readonly commands?: readonly (string | Answer)[];
	/** The commands that the operator sees. */
	readonly shown?: readonly string[];
	readonly notes?: readonly string[];
	/** The error that the factory, `check` or `apply` throws: its message, and parts of it that are given. */
	readonly error?: Partial<Pick<StepError, 'message' | 'hint' | 'code' | 'command' | 'tail'>>;
};

function factsOf(facts: Case['facts']): Facts {
	if (facts === 'rocky') return rocky;
	return typeof facts === 'object' ? {...debian, ...facts} : debian;
}

async function play(given: Case, factory: (args: never) => Step): Promise<void> {
	const facts = factsOf(given.facts);
	const asked = fakeConnection(given.answers ?? []);
	const run = fakeConnection((given.commands ?? []).map(line => (typeof line === 'string' ? {command: line} : line)));
	const first = fakeContext(asked, {facts});
	const second = fakeContext(run, {facts});
	try {
		const step = factory(given.step as never);
		const changes = given.answers && (await step.check?.(first));
		expect(changes).toEqual(given.changes);
		if (given.commands) await step.apply?.(second);
	} catch (error) {
		if (!(error instanceof SetupError && given.error)) throw error;
		expect(error).toMatchObject(given.error);
		asked.done();
		run.done();
		return;
	}
	asked.done();
	run.done();
	if (given.error) expect.unreachable(`It did not fail with ${given.error.message}`);
	if (given.shown) expect([...first.seen.shown, ...second.seen.shown]).toEqual(given.shown);
	if (given.notes) expect([...first.seen.notes, ...second.seen.notes]).toEqual(given.notes);
}

/** Runs every case of test/cases/NAME/ against the step that `factory` makes of its arguments. */
export function runCases(name: string, factory: (args: never) => Step): void {
	const folder = new URL(`../cases/${name}/`, import.meta.url);
	const files = readdirSync(folder).filter(file => file.endsWith('.json'));
	describe(`cases of ${name}`, () => {
		test.each(files)('%s', async file => {
			await play(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), factory);
		});
	});
}
