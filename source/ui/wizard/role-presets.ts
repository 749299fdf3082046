import {type Role, roleIds} from '../../cluster/roles.ts';
import type {Roles} from './answers/answers.ts';

export type Preset = {readonly title: string; readonly roles: Roles};

/** The largest odd number of members that the hosts can hold, up to `most`: an even ensemble tolerates no more than one less. */
function ensemble(hosts: readonly string[], most: number): readonly string[] {
	const count = Math.min(hosts.length, most);
	return hosts.slice(0, count % 2 === 0 ? count - 1 : count);
}

/** Few hosts share the roles, five give registry and worker hosts of their own, from six on ZooKeeper and brokers are apart. */
function spread(hosts: readonly string[]): Roles {
	const count = hosts.length;
	const last = hosts.slice(-1);
	if (count < 5) {
		return {zookeeper: ensemble(hosts, 3), kafka: hosts, 'schema-registry': hosts.slice(0, 1), connect: last};
	}
	if (count === 5) {
		const three = hosts.slice(0, 3);
		return {zookeeper: three, kafka: three, 'schema-registry': hosts.slice(3, 4), connect: last};
	}
	const own = count < 7 ? 0 : count < 8 ? 1 : 2;
	return {
		zookeeper: hosts.slice(0, 3),
		kafka: hosts.slice(3, count - own),
		'schema-registry': own === 0 ? hosts.slice(0, 1) : hosts.slice(count - own, count - own + 1),
		connect: own === 0 ? hosts.slice(1, 2) : last,
	};
}

/** The ways to deal out the roles, the usual one first; none is there twice. */
export function presetsFor(hosts: readonly string[]): readonly Preset[] {
	if (hosts.length === 0) return [];
	const usual = spread(hosts);
	const all: readonly Preset[] = [
		{title: hosts.length < 5 ? 'all services' : 'services spread', roles: usual},
		{
			title: 'a broker on every host',
			roles: {
				zookeeper: ensemble(hosts, hosts.length < 9 ? 3 : 5),
				kafka: hosts,
				'schema-registry': hosts.slice(0, 1),
				connect: hosts.slice(-1),
			},
		},
		{title: 'Kafka only', roles: {...usual, 'schema-registry': [], connect: []}},
	];
	return all.filter((one, index) => all.findIndex(other => sameRoles(one.roles, other.roles)) === index);
}

export function sameRoles(one: Roles, other: Roles): boolean {
	return roleIds.every(role => one[role].join() === other[role].join());
}

/** The roles with one switched; hosts keep the order of the list, which is the order of their ids. */
export function toggleRole(roles: Roles, role: Role, host: string, hosts: readonly string[]): Roles {
	const has = roles[role].includes(host);
	const members = hosts.filter(name => (name === host ? !has : roles[role].includes(name)));
	return {...roles, [role]: members};
}

/** What a choice of roles means, and what is doubtful about it. */
export function explainRoles(roles: Roles): readonly {readonly text: string; readonly doubtful: boolean}[] {
	const {zookeeper, kafka, connect} = roles;
	const shared = kafka.filter(host => zookeeper.includes(host)).length;
	const survives = (count: number) => Math.max(0, Math.ceil(count / 2) - 1);
	const lines: {text: string; doubtful: boolean}[] = [];
	const say = (text: string, doubtful = false) => lines.push({text, doubtful});
	if (zookeeper.length === 1) say('1 ZooKeeper member: no fault tolerance', kafka.length > 1);
	if (zookeeper.length > 1)
		say(`${zookeeper.length} ZooKeeper members: tolerate the loss of ${survives(zookeeper.length)}`, zookeeper.length % 2 === 0);
	if (kafka.length === 1) say('1 broker: one copy of each record');
	if (kafka.length === 2) say('2 brokers: two copies of each record; three would survive a loss while one is restarted', true);
	if (kafka.length > 2) say(`${kafka.length} brokers: 3 copies of each record, tolerate the loss of 1`);
	if (shared > 0 && kafka.length > 5) say('brokers and ZooKeeper share hosts: disk load of a broker can delay ZooKeeper', true);
	if (connect.length > 1) say('Connect workers share out the sources: each runs on one of them');
	return lines;
}
