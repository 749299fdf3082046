import {LinkLostError, StepError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context} from '../../core/plan.ts';
import {returnMs} from '../../core/run-step.ts';
import {until} from '../../host/until.ts';
import type {TestTopic} from './test-topic.ts';

/** Takes part with one host. Whether it was the last of them, and all went well. */
type TakePart = (context: Context) => Promise<boolean>;

/** One attempt, with a topic of its own, that all hosts take part in. */
export function attempt(hosts: readonly Host[], topic: TestTopic): TakePart {
	let created: Promise<unknown> | undefined;
	/** Of hosts that have ended: what went wrong, if something did. */
	const results = new Map<string, {readonly error: unknown} | undefined>();
	/** Hosts whose link died, until their record is written or they have failed. */
	const away = new Set<string>();

	/** A host whose link died brings its record when it is there again. */
	const readAll = async (context: Context) => {
		let last = await topic.read(context);
		while (last.missing.some(name => away.has(name)) && !context.signal.aborted) {
			const absent = [...away].join(', ');
			const none = await until(
				context,
				returnMs / 1000,
				`${absent} to answer again`,
				async () => away.size,
				size => size === 0,
			);
			if (none > 0) break;
			last = await topic.read(context);
		}
		const {command, code, output, missing} = last;
		if (missing.length === 0) return;
		throw new StepError(`${context.host.name} did not read the record of ${missing.join(', ')}`, {
			command,
			code,
			tail: output.trim().split('\n').slice(-20),
			hint: 'See whether the brokers reach each other: kafka-topics --describe --under-replicated-partitions',
		});
	};

	const prove = async (context: Context) => {
		created ??= topic.create(context);
		await created.catch(error => {
			created = undefined;
			throw error;
		});
		await topic.produce(context);
		away.delete(context.host.name);
		await readAll(context);
	};

	/** What is left goes with the next test. */
	const remove = async (context: Context) => {
		try {
			await topic.remove(context);
		} catch (error) {
			if (error instanceof LinkLostError) throw error;
			context.note(`the topic of this test is left: ${(error as Error).message}`);
		}
	};

	return async context => {
		const {name} = context.host;
		// Of one that had ended, and lost its link while the topic was removed, the proof stands.
		const result = results.has(name)
			? results.get(name)
			: await prove(context).then(
					() => undefined,
					error => ({error}),
				);
		if (result?.error instanceof LinkLostError) {
			// It comes back when the host does.
			away.add(name);
			throw result.error;
		}
		away.delete(name);
		results.set(name, result);
		const isLast = results.size === hosts.length;
		if (isLast) await remove(context);
		if (result !== undefined) throw result.error;
		return isLast && [...results.values()].every(one => one === undefined);
	};
}
