import {CancelledError} from './errors.ts';

type Waiting = {readonly last: boolean; readonly go: () => void; readonly refuse: (error: CancelledError) => void};

export type Turns = {
	take<T>(work: () => Promise<T>, options?: {readonly last?: boolean}): Promise<T>;
	/** A host has come to the end of its steps, so nobody need wait for it. */
	leave(): void;
	/** A host failed: those who wait are refused, now and later. */
	refuseAll(): void;
};

/**
 * Lets the hosts of a stage do something one at a time. No turn is given while a host could still ask for one, so that
 * those who are to go last do, and so that members that only have to be started are up before the first is restarted.
 */
export function createTurns(hosts: number): Turns {
	const waiting: Waiting[] = [];
	let busy = hosts;
	let taken = false;
	let refused = false;

	const refusal = () => new CancelledError('stopped before its turn: another host failed');
	const giveNext = () => {
		if (taken || busy > 0) return;
		const first = waiting.findIndex(one => !one.last);
		const [next] = waiting.splice(Math.max(first, 0), 1);
		if (next === undefined) return;
		taken = true;
		next.go();
	};

	return {
		async take(work, {last = false} = {}) {
			if (refused) throw refusal();
			await new Promise<void>((go, refuse) => {
				waiting.push({last, go, refuse});
				busy -= 1;
				giveNext();
			});
			busy += 1;
			try {
				return await work();
			} finally {
				taken = false;
			}
		},
		leave() {
			busy -= 1;
			giveNext();
		},
		refuseAll() {
			refused = true;
			for (const one of waiting.splice(0)) {
				busy += 1;
				one.refuse(refusal());
			}
		},
	};
}
