import type {Cluster} from '../cluster/cluster.ts';
import {assignIds} from '../cluster/ids.ts';
import {type CheckSheet, sheetOf} from '../core/check-sheet.ts';
import type {Command} from '../core/command.ts';
import type {CommandResult} from '../core/connection.ts';
import {ConnectError, SettledError} from '../core/errors.ts';
import {type CheckFinding, type EventBody, format} from '../core/events.ts';
import {outline, run} from '../core/runner.ts';
import type {Session} from '../core/session.ts';
import {catalogue, entryOf} from '../kafka/preflight/catalogue.ts';
import {nothingKnown} from '../kafka/settled/record-steps.ts';
import {settle} from '../kafka/settled/settle.ts';
import {type Connector, connector, type LoginFailure} from '../ssh/connect.ts';
import type {ClusterSession} from './cluster-session.ts';
import {type Arrival, logIn, logInAgain, sshSettings} from './log-in.ts';
import type {HostsKnown, PlanOf} from './operation.ts';
import {readCopies} from './read-copies.ts';

export type HostChecks = {
	/** Checks all hosts; those that were not reached are in it as such. */
	readonly look: () => Promise<CheckSheet>;
	/** Runs a command that fixes something. @throws LinkLostError */
	readonly fix: (host: string, command: Command) => Promise<CommandResult>;
	/** What the logins that failed said; empty if all hosts were reached. */
	readonly failures: readonly LoginFailure[];
	readonly close: () => Promise<void>;
};

type Opening = Pick<ClusterSession, 'cluster' | 'operation' | 'acceptNewHostKeys' | 'secrets' | 'version' | 'memory'> & {
	readonly skip: ReadonlySet<string>;
	/** Hosts that are not logged in to: they let nobody in a moment ago. */
	readonly without?: ReadonlySet<string>;
	/** Told each event of a look as it comes. */
	readonly emit?: (event: EventBody) => void;
	readonly stop: AbortSignal;
	readonly drop: AbortSignal;
};

/** What a login that failed, and one that did not, say as a check. */
function loginFindings(failures: readonly LoginFailure[], {sessions}: Arrival): readonly CheckFinding[] {
	const {id: check, why} = entryOf('login');
	const wanted = 'a login, and root by sudo';
	return [
		...failures.map(({host, error}): CheckFinding => {
			const fix = error.hint === undefined ? {} : {fix: error.hint};
			return {host: host.name, check, state: 'failed', found: error.message, wanted, why, ...fix};
		}),
		...[...sessions.keys()].map((host): CheckFinding => ({host, check, state: 'ok', found: 'root', wanted, why})),
	];
}

/** What speaks against the hosts as members of this cluster, said of each of them: a difference is one between hosts, or of all. */
function refusalFindings({message, differences, hint}: SettledError, hosts: Iterable<string>): readonly CheckFinding[] {
	const {id: check, why} = entryOf('settled');
	const about =
		differences.length === 0
			? [{found: message, wanted: 'this cluster, or none', fix: hint}]
			: differences.map(one => {
					const ways = one.wayOut.map(way => ('say' in way ? way.say : way.run));
					return {found: `${one.subject}: ${one.there}`, wanted: one.wanted, fix: ways.length === 0 ? hint : ways.join('\n')};
				});
	return [...hosts].flatMap(host =>
		about.map(
			({fix, ...rest}): CheckFinding => ({host, check, state: 'failed', ...rest, why, ...(fix === undefined ? {} : {fix})}),
		),
	);
}

type Stand = {readonly cluster: Cluster; readonly known: HostsKnown; readonly refused: readonly CheckFinding[]};

/** What the hosts are built on; where that does not fit the file, or not all of them were reached, they are checked all the same. */
async function standOf({cluster, memory, without}: Opening, arrival: Arrival): Promise<Stand> {
	const {factsOf, found, standings, sessions, failures} = arrival;
	const bare = (refused: readonly CheckFinding[]): Stand => ({
		cluster: assignIds(cluster, new Map()),
		known: {factsOf, known: {...nothingKnown(), standings}, remarks: new Map()},
		refused,
	});
	if (failures.length > 0 || (without?.size ?? 0) > 0) return bare([]);
	try {
		const assignments = await readCopies(cluster, standings, sessions);
		const {
			cluster: settled,
			known,
			remarks,
		} = settle(cluster, {factsOf, found, standings, assignments}, memory ?? {replaced: []});
		return {cluster: settled, known: {factsOf, known, remarks}, refused: []};
	} catch (error) {
		if (!(error instanceof SettledError)) throw error;
		return bare(refusalFindings(error, sessions.keys()));
	}
}

/**
 * Logs in to the hosts of a cluster to check them: nothing is changed there. Unlike a run it goes on with the hosts that were reached.
 * @throws InputError for what is wrong with local files
 */
export async function openChecks(opening: Opening): Promise<HostChecks> {
	const {
		cluster,
		operation,
		acceptNewHostKeys,
		secrets,
		version,
		skip,
		without = new Set(),
		emit = () => {},
		stop,
		drop,
	} = opening;
	const planOf: PlanOf = await operation.prepare({cluster, mode: 'check', secrets, alone: false});
	const ssh = connector(sshSettings(cluster, acceptNewHostKeys, secrets));
	const arrived: (EventBody & {readonly type: 'host-connected'})[] = [];
	const asked: Connector = {...ssh, all: all => ssh.all(all.filter(({name}) => !without.has(name)))};
	const arrival = await logIn(cluster, asked, event => {
		if (event.type === 'host-connected') arrived.push(event);
		emit(event);
	});
	const live = new Map<string, Session>(arrival.sessions);
	const close = async () => void (await Promise.all([...live.values()].map(({connection}) => connection.close())));
	drop.addEventListener('abort', () => void close());
	const hosts = cluster.hosts.map(({name}) => {
		const seen = arrived.find(({host}) => host === name);
		return seen === undefined ? {name} : {name, address: seen.address, os: seen.os};
	});
	return {
		failures: arrival.failures,
		close,
		async look() {
			const stand = await standOf(opening, arrival);
			const plan = planOf(stand.cluster, stand.known);
			const events: EventBody[] = [];
			const tell = (event: EventBody) => {
				events.push(event);
				emit(event);
			};
			tell({
				type: 'run-started',
				format,
				version,
				cluster: cluster.name,
				mode: 'check',
				operation: operation.id,
				stages: outline(plan),
			});
			const reconnect = async (session: Session) => {
				const again = await logInAgain(session, ssh, stop);
				live.set(session.host.name, again);
				return again;
			};
			await run({plan, mode: 'check', sessions: live, reconnect, emit: tell, signal: stop});
			const before = [...loginFindings(arrival.failures, arrival), ...(skip.has('settled') ? [] : stand.refused)];
			const unseen = new Set([...without, ...arrival.failures.map(({host}) => host.name)]);
			return sheetOf({version, cluster: cluster.name, hosts, catalogue, events, skipped: skip, before, unseen});
		},
		async fix(host, command) {
			const session = live.get(host);
			if (session === undefined) throw new ConnectError(`${host} was not reached`);
			return session.connection.exec(command);
		},
	};
}
