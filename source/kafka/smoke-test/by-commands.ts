import type {Cluster} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import {LinkLostError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import {must} from '../../host/shell.ts';
import {toolRun} from '../client.ts';
import {byHand, prefix, recordOf, type TestTopic} from './test-topic.ts';

/**
 * The topic by Kafka's own tools, shown as they would be typed. One partition is enough where no host asks over the wire, for
 * which each host leads one. `alone`: the topics that killed tests left behind are removed too.
 */
export function topicByCommands(
	cluster: Cluster,
	hosts: readonly Host[],
	topic: string,
	alone: boolean,
	partitions: number,
): TestTopic {
	const tools = byHand(cluster, hosts, topic);
	/** Records of which nobody knows whether they were written: the link died meanwhile. */
	let doubtful = 0;
	return {
		create(context) {
			const command = tools.create(context.host, partitions);
			return must(context, toolRun(command), {show: command.text});
		},
		async produce(context) {
			const {host} = context;
			try {
				const command = sh`echo ${recordOf(host)} | ${toolRun(tools.producer(host))}`;
				await must(context, command, {show: tools.produce(host).text});
			} catch (error) {
				if (error instanceof LinkLostError) doubtful += 1;
				throw error;
			}
		},
		async read(context) {
			// Hosts that write over the wire write their record twice.
			const most = (partitions === 1 ? 1 : 2) * hosts.length + doubtful;
			const command = tools.read(context.host, most, partitions);
			// Without as many records as it was told it ends with a time-out, which is no error if all are among them.
			const {stdout, stderr, code} = await context.show(toolRun(command), {as: command.text});
			const missing = hosts.filter(host => !stdout.includes(recordOf(host))).map(({name}) => name);
			return {command: command.text, code, output: `${stdout}${stderr}`, missing};
		},
		remove: context => context.exec(toolRun(tools.remove(context.host, alone ? `${prefix}[0-9a-f]{8}` : topic))),
	};
}
