import {type Command, rawCommand, sh} from '../../../core/command.ts';
import type {Member, MetadataStanding} from '../../metadata.ts';
import {ownAddressOf} from '../../own-address.ts';
import type {Settings} from '../../settings.ts';
import type {Disk, Found} from '../../settled/look.ts';
import type {UnitState} from '../../settled/standing.ts';
import {clusterIdIn, clusterIdRead} from './cluster-id.ts';
import {answersIn, askZookeeper, type Read} from './wire.ts';

const reads = [clusterIdRead, {list: '/brokers/ids'}] as const satisfies readonly Read[];

/** No answer of a member is near it, in bytes. */
const mostBytes = 256 * 1024;

/** The four-letter word `conf`, and what the member knows of Kafka, asked at once. */
export function lookAtMember(settings: Settings | undefined): Command {
	const port = Number(settings?.clientPort ?? Number.NaN);
	if (!(port > 0 && port < 65536)) return rawCommand('true');
	const address = ownAddressOf(settings?.clientPortAddress);
	const conf = sh`exec 3<>/dev/tcp/${address}/${port} && echo conf >&3 && IFS= read -rN ${mostBytes} text <&3; printf %s "$text"`;
	return sh`exec 3< <(timeout 5 bash -c ${conf.text} 2>/dev/null)
tell answers "$(exec ${askZookeeper(address, port, reads)})"
IFS= read -rN ${mostBytes} text <&3; tell conf "$text"`;
}

const memberPattern = /^server\.(\d{1,3})=\[?([\w.:-]+?)\]?:(\d{1,5}):(\d{1,5})(?::\w+)?(?:;.*)?$/;

function membersIn(lines: readonly string[]): readonly Member[] {
	return lines.flatMap(line => {
		const [, id, host, peerPort, electionPort] = memberPattern.exec(line.trim()) ?? [];
		return host === undefined ? [] : [{id: Number(id), host, peerPort: Number(peerPort), electionPort: Number(electionPort)}];
	});
}

const numberIn = (text: string | undefined) => (text !== undefined && /^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined);

function serving({said}: Found): MetadataStanding['serves'] {
	const answers = answersIn(said.get('answers') ?? '', reads);
	if (answers === undefined) return undefined;
	const [answer, brokers] = answers;
	const found = clusterIdIn(answer);
	if (found === undefined || brokers === undefined) return undefined;
	const ids = 'children' in brokers ? brokers.children.filter(one => /^\d+$/.test(one)).map(Number) : [];
	return {clusterId: found.id, brokers: ids};
}

/** @param settings those of zookeeper.properties, if a host has some */
export function ensembleOf(settings: Settings | undefined, unit: UnitState, found: Found): MetadataStanding | undefined {
	if (settings === undefined && !unit.active) return undefined;
	const dataDir = settings?.dataDir;
	const disk: Disk | undefined = dataDir === undefined ? undefined : found.disks.get(dataDir);
	const logDir = settings?.dataLogDir;
	const base = {
		...unit,
		dataDir,
		...(logDir === undefined ? {} : {logDir}),
		hasData: disk?.hasZnodes ?? false,
		address: ownAddressOf(settings?.clientPortAddress),
	};
	const serves = serving(found);
	const lines = (found.said.get('conf') ?? '').split('\n');
	// A server without a majority answers that it does not serve, and nothing of its settings.
	if (lines.some(line => line.startsWith('clientPort='))) {
		const value = (key: string) => lines.find(line => line.startsWith(`${key}=`))?.slice(key.length + 1);
		const members = membersIn(lines);
		return {
			...base,
			clientPort: numberIn(value('clientPort')),
			id: members.length > 0 ? numberIn(value('serverId')) : undefined,
			members,
			from: 'process',
			...(serves === undefined ? {} : {serves}),
		};
	}
	const members = membersIn(Object.entries(settings ?? {}).map(([key, value]) => `${key}=${value}`));
	return {
		...base,
		clientPort: numberIn(settings?.clientPort),
		id: members.length > 0 ? numberIn(disk?.myid) : undefined,
		members,
		from: 'settings',
		...(serves === undefined ? {} : {serves}),
	};
}
