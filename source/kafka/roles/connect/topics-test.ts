import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {bareTable, topicOf} from '../../../cluster/tables.ts';
import {type Command, sh} from '../../../core/command.ts';
import {CancelledError, StepError} from '../../../core/errors.ts';
import type {Context, Step} from '../../../core/plan.ts';
import {count} from '../../../core/view/words.ts';
import {unproven} from '../../../host/remarks.ts';
import {must} from '../../../host/shell.ts';
import {until} from '../../../host/until.ts';
import {unitOf} from '../../distribution.ts';
import {subjectsCommand} from '../../subjects.ts';
import {offsetsCommand, readTablesRead, readTopics, topicsCommand} from './connector-status.ts';
import {type CountRows, judgeRows} from './rows.ts';
import {listed, recordsNow, recordsOf} from './topic-records.ts';

/** What the drivers of the four databases say of a query that can't be run: table, column or right missing. */
const queryErrors =
	"Failed to run query|relation .* does not exist|Invalid object name|Table '.*' doesn.t exist|ORA-00942|permission denied for|Invalid column name|ORA-00904";

export const logCommand = (cluster: Cluster) => sh`journalctl -u ${unitOf(cluster, 'connect')} -n 50`;

/**
 * The last lines of the running worker's log that tell of a query of this source which the database refuses. A record begins with
 * its time; one of a task names the connector (`[NAME|task-0]`, the layout's `connector.context`), and one of another is left out.
 * A query that still fails has failed in the last two looks of the connector: what is older may be over.
 */
const queryErrorsCommand = (cluster: Cluster, {name, pollIntervalMs}: Source) =>
	sh`export NAME=${name} WORDS=${queryErrors}
journalctl -o cat --no-pager --since=-${60 + Math.ceil((2 * pollIntervalMs) / 1000)}s _SYSTEMD_INVOCATION_ID="$(systemctl show -p InvocationID --value ${unitOf(cluster, 'connect')})" 2>/dev/null | awk '
BEGIN { mine = 1 }
/^\\[[0-9][0-9][0-9][0-9]-/ { mine = $0 !~ /\\[[^]|]*\\|task-[0-9]/ || index($0, "[" ENVIRON["NAME"] "|task-") }
mine && $0 ~ ENVIRON["WORDS"]' | tail -n 5`;

/** A table, and by what the connector says that it reads it. */
type Table = {
	readonly table: string;
	readonly topic: string;
	/** The connector has sent records to its topic since the worker started. */
	readonly named: boolean;
	/** It has kept how far it has read the table, perhaps before a restart. */
	readonly read: boolean;
};
type Evidence = {
	readonly tables: readonly Table[];
	/** All topics to which the connector has sent records since its worker started. */
	readonly topics: readonly string[];
	/** Whether the worker says to which topics its connectors send (`topic.tracking.enable`). */
	readonly isTracked: boolean;
	/** What the log tells of queries that fail, while there is a table that nothing speaks for. */
	readonly errors: readonly string[];
};

/** Both answers in one round trip, with a byte between them that JSON has in no text. */
const separator = '\x1e';
const bothCommand = (topics: Command, offsets: Command) =>
	sh`{ ${topics}; } 2>/dev/null; printf '\\036'; { ${offsets}; } 2>/dev/null`;

async function askEvidence(context: Context, cluster: Cluster, source: Source): Promise<Evidence> {
	const {stdout} = await context.exec(
		bothCommand(topicsCommand(cluster, source).command, offsetsCommand(cluster, source).command),
	);
	const [topicsText = '', offsetsText = ''] = stdout.split(separator);
	const said = readTopics(topicsText, source.name);
	const topics = said ?? [];
	const tablesRead = readTablesRead(offsetsText) ?? [];
	const tables = source.tables.map(table => {
		const [topic, bare] = [topicOf(source, table), bareTable(table)];
		const read = tablesRead.some(one => one === bare || one.endsWith(`.${bare}`));
		return {table, topic, named: topics.includes(topic), read};
	});
	const errors = tables.every(isTaken)
		? []
		: (await context.exec(queryErrorsCommand(cluster, source))).stdout.trim().split('\n').filter(Boolean);
	return {tables, topics, isTracked: said !== undefined, errors};
}

