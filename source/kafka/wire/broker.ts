import type {Cluster} from '../../cluster/cluster.ts';
import {rawCommand} from '../../core/command.ts';
import {DialError, LinkLostError, StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {brokerWith} from '../addresses.ts';
import {WireError} from './bytes.ts';
import {openWire, type Wire} from './client.ts';
import {controllerOf} from './topics.ts';

/**
 * Asks the broker at an address, through the host of the context.
 * @throws StepError if it does not answer as Kafka does; DialError, LinkLostError
 */
export async function withBroker<T>(context: Context, name: string, port: number, use: (wire: Wire) => Promise<T>): Promise<T> {
	// Where the link has died meanwhile, that is what happened.
	const alive = () => context.exec(rawCommand(':'));
	const {channel} = await context.dial(name, port).catch(async (error: unknown) => {
		if (error instanceof DialError && !error.noWay) await alive();
		throw error;
	});
	const wire = openWire(channel);
	try {
		return await use(wire);
	} catch (error) {
		if (!(error instanceof WireError)) throw error;
		await alive();
		throw new StepError(`Kafka on ${name}:${port}, asked from ${context.host.name}: ${error.message}`);
	} finally {
		wire.close();
	}
}

/** Asks the first of some addresses that answers. @throws what the last one did, if none does */
export async function withFirst<T>(
	context: Context,
	endpoints: readonly {readonly host: string; readonly port: number}[],
	use: (wire: Wire) => Promise<T>,
): Promise<T> {
	let problem: unknown;
	for (const {host, port} of endpoints) {
		try {
			return await withBroker(context, host, port, use);
		} catch (error) {
			if (error instanceof LinkLostError || (error instanceof DialError && error.noWay)) throw error;
			problem = error;
		}
	}
	throw problem;
}

/** Asks the first broker of a cluster that answers. @throws what the last one did, if none does */
export const withAnyBroker = <T>(context: Context, {roles, kafka}: Cluster, use: (wire: Wire) => Promise<T>): Promise<T> =>
	withFirst(
		context,
		roles.kafka.map(host => ({host, port: kafka.port})),
		use,
	);

/** Asks the controller of a cluster, as the broker of the context's own host names it. */
export async function withController<T>(context: Context, cluster: Cluster, use: (wire: Wire) => Promise<T>): Promise<T> {
	const {host} = context;
	const {port} = cluster.kafka;
	const id = await withBroker(context, host.name, port, controllerOf);
	return withBroker(context, brokerWith(cluster, id) ?? host.name, port, use);
}
