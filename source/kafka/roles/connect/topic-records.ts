import type {Cluster} from '../../../cluster/cluster.ts';
import {versionOf} from '../../../cluster/versions.ts';
import {type Command, sh} from '../../../core/command.ts';
import {CancelledError, StepError} from '../../../core/errors.ts';
import type {Context} from '../../../core/plan.ts';
import {failed, must} from '../../../host/shell.ts';
import {until} from '../../../host/until.ts';
import {brokers} from '../../addresses.ts';
import {client, toolRun} from '../../client.ts';
import {unitOf} from '../../distribution.ts';
import {withAnyBroker} from '../../wire/broker.ts';
import {inForm} from '../../wire/in-form.ts';
import {endOffsets} from '../../wire/offsets.ts';
import {topicNames} from '../../wire/topics.ts';

/** `line` is `TOPIC:PARTITION:RECORDS`. */
type Count = {readonly line: string; readonly partition: number; readonly records: number};

/** `error`: why there are no counts, where that is not that there is no such topic. */
type Counted = {readonly counts: readonly Count[]; readonly error?: StepError};

/** The lines of this topic, and no others. */
function countsOf(topic: string, stdout: string): readonly Count[] {
	return stdout.split('\n').flatMap(line => {
		const [, partition, records] = line.startsWith(`${topic}:`) ? (/^(\d+):(\d+)$/.exec(line.slice(topic.length + 1)) ?? []) : [];
		return records === undefined ? [] : [{line, partition: Number(partition), records: Number(records)}];
	});
}

/** The tool fails too where there is no such topic. */
async function runCounts(context: Context, topic: string, command: Command): Promise<Counted> {
	const result = await context.show(toolRun(command), {as: command.text});
	if (result.code === 0) return {counts: countsOf(topic, result.stdout)};
	return {counts: [], error: failed(context, 'the command', result, command.text)};
}

async function askCounts(context: Context, cluster: Cluster, topic: string, command: Command): Promise<Counted> {
	const ask = async () => {
		const ends = await endOffsets(context, cluster, topic);
		return ends.map(({partition, offset}) => ({line: `${topic}:${partition}:${offset}`, partition, records: offset}));
	};
	return {
		counts: await context.ask(`the leaders of ${topic} for its records`, command, ask, found => found.map(({line}) => line)),
	};
}

/** The topics of the cluster. */
export function listed(context: Context, cluster: Cluster): Promise<readonly string[]> {
	const command = sh`kafka-topics --list ${client(brokers(cluster))}`;
	const ask = () => withAnyBroker(context, cluster, topicNames);
	return inForm(context, async form =>
		form === 'wire'
			? context.ask('the brokers for their topics', command, ask, names => names)
			: (await must(context, toolRun(command), {show: command.text})).stdout.split('\n'),
	);
}

/** Of rows that were copied there is no topic, or an empty one. */
const gone = (cluster: Cluster, command: Command) => ({
	command: command.text,
	// A worker makes a topic once, and remembers that it did.
	hint: `One that was deleted comes back once the worker is restarted (systemctl restart ${unitOf(cluster, 'connect')}) and its table gets a row, without the earlier ones. Or make it by hand: kafka-topics --create`,
});

/** How many records a topic has had, asked for without a word; 0 where there is none. */
export async function recordsNow(context: Context, cluster: Cluster, topic: string): Promise<number> {
	const command = sh`${versionOf(cluster).commands.offsets} ${client(brokers(cluster))} --topic ${topic} 2>/dev/null`;
	const counts = await inForm(context, async form =>
		form === 'wire'
			? (await endOffsets(context, cluster, topic)).map(({offset}) => offset)
			: countsOf(topic, (await context.exec(toolRun(command))).stdout).map(({records}) => records),
	);
	return counts.reduce((sum, one) => sum + one, 0);
}

/** How far the partitions of a topic have grown, of which the connector says that it has sent records there. @throws StepError where no record comes. */
export async function recordsOf(context: Context, cluster: Cluster, topic: string): Promise<readonly Count[]> {
	const command = sh`${versionOf(cluster).commands.offsets} ${client(brokers(cluster))} --topic ${topic}`;
	const what = `the first record of ${topic}`;
	const though = ', though its connector has sent records there';
	const isThere = ({counts}: Counted) => counts.some(({records}) => records > 0);
	const found = await until(
		context,
		15,
		what,
		() =>
			inForm(context, form =>
				form === 'wire' ? askCounts(context, cluster, topic, command) : runCounts(context, topic, command),
			),
		isThere,
		// Each look is shown.
		1000,
	);
	if (isThere(found)) return found.counts;
	if (context.signal.aborted) throw new CancelledError(`stopped while waiting for ${what}`);
	if ((await listed(context, cluster)).includes(topic))
		throw found.error ?? new StepError(`topic ${topic} has no records${though}`, gone(cluster, command));
	throw new StepError(`there is no topic ${topic}${though}`, gone(cluster, command));
}
