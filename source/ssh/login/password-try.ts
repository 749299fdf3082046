import type {Secret} from '../../core/secret.ts';
import type {PasswordGate, PasswordVerdict} from './password-gate.ts';

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
	/** The login is over. */
	end(verdict: PasswordVerdict): void;
};

export function passwordTry({name, user, password, gate}: PasswordTryOptions): PasswordTry {
	let state: PasswordState = 'not asked';
	let settle: (verdict: PasswordVerdict) => void = () => {};
	let over = false;
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
			settle = turn.settle;
			if (over) {
				settle('unknown');
				return undefined;
			}
			state = 'sent';
			return secret;
		},
		answer(verdict) {
			state = verdict;
			settle(verdict);
		},
		end(verdict) {
			over = true;
			settle(verdict);
		},
	};
}