const isTaken = ({named, read}: Table) => named || read;

/**
 * How long the first rows are waited for, in seconds: two looks of the connector and the 10 s after which the worker keeps how
 * far it is (`offset.flush.interval.ms`), but not the hours that some sources wait between two looks.
 */
const patience = ({pollIntervalMs}: Source) => Math.min(15 + (2 * pollIntervalMs) / 1000, 60);

async function waitForEvidence(context: Context, cluster: Cluster, source: Source): Promise<Evidence> {
	const what = `the first rows of ${source.tables.join(', ')}`;
	const evidence = await until(
		context,
		patience(source),
		what,
		() => askEvidence(context, cluster, source),
		one => one.tables.every(isTaken) || one.errors.length > 0 || isUntold(source, one),
		1000,
	);
	if (context.signal.aborted && !evidence.tables.every(isTaken)) throw new CancelledError(`stopped while waiting for ${what}`);
	if (evidence.errors.length === 0) return evidence;
	throw new StepError(`connector ${source.name} runs, but the database refuses its query: ${evidence.errors.at(-1)}`, {
		command: logCommand(cluster).text,
		tail: evidence.errors,
		hint: 'Check `tables`, `incrementingColumn` and `timestampColumn` of this source, and that its user may read the table.',
	});
}

const topicsOf = (source: Source, {tables, topics}: Evidence): readonly string[] => [
	...new Set([...tables.filter(one => one.named || (one.read && !isRenaming(source))).map(({topic}) => topic), ...topics]),
];

/** Transforms may give a topic another name, or send a record nowhere. */
const isRenaming = ({extraProperties}: Source): boolean => Object.hasOwn(extraProperties, 'transforms');

/** What there is of a table under another name: it is read, or, where nothing is kept of that, something of the source has come. */
const isElsewhere = (source: Source, {named, read}: Table, {topics}: Evidence): boolean =>
	isRenaming(source) && !named && (read || (source.mode === 'bulk' && topics.length > 0));

/** Of a source of which the worker keeps nothing and says nothing, the topic is all that there is. */
const isUntold = ({mode}: Source, {isTracked}: Evidence): boolean => mode === 'bulk' && !isTracked;

/**
 * Every table of a source has arrived by what the connector itself says, and its topic has records. Rows are counted only where
 * something of that lacks, and after a change: a run that has nothing to change asks the database nothing.
 */
export function topicsTest(cluster: Cluster, source: Source, countRows: CountRows): Step {
	const {name} = source;
	const [registry] = cluster.roles['schema-registry'];
	return {
		id: `topics-${name}`,
		title: `Topics of ${name} have records`,
		async apply(context) {
			const evidence = await waitForEvidence(context, cluster, source);
			const {command, as} = topicsCommand(cluster, source);
			await must(context, command, {show: as});
			await listed(context, cluster);
			const counts = new Map<string, number>();
			for (const topic of topicsOf(source, evidence)) {
				for (const {line, partition, records} of await recordsOf(context, cluster, topic)) {
					context.note(line);
					context.report({kind: 'records', topic, partition, count: records});
					counts.set(topic, (counts.get(topic) ?? 0) + records);
				}
			}
			if (registry !== undefined) await must(context, subjectsCommand(cluster, registry), {show: true});
			const elsewhere = evidence.tables.filter(one => isElsewhere(source, one, evidence));
			for (const {table} of elsewhere)
				unproven(context, `${name}: transforms of the source give the topic of table ${table} another name: not checked`);
			if (isUntold(source, evidence)) {
				for (const {table, topic} of evidence.tables) {
					const records = await recordsNow(context, cluster, topic);
					unproven(
						context,
						`${name}: Connect does not say whether table ${table} is read (topic.tracking.enable); ${topic} has ${count(records, 'record')}`,
					);
				}
				return;
			}
			await judgeRows(context, source, countRows, {
				arrivals: evidence.tables
					.filter(one => !elsewhere.includes(one))
					.map(one => ({table: one.table, topic: one.topic, taken: isTaken(one), records: counts.get(one.topic) ?? 0})),
				all: context.byCommands() && !isRenaming(source),
				patience: patience(source),
				recordsOf: topic => recordsNow(context, cluster, topic),
			});
		},
	};
}
