import type {Connection} from '../core/connection.ts';
import type {Host} from '../core/inventory.ts';
import {quote} from '../steps/shell.ts';
import type {Cluster} from './cluster.ts';
import type {FoundIds} from './ids.ts';

/** What `myid` and `meta.properties` on a host say, so that a host keeps the ids that its data was written with. */
export async function findIds(cluster: Cluster, host: Host, connection: Connection): Promise<FoundIds> {
	const has = (role: 'zookeeper' | 'kafka') => cluster.roles[role].includes(host.name);
	if (!has('zookeeper') && !has('kafka')) return {};
	const read = [
		...(has('zookeeper') ? [`sed 's/^/myid=/' ${quote(`${cluster.zookeeper.dataDir}/myid`)}`] : []),
		...(has('kafka') ? cluster.kafka.dataDirs.map(path => `cat ${quote(`${path}/meta.properties`)}`) : []),
	];
	const {stdout} = await connection.exec(`{ ${read.join('; ')}; } 2>/dev/null; true`);
	const value = (key: string) => new RegExp(`^${key}=(\\S+)`, 'm').exec(stdout)?.[1];
	const number = (key: string) => {
		const text = value(key);
		return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
	};
	const [zookeeper, broker, clusterId] = [number('myid'), number('broker\\.id') ?? number('node\\.id'), value('cluster\\.id')];
	return {
		...(zookeeper === undefined ? {} : {zookeeper}),
		...(broker === undefined ? {} : {broker}),
		...(clusterId === undefined ? {} : {clusterId}),
	};
}
