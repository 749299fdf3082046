import type {Role} from '../roles.ts';
import {brokerKinds} from './broker.ts';
import {adminKinds, consumerKinds, producerKinds, workerKinds} from './connect.ts';
import type {Kind, Kinds} from './kind.ts';
import {registryKinds} from './schema-registry.ts';
import {sourceKinds} from './source.ts';
import {zookeeperKinds} from './zookeeper.ts';

/** The names that a section knows, by what they begin with; the last table has those that begin like none of the others. */
export type Names = readonly (readonly [start: string, Kinds])[];

const fixed: Readonly<Partial<Record<Role, Names>>> = {
	zookeeper: [['', zookeeperKinds]],
	'schema-registry': [['', registryKinds]],
	connect: [
		['producer.', producerKinds],
		['consumer.', consumerKinds],
		['admin.', adminKinds],
		['', workerKinds],
	],
};

/** `kafka`: its version, such as 4.3. */
export const namesOf = (role: Role, kafka: string): Names =>
	role === 'kafka' || role === 'controller' ? [['', brokerKinds(kafka)]] : (fixed[role] ?? []);

export const namesOfSource: Names = [
	['producer.override.', producerKinds],
	['admin.override.', adminKinds],
	['', sourceKinds],
];

/** What a name begins with, the names that go on like it, and the rest of it. */
export function tableOf(name: string, names: Names): readonly [start: string, kinds: Kinds, rest: string] | undefined {
	const table = names.find(([start]) => name.startsWith(start));
	return table && [...table, name.slice(table[0].length)];
}

export function kindOf(name: string, names: Names): Kind | undefined {
	const [, kinds, rest] = tableOf(name, names) ?? [];
	return kinds?.get(rest ?? '');
}
