import type {Cluster} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {must} from '../../host/shell.ts';
import {until} from '../../host/until.ts';
import {client, toolRun} from '../client.ts';
import {topicDefaults} from '../topic-defaults.ts';
import {withBroker} from '../wire/broker.ts';
import {inForm} from '../wire/in-form.ts';
import {minimaOf} from '../wire/partitions.ts';

const key = 'min.insync.replicas';

/** What `kafka-configs --describe --all` says of it: `  min.insync.replicas=2 sensitive=false synonyms={…}`. */
export function minimumIn(stdout: string): number | undefined {
	const found = /^[ \t]*min\.insync\.replicas=(\d{1,5})\s/m.exec(stdout)?.[1];
	return found === undefined ? undefined : Number(found);
}

/**
 * With KRaft the value that counts is the controllers': a topic of which it is lower than the file says takes records as written
 * that too few brokers have, and no setting of a broker shows it.
 * @throws StepError
 */
export async function proveMinimum(context: Context, cluster: Cluster, topic: string, patienceSeconds = 15): Promise<void> {
	const wanted = Number(topicDefaults(cluster)[key]);
	if (cluster.roles.controller.length === 0 || !(wanted > 1)) return;
	const {name} = context.host;
	const {port} = cluster.kafka;
	const command = sh`kafka-configs ${client(`${name}:${port}`)} --describe --all --entity-type topics --entity-name ${topic}`;
	const once = async () => (await withBroker(context, name, port, wire => minimaOf(wire, [topic])))?.get(topic);
	// A broker hears of a new topic a moment after it was made.
	const ask = () => until(context, patienceSeconds, `${name} to know the topic ${topic}`, once, minimum => minimum !== undefined);
	const found = await inForm(context, async form =>
		form === 'wire'
			? context.ask(`the effective ${key} of ${topic}`, command, ask, minimum => [`${minimum ?? 'no answer'}`])
			: minimumIn((await must(context, toolRun(command), {show: command.text})).stdout),
	);
	if (found !== undefined && found >= wanted) return;
	throw new StepError(`the effective ${key} of a new topic is ${found ?? 'unknown'}, and the cluster file wants ${wanted}`, {
		command: command.text,
		hint: `See where it is set: kafka-configs ${client(`${name}:${port}`).join(' ')} --describe --entity-type brokers --entity-default`,
	});
}
