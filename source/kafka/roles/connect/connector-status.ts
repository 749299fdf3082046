import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {type Command, sh} from '../../../core/command.ts';
import {connectorsUrl} from '../../addresses.ts';
import {restCurl} from './rest-login.ts';

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

/** Reads the registry's list of subjects; undefined if it is none. */
export function readSubjects(text: string): readonly string[] | undefined {
	const list = parse(text);
	return Array.isArray(list) ? list.filter(subject => typeof subject === 'string') : undefined;
}

const statusUrl = (cluster: Cluster, {name}: Source) => sh`${connectorsUrl(cluster)}/${name}/status`;

export const statusCommand = (cluster: Cluster, source: Source): Command =>
	sh`${restCurl(sh`-sS -m 10`)} ${statusUrl(cluster, source)}`;

/**
 * The connector's own state, not that of a task: within the object `connector`, which has no other one in it, and in
 * which no text can look like a key, as quotes are escaped there.
 */
const running = '"connector"[[:space:]]*:[[:space:]]*\\{[^{}]*"state"[[:space:]]*:[[:space:]]*"RUNNING"';

/** Bash that ends with 0 when the connector runs. The answer is read as one line. */
export const isRunning = (cluster: Cluster, source: Source): Command =>
	sh`${restCurl(sh`-fsS -m 5`)} ${statusUrl(cluster, source)} 2>/dev/null | grep -zqE -- ${running}`;
