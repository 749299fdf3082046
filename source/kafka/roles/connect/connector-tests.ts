import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {topicOf} from '../../../cluster/tables.ts';
import {type Command, sh} from '../../../core/command.ts';
import {StepError} from '../../../core/errors.ts';
import type {Context, Step} from '../../../core/plan.ts';
import {diagnose} from '../../../host/diagnosis/diagnose.ts';
import {must} from '../../../host/shell.ts';
import {subjectsUrl, workerUrl} from '../../addresses.ts';
import {serviceEntries} from '../../diagnosis/table.ts';
import {unitOf} from '../../distribution.ts';
import {until} from '../../until.ts';
import {readStatus, readSubjects, statusCommand} from './connector-status.ts';
import {listed, recordsOf, topicsNow} from './topic-records.ts';

const logCommand = (cluster: Cluster) => sh`journalctl -u ${unitOf(cluster, 'connect')} -n 50`;
const logHint = (cluster: Cluster) => `See the worker's log: ${logCommand(cluster).text}.`;
const restartHint = (cluster: Cluster) =>
	`A failed task stays so until it is restarted: systemctl restart ${unitOf(cluster, 'connect')}`;

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
			const trace = (sick?.trace ?? stdout).split('\n');
			const {diagnosis, headline} = diagnose(serviceEntries, {source: workerUrl(cluster), lines: trace});
			const message = diagnosis?.cause ?? headline ?? trace[0];
			const hint = diagnosis?.fixes.join('\n') ?? logHint(cluster);
			const noTable = state === 'RUNNING' && tasks.length === 0;
			throw new StepError(
				noTable
					? `connector ${name} runs, but it found none of its tables (${tables.join(', ')})`
					: `connector ${name} is ${state ?? 'not there'}, its task is ${sick?.state ?? 'not there'}: ${message}`,
				{
					command: command.text,
					tail: trace.slice(0, 20),
					diagnosis: noTable ? undefined : diagnosis,
					hint: noTable
						? 'Check the names in `tables` of this source, their schema and their upper and lower case.'
						: sick?.state === 'FAILED'
							? `${hint} ${restartHint(cluster)}`
							: hint,
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

/** Which topics a connector has made: those of which the registry has the subject, or, without one, those that the brokers have. */
async function madeTopics(
	context: Context,
	cluster: Cluster,
	subjects: Command | undefined,
): Promise<(topic: string) => boolean> {
	if (subjects === undefined) {
		const there = await topicsNow(context, cluster);
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
			await listed(context, cluster);
			for (const topic of topics.filter(one => !missing.includes(one))) {
				for (const {line, partition, records} of await recordsOf(context, cluster, topic)) {
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
