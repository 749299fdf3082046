import type {Cluster} from '../../../cluster/cluster.ts';
import {tolerated} from '../../../cluster/roles/shares.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context} from '../../../core/plan.ts';
import {unitOf} from '../../distribution.ts';
import {type Obstacle, obstacle, type Patience, passGate, patience} from '../../gates.ts';
import type {KnownCluster} from '../../settled/record-steps.ts';
import type {QuorumState} from '../../wire/quorum.ts';
import {isCaughtUp, quorumState} from './state.ts';

const hintFor = (cluster: Cluster) =>
	`Look at the controllers that are behind or down: journalctl -u ${unitOf(cluster, 'controller')} -n 50, and kafka-metadata-quorum --bootstrap-controller HOST:PORT describe --replication`;

/** The hosts of which the voter, by its id and the directory that was recorded, has caught up. */
export function caughtUp(cluster: Cluster, known: Pick<KnownCluster, 'quorum'>, state: QuorumState): readonly string[] {
	const {roles, controller} = cluster;
	return roles.controller.filter(name => {
		const directory = known.quorum?.kind === 'dynamic' ? known.quorum.directoryIds[name] : undefined;
		const voter = state.voters.find(
			({id, directoryId}) => id === controller.ids[name] && (directory === undefined || directoryId === directory),
		);
		return voter !== undefined && isCaughtUp(state, voter);
	});
}

/**
 * When a controller may be restarted: only while a majority of all is caught up without it, the active one last. One alone can
 * never be spared.
 */
export function quorumGate(
	cluster: Cluster,
	host: Host,
	known: Pick<KnownCluster, 'quorum' | 'replaced'>,
	patient: Patience = patience,
) {
	const members = cluster.roles.controller;
	const hint = hintFor(cluster);
	const majority = members.length - tolerated(members.length);
	const noActive = () => obstacle(3, 0, 'the controllers to have an active one');
	/** What keeps the others from being a majority that has caught up. */
	const withoutOwn = async (context: Context): Promise<Obstacle | undefined> => {
		const state = await quorumState(context, cluster);
		if (state === undefined) return noActive();
		const others = caughtUp(cluster, known, state).filter(name => name !== host.name);
		const lacking = majority - others.length;
		if (lacking <= 0) return undefined;
		const behind = members.filter(name => name !== host.name && !others.includes(name));
		return obstacle(2, lacking, `the controller on ${behind.join(', ')} to catch up`);
	};
	return {
		async isActive(context: Context): Promise<boolean> {
			const state = await quorumState(context, cluster);
			return state !== undefined && state.leader === cluster.controller.ids[host.name];
		},
		/** An empty member of a fixed list of voters is started only beside a majority that has the log: else it could lead without it. */
		async beforeStart(context: Context): Promise<void> {
			const isEmptied = known.quorum?.kind === 'static' && known.replaced?.includes(host.name) === true;
			if (isEmptied) await passGate(context, () => withoutOwn(context), hint, patient);
		},
		async before(context: Context): Promise<void> {
			if (members.length === 1) {
				return context.note('the only controller: topics cannot be made or changed, and no leader elected, while it restarts');
			}
			await passGate(context, () => withoutOwn(context), hint, patient);
		},
		async after(context: Context): Promise<void> {
			const unsafe = async (): Promise<Obstacle | undefined> => {
				const state = await quorumState(context, cluster);
				if (state === undefined) return noActive();
				return caughtUp(cluster, known, state).includes(host.name)
					? undefined
					: obstacle(1, 1, `the controller on ${host.name} to catch up`);
			};
			await passGate(context, unsafe, hint, patient);
		},
	};
}
