import {CancelledError} from './errors.ts';

/**
 * Where a host of a stage is: `busy` on its way; `up`, so that nobody needs to wait for it to start; `behind` those that
 * start first; `waiting` for its turn; in its `turn`; or it has `left`, at the end of its steps.
 */
type Place = 'busy' | 'up' | 'behind' | 'waiting' | 'turn' | 'left';
type Waiting = {
	readonly host: string;
	readonly last: boolean;
	readonly proceed: () => void;
	readonly refuse: (failed: string) => void;
	/** Gets the names of the hosts that it waits for, when they are others than before. */
	readonly tell: (busy: readonly string[]) => void;
};

export type Turns = {
	/** Whether the host is in its turn. */
	has(host: string): boolean;
	/** Waits for the host's turn, which it keeps until it leaves. @throws CancelledError if a host has failed */
	take(host: string, options?: {readonly last?: boolean}): Promise<void>;
	/**
	 * Waits until every other host is up, waits as well, or has left. `reason` says why this one starts later, such as
	 * "members with data start first". @throws CancelledError if a host has failed
	 */
	stepBack(host: string, reason: string, tell: (busy: readonly string[]) => void): Promise<void>;
	/** The host is up: those that stepped back need not wait for it any longer. */
	up(host: string): void;
	/** The host has come to the end of its steps, so nobody needs to wait for it. */
	leave(host: string): void;
	/** The host failed: those that wait are refused, now and later. */
	refuseAll(failed: string): void;
};

/**
 * Lets the hosts of a stage do something one at a time. No turn is given while a host could still ask for one, so that
 * those that are to go last do, and so that members that only have to be started are up before the first is restarted.
 */
export function createTurns(hosts: readonly string[]): Turns {
	const places = new Map<string, Place>(hosts.map(host => [host, 'busy']));
	let waiting: readonly Waiting[] = [];
	let failedHost: string | undefined;

	const at = (...wanted: readonly Place[]) => hosts.filter(host => wanted.includes(places.get(host)!));
	const release = (one: Waiting, place: Place) => {
		waiting = waiting.filter(other => other !== one);
		places.set(one.host, place);
	};
	const advance = () => {
		const busy = at('busy', 'turn');
		const behind = waiting.filter(one => places.get(one.host) === 'behind');
		if (busy.length > 0) {
			for (const one of behind) one.tell(busy);
			return;
		}
		for (const one of behind) {
			release(one, 'busy');
			one.proceed();
		}
		if (at('busy', 'up').length > 0) return;
		const next = waiting.find(one => !one.last) ?? waiting[0];
		if (next === undefined) return;
		release(next, 'turn');
		next.proceed();
	};
	const move = (host: string, place: Place) => {
		places.set(host, place);
		advance();
	};
	const wait = (host: string, place: Place, why: (failed: string) => string, more: Partial<Pick<Waiting, 'last' | 'tell'>>) => {
		const refusal = (failed: string) => new CancelledError(why(failed));
		if (failedHost !== undefined) return Promise.reject(refusal(failedHost));
		return new Promise<void>((proceed, reject) => {
			waiting = [...waiting, {host, last: false, tell: () => {}, ...more, proceed, refuse: failed => reject(refusal(failed))}];
			move(host, place);
		});
	};

	return {
		has: host => places.get(host) === 'turn',
		async take(host, {last = false} = {}) {
			if (places.get(host) === 'turn') return;
			await wait(host, 'waiting', failed => `stopped before its turn: ${failed} failed`, {last});
		},
		async stepBack(host, reason, tell) {
			let told = '';
			await wait(host, 'behind', failed => `not started: ${reason}, and ${failed} failed`, {
				tell(busy) {
					if (busy.join() !== told) tell(busy);
					told = busy.join();
				},
			});
		},
		up(host) {
			if (places.get(host) === 'busy') move(host, 'up');
		},
		leave: host => move(host, 'left'),
		refuseAll(failed) {
			failedHost ??= failed;
			for (const one of waiting) {
				release(one, 'busy');
				one.refuse(failedHost);
			}
		},
	};
}
