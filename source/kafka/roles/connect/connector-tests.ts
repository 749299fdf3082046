import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {topicOf} from '../../../cluster/tables.ts';
import {versionOf} from '../../../cluster/versions.ts';
import {type Command, sh} from '../../../core/command.ts';
import {StepError} from '../../../core/errors.ts';
import type {Context, Step} from '../../../core/plan.ts';
import {must} from '../../../host/shell.ts';
import {brokers, subjectsUrl, workerUrl} from '../../addresses.ts';
import {client, toolRun} from '../../client.ts';
import {explainLog} from '../../diagnose.ts';
import {unitOf} from '../../distribution.ts';
import {until} from '../../until.ts';
import {withAnyBroker} from '../../wire/broker.ts';
import {inForm} from '../../wire/in-form.ts';
import {endOffsets} from '../../wire/offsets.ts';
import {topicNames} from '../../wire/topics.ts';
import {readStatus, readSubjects, statusCommand} from './connector-status.ts';

const logCommand = (cluster: Cluster) => sh`journalctl -u ${unitOf(cluster, 'connect')} -n 50`;
const logHint = (cluster: Cluster) => `See the worker's log: ${logCommand(cluster).text}`;

function statusTest(cluster: Cluster, source: Source): Step {
	const {name, tables} = source;
	const command = statusCommand(cluster, source);
	return {
		id: `status-${name}`,
		title: `Connector ${name} runs`,
		async apply(context) {
			const ask = async () => readStatus((await context.exec(sh`${command} 2>/dev/null`)).stdout);
			await until(
				context,
				30,
				`the tasks of ${name} to start`,
				ask,
				({tasks}) => tasks.length > 0 && tasks.every(task => task.state !== 'UNASSIGNED'),
			);
			const {stdout} = await must(context, command, {show: true});
			const {state, tasks} = readStatus(stdout);
			const sick = tasks.find(task => task.state !== 'RUNNING');
			if (state === 'RUNNING' && tasks.length > 0 && sick === undefined) {
				return context.report({kind: 'endpoint', host: context.host.name, address: workerUrl(cluster), local: true});
			}
			const trace = (sick?.trace ?? stdout).split('\n').slice(0, 20);
			const noTable = state === 'RUNNING' && tasks.length === 0;
			throw new StepError(
				noTable
					? `connector ${name} runs, but it found none of its tables (${tables.join(', ')})`
					: `connector ${name} is ${state ?? 'not there'}, its task is ${sick?.state ?? 'not there'}: ${explainLog(trace)?.message ?? trace[0]}`,
				{
					command: command.text,
					tail: trace,
					hint: noTable
						? 'Check the names in `tables` of this source, their schema and their upper and lower case.'
						: (explainLog(trace)?.hint ?? logHint(cluster)),
				},
			);
		},
	};
}

/** What the drivers of the four databases say of a query that can't be run: table, column or right missing. */
const queryErrors =
	"Failed to run query|relation .* does not exist|Invalid object name|Table '.*' doesn.t exist|ORA-00942|permission denied for|Invalid column name|ORA-00904";

/** The last lines of the running worker's log that tell of a query which the database refuses. */
const queryErrorsCommand = (cluster: Cluster) =>
	sh`journalctl -o cat --no-pager _SYSTEMD_INVOCATION_ID="$(systemctl show -p InvocationID --value ${unitOf(cluster, 'connect')})" 2>/dev/null | grep -E -- ${queryErrors} | tail -n 5`;

/** `T:0:N` are topic, partition and the number of its records: the lines of this topic, and no others. */
function countsOf(topic: string, stdout: string): readonly Count[] {
	return stdout.split('\n').flatMap(line => {
		const [, partition, records] = line.startsWith(`${topic}:`) ? (/^(\d+):(\d+)$/.exec(line.slice(topic.length + 1)) ?? []) : [];
		return records === undefined ? [] : [{line, partition: Number(partition), records: Number(records)}];
	});
}

