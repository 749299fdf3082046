import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {sh} from '../../../core/command.ts';
import {StepError} from '../../../core/errors.ts';
import type {Step} from '../../../core/plan.ts';
import {around} from '../../../host/diagnosis/around.ts';
import {diagnose} from '../../../host/diagnosis/diagnose.ts';
import {newestLines} from '../../../host/newest-lines.ts';
import {must} from '../../../host/shell.ts';
import {until} from '../../../host/until.ts';
import {workerUrl} from '../../addresses.ts';
import {serviceEntries} from '../../diagnosis/table.ts';
import {unitOf} from '../../distribution.ts';
import {readStatus, statusCommand} from './connector-status.ts';
import type {CountRows} from './rows.ts';
import {logCommand, topicsTest} from './topics-test.ts';

const logHint = (cluster: Cluster) => `See the worker's log: ${logCommand(cluster).text}.`;
const restartHint = (cluster: Cluster) =>
	`A failed task stays so until it is restarted: systemctl restart ${unitOf(cluster, 'connect')}`;

function statusTest(cluster: Cluster, source: Source): Step {
	const {name, tables} = source;
	const {command, as} = statusCommand(cluster, source);
	return {
		id: `status-${name}`,
		title: `Connector ${name} runs`,
		async apply(context) {
			const ask = async () => readStatus((await context.exec(sh`{ ${command}; } 2>/dev/null`)).stdout);
			await until(
				context,
				30,
				`the tasks of ${name} to start`,
				ask,
				({tasks}) => tasks.length > 0 && tasks.every(task => task.state !== 'UNASSIGNED'),
			);
			const {stdout} = await must(context, command, {show: as});
			const {state, tasks} = readStatus(stdout);
			const sick = tasks.find(task => task.state !== 'RUNNING');
			if (state === 'RUNNING' && tasks.length > 0 && sick === undefined) {
				return context.report({kind: 'endpoint', host: context.host.name, address: workerUrl(cluster), local: true});
			}
			const trace = newestLines(sick?.trace ?? stdout);
			const verdict = diagnose(serviceEntries, {source: workerUrl(cluster), lines: trace});
			const {diagnosis, headline} = verdict;
			const message = diagnosis?.cause ?? headline ?? trace[0];
			const hint = diagnosis?.fixes.join('\n') ?? logHint(cluster);
			const noTable = state === 'RUNNING' && tasks.length === 0;
			throw new StepError(
				noTable
					? `connector ${name} runs, but it found none of its tables (${tables.join(', ')})`
					: `connector ${name} is ${state ?? 'not there'}, its task is ${sick?.state ?? 'not there'}: ${message}`,
				{
					command: as,
					tail: around(trace, verdict),
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

export const connectorTests = (cluster: Cluster, source: Source, countRows: CountRows): readonly Step[] => [
	statusTest(cluster, source),
	...(source.tables.length > 0 ? [topicsTest(cluster, source, countRows)] : []),
];
