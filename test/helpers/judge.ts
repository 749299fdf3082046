import type {Cluster} from '../../source/cluster/cluster.ts';
import type {Difference} from '../../source/core/events.ts';
import {differencesOf} from '../../source/kafka/settled/judge.ts';
import type {Standing} from '../../source/kafka/settled/standing.ts';
import {viewOf} from '../../source/kafka/settled/view.ts';
import {sampleCluster} from './sample-cluster.ts';
import {runningStandings, withoutRecords} from './standings.ts';

/** The sample cluster as it runs. */
export const running = runningStandings(sampleCluster);

export const linesOf = (wayOut: Difference['wayOut']) => wayOut.map(line => ('say' in line ? line.say : line.run)).join('\n');

/** A cluster of these hosts, each with ZooKeeper and a broker. */
export function withHosts(cluster: Cluster, hosts: readonly string[]): Cluster {
	const ids = Object.fromEntries(hosts.map((name, index) => [name, index + 1]));
	return {
		...cluster,
		hosts: hosts.map(name => ({name})),
		roles: {...cluster.roles, zookeeper: hosts, kafka: hosts, 'schema-registry': [hosts[0]!], connect: [hosts.at(-1)!]},
		zookeeper: {...cluster.zookeeper, ids},
		kafka: {...cluster.kafka, ids},
	};
}

export const one: Cluster = withHosts(sampleCluster, ['kafka-01']);

type Options = Partial<Pick<Parameters<typeof viewOf>[0], 'replaced' | 'assignments' | 'dataLost'>>;

/** ZooKeeper knows of no partition, unless it is said which, or (`undefined`) that it does not answer. */
export const judge = (cluster: Cluster, standings: ReadonlyMap<string, Standing>, options: Options = {}) =>
	differencesOf(viewOf({cluster, standings, replaced: [], assignments: [], ...options}));

export const subjects = (differences: readonly Difference[]) => differences.map(({subject}) => subject);

export const changed = (standings: ReadonlyMap<string, Standing>, name: string, change: (standing: Standing) => Standing) =>
	new Map([...standings].map(([host, standing]) => [host, host === name ? change(standing) : standing]));

/** An edit of a running cluster is judged alike with records on its hosts, and by what runs where an earlier version kept none. */
export const both = (cluster: Cluster, standings: ReadonlyMap<string, Standing> = running) => [
	judge(cluster, standings),
	judge(cluster, withoutRecords(standings)),
];
