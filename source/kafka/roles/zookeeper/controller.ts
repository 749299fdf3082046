import type {Cluster} from '../../../cluster/cluster.ts';
import type {Context} from '../../../core/plan.ts';
import {brokerWith} from '../../addresses.ts';
import {unitOf} from '../../distribution.ts';
import {type Obstacle, obstacle} from '../../gates.ts';
import type {Endpoint, Registered} from '../../metadata.ts';
import {brokerAnswers} from '../broker/broker-answers.ts';
import {askController} from './registered.ts';

/** The active controller, a broker itself: it knows how all partitions stand. Its port may be one that is about to change. */
export function controllerAt(cluster: Cluster, _broker: number, {controller, endpoints}: Registered): readonly Endpoint[] {
	const name = brokerWith(cluster, controller);
	if (name === undefined) return [];
	return [endpoints.find(({host}) => host === name) ?? {host: name, port: cluster.kafka.port}];
}

/** Whether there is an active controller that answers, other than the broker that is to stop. */
export async function uncontrolled(
	context: Context,
	cluster: Cluster,
	id: number,
	{controller, ids, endpoints}: Registered,
): Promise<Obstacle | undefined> {
	if (controller === undefined || !ids.includes(controller)) {
		return {
			...obstacle(7, 0, 'one of the brokers to be the active controller'),
			hint: `See why none is: ${askController(cluster).text}, and journalctl -u ${unitOf(cluster, 'kafka')} -n 50 on each broker.`,
		};
	}
	const name = brokerWith(cluster, controller);
	if (controller === id || name === undefined) return undefined;
	const found = endpoints.filter(({host}) => host === name).map(({port}) => port);
	for (const port of new Set([...found, cluster.kafka.port])) {
		if ((await context.exec(brokerAnswers(name, port))).code === 0) return undefined;
	}
	return {
		...obstacle(6, 0, `${name}, the active controller, to answer`),
		hint: `See whether it hangs: journalctl -u ${unitOf(cluster, 'kafka')} -n 50 on ${name}; and whether its port is open from here.`,
	};
}
