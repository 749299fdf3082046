import {isDeepStrictEqual} from 'node:util';
import type {Cluster} from '../cluster/cluster.ts';
import {assignIds, type FoundIds} from '../cluster/ids.ts';
import {ConnectError} from '../core/errors.ts';
import type {Emit, EventBody, Failure, Mode, RunOutcome} from '../core/events.ts';
import {format} from '../core/events.ts';
import {failureOf} from '../core/failure.ts';
import {outline, type RunHooks, type RunResult, run} from '../core/runner.ts';
import type {Session} from '../core/session.ts';
import {addOutcome, emptyRecap} from '../core/state/recap.ts';
import {findIds} from '../kafka/identity/found-ids.ts';
import {settle} from '../kafka/settled/settle.ts';
import type {SecretResolver} from '../local/secrets.ts';
import {connector, explainFailures} from '../ssh/connect.ts';
import type {HostLocks, Reached} from './host-locks.ts';
import {type Arrival, logIn, logInAgain, sshSettings} from './log-in.ts';
import {beforeLogin, type Operation} from './operation.ts';
import {readCopies} from './read-copies.ts';
import type {ClusterMemory} from './record/remember-cluster.ts';

export type Execution = {
	readonly cluster: Cluster;
	readonly mode: Mode;
	readonly operation: Operation;
	readonly acceptNewHostKeys: boolean;
	readonly secrets: SecretResolver;
	readonly emit: Emit;
	/** Version of kafka-setup, for the first event. */
	readonly version: string;
	/** Aborted once: stop after the running steps. */
	readonly stop: AbortSignal;
	/** Aborted: drop the links at once. */
	readonly drop: AbortSignal;
	/** What the cluster is known by, to be compared with; `apply` keeps it up to date. Undefined: nothing is remembered. */
	readonly memory: ClusterMemory | undefined;
	/** Locks the hosts for this run; absent where nothing is changed. */
	readonly lock?: ((hosts: readonly Reached[], stepOf: (host: string) => string) => Promise<HostLocks>) | undefined;
	readonly hooks?: RunHooks;
};

export type Finished = RunResult & {
	/** What ended the run before its first step: an error of the input, or of a login. */
	readonly error?: unknown;
};

/** The ids that a host has at the end, or those from the beginning if it can't say. */
async function readIdsAtEnd(
	cluster: Cluster,
	{host, connection}: Session,
	before: Arrival['found'],
): Promise<[string, FoundIds]> {
	return [host.name, await findIds(cluster, host, connection).catch(() => before.get(host.name) ?? {})];
}

/**
 * The one place where plan, connections and reporter meet: says what will be done, logs in, settles the ids, runs.
 * Emits `run-started` first and `run-finished` last, whatever happens in between.
 * @throws InputError for what is wrong with local files, before any event.
 */
export async function execute(options: Execution): Promise<Finished> {
	const {cluster, mode, operation, stop} = options;
	const startedAt = Date.now();
	let record: (() => void) | undefined;
	let locks: HostLocks | undefined;
	const steps = new Map<string, string>();
	const emit = (event: EventBody) => {
		if (event.type === 'step-started') steps.set(event.ref.host, `${event.ref.stage}/${event.ref.step}`);
		// From here on something may change: hosts that were only looked at may still become others.
		if (event.type === 'step-started' && event.ref.stage !== 'preflight') record?.();
		options.emit({at: new Date().toISOString(), ...event} as Parameters<Emit>[0]);
	};

	const planOf = await operation.prepare({cluster, mode, secrets: options.secrets, alone: options.lock !== undefined});
	let recap = emptyRecap(cluster.hosts.map(host => host.name));
	let ran: Pick<RunResult, 'touched' | 'failedStage'> = {touched: false};
	const stages = outline(planOf(assignIds(cluster, new Map()), beforeLogin()));
	emit({
		type: 'run-started',
		format,
		version: options.version,
		cluster: cluster.name,
		mode,
		operation: operation.id,
		stages,
	});

	const live = new Map<string, Session>();
	const closeAll = () => Promise.all([...live.values()].map(({connection}) => connection.close()));
	const finish = (outcome: RunOutcome, error?: unknown, failure?: Failure): Finished => {
		emit({type: 'run-finished', outcome, recap, durationMs: Date.now() - startedAt, ...(failure === undefined ? {} : {failure})});
		return {...ran, outcome, recap, ...(error === undefined ? {} : {error})};
	};
	options.drop.addEventListener('abort', () => void closeAll());

	try {
		const ssh = connector(sshSettings(cluster, options.acceptNewHostKeys, options.secrets));
		const {sessions, factsOf, found, standings, failures} = await logIn(cluster, ssh, emit, async logins => {
			locks = await options.lock?.(logins, host => steps.get(host) ?? '');
			return locks === undefined ? logins : logins.map(login => ({...login, connection: locks!.guard(login)}));
		});
		for (const [name, session] of sessions) live.set(name, session);
		if (failures.length > 0) {
			for (const {host} of failures) recap = addOutcome(recap, host.name, 'unreachable');
			const {message, hint} = explainFailures(failures);
			return finish('failed', new ConnectError(message, {hint}), {message, hint});
		}
		const arrived = {factsOf, found, standings};
		const {
			cluster: settled,
			known,
			remarks,
		} = settle(
			cluster,
			{...arrived, assignments: await readCopies(cluster, standings, sessions)},
			options.memory ?? {replaced: []},
		);
		let recorded = false;
		if (mode === 'apply' && operation.removes === undefined) {
			record = () => {
				if (!recorded) options.memory?.record(settled, {factsOf, found, quorum: known.quorum});
				recorded = true;
			};
		}
		const plan = planOf(settled, {factsOf, known, remarks});
		const settledStages = outline(plan);
		if (!isDeepStrictEqual(settledStages, stages)) emit({type: 'plan-settled', stages: settledStages});
		const reconnect = async (session: Session) => {
			const again = await logInAgain(session, ssh, stop);
			const next = locks === undefined ? again : {...again, connection: await locks.again(again)};
			live.set(session.host.name, next);
			return next;
		};
		// Until it has said better.
		ran = {touched: mode === 'apply'};
		const result = await run({plan, mode, sessions, reconnect, emit, signal: stop, ...options.hooks});
		ran = result;
		if (recorded && !options.drop.aborted) {
			const ids = await Promise.all([...live.values()].map(one => readIdsAtEnd(settled, one, found)));
			options.memory?.record(settled, {factsOf, found: new Map(ids), quorum: known.quorum});
		}
		recap = {total: result.recap.total, hosts: {...recap.hosts, ...result.recap.hosts}};
		return finish(result.outcome);
	} catch (error) {
		return finish('failed', error, failureOf(error));
	} finally {
		if (!options.drop.aborted) await locks?.release();
		await closeAll();
	}
}
