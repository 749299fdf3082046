import type {Source} from '../../cluster/cluster.ts';
import {passwordOf} from '../../cluster/secrets.ts';
import type {ConnectMaterials} from '../roles/connect/stage.ts';
import {endsAll} from './judge.ts';
import type {Looked} from './on-host.ts';
import type {Login} from './request.ts';

/** A source with its password. @throws InputError where there is none to be had */
export async function loginOf(source: Source, secret: ConnectMaterials['secret']): Promise<Login> {
	const password = passwordOf(source);
	return {source, password: password === undefined ? undefined : await secret(password)};
}

/** Whether a database refused a login, after which no other is tried: with a wrong password that would lock the account. */
export const isRefused = (looked: Looked): boolean =>
	'answer' in looked && looked.answer.sources.some(({refused}) => refused !== undefined && endsAll(refused));
