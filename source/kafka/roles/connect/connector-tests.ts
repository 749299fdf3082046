import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {topicOf} from '../../../cluster/tables.ts';
import {sh} from '../../../core/command.ts';
import {StepError} from '../../../core/errors.ts';
import type {Step} from '../../../core/plan.ts';
import {must} from '../../../host/shell.ts';
import {subjectsUrl, workerUrl} from '../../addresses.ts';
import {explainLog} from '../../diagnose.ts';
import {units} from '../../distribution.ts';
import {until} from '../../until.ts';
import {readStatus, readSubjects, statusCommand} from './connector-status.ts';
import {listed, recordsOf} from './topic-records.ts';

const logCommand = sh`journalctl -u ${units.connect} -n 50`;
const logHint = `See the worker's log: ${logCommand.text}.`;
const restartHint = `A failed task stays so until it is restarted: systemctl restart ${units.connect}`;

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
			const {message, hint} = explainLog(trace) ?? {message: trace[0], hint: logHint};
			const noTable = state === 'RUNNING' && tasks.length === 0;
			throw new StepError(
				noTable
					? `connector ${name} runs, but it found none of its tables (${tables.join(', ')})`
					: `connector ${name} is ${state ?? 'not there'}, its task is ${sick?.state ?? 'not there'}: ${message}`,
				{
					command: command.text,
					tail: trace,
					hint: noTable
						? 'Check the names in `tables` of this source, their schema and their upper and lower case.'
						: sick?.state === 'FAILED'
							? `${hint} ${restartHint}`
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
const queryErrorsCommand = sh`journalctl -o cat --no-pager _SYSTEMD_INVOCATION_ID="$(systemctl show -p InvocationID --value ${units.connect})" 2>/dev/null | grep -E -- ${queryErrors} | tail -n 5`;

/** The tables' topics, and how far they have grown. */
function topicsTest(cluster: Cluster, source: Source): Step {
	const {name, tables, pollIntervalMs} = source;
	const subjects = sh`curl -sS -m 10 ${subjectsUrl(cluster, cluster.roles['schema-registry'][0]!)}`;
	return {
		id: `topics-${name}`,
		title: `Topics of ${name} have records`,
		async apply(context) {
			const topics = tables.map(table => topicOf(source, table));
			const errorsOf = async () => (await context.exec(queryErrorsCommand)).stdout.trim().split('\n').filter(Boolean);
			const ask = async () => {
				const there = readSubjects((await context.exec(sh`${subjects} 2>/dev/null`)).stdout) ?? [];
				const missing = topics.filter(topic => !there.includes(`${topic}-value`));
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
					command: logCommand.text,
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
			await must(context, subjects, {show: true});
			for (const topic of missing) context.note(`${topic}: no row has come yet; the topic is made with the first one`);
		},
	};
}

export const connectorTests = (cluster: Cluster, source: Source): readonly Step[] => [
	statusTest(cluster, source),
	...(source.tables.length > 0 ? [topicsTest(cluster, source)] : []),
];
