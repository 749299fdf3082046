import {managed} from '../managed-key.ts';
import type {RoleDescriptor} from './role.ts';

export const zookeeper = {
	id: 'zookeeper',
	title: 'ZooKeeper',
	short: 'ZK',
	unit: 'confluent-zookeeper',
	ports: [
		{key: 'clientPort', fallback: 2181, purpose: 'ZooKeeper clients'},
		{key: 'peerPort', fallback: 2888, purpose: 'ZooKeeper peers', amongMembers: true},
		{key: 'electionPort', fallback: 3888, purpose: 'ZooKeeper leader election', amongMembers: true},
	],
	data: 'dataDir',
	// `myid` is one byte without zero (ZooKeeper administrator's guide).
	ids: {what: 'ZooKeeper id', lowest: 1, highest: 255, variable: 'zookeeper_id'},
	heap: {share: 1 / 16, least: 256, most: 1024},
	managed: [
		managed(/^dataDir$/, 'set zookeeper.dataDir'),
		managed(/^clientPort$/, 'set zookeeper.clientPort'),
		managed(/^server\./, 'it follows from roles.zookeeper, zookeeper.ids, zookeeper.peerPort and zookeeper.electionPort'),
		managed(/^quorumListenOnAllIPs$/, 'ZooKeeper lists it as unsafe; the addresses follow from the hosts'),
	],
	groups: ['zookeeper', 'zookeepers'],
} as const satisfies RoleDescriptor;
