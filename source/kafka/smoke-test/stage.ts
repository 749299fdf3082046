import {randomBytes} from 'node:crypto';
import type {Cluster} from '../../cluster/cluster.ts';
import type {Host} from '../../core/inventory.ts';
import type {Stage, Step} from '../../core/plan.ts';
import {overWire} from '../wire/in-form.ts';
import {attempt} from './attempt.ts';
import {topicByCommands} from './by-commands.ts';
import {topicByWire} from './by-wire.ts';
import {proveMinimum} from './effective-minimum.ts';
import {prefix, type TestTopic} from './test-topic.ts';

export type SmokeTestMaterials = {
	/** Nobody else works on the hosts: a topic of another test was left behind by a run that was killed. */
	readonly alone?: boolean;
};

/** Over the wire, and by the commands on hosts that open no channels. */
const eitherWay = (wire: TestTopic, commands: TestTopic): TestTopic => ({
	create: context =>
		overWire(
			() => wire.create(context),
			() => commands.create(context),
		),
	produce: context =>
		overWire(
			() => wire.produce(context),
			() => commands.produce(context),
		),
	read: context =>
		overWire(
			() => wire.read(context),
			() => commands.read(context),
		),
	remove: context =>
		overWire(
			() => wire.remove(context),
			() => commands.remove(context),
		),
});

/** A topic of which it is also proved, once it is there, how many copies count as written. */
const proving = (cluster: Cluster, name: string, topic: TestTopic): TestTopic => ({
	...topic,
	async create(context) {
		await topic.create(context);
		await proveMinimum(context, cluster, name);
	},
});

/** The step that all hosts take part in. */
function records(cluster: Cluster, hosts: readonly Host[], alone: boolean): Step {
	const fresh = () => `${prefix}${randomBytes(4).toString('hex')}`;
	const [name, other] = [fresh(), fresh()];
	const byCommands = attempt(hosts, proving(cluster, other, topicByCommands(cluster, hosts, other, alone, 1)));
	const copies = attempt(hosts, topicByWire(cluster, hosts, fresh(), alone));
	const itself = attempt(
		hosts,
		proving(
			cluster,
			name,
			eitherWay(topicByWire(cluster, hosts, name, alone), topicByCommands(cluster, hosts, name, alone, hosts.length)),
		),
	);
	return {
		id: 'records',
		title: 'Records of every broker read back',
		async apply(context) {
			if (!context.byCommands()) await itself(context);
			// The tools write and read through the leader of one partition: what the others accept, and who copies from whom, they leave open.
			else if (await byCommands(context)) {
				const prove = () => Promise.all(hosts.map(host => copies({...context, host})));
				await overWire<unknown>(prove, async () => {});
			}
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
			const step = records(cluster, hosts, alone);
			return () => [step];
		},
	};
}
