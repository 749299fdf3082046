import {sh} from '../core/command.ts';
import type {Context} from '../core/plan.ts';

/** What a unit's main process does on the network: `running` is false if there is none. */
export type Listening = {readonly running: boolean; readonly ports: readonly number[]};

export const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65535;

/** The TCP ports on which the main process of a unit listens now, which may not be those that its files will give it. */
export async function listeningOf(context: Context, unit: string): Promise<Listening> {
	const {stdout} = await context.exec(
		sh`pid=$(systemctl show ${unit} -p MainPID --value); echo "pid $pid"; ss -Hltnp 2>/dev/null | grep "pid=$pid,"`,
	);
	const pid = Number(/^pid (\d+)$/m.exec(stdout)?.[1] ?? 0);
	const ports = [...stdout.matchAll(/^LISTEN\s+\d+\s+\d+\s+\S*:(\d{1,5})\s/gm)].map(([, port]) => Number(port));
	return pid > 0 ? {running: true, ports: [...new Set(ports.filter(isPort))]} : {running: false, ports: []};
}
