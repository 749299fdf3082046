import type {Secret} from '../../core/secret.ts';

export type PasswordVerdict = 'accepted' | 'refused' | 'unknown';

/** A password that one host refused is not tried on the next: on many hosts it would lock the account many times over. */
export type PasswordGate = {
	/**
	 * Waits until `secret` may be tried as `user` on `host`. The first host to try a password goes alone; once it is
	 * accepted somewhere the others go side by side. Whoever enters must settle, or the others wait for ever; only the first settling counts.
	 */
	enter(secret: Secret, user: string, host: string): Promise<{readonly refusedBy: string} | Turn>;
};

export type Turn = {
	/** Whether this host has accepted it before. */
	readonly isKnown: boolean;
	settle(verdict: PasswordVerdict): void;
};

type State = {readonly acceptedBy: Set<string>; refusedBy: string | undefined; trying: Promise<void> | undefined};

export function passwordGate(): PasswordGate {
	const states = new Map<string, State>();
	return {
		async enter(secret, user, host) {
			const key = `${user}\0${secret.reveal()}`;
			const state = states.get(key) ?? {acceptedBy: new Set(), refusedBy: undefined, trying: undefined};
			states.set(key, state);
			while (state.trying !== undefined && state.acceptedBy.size === 0 && state.refusedBy === undefined) await state.trying;
			if (state.refusedBy !== undefined) return {refusedBy: state.refusedBy};
			let done = () => {};
			if (state.acceptedBy.size === 0) {
				state.trying = new Promise(resolve => {
					done = resolve;
				});
			}
			let settled = false;
			return {
				isKnown: state.acceptedBy.has(host),
				settle(verdict) {
					if (settled) return;
					settled = true;
					if (verdict === 'accepted') state.acceptedBy.add(host);
					if (verdict === 'refused') state.refusedBy ??= host;
					state.trying = undefined;
					done();
				},
			};
		},
	};
}

/** The gates of a login: for the password of the account, and for that of sudo. */
export type LoginGates = {readonly passwords: PasswordGate; readonly sudoPasswords: PasswordGate};

export const loginGates = (): LoginGates => ({passwords: passwordGate(), sudoPasswords: passwordGate()});
