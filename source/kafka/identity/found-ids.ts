import type {Cluster} from '../../cluster/cluster.ts';
import type {FoundIds} from '../../cluster/ids.ts';
import {joined, sh} from '../../core/command.ts';
import type {Connection} from '../../core/connection.ts';
import type {Host} from '../../core/inventory.ts';

type Metadata = {readonly path: string; readonly broker?: string; readonly clusterId?: string};

/** The lines of a file, each behind a word that says what they are of; `echo` ends a last line that has no end. */
const tagged = (tag: string, path: string) => sh`sed ${`s|^|${tag} |`} -- ${path}; echo`;

const linesOf = (stdout: string, tag: string): readonly string[] =>
	stdout
		.split('\n')
		.filter(line => line.startsWith(`${tag} `))
		.map(line => line.slice(tag.length + 1).trim());

const numberOf = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined);

function valueIn(lines: readonly string[], ...keys: readonly string[]): string | undefined {
	for (const key of keys) {
		const line = lines.find(one => one.startsWith(`${key}=`));
		if (line !== undefined) return line.slice(key.length + 1).trim();
	}
	return undefined;
}

/** What the directories of one broker disagree on: it would not start, or with only a part of its data. */
function disagreements(host: string, all: readonly Metadata[]): readonly string[] {
	return (['broker', 'clusterId'] as const).flatMap(key => {
		const having = all.filter(one => one[key] !== undefined);
		if (new Set(having.map(one => one[key])).size < 2) return [];
		const what = key === 'broker' ? 'broker ids' : 'Kafka clusters';
		const told = having.map(one => `${one.path}/meta.properties: ${one[key]}`);
		return [`the data directories of ${host} are of different ${what} (${told.join('; ')})`];
	});
}

/** The directories in which the ids of a host stand. */
export type IdDirectories = {readonly dataDir: string; readonly dataDirs: readonly string[]};

/**
 * What `myid` and `meta.properties` in these directories of a host say, whatever its roles; and where they contradict each
 * other, or are gone from beside their data.
 */
export async function readIds(name: string, {dataDir, dataDirs}: IdDirectories, connection: Connection): Promise<FoundIds> {
	const read = [
		tagged('myid', `${dataDir}/myid`),
		sh`if [ -e ${`${dataDir}/version-2`} ]; then echo 'version-2 yes'; fi`,
		...dataDirs.map((path, index) => tagged(`meta-${index}`, `${path}/meta.properties`)),
	];
	const {stdout} = await connection.exec(sh`{ ${joined(read, '; ')}; } 2>/dev/null; true`);
	const myid = linesOf(stdout, 'myid')[0];
	const zookeeper = numberOf(myid);
	const metadata = dataDirs.map((path, index): Metadata => {
		const lines = linesOf(stdout, `meta-${index}`);
		const [broker, clusterId] = [valueIn(lines, 'broker.id', 'node.id'), valueIn(lines, 'cluster.id')];
		return {path, ...(broker === undefined ? {} : {broker}), ...(clusterId === undefined ? {} : {clusterId})};
	});
	const broker = numberOf(metadata.find(one => one.broker !== undefined)?.broker);
	const clusterId = metadata.find(one => one.clusterId !== undefined)?.clusterId;
	const conflicts = disagreements(name, metadata);
	const lost = zookeeper === undefined && linesOf(stdout, 'version-2').length > 0;
	return {
		...(zookeeper === undefined ? {} : {zookeeper}),
		...(broker === undefined ? {} : {kafka: broker}),
		...(clusterId === undefined ? {} : {clusterId}),
		...(lost ? {lostMyid: {path: `${dataDir}/myid`, ...(myid ? {holds: myid} : {})}} : {}),
		...(conflicts.length === 0 ? {} : {conflicts}),
	};
}

/** Of what was read, what belongs to the roles of the host. */
export function idsOfRoles({roles}: Pick<Cluster, 'roles'>, host: string, found: FoundIds): FoundIds {
	const {zookeeper, lostMyid, ...ofBroker} = found;
	const ofEnsemble = {...(zookeeper === undefined ? {} : {zookeeper}), ...(lostMyid === undefined ? {} : {lostMyid})};
	return {
		...(roles.zookeeper.includes(host) ? ofEnsemble : {}),
		...(roles.kafka.includes(host) ? ofBroker : {}),
	};
}

/** The ids that a host of the cluster has on its disks, so that it keeps the ids that its data was written with. */
export async function findIds(cluster: Cluster, {name}: Host, connection: Connection): Promise<FoundIds> {
	const {roles, zookeeper, kafka} = cluster;
	if (!roles.zookeeper.includes(name) && !roles.kafka.includes(name)) return {};
	const directories = {dataDir: zookeeper.dataDir, dataDirs: kafka.dataDirs};
	return idsOfRoles(cluster, name, await readIds(name, directories, connection));
}
