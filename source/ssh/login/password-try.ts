import type {Secret} from '../../core/secret.ts';
import type {PasswordGate, PasswordVerdict, Turn} from './password-gate.ts';

/** What has become of the password. */
export type PasswordState = 'not asked' | 'none given' | 'sent' | 'refused' | 'accepted' | {readonly refusedBy: string};

export type PasswordTryOptions = {
	/** As the operator knows the host. */
	readonly name: string;
	readonly user: string;
	readonly password: () => Promise<Secret | undefined>;
	readonly gate: PasswordGate;
};

/** The one try of the password in a login. */
export type PasswordTry = {
	readonly state: PasswordState;
	/** Whether the login is over, one way or the other. */
	readonly over: boolean;
	/** The password, once it may be sent; undefined where it may not. */
	take(): Promise<Secret | undefined>;
	/** The host's answer to it. */
	answer(verdict: 'accepted' | 'refused'): void;
	/**
	 * The host hung up. If it had the password and did not answer, that was one failure too many. @returns whether it was; not where the
	 * host took it before in this run: then the connection was lost.
	 */
	hungUp(): boolean;
	/** The login is over. */
	end(verdict: PasswordVerdict): void;
};

export function passwordTry({name, user, password, gate}: PasswordTryOptions): PasswordTry {
	let state: PasswordState = 'not asked';
	let ours: Turn = {isKnown: false, settle() {}};
	let over = false;
	const answer = (verdict: 'accepted' | 'refused') => {
		state = verdict;
		ours.settle(verdict);
	};
	return {
		get state() {
			return state;
		},
		get over() {
			return over;
		},
		async take() {
			const secret = await password();
			if (secret === undefined) {
				state = 'none given';
				return undefined;
			}
			const turn = await gate.enter(secret, user, name);
			if ('refusedBy' in turn) {
				state = turn;
				return undefined;
			}
			ours = turn;
			if (over) {
				ours.settle('unknown');
				return undefined;
			}
			state = 'sent';
			return secret;
		},
		answer,
		hungUp() {
			if (state !== 'sent' || ours.isKnown) return false;
			answer('refused');
			return true;
		},
		end(verdict) {
			over = true;
			ours.settle(verdict);
		},
	};
}
