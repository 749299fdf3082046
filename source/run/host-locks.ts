import {type Command, rawCommand} from '../core/command.ts';
import type {Connection} from '../core/connection.ts';
import {duration} from '../core/duration.ts';
import {CancelledError, FencedError, LockedError, StepError} from '../core/errors.ts';
import {pause} from '../core/pause.ts';
import {
	type Claim,
	type Holder,
	leaseSeconds,
	lookScript,
	type Owner,
	readClaim,
	readHolder,
	readStragglers,
	releaseScript,
	stragglersScript,
	takeScript,
} from '../host/lock/host-lock.ts';
import {guarded, refusedCode} from '../host/lock/host-lock-guard.ts';
import {isRunning} from '../state/journal/process.ts';
import {ownerHasExited} from './lock-owner.ts';

export type Reached = {readonly host: {readonly name: string}; readonly connection: Connection};

export type LockSettings = {
	/** The folder of the locks on every host. */
	readonly root: string;
	/** Only this run knows it. */
	readonly token: string;
	readonly owner: Owner;
	/** Tells the operator what is awaited. */
	readonly say: (text: string) => void;
	readonly signal: AbortSignal;
	/** What is being done on a host, for others to read. */
	readonly stepOf: (host: string) => string;
};

export type HostLocks = {
	/** The connection of a host, by which nothing runs once another one has its lock. */
	readonly guard: (reached: Reached) => Connection;
	/** Goes on with the lock on the connection that came after a lost one. @throws FencedError */
	readonly again: (reached: Reached) => Promise<Connection>;
	/** Frees the locks that are still ours, on the connections as they are. */
	readonly release: () => Promise<void>;
};

/** A holder that is silent for so long may be no more; before, its run is taken for alive. */
const silentSeconds = 20;
/** How often a host without a command is told that we live, in milliseconds: a third of the shortest wait of others. */
const lifeMs = 15_000;
const pollMs = 1000;

/** A holder, for a person. */
export const describeHolder = ({who, pid, cluster, since, step, quiet}: Holder) =>
	[
		`${who} (process ${pid}) has locked it for ${cluster}, since ${since}`,
		...(step === '' ? [] : [`at “${step}”`]),
		`heard of ${duration(quiet * 1000)} ago`,
	].join(', ');

async function ask(connection: Connection, script: Command, calledAs: string) {
	return connection.exec(script, {calledAs});
}

async function claim(
	{host, connection}: Reached,
	{root, token, owner}: LockSettings,
	more: {over?: string; again?: boolean} = {},
) {
	const result = await ask(connection, takeScript({root, token, owner, ...more}), 'the lock of this host');
	const claimed = readClaim(result);
	if (claimed !== undefined) return claimed;
	throw new StepError(`the lock of ${host.name} could not be taken`, {
		code: result.code,
		tail: `${result.stdout}${result.stderr}`.trim().split('\n').slice(-5),
		hint: `Look at ${root} there. It needs flock, of util-linux.`,
	});
}

/** Waits until no command of a former holder runs any more. */
async function waitForStragglers(
	{host, connection}: Reached,
	claimed: Claim,
	{root, token, say, signal}: LockSettings,
): Promise<void> {
	let stragglers = claimed.kind === 'taken' ? claimed.stragglers : [];
	for (let told = ''; stragglers.length > 0 && !signal.aborted; ) {
		const what = stragglers.map(({pid, step}) => `${step || 'a command'} (process ${pid})`).join(', ');
		if (what !== told) say(`${host.name}: waiting for commands of an earlier run to finish: ${what}`);
		told = what;
		await pause(pollMs, signal);
		stragglers = readStragglers(await ask(connection, stragglersScript(root, token), 'a look at what runs'));
	}
}

