import {StepError} from '../core/errors.ts';
import type {Step} from '../core/plan.ts';
import {must, quote} from '../steps/shell.ts';
import {brokers} from './addresses.ts';
import type {Cluster, Source} from './cluster.ts';
import {explainLog} from './diagnose.ts';
import {units} from './layout.ts';
import {until} from './until.ts';
import {versionOf} from './versions.ts';

type Status = {
	readonly connector?: {readonly state?: string};
	readonly tasks?: readonly {readonly state?: string; readonly trace?: string}[];
};

const logHint = `See the worker's log: journalctl -u ${units.connect} -n 50`;

function parse(text: string): Status {
	try {
		return JSON.parse(text);
	} catch {
		return {};
	}
}

function statusTest(cluster: Cluster, {name, tables}: Source): Step {
	const command = `curl -sS -m 10 http://localhost:${cluster.connect.restPort}/connectors/${name}/status`;
	return {
		id: `status-${name}`,
		title: `Connector ${name} runs`,
		async apply(context) {
			const ask = async () => parse((await context.exec(`${command} 2>/dev/null`)).stdout);
			await until(
				context,
				30,
				`the tasks of ${name} to start`,
				ask,
				({tasks = []}) => tasks.length > 0 && tasks.every(task => task.state !== 'UNASSIGNED'),
			);
			const {stdout} = await must(context, command, {show: true});
			const {connector, tasks = []} = parse(stdout);
			const sick = tasks.find(task => task.state !== 'RUNNING');
			if (connector?.state === 'RUNNING' && tasks.length > 0 && sick === undefined) return;
			const trace = (sick?.trace ?? stdout).split('\n').slice(0, 20);
			const noTable = connector?.state === 'RUNNING' && tasks.length === 0;
			throw new StepError(
				noTable
					? `connector ${name} runs, but it found none of its tables (${tables.join(', ')})`
					: `connector ${name} is ${connector?.state ?? 'not there'}, its task is ${sick?.state ?? 'not there'}: ${explainLog(trace)?.message ?? trace[0]}`,
				{
					command,
					tail: trace,
					hint: noTable
						? 'Check the names in `tables` of this source, their schema and their upper and lower case.'
						: (explainLog(trace)?.hint ?? logHint),
				},
			);
		},
	};
}

/** What the drivers of the four databases say of a query that can't be run: table, column or right missing. */
const queryErrors =
	"Failed to run query|relation .* does not exist|Invalid object name|Table '.*' doesn.t exist|ORA-00942|permission denied for|Invalid column name|ORA-00904";

/** The tables' topics, and how far they have grown: `T:0:N` is topic, partition and the number of its records. */
function topicsTest(cluster: Cluster, source: Source): Step {
	const {name, topicPrefix, tables, pollIntervalMs} = source;
	const registry = `http://${cluster.roles['schema-registry'][0]}:${cluster.schemaRegistry.port}/subjects`;
	const offsets = versionOf(cluster).commands.offsets;
	return {
		id: `topics-${name}`,
		title: `Topics of ${name} have records`,
		async apply(context) {
			const topics = tables.map(table => `${topicPrefix}${table}`);
			const errorsOf = async () => {
				const log = `journalctl -o cat --no-pager _SYSTEMD_INVOCATION_ID=$(systemctl show -P InvocationID ${units.connect}) 2>/dev/null`;
				const {stdout} = await context.exec(`${log} | grep -E ${quote(queryErrors)} | tail -n 5`);
				return stdout.trim().split('\n').filter(Boolean);
			};
			const ask = async () => {
				const {stdout} = await context.exec(`curl -sS -m 10 ${registry} 2>/dev/null`);
				const missing = topics.filter(topic => !stdout.includes(`"${topic}-value"`));
				return {missing, errors: missing.length > 0 ? await errorsOf() : []};
			};
			const seconds = 15 + (2 * pollIntervalMs) / 1000;
			const {missing, errors} = await until(
				context,
				seconds,
				`the first rows of ${tables.join(', ')}`,
				ask,
				answer => answer.missing.length === 0 || answer.errors.length > 0,
			);
			if (errors.length > 0) {
				throw new StepError(`connector ${name} runs, but the database refuses its query: ${errors.at(-1)}`, {
					command: `journalctl -u ${units.connect} -n 50`,
					tail: errors,
					hint: 'Check `tables`, `incrementingColumn` and `timestampColumn` of this source, and that its user may read the table.',
				});
			}
			await must(context, `timeout 60 kafka-topics --list --bootstrap-server ${brokers(cluster)}`, {
				show: `kafka-topics --list --bootstrap-server ${brokers(cluster)}`,
			});
			for (const topic of topics.filter(one => !missing.includes(one))) {
				const command = `${offsets} --bootstrap-server ${brokers(cluster)} --topic ${topic}`;
				// The subject is registered before the topic is made and its first record written.
				const lines = await until(
					context,
					15,
					`the first record of ${topic}`,
					async () => {
						const {stdout} = await must(context, `timeout 60 ${command}`, {show: command});
						return stdout.split('\n').filter(one => one.startsWith(`${topic}:`));
					},
					found => found.some(line => !line.endsWith(':0')),
				);
				for (const line of lines) context.note(line);
			}
			await must(context, `curl -sS -m 10 ${registry}`, {show: true});
			for (const topic of missing) context.note(`${topic}: no row has come yet; the topic is made with the first one`);
		},
	};
}

export const connectorTests = (cluster: Cluster, source: Source): readonly Step[] => [
	statusTest(cluster, source),
	...(source.tables.length > 0 ? [topicsTest(cluster, source)] : []),
];
