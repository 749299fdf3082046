import type {Host} from '../../core/inventory.ts';
import {pause} from '../../core/pause.ts';
import type {Context} from '../../core/plan.ts';
import {withBroker} from '../wire/broker.ts';
import {fetch} from '../wire/exchange.ts';
import {recordOf} from './test-topic.ts';

/** How long a record may take until it is everywhere. */
const patienceMs = 30_000;

type Place = {
	readonly hosts: readonly Host[];
	/** Of the brokers. */
	readonly port: number;
	readonly topic: string;
	/** The brokers of each partition, its leader first. */
	readonly brokersOf: readonly (readonly string[])[];
};

/**
 * Reads, from the host of the context, each partition from its leader and the copy of the host's own broker, until the records of
 * all hosts are there and copied, or the time is over. `lines` says it of each record.
 */
export async function readBack(context: Context, {hosts, port, topic, brokersOf}: Place) {
	const {host, signal} = context;
	const there = new Set<string>();
	const copied = new Set<string>();
	const end = Date.now() + patienceMs;
	let failed = false;
	const over = () => failed || hosts.every(one => copied.has(recordOf(one))) || Date.now() > end || signal.aborted;
	const follow = (name: string, partition: number, into: readonly Set<string>[]) =>
		withBroker(context, name, port, async wire => {
			for (;;) {
				const texts = (await fetch(wire, {topic, partition})) ?? [];
				for (const found of into) for (const text of texts) found.add(text);
				if (over()) return;
				await pause(50, signal);
			}
		}).catch(error => {
			// The others need not go on.
			failed = true;
			throw error;
		});
	await Promise.all(
		brokersOf.flatMap(([leader = '', ...others], partition) =>
			others.includes(host.name)
				? [follow(leader, partition, [there]), follow(host.name, partition, [copied])]
				: [follow(leader, partition, [there, copied])],
		),
	);
	const stateOf = (record: string) => {
		if (copied.has(record)) return record;
		return there.has(record) ? `${record}: its copy on ${host.name} is missing` : `${record}: missing`;
	};
	return {
		missing: hosts.filter(one => !copied.has(recordOf(one))).map(({name}) => name),
		lines: hosts.map(one => stateOf(recordOf(one))),
	};
}
