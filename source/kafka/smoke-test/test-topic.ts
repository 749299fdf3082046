import {randomBytes} from 'node:crypto';
import type {Cluster} from '../../cluster/cluster.ts';
import {type Command, sh} from '../../core/command.ts';
import type {CommandResult} from '../../core/connection.ts';
import {LinkLostError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context} from '../../core/plan.ts';
import {must} from '../../host/shell.ts';
import {replication} from '../addresses.ts';
import {client} from '../client.ts';

const prefix = 'kafka-setup-smoke-test-';

/** What a host has read, and the hosts whose records are not among it. */
export type ReadBack = {
	readonly command: string;
	readonly code: number;
	readonly output: string;
	readonly missing: readonly string[];
};

/** A topic of one attempt's own, with a record of each host; every function works with the broker of its context's host. */
export type TestTopic = {
	create(context: Context): Promise<unknown>;
	/** Writes the host's record. */
	produce(context: Context): Promise<void>;
	read(context: Context): Promise<ReadBack>;
	remove(context: Context): Promise<CommandResult>;
};

/** Runs a tool where the operator sees it; `input` is a line that is piped into it. */
const shown = (context: Context, tool: Command, input?: string) =>
	input === undefined
		? must(context, sh`timeout 60 ${tool}`, {show: tool.text})
		: must(context, sh`echo ${input} | timeout 60 ${tool}`, {show: sh`echo ${input} | ${tool}`.text});

/** `alone`: the topics that killed tests left behind are removed too. */
export function testTopic(cluster: Cluster, hosts: readonly Host[], alone: boolean): TestTopic {
	const {port} = cluster.kafka;
	const topic = `${prefix}${randomBytes(4).toString('hex')}`;
	const recordOf = (host: Host) => `written on ${host.name}`;
	const broker = ({host}: Context) => `${host.name}:${port}`;
	/** Records of which nobody knows whether they were written: the link died meanwhile. */
	let doubtful = 0;
	return {
		create: context =>
			shown(
				context,
				sh`kafka-topics ${client(broker(context))} --create --if-not-exists --topic ${topic} --partitions ${hosts.length} --replication-factor ${replication(cluster).replicationFactor}`,
			),
		async produce(context) {
			try {
				const producer = sh`kafka-console-producer ${client(broker(context))} --topic ${topic}`;
				await shown(context, producer, recordOf(context.host));
			} catch (error) {
				if (error instanceof LinkLostError) doubtful += 1;
				throw error;
			}
		},
		async read(context) {
			const max = hosts.length + doubtful;
			const command = sh`kafka-console-consumer ${client(broker(context))} --topic ${topic} --from-beginning --max-messages ${max} --timeout-ms 30000`;
			// Without as many records as it was told it ends with a time-out, which is no error if all are among them.
			const {stdout, stderr, code} = await context.show(sh`timeout 60 ${command}`, {as: command.text});
			const missing = hosts.filter(host => !stdout.includes(recordOf(host))).map(({name}) => name);
			return {command: command.text, code, output: `${stdout}${stderr}`, missing};
		},
		remove: context =>
			context.exec(
				sh`timeout 60 kafka-topics ${client(broker(context))} --delete --topic ${alone ? `${prefix}[0-9a-f]{8}` : topic} --if-exists`,
			),
	};
}
