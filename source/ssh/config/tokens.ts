import {createHash} from 'node:crypto';
import {hostname, userInfo} from 'node:os';
import type {Lookup, RawConfig} from './raw-config.ts';

export type Tokens = Readonly<Record<string, string>>;

/** The jump host nearest to the host, by its name alone; empty without one. */
function jumpName({jump}: Lookup, raw: RawConfig): string {
	const last = (jump ?? raw.get('proxyjump') ?? 'none').split(',').at(-1)!.trim();
	const [, inner, plain] = /^(?:ssh:\/\/)?(?:[^@]*@)?(?:\[([^\]]+)\]|([^:/]+))/.exec(last) ?? [];
	return last === 'none' ? '' : (inner ?? plain ?? '');
}

/** What `%h` and the like stand for in the names of keys and agents (ssh_config(5), TOKENS). */
export function tokensOf(
	lookup: Lookup,
	raw: RawConfig,
	{hostName, port, user}: {readonly hostName: string; readonly port: number; readonly user: string},
): Tokens {
	const {uid, username, homedir} = userInfo();
	const l = hostname();
	const p = String(port);
	const j = jumpName(lookup, raw);
	return {
		// The jump host is part of it since OpenSSH 9.6 alone: with one it stays as it stands, and is named.
		...(j === '' ? {C: createHash('sha1').update(`${l}${hostName}${p}${user}`).digest('hex')} : {}),
		d: homedir,
		h: hostName,
		i: String(uid),
		j,
		k: raw.get('hostkeyalias') ?? lookup.alias,
		L: l.split('.')[0]!,
		l,
		n: lookup.alias,
		p,
		r: user,
		u: username,
	};
}
