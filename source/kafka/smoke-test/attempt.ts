import {randomBytes} from 'node:crypto';
import type {Cluster} from '../../cluster/cluster.ts';
import {LinkLostError, StepError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context, Step} from '../../core/plan.ts';
import {returnMs} from '../../core/run-step.ts';
import {until} from '../until.ts';
import {inForm} from '../wire/in-form.ts';
import {topicByCommands} from './by-commands.ts';
import {topicByWire} from './by-wire.ts';
import {proveMinimum} from './effective-minimum.ts';
import {prefix} from './test-topic.ts';

/** One attempt, with a topic of its own: the step that all hosts take part in. */
export function attempt(cluster: Cluster, hosts: readonly Host[], alone: boolean): Step {
	const name = `${prefix}${randomBytes(4).toString('hex')}`;
	const forms = {wire: topicByWire(cluster, hosts, name, alone), commands: topicByCommands(cluster, hosts, name, alone)};
	/** A test of its own: nothing of its stage ever changes, so only what was asked for decides its form. */
	const topicOf = (context: Context) => ({
		create: () => inForm(context, form => forms[form].create(context)),
		produce: () => inForm(context, form => forms[form].produce(context)),
		read: () => inForm(context, form => forms[form].read(context)),
		remove: () => inForm(context, form => forms[form].remove(context)),
	});
	let created: Promise<unknown> | undefined;
	/** Of hosts that have ended: what went wrong, if something did. */
	const results = new Map<string, {readonly error: unknown} | undefined>();
	/** Hosts whose link died, until their record is written or they have failed. */
	const away = new Set<string>();

	/** A host whose link died brings its record when it is there again. */
	const readAll = async (context: Context) => {
		let last = await topicOf(context).read();
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
			last = await topicOf(context).read();
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
		created ??= topicOf(context).create();
		await created.catch(error => {
			created = undefined;
			throw error;
		});
		// Once for all of them.
		if (context.host.name === hosts[0]?.name) await proveMinimum(context, cluster, name);
		await topicOf(context).produce();
		away.delete(context.host.name);
		await readAll(context);
	};

	/** What is left goes with the next test. */
	const remove = async (context: Context) => {
		try {
			await topicOf(context).remove();
		} catch (error) {
			if (error instanceof LinkLostError) throw error;
			context.note(`the topic of this test is left: ${(error as Error).message}`);
		}
	};

	return {
		id: 'records',
		title: 'Records of every broker read back',
		async apply(context) {
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
			if (results.size === hosts.length) await remove(context);
			if (result !== undefined) throw result.error;
			context.note(`read ${hosts.length} of ${hosts.length} records`);
		},
	};
}