const runCounts = async (context: Context, topic: string, command: Command) =>
	countsOf(topic, (await must(context, toolRun(command), {show: command.text})).stdout);

async function askCounts(context: Context, cluster: Cluster, topic: string, command: Command): Promise<readonly Count[]> {
	const ask = async () => {
		const ends = await endOffsets(context, cluster, topic);
		return ends.map(({partition, offset}) => ({line: `${topic}:${partition}:${offset}`, partition, records: offset}));
	};
	return context.ask(`the leaders of ${topic} for its records`, command, ask, found => found.map(({line}) => line));
}

type Count = {readonly line: string; readonly partition: number; readonly records: number};

/** Which topics a connector has made: those of which the registry has the subject, or, without one, those that the brokers have. */
async function madeTopics(
	context: Context,
	cluster: Cluster,
	subjects: Command | undefined,
): Promise<(topic: string) => boolean> {
	if (subjects === undefined) {
		const there = await inForm(context, async form =>
			form === 'wire'
				? withAnyBroker(context, cluster, topicNames)
				: (await context.exec(toolRun(sh`kafka-topics --list ${client(brokers(cluster))} 2>/dev/null`))).stdout.split('\n'),
		);
		return topic => there.includes(topic);
	}
	const there = readSubjects((await context.exec(sh`${subjects} 2>/dev/null`)).stdout) ?? [];
	return topic => there.includes(`${topic}-value`);
}

/** The tables' topics, and how far they have grown. */
function topicsTest(cluster: Cluster, source: Source): Step {
	const {name, tables, pollIntervalMs} = source;
	const [registry] = cluster.roles['schema-registry'];
	const subjects = registry === undefined ? undefined : sh`curl -sS -m 10 ${subjectsUrl(cluster, registry)}`;
	const list = sh`kafka-topics --list ${client(brokers(cluster))}`;
	const offsets = versionOf(cluster).commands.offsets;
	return {
		id: `topics-${name}`,
		title: `Topics of ${name} have records`,
		async apply(context) {
			const topics = tables.map(table => topicOf(source, table));
			const errorsOf = async () => (await context.exec(queryErrorsCommand(cluster))).stdout.trim().split('\n').filter(Boolean);
			const ask = async () => {
				const made = await madeTopics(context, cluster, subjects);
				const missing = topics.filter(topic => !made(topic));
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
					command: logCommand(cluster).text,
					tail: errors,
					hint: 'Check `tables`, `incrementingColumn` and `timestampColumn` of this source, and that its user may read the table.',
				});
			}
			await inForm(context, async form => {
				const ask = () => withAnyBroker(context, cluster, topicNames);
				if (form === 'wire') await context.ask('the brokers for their topics', list, ask, names => names);
				else await must(context, toolRun(list), {show: list.text});
			});
			for (const topic of topics.filter(one => !missing.includes(one))) {
				const command = sh`${offsets} ${client(brokers(cluster))} --topic ${topic}`;
				// The subject is registered before the topic is made and its first record written.
				const counts = await until(
					context,
					15,
					`the first record of ${topic}`,
					() =>
						inForm(context, form =>
							form === 'wire' ? askCounts(context, cluster, topic, command) : runCounts(context, topic, command),
						),
					found => found.some(({records}) => records > 0),
				);
				for (const {line, partition, records} of counts) {
					context.note(line);
					context.report({kind: 'records', topic, partition, count: records});
				}
			}
			if (subjects !== undefined) await must(context, subjects, {show: true});
			for (const topic of missing) context.note(`${topic}: no row has come yet; the topic is made with the first one`);
		},
	};
}

export const connectorTests = (cluster: Cluster, source: Source): readonly Step[] => [
	statusTest(cluster, source),
	...(source.tables.length > 0 ? [topicsTest(cluster, source)] : []),
];
