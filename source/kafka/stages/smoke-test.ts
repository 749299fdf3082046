import {randomBytes} from 'node:crypto';
import {StepError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context, Stage, Step} from '../../core/plan.ts';
import {must} from '../../steps/shell.ts';
import {replication} from '../addresses.ts';
import type {Cluster} from '../cluster.ts';

/**
 * Proves the brokers with records: one is produced on each broker, and every broker reads all of them back. The topic
 * is the test's own, with a name of its own for each run, and is deleted again.
 */
export function smokeTest(cluster: Cluster, hosts: readonly Host[]): Stage {
	const {port} = cluster.kafka;
	const topic = `kafka-setup-smoke-test-${randomBytes(4).toString('hex')}`;
	const recordOf = (host: Host) => `written on ${host.name}`;
	const show = (context: Context, tool: string, rest: string) => {
		const command = `${tool} --bootstrap-server ${context.host.name}:${port} ${rest}`;
		return {command, run: (prefix: string) => must(context, `${prefix}timeout 60 ${command}`, {show: `${prefix}${command}`})};
	};
	let created: Promise<unknown> | undefined;
	let unread = hosts.length;

	const create = (context: Context) =>
		show(
			context,
			'kafka-topics',
			`--create --topic ${topic} --partitions ${hosts.length} --replication-factor ${replication(cluster).replicationFactor}`,
		).run('');

	const read = async (context: Context) => {
		const {command, run} = show(
			context,
			'kafka-console-consumer',
			`--topic ${topic} --from-beginning --max-messages ${hosts.length} --timeout-ms 30000`,
		);
		const {stdout} = await run('');
		const missing = hosts.filter(host => !stdout.includes(recordOf(host)));
		if (missing.length === 0) return;
		throw new StepError(
			`${context.host.name} did not read the record of ${missing.map(host => host.name).join(', ')} within 30 s`,
			{
				command,
				tail: stdout.split('\n').slice(-20),
				hint: 'See whether the brokers reach each other: kafka-topics --describe --under-replicated-partitions',
			},
		);
	};

	const step: Step = {
		id: 'records',
		title: 'Records of every broker read back',
		async apply(context) {
			try {
				created ??= create(context);
				await created;
				await show(context, 'kafka-console-producer', `--topic ${topic}`).run(`echo '${recordOf(context.host)}' | `);
				await read(context);
			} finally {
				unread -= 1;
				if (unread === 0)
					await context.exec(
						`timeout 60 kafka-topics --bootstrap-server ${context.host.name}:${port} --delete --topic ${topic} --if-exists`,
					);
			}
			context.note(`read ${hosts.length} of ${hosts.length} records`);
		},
	};
	return {id: 'smoke-test', title: 'Smoke test', hosts, steps: () => [step]};
}
