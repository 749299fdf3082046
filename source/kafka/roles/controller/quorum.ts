import {randomBytes} from 'node:crypto';
import type {Cluster} from '../../../cluster/cluster.ts';
import type {Quorum} from '../../../cluster/identity.ts';
import {controllerListener} from '../../../cluster/listener-names.ts';
import {versionOf} from '../../../cluster/versions.ts';
import type {KnownCluster} from '../../settled/record-steps.ts';

/** 16 bytes in base64 (org.apache.kafka.common.Uuid). One that begins with `-` would look like an option to the tools (KAFKA-13741). */
export function drawId(): string {
	for (;;) {
		const id = randomBytes(16).toString('base64url');
		if (!id.startsWith('-')) return id;
	}
}

/** What is known of a quorum, the best first: what the hosts keep, then what this machine remembers. */
export type Drawn = Partial<Quorum> | undefined;

/**
 * What the controllers of a cluster are made with: what is known of it, and the rest drawn anew. Before the first of them is
 * formatted it may be drawn again; from then on it is what the hosts say.
 */
export function quorumOf(cluster: Cluster, known: readonly Drawn[]): Quorum {
	const first = <T>(value: (one: Partial<Quorum>) => T | undefined): T | undefined => {
		for (const one of known) {
			const found = one === undefined ? undefined : value(one);
			if (found !== undefined) return found;
		}
		return undefined;
	};
	const kind = first(one => one.kind) ?? versionOf(cluster).quorum;
	// Voters from a list are known by their node ids alone.
	const members = kind === 'dynamic' ? cluster.roles.controller : [];
	return {
		kind,
		clusterId: first(({clusterId}) => clusterId) ?? drawId(),
		directoryIds: Object.fromEntries(members.map(name => [name, first(({directoryIds}) => directoryIds?.[name]) ?? drawId()])),
		combined: cluster.controller.combined,
	};
}

const endpoint = ({controller}: Cluster, name: string) => `${name}:${controller.port}`;

/** The controllers, as those who ask them are given them. */
export const controllers = (cluster: Cluster): string => cluster.roles.controller.map(name => endpoint(cluster, name)).join(',');

const node = (cluster: Cluster, name: string) => `${cluster.controller.ids[name]}@${endpoint(cluster, name)}`;

/** What a controller is formatted with: the members of a dynamic quorum, each with the id of its directory. */
export function quorumOptions(cluster: Cluster, {quorum}: Pick<KnownCluster, 'quorum'>): readonly string[] {
	if (quorum?.kind !== 'dynamic') return [];
	const members = cluster.roles.controller.map(name => `${node(cluster, name)}:${quorum.directoryIds[name]}`);
	return ['--initial-controllers', members.join(',')];
}

export const kindOf = (cluster: Cluster, {quorum}: Pick<KnownCluster, 'quorum'>): Quorum['kind'] =>
	quorum?.kind ?? versionOf(cluster).quorum;

export const quorumProperty = {static: 'controller.quorum.voters', dynamic: 'controller.quorum.bootstrap.servers'} as const;

/** How controllers and brokers find the controllers. */
export function quorumProperties(cluster: Cluster, known: Pick<KnownCluster, 'quorum'>): Readonly<Record<string, string>> {
	const kind = kindOf(cluster, known);
	const members = kind === 'dynamic' ? controllers(cluster) : cluster.roles.controller.map(name => node(cluster, name)).join(',');
	return {[quorumProperty[kind]]: members, 'controller.listener.names': controllerListener};
}
