import type {Cluster} from '../../../cluster/cluster.ts';
import {sh} from '../../../core/command.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context} from '../../../core/plan.ts';
import {unitOf} from '../../distribution.ts';
import {type Obstacle, obstacle, type Patience, passGate, patience} from '../../gates.ts';
import {listeningOf} from '../../listening.ts';
import {ownAddress} from '../../own-address.ts';
import {ask, modeOf, type ZookeeperMode} from './four-letter-words.ts';

const hintFor = (cluster: Cluster) =>
	`Look at the members that do not serve: journalctl -u ${unitOf(cluster, 'zookeeper')} -n 50`;

/** How many followers have all that the leader has, by the leader's own count; undefined if it does not say. */
export const syncedIn = (mntr: string): number | undefined => {
	const found = /^zk_synced_followers\s+(\d+)/m.exec(mntr)?.[1];
	return found === undefined ? undefined : Number(found);
};

type Seat = {readonly mode: ZookeeperMode; readonly port: number};

async function seatOf(context: Context, name: string, ports: readonly number[]): Promise<Seat | undefined> {
	for (const port of ports) {
		const mode = await modeOf(context, name, port);
		if (mode !== undefined) return {mode, port};
	}
	return undefined;
}

/** What keeps the ensemble from being whole: members that do not serve, then followers that lag behind the leader. */
async function unwhole(context: Context, members: readonly string[], ports: readonly number[]): Promise<Obstacle | undefined> {
	const seats = await Promise.all(members.map(name => seatOf(context, name, ports)));
	const silent = members.filter((_, index) => seats[index] === undefined);
	if (silent.length > 0) return obstacle(2, silent.length, `ZooKeeper on ${silent.join(', ')} to serve`);
	const at = seats.findIndex(seat => seat?.mode === 'leader');
	if (at < 0) return members.length > 1 ? obstacle(3, 0, 'ZooKeeper to have a leader') : undefined;
	const {stdout} = await context.exec(sh`${ask('mntr', members[at]!, seats[at]!.port)} 2>/dev/null`);
	// A member that somebody else set up may not allow the question: then all that is known is that the others follow.
	const behind = members.length - 1 - (syncedIn(stdout) ?? members.length - 1);
	return behind > 0 ? obstacle(1, behind, `${behind} of the followers of ${members[at]} to be in sync`) : undefined;
}

/** The ports on which the running member listens: its clients' port is about to change, if it is not the wanted one. */
async function portsOf(context: Context, cluster: Cluster): Promise<readonly number[]> {
	const wanted = cluster.zookeeper.clientPort;
	const found = (await listeningOf(context, unitOf(cluster, 'zookeeper'))).ports;
	return found.includes(wanted) ? [wanted] : [wanted, ...found];
}

/** When a member may be restarted: only while all others are in sync, the leader last. Of one or two none can be spared, ever. */
export function ensembleGate(cluster: Cluster, host: Host, patient: Patience = patience) {
	const members = cluster.roles.zookeeper;
	const {clientPort} = cluster.zookeeper;
	const hint = hintFor(cluster);
	let ports: readonly number[] = [clientPort];
	return {
		async isLeader(context: Context): Promise<boolean> {
			// It may still run with the address that it had before: its name leads to that one.
			ports = await portsOf(context, cluster);
			const own = (await seatOf(context, ownAddress(host), ports)) ?? (await seatOf(context, host.name, ports));
			return own?.mode === 'leader';
		},
		async before(context: Context): Promise<void> {
			if (members.length === 1) return context.note('the only member: ZooKeeper stopped while it restarted');
			if (members.length === 2) return context.note('one of two members, which need each other: ZooKeeper stopped meanwhile');
			const unsafe = async () => {
				// A member that does not serve is down already to the ensemble: what counts is the others.
				const serves = (await seatOf(context, host.name, ports)) !== undefined;
				return unwhole(context, serves ? members : members.filter(name => name !== host.name), ports);
			};
			await passGate(context, unsafe, hint, patient);
		},
		after: (context: Context): Promise<void> => passGate(context, () => unwhole(context, members, ports), hint, patient),
	};
}
