import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {type Command, sh} from '../../../core/command.ts';
import {connectorsUrl} from '../../addresses.ts';
import {type Asked, restCurl} from './rest-login.ts';

/** What Connect's REST interface says of a connector, so far as it has the shape that it should have. */
export type ConnectorStatus = {
	/** RUNNING, FAILED, …; undefined if there is no such connector. */
	readonly state: string | undefined;
	readonly tasks: readonly {readonly state: string | undefined; readonly trace: string | undefined}[];
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const fieldsOf = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Reads the answer to `statusCommand`; of one that is no status, nothing is taken. */
export function readStatus(text: string): ConnectorStatus {
	const {connector, tasks} = fieldsOf(parse(text));
	return {
		state: textOf(fieldsOf(connector).state),
		tasks: (Array.isArray(tasks) ? tasks : []).map(task => {
			const {state, trace} = fieldsOf(task);
			return {state: textOf(state), trace: textOf(trace)};
		}),
	};
}

/** Reads the answer to `topicsCommand`: the topics to which the connector has sent records since its worker started; undefined if it is none. */
export function readTopics(text: string, name: string): readonly string[] | undefined {
	const {topics} = fieldsOf(fieldsOf(parse(text))[name]);
	return Array.isArray(topics) ? topics.filter(topic => typeof topic === 'string') : undefined;
}

/**
 * Reads the answer to `offsetsCommand`: the tables of which the connector has kept how far it has read them, by whatever name it
 * has for them (KIP-875); undefined if it is none. The connector's protocol 1 has the whole name of a table, the one before the
 * bare one.
 */
export function readTablesRead(text: string): readonly string[] | undefined {
	const {offsets} = fieldsOf(parse(text));
	if (!Array.isArray(offsets)) return undefined;
	return offsets.flatMap(one => {
		const {partition, offset} = fieldsOf(one);
		const table = textOf(fieldsOf(partition).table);
		return table === undefined || Object.keys(fieldsOf(offset)).length === 0 ? [] : [table];
	});
}

const connectorUrl = (cluster: Cluster, {name}: Source, what: string) => sh`${connectorsUrl(cluster)}/${name}/${what}`;
const statusUrl = (cluster: Cluster, source: Source) => connectorUrl(cluster, source, 'status');

const ask = (cluster: Cluster, url: Command): Asked => restCurl(cluster, sh`-sS -m 10`, url);

export const topicsCommand = (cluster: Cluster, source: Source): Asked => ask(cluster, connectorUrl(cluster, source, 'topics'));
export const offsetsCommand = (cluster: Cluster, source: Source): Asked => ask(cluster, connectorUrl(cluster, source, 'offsets'));
export const statusCommand = (cluster: Cluster, source: Source): Asked => ask(cluster, statusUrl(cluster, source));

/**
 * The connector's own state, not that of a task: within the object `connector`, which has no other one in it, and in
 * which no text can look like a key, as quotes are escaped there.
 */
const running = '"connector"[[:space:]]*:[[:space:]]*\\{[^{}]*"state"[[:space:]]*:[[:space:]]*"RUNNING"';

/** Bash that ends with 0 when the connector runs. The answer is read as one line. */
export const isRunning = (cluster: Cluster, source: Source): Command =>
	sh`{ ${restCurl(cluster, sh`-fsS -m 5`, statusUrl(cluster, source)).command}; } 2>/dev/null | grep -zqE -- ${running}`;
