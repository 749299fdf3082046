import type {Cluster} from '../../../cluster/cluster.ts';
import {type Command, sh} from '../../../core/command.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context} from '../../../core/plan.ts';
import {unitOf} from '../../distribution.ts';
import {listeningOf} from '../../listening.ts';

/** ApiVersions, version 0: 10 bytes, of which the client's name is null. */
const request = '\\0\\0\\0\\12\\0\\22\\0\\0\\0\\0\\0\\1\\377\\377';

/** Ends with 0 when a broker answers a request there: a process that hangs has its port open too, but says nothing. */
export function brokerAnswers(host: string, port: number): Command {
	const asked = sh`exec 3<>/dev/tcp/${host}/${port} && printf ${request} >&3 && [ "$(head -c 4 <&3 | wc -c)" = 4 ]`;
	return sh`timeout 5 bash -c ${asked.text} 2>/dev/null`;
}

/** Whether the broker of this host lives: it has a process, and that answers on the wanted port or on the one it still has. */
export async function brokerLives(context: Context, cluster: Cluster, {name}: Host): Promise<boolean> {
	const {running, ports} = await listeningOf(context, unitOf(cluster, 'kafka'));
	if (!running) return false;
	for (const port of new Set([cluster.kafka.port, ...ports])) {
		if ((await context.exec(brokerAnswers(name, port))).code === 0) return true;
	}
	return false;
}
