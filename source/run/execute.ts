import type {Cluster} from '../cluster/cluster.ts';
import {assignIds, type FoundIds} from '../cluster/ids.ts';
import {ConnectError} from '../core/errors.ts';
import type {Emit, EventBody, Failure, Mode, RunOutcome} from '../core/events.ts';
import {format} from '../core/events.ts';
import {failureOf} from '../core/failure.ts';
import type {Plan} from '../core/plan.ts';
import {outline, type RunOptions, type RunResult, run} from '../core/runner.ts';
import type {Session} from '../core/session.ts';
import {addOutcome, emptyRecap} from '../core/state/recap.ts';
import {findIds} from '../kafka/identity/found-ids.ts';
import {type Materials, planFor, type Selection} from '../kafka/plan.ts';
import {checkDriver} from '../kafka/roles/connect/artifacts/driver.ts';
import {readPlugin} from '../kafka/roles/connect/artifacts/plugin.ts';
import {passwordOf} from '../kafka/roles/connect/sources.ts';
import type {ConnectMaterials} from '../kafka/roles/connect/stage.ts';
import {nothingKnown} from '../kafka/settled/record-steps.ts';
import {settle} from '../kafka/settled/settle.ts';
import type {SecretResolver} from '../local/secrets.ts';
import {explainFailures} from '../ssh/connect.ts';
import type {HostLocks, Reached} from './host-locks.ts';
import {type Arrival, logIn, logInAgain, sshSettings} from './log-in.ts';
import {readCopies} from './read-copies.ts';
import type {ClusterMemory} from './record/remember-cluster.ts';

export type Execution = {
	readonly cluster: Cluster;
	readonly mode: Mode;
	readonly selection: Selection;
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
	/** A plan that takes away what others have put there, in place of the installation's. */
	readonly destroys?: Plan | undefined;
	/** Locks the hosts for this run; absent where nothing is changed. */
	readonly lock?: ((hosts: readonly Reached[], stepOf: (host: string) => string) => Promise<HostLocks>) | undefined;
} & Pick<RunOptions, 'paused' | 'afterFailure' | 'beforeApply'>;

export type Finished = RunResult & {
	/** What ended the run before its first step: an error of the input, or of a login. */
	readonly error?: unknown;
};

/** Every password that the run will need is there before a host is touched: a missing one must not stop it halfway. */
async function fetchPasswords(cluster: Cluster, secret: ConnectMaterials['secret']): Promise<void> {
	for (const {name, password} of cluster.connect.sources) if (password !== undefined) await secret(password, passwordOf(name));
}

/** The plan for a cluster with its ids complete, by what is known of its hosts. */
type PlanOf = (cluster: Cluster, known: Pick<Materials, 'factsOf' | 'known' | 'remarks'>) => Plan;

const beforeLogin = () => ({factsOf: new Map(), known: nothingKnown(), remarks: new Map()});

/** Reads and fetches all that an installation needs of this machine. @throws InputError */
async function installation({cluster, mode, selection, secrets, lock}: Execution): Promise<PlanOf> {
	const {driver} = cluster.connect;
	if (cluster.roles.connect.length > 0 && driver !== undefined) checkDriver(driver, cluster.platform);
	const materials = {
		plugin: cluster.roles.connect.length > 0 ? readPlugin(cluster.connect.plugin) : {jars: ''},
		secret: (ref: string, what: string) => secrets.resolve(ref, what),
		alone: lock !== undefined,
	};
	const planOf: PlanOf = (settled, known) => planFor(settled, {...materials, ...known}, selection);
	const provisional = planOf(assignIds(cluster, new Map()), beforeLogin());
	if (mode !== 'test' && provisional.stages.some(stage => stage.id === 'connect'))
		await fetchPasswords(cluster, materials.secret);
	return planOf;
}

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
	const {cluster, mode, stop, paused, afterFailure, beforeApply} = options;
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

	const {destroys} = options;
	const planOf: PlanOf = destroys === undefined ? await installation(options) : () => destroys;
	let recap = emptyRecap(cluster.hosts.map(host => host.name));
	let ran: Pick<RunResult, 'touched' | 'failedStage'> = {touched: false};
	emit({
		type: 'run-started',
		format,
		version: options.version,
		cluster: cluster.name,
		mode,
		...(destroys === undefined ? {} : {destroys: true}),
		stages: outline(planOf(assignIds(cluster, new Map()), beforeLogin())),
	});

	const live = new Map<string, Session>();
	const closeAll = () => Promise.all([...live.values()].map(({connection}) => connection.close()));
	const finish = (outcome: RunOutcome, error?: unknown, failure?: Failure): Finished => {
		emit({type: 'run-finished', outcome, recap, durationMs: Date.now() - startedAt, ...(failure === undefined ? {} : {failure})});
		return {...ran, outcome, recap, ...(error === undefined ? {} : {error})};
	};
	options.drop.addEventListener('abort', () => void closeAll());

	try {
		const settings = sshSettings(cluster, options.acceptNewHostKeys, options.secrets);
		const {sessions, factsOf, found, standings, failures} = await logIn(cluster, settings, emit, async logins => {
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
		} = settle(cluster, {...arrived, assignments: await readCopies(standings, sessions)}, options.memory ?? {replaced: []});
		let recorded = false;
		if (mode === 'apply' && destroys === undefined) {
			record = () => {
				if (!recorded) options.memory?.record(settled, {factsOf, found});
				recorded = true;
			};
		}
		const plan = planOf(settled, {factsOf, known, remarks});
		const reconnect = async (session: Session) => {
			const again = await logInAgain(session, settings, stop);
			const next = locks === undefined ? again : {...again, connection: await locks.again(again)};
			live.set(session.host.name, next);
			return next;
		};
		// Until it has said better.
		ran = {touched: mode === 'apply'};
		const result = await run({
			plan,
			mode,
			sessions,
			reconnect,
			emit,
			signal: stop,
			...(paused === undefined ? {} : {paused}),
			...(afterFailure === undefined ? {} : {afterFailure}),
			...(beforeApply === undefined ? {} : {beforeApply}),
		});
		ran = result;
		if (recorded && !options.drop.aborted) {
			const ids = await Promise.all([...live.values()].map(one => readIdsAtEnd(settled, one, found)));
			options.memory?.record(settled, {factsOf, found: new Map(ids)});
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
