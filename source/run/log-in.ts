import type {Cluster} from '../cluster/cluster.ts';
import type {FoundIds} from '../cluster/ids.ts';
import {secretsOf} from '../cluster/secrets.ts';
import {ConnectError} from '../core/errors.ts';
import type {EventBody} from '../core/events.ts';
import type {Facts} from '../core/facts.ts';
import {pause} from '../core/pause.ts';
import {returnMs} from '../core/run-step.ts';
import type {Session} from '../core/session.ts';
import {readFacts} from '../host/facts.ts';
import {findIds} from '../kafka/identity/found-ids.ts';
import {readStanding, type Standing} from '../kafka/settled/standing.ts';
import type {SecretResolver} from '../local/secrets.ts';
import type {Connector, Login, LoginFailure, SshSettings} from '../ssh/connect.ts';
import {ChangedHostKeyError, LoginError, SudoError, UnknownHostKeyError} from '../ssh/errors.ts';

export type Arrival = {
	readonly sessions: ReadonlyMap<string, Session>;
	readonly factsOf: ReadonlyMap<string, Facts>;
	readonly found: ReadonlyMap<string, FoundIds>;
	readonly standings: ReadonlyMap<string, Standing>;
	readonly failures: readonly LoginFailure[];
};

export function sshSettings(cluster: Cluster, acceptNewHostKeys: boolean, secrets: SecretResolver): SshSettings {
	const {user, port, transport, configFile, knownHostsFile, identityFile, proxyJump, connectTimeout} = cluster.ssh;
	const named = new Map(secretsOf(cluster).map(secret => [secret.path, secret]));
	const fetched = (path: string) => async () => {
		const secret = named.get(path);
		return secret === undefined ? undefined : secrets.resolve(secret.ref, secret.label);
	};
	return {
		...(user === undefined ? {} : {user}),
		...(port === undefined ? {} : {port}),
		transport,
		...(configFile === undefined ? {} : {configFile}),
		...(knownHostsFile === undefined ? {} : {knownHostsFile}),
		...(identityFile === undefined ? {} : {identityFile}),
		...(proxyJump === undefined ? {} : {proxyJump}),
		acceptNewHostKeys,
		connectTimeoutMs: connectTimeout * 1000,
		password: fetched('ssh.password'),
		jumpPassword: fetched('ssh.jumpPassword'),
		named: (['password', 'jumpPassword'] as const).filter(key => named.has(`ssh.${key}`)),
		ask: secrets.ask,
		passphrase: fetched('ssh.passphrase'),
		sudoPassword: fetched('ssh.sudoPassword'),
	};
}

async function look(cluster: Cluster, login: Login): Promise<{session: Session; found: FoundIds; standing: Standing}> {
	const {host, connection} = login;
	const [facts, found, standing] = await Promise.all([
		readFacts(connection),
		findIds(cluster, host, connection),
		readStanding(cluster, host, connection),
	]);
	return {session: {host, connection, facts}, found, standing};
}

/** What is done with the hosts that were reached, before anything is read of them; gives the connections to go on with. */
export type OnReached = (logins: readonly Login[]) => Promise<readonly Login[]>;

/**
 * Logs in to all hosts of the cluster, side by side, and reads their facts, the ids that their data has, and how they stand in a cluster.
 * `onReached` is asked only when all were reached.
 */
export async function logIn(
	cluster: Cluster,
	connector: Connector,
	emit: (event: EventBody) => void,
	onReached: OnReached = async logins => logins,
): Promise<Arrival> {
	const startedAt = Date.now();
	const {logins: reached, failures} = await connector.all(cluster.hosts);
	const logins =
		failures.length > 0
			? reached
			: await onReached(reached).catch(async error => {
					await Promise.all(reached.map(({connection}) => connection.close()));
					throw error;
				});
	const looked = await Promise.all(
		logins.map(async login => {
			const arrived = await look(cluster, login);
			const {
				host,
				address,
				user,
				way: {because, notFollowed},
			} = login;
			emit({
				type: 'host-connected',
				host: host.name,
				address,
				user,
				os: arrived.session.facts.osName,
				...(because === undefined ? {} : {because}),
				...(notFollowed === undefined ? {} : {notFollowed}),
				durationMs: Date.now() - startedAt,
			});
			return arrived;
		}),
	);
	return {
		sessions: new Map(looked.map(({session}) => [session.host.name, session])),
		factsOf: new Map(looked.map(({session}) => [session.host.name, session.facts])),
		found: new Map(looked.map(({session, found}) => [session.host.name, found])),
		standings: new Map(looked.map(({session, standing}) => [session.host.name, standing])),
		failures,
	};
}

/** The pause between two logins, in milliseconds. */
const againMs = 2000;

/** What waiting does not fix; a password above all must not be tried again and again. */
const isFinal = (error: unknown) =>
	[ChangedHostKeyError, UnknownHostKeyError, LoginError, SudoError].some(kind => error instanceof kind);

/** Logs in again to a host whose link died. @throws ConnectError when it does not come back in time, or as another one */
export async function logInAgain(session: Session, connector: Connector, signal: AbortSignal): Promise<Session> {
	// Of a root shell that ended alone, the link is still there.
	await session.connection.close();
	const end = Date.now() + returnMs;
	for (;;) {
		try {
			const {connection} = await connector.one(session.host);
			return {...session, connection};
		} catch (error) {
			if (!(error instanceof ConnectError) || isFinal(error) || Date.now() > end || signal.aborted) throw error;
			await pause(againMs, signal);
		}
	}
}
