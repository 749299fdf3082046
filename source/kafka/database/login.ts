import type {Source} from '../../cluster/cluster.ts';
import {passwordOf} from '../../cluster/secrets.ts';
import {InputError} from '../../core/errors.ts';
import type {ConnectMaterials} from '../roles/connect/stage.ts';
import {endsAll} from './judge.ts';
import type {Looked} from './on-host.ts';
import type {Login} from './request.ts';

/** A source with its password. @throws InputError where there is none to be had */
export async function loginOf(source: Source, secret: ConnectMaterials['secret']): Promise<Login> {
	const password = passwordOf(source);
	return {source, password: password === undefined ? undefined : await secret(password)};
}

/** `missing`: the sources, by their names, whose password is not to be had, and why. */
export type Logins = {readonly logins: readonly Login[]; readonly missing: ReadonlyMap<string, InputError>};

/** The sources with their passwords, each fetched apart: one that is missing is no reason to leave the others out. */
export async function loginsOf(sources: readonly Source[], secret: ConnectMaterials['secret']): Promise<Logins> {
	const logins: Login[] = [];
	const missing = new Map<string, InputError>();
	const found = await Promise.all(
		sources.map(source =>
			loginOf(source, secret).catch((error: unknown) => {
				if (error instanceof InputError) return error;
				throw error;
			}),
		),
	);
	for (const [index, one] of found.entries()) {
		if (one instanceof InputError) missing.set(sources[index]!.name, one);
		else logins.push(one);
	}
	return {logins, missing};
}

/** Whether a database refused a login, after which no other is tried: with a wrong password that would lock the account. */
export const isRefused = (looked: Looked): boolean =>
	'answer' in looked && looked.answer.sources.some(({refused}) => refused !== undefined && endsAll(refused));
