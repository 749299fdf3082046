import {randomBytes} from 'node:crypto';
import type {Cluster} from '../../cluster/cluster.ts';
import {type Command, sh} from '../../core/command.ts';
import {LinkLostError, StepError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context, Stage, Step} from '../../core/plan.ts';
import {returnMs} from '../../core/run-step.ts';
import {must} from '../../host/shell.ts';
import {replication} from '../addresses.ts';
import {client} from '../client.ts';
import {until} from '../until.ts';

const prefix = 'kafka-setup-smoke-test-';

export type SmokeTestMaterials = {
	/** Nobody else works on the hosts: a topic of another test was left behind by a run that was killed. */
	readonly alone?: boolean;
};

/** Runs a tool where the operator sees it; `input` is a line that is piped into it. */
const shown = (context: Context, tool: Command, input?: string) =>
	input === undefined
		? must(context, sh`timeout 60 ${tool}`, {show: tool.text})
		: must(context, sh`echo ${input} | timeout 60 ${tool}`, {show: sh`echo ${input} | ${tool}`.text});

/** One attempt, with a topic of its own: the step that all hosts take part in. */
function attempt(cluster: Cluster, hosts: readonly Host[], alone: boolean): Step {
	const {port} = cluster.kafka;
	const topic = `${prefix}${randomBytes(4).toString('hex')}`;
	const recordOf = (host: Host) => `written on ${host.name}`;
	const broker = ({host}: Context) => `${host.name}:${port}`;
	let created: Promise<unknown> | undefined;
	const ended = new Set<string>();
	/** Records of which nobody knows whether they were written: the link died meanwhile. */
	let doubtful = 0;
	/** Hosts whose link died, until their record is written or they have failed. */
	const away = new Set<string>();

	const create = (context: Context) =>
		shown(
			context,
			sh`kafka-topics ${client(broker(context))} --create --if-not-exists --topic ${topic} --partitions ${hosts.length} --replication-factor ${replication(cluster).replicationFactor}`,
		);

	const remove = (context: Context) =>
		context.exec(
			sh`timeout 60 kafka-topics ${client(broker(context))} --delete --topic ${alone ? `${prefix}[0-9a-f]{8}` : topic} --if-exists`,
		);

	const produce = async (context: Context) => {
		try {
			const producer = sh`kafka-console-producer ${client(broker(context))} --topic ${topic}`;
			await shown(context, producer, recordOf(context.host));
		} catch (error) {
			if (error instanceof LinkLostError) doubtful += 1;
			throw error;
		}
	};

	const read = async (context: Context) => {
		const max = hosts.length + doubtful;
		const command = sh`kafka-console-consumer ${client(broker(context))} --topic ${topic} --from-beginning --max-messages ${max} --timeout-ms 30000`;
		// Without as many records as it was told it ends with a time-out, which is no error if all are among them.
		const {stdout, stderr, code} = await context.show(sh`timeout 60 ${command}`, {as: command.text});
		const missing = hosts.filter(host => !stdout.includes(recordOf(host))).map(({name}) => name);
		return {command: command.text, code, output: `${stdout}${stderr}`, missing};
	};

	/** A host whose link died brings its record when it is there again. */
	const readAll = async (context: Context) => {
		let last = await read(context);
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
			last = await read(context);
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
		created ??= create(context);
		await created.catch(error => {
			created = undefined;
			throw error;
		});
		await produce(context);
		away.delete(context.host.name);
		await readAll(context);
	};

	return {
		id: 'records',
		title: 'Records of every broker read back',
		async apply(context) {
			const {name} = context.host;
			const result = await prove(context).then(
				() => undefined,
				error => ({error}),
			);
			if (result?.error instanceof LinkLostError) {
				// It comes back when the host does.
				away.add(name);
				throw result.error;
			}
			away.delete(name);
			ended.add(name);
			if (ended.size === hosts.length) await remove(context);
			if (result !== undefined) throw result.error;
			context.note(`read ${hosts.length} of ${hosts.length} records`);
		},
	};
}

/**
 * Proves the brokers with records: one is produced on each broker, and every broker reads all of them back. The topic
 * is the test's own, with another name for each attempt, and is deleted again.
 */
export function smokeTest(cluster: Cluster, hosts: readonly Host[], {alone = false}: SmokeTestMaterials): Stage {
	return {
		id: 'smoke-test',
		title: 'Smoke test',
		hosts,
		begin() {
			const step = attempt(cluster, hosts, alone);
			return () => [step];
		},
	};
}
