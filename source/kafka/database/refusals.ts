import type {SourceAnswer, Thrown} from './answer.ts';
import {endsAll} from './judge.ts';
import type {Looked} from './on-host.ts';
import type {Login} from './request.ts';

/**
 * Logins that a database refused, kept by who looks at the same databases several times: with a wrong password each further try brings
 * the account nearer to being locked, so none is made before someone asks for it.
 */
export type Refusals = {
	/** What a look would find that one of these logins was refused in before; undefined where it may be made. */
	readonly told: (logins: () => Promise<readonly Login[]>) => Promise<Looked | undefined>;
	/** Keeps what a look with these logins was refused. */
	readonly keep: (logins: readonly Login[], looked: Looked) => void;
	/** Whether one is kept. */
	readonly any: () => boolean;
	/** Someone asked for another try. */
	readonly forget: () => void;
};

const same = (one: Login, other: Login) =>
	one.source.url === other.source.url &&
	one.source.user === other.source.user &&
	one.password?.reveal() === other.password?.reveal();

export function createRefusals(): Refusals {
	const refused: {readonly login: Login; readonly said: Thrown}[] = [];
	return {
		async told(logins) {
			if (refused.length === 0) return undefined;
			for (const [index, login] of (await logins()).entries()) {
				const said = refused.find(one => same(one.login, login))?.said;
				if (said === undefined) continue;
				const sources: SourceAnswer[] = [];
				sources[index] = {refused: said, tables: []};
				return {answer: {drivers: [], broken: [], sources, end: 'end'}, drivers: {given: undefined, all: true}};
			}
			return undefined;
		},
		keep(logins, looked) {
			if (!('answer' in looked)) return;
			for (const [index, login] of logins.entries()) {
				const said = looked.answer.sources[index]?.refused;
				if (said !== undefined && endsAll(said)) refused.push({login, said});
			}
		},
		any: () => refused.length > 0,
		forget: () => void refused.splice(0),
	};
}
