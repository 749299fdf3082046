import {type Command, sh} from '../../../core/command.ts';
import type {Context} from '../../../core/plan.ts';

/** A question to ZooKeeper as it can be typed into bash on a host without netcat. */
export function ask(word: 'stat' | 'srvr' | 'mntr', host: string, port: number): Command {
	const asked = sh`exec 3<>/dev/tcp/${host}/${port} && echo ${word} >&3 && cat <&3`;
	return sh`timeout 5 bash -c ${asked.text}`;
}

/** Bash, as a script of its own, that ends with 0 when the member at an address of this host serves: without a process of its own. */
export const serves = (address: string, port: number): Command =>
	sh`exec 3<>/dev/tcp/${address}/${port} && echo srvr >&3 && while read -r word rest <&3; do [ "$word" != Mode: ] || exit 0; done; exit 1`;

export type ZookeeperMode = 'leader' | 'follower' | 'standalone';

/** The `Mode:` line of `stat` and `srvr`; undefined if the server has no quorum or did not answer. */
export function modeIn(output: string): ZookeeperMode | undefined {
	return /^Mode: (leader|follower|standalone)$/m.exec(output)?.[1] as ZookeeperMode | undefined;
}

export async function modeOf(context: Context, host: string, port: number): Promise<ZookeeperMode | undefined> {
	const {stdout} = await context.exec(sh`${ask('srvr', host, port)} 2>/dev/null`);
	return modeIn(stdout);
}