/** @throws LockedError when another one works there */
async function takeOne(reached: Reached, settings: LockSettings): Promise<void> {
	const {host} = reached;
	let claimed = await claim(reached, settings);
	for (let told = false; claimed.kind === 'held' && !settings.signal.aborted; ) {
		const {holder} = claimed;
		const over = ownerHasExited(holder, settings.owner, isRunning);
		if (!over && (holder.running !== undefined || holder.quiet < silentSeconds)) throw locked(host.name, holder);
		if (!over && !told) {
			const left = Math.max(1, Math.ceil(leaseSeconds - holder.quiet));
			settings.say(`${host.name}: ${describeHolder(holder)}: waiting up to ${left}s for a sign of life, then taking over`);
			told = true;
		}
		if (!over) await pause(pollMs, settings.signal);
		claimed = await claim(reached, settings, over ? {over: holder.token} : {});
	}
	if (claimed.kind !== 'taken') throw new CancelledError(`stopped while waiting for the lock of ${host.name}`);
	await waitForStragglers(reached, claimed, settings);
}

const locked = (host: string, holder: Holder) =>
	new LockedError(`${host} is locked: ${describeHolder(holder)}.`, {
		hint: 'Wait for it to finish. If it is dead: kafka-setup unlock FILE. Nothing was changed by this run.',
	});

function fenced(host: string, holder: Holder | undefined): FencedError {
	const by = holder === undefined ? 'another run, which has ended since' : `${holder.who} (process ${holder.pid})`;
	return new FencedError(`${host} was taken over by ${by}: nothing more is changed there`, {
		hint: 'The lease of this run expired. Wait for the other run, then resume: the hosts are checked first.',
	});
}

/**
 * Locks hosts in the order of their names, all or none, for a run that changes them.
 * @throws LockedError when another one works on one of them; nothing is locked then
 */
export async function lockHosts(hosts: readonly Reached[], settings: LockSettings): Promise<HostLocks> {
	const {root, token, stepOf} = settings;
	const open = new Map<string, Connection>();
	const timers = new Map<string, NodeJS.Timeout>();
	const stop = (name: string) => {
		clearInterval(timers.get(name));
		timers.delete(name);
	};
	let logins = 0;

	const guard = ({host: {name}, connection}: Reached): Connection => {
		// Each shell tells of its own commands.
		const [login, besideLogin] = [++logins, ++logins];
		let running = 0;
		open.set(name, connection);
		const guardedConnection: Connection = {
			async exec(command, options) {
				running += 1;
				try {
					const calledAs = options?.calledAs ?? command.text;
					const shell = options?.beside ? besideLogin : login;
					const result = await connection.exec(guarded(command, {root, token, login: shell, step: stepOf(name)}), {
						...options,
						calledAs,
					});
					if (result.code !== refusedCode) return result;
					const holder = readHolder(await ask(connection, lookScript(root), 'a look at the lock'));
					// The command has ended with this code by itself.
					if (holder?.token === token) return result;
					throw fenced(name, holder);
				} finally {
					running -= 1;
				}
			},
			dial: (host, port) => connection.dial(host, port),
			async close() {
				stop(name);
				await connection.close();
			},
		};
		stop(name);
		const timer = setInterval(() => {
			if (running === 0) void guardedConnection.exec(rawCommand(':')).catch(() => stop(name));
		}, lifeMs);
		timer.unref();
		timers.set(name, timer);
		return guardedConnection;
	};

	const release = async () => {
		for (const name of [...timers.keys()]) stop(name);
		await Promise.allSettled([...open.values()].map(one => ask(one, releaseScript(root, token), 'the lock’s release')));
	};

	const sorted = [...hosts].sort((a, b) => (a.host.name < b.host.name ? -1 : 1));
	for (const reached of sorted) {
		try {
			await takeOne(reached, settings);
			open.set(reached.host.name, reached.connection);
		} catch (error) {
			await release();
			throw error;
		}
	}
	return {
		guard,
		async again(reached) {
			const claimed = await claim(reached, settings, {again: true});
			if (claimed.kind !== 'taken') throw fenced(reached.host.name, claimed.holder);
			await waitForStragglers(reached, claimed, settings);
			return guard(reached);
		},
		release,
	};
}
