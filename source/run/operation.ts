import type {Cluster} from '../cluster/cluster.ts';
import {assignIds} from '../cluster/ids.ts';
import {type ClusterSecret, secretsOf} from '../cluster/secrets.ts';
import type {Mode, OperationId, RunEvent} from '../core/events.ts';
import type {Plan} from '../core/plan.ts';
import {distributionOf} from '../kafka/distribution.ts';
import {type Materials, planFor, type Selection} from '../kafka/plan.ts';
import {readArchives} from '../kafka/platform/archives.ts';
import type {Checks} from '../kafka/preflight/stage.ts';
import {checkDriver} from '../kafka/roles/connect/artifacts/driver.ts';
import {readPlugin} from '../kafka/roles/connect/artifacts/plugin.ts';
import {nothingKnown} from '../kafka/settled/record-steps.ts';
import type {SecretResolver} from '../local/secrets.ts';

/** The plan for a cluster with its ids complete, by what is known of its hosts. */
export type PlanOf = (cluster: Cluster, known: HostsKnown) => Plan;

export type HostsKnown = Pick<Materials, 'factsOf' | 'known' | 'remarks'>;

/** What is known of the hosts before the first login. */
export const beforeLogin = (): HostsKnown => ({factsOf: new Map(), known: nothingKnown(), remarks: new Map()});

type Preparation = {
	readonly cluster: Cluster;
	readonly mode: Mode;
	readonly secrets: SecretResolver;
	/** Nobody else works on the hosts. */
	readonly alone: boolean;
};

/** What is done to a cluster: a run looks at it, does it, or tests it. */
export type Operation = {
	readonly id: OperationId;
	/** The part of it that was asked for. */
	readonly selection: Selection;
	/** The ids of the checks that it leaves out, as it was told to. */
	readonly skips?: readonly string[];
	/** What it removes, and from which hosts; absent where the cluster is to be there afterwards. */
	readonly removes?: {readonly data: boolean; readonly hosts: readonly string[]};
	/** The secrets that it needs, in the order in which they are asked for. */
	readonly secretsOf: (cluster: Cluster) => readonly ClusterSecret[];
	/**
	 * Reads and fetches all that it needs of this machine: what is missing must not stop a run halfway.
	 * @throws InputError
	 */
	readonly prepare: (preparation: Preparation) => Promise<PlanOf>;
	readonly watch?: (event: RunEvent) => void;
};

/** Brings the hosts to what the cluster file says. @param checks how its hosts are checked, if not as a run does it */
export function installation(selection: Selection = {}, checks?: Checks): Operation {
	const {stage} = selection;
	const withSources = stage === undefined || stage === 'connect' || stage === 'preflight';
	return {
		id: 'install',
		selection,
		...(checks === undefined || checks.skip.size === 0 ? {} : {skips: [...checks.skip]}),
		secretsOf: cluster =>
			secretsOf(cluster).filter(({usedBy}) => usedBy === 'ssh' || (withSources && cluster.roles.connect.length > 0)),
		async prepare({cluster, mode, secrets, alone}) {
			const {driver} = cluster.connect;
			const connects = cluster.roles.connect.length > 0;
			if (connects && driver !== undefined) checkDriver(driver, cluster.platform);
			// A test changes nothing on the hosts.
			const archives = mode === 'test' ? {} : await readArchives(cluster);
			const secret = ({ref, label}: ClusterSecret) => secrets.resolve(ref, label);
			const plugin = connects ? readPlugin(cluster.connect, distributionOf(cluster)) : {jars: ''};
			const materials = {plugin, secret, alone, archives, checks};
			const planOf: PlanOf = (settled, known) => planFor(settled, {...materials, ...known}, selection);
			const provisional = planOf(assignIds(cluster, new Map()), beforeLogin());
			if (mode !== 'test' && provisional.stages.some(({id}) => id === 'connect'))
				for (const one of secretsOf(cluster).filter(({usedBy}) => usedBy === 'connect')) await secret(one);
			return planOf;
		},
	};
}
