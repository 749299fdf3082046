import {randomBytes} from 'node:crypto';
import {StepError} from '../../core/errors.ts';
import type {Host} from '../../core/inventory.ts';
import type {Context, ConvergeStep, Stage, Step} from '../../core/plan.ts';
import {must, quote} from '../../steps/shell.ts';
import {replication} from '../addresses.ts';
import type {Cluster} from '../cluster.ts';

/** A test that runs beside others keeps its topic; of runs that have the hosts for themselves there is one at a time. */
const prefixes = {alone: 'kafka-setup-smoke-test-', beside: 'kafka-setup-test-'} as const;

/** The topic of a smoke test whose run was killed: seen by the folders of its partitions, without the start of a Java. */
function leftovers({kafka: {dataDirs, port}}: Cluster): ConvergeStep {
	const find = async ({exec}: Context) => {
		const globs = dataDirs.map(path => `${quote(path)}/${prefixes.alone}*`);
		const {stdout} = await exec(`for path in ${globs.join(' ')}; do [ -d "$path" ] && echo "\${path##*/}"; done; true`);
		const topics = stdout.split('\n').flatMap(name => /^(\S+-[0-9a-f]{8})-\d+$/.exec(name)?.[1] ?? []);
		return [...new Set(topics)];
	};
	return {
		id: 'leftovers',
		title: 'Topics of earlier tests are gone',
		settleMs: 30_000,
		check: async context =>
			(await find(context)).map(topic => ({what: `delete topic ${topic}`, reason: 'a smoke test that was stopped left it'})),
		async apply(context) {
			for (const topic of await find(context)) {
				const command = `kafka-topics --bootstrap-server ${context.host.name}:${port} --delete --topic ${topic} --if-exists`;
				await must(context, `timeout 60 ${command}`, {show: command});
			}
		},
	};
}

/**
 * Proves the brokers with records: one is produced on each broker, and every broker reads all of them back. The topic
 * is the test's own, with a name of its own for each run, and is deleted again. `alone`: no other run is at work on the hosts.
 */
export function smokeTest(cluster: Cluster, hosts: readonly Host[], {alone = false}: {readonly alone?: boolean}): Stage {
	const {port} = cluster.kafka;
	const topic = `${alone ? prefixes.alone : prefixes.beside}${randomBytes(4).toString('hex')}`;
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
	return {
		id: 'smoke-test',
		title: 'Smoke test',
		hosts,
		steps: host => [...(host === hosts[0] ? [leftovers(cluster)] : []), step],
	};
}
