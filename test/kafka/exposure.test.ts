import {describe, expect, test} from 'vitest';
import {roleIds, roleOf} from '../../source/cluster/roles.ts';
import {openings, restrictedOn} from '../../source/kafka/exposure.ts';
import {portsOf} from '../../source/kafka/preflight/ports.ts';
import {kraftCluster, sampleCluster} from '../helpers/sample-cluster.ts';

const forClients = {clients: ['10.1.0.0/16']};

describe('the ports of a host that are for some alone', () => {
	test('are those for peers, and with clients in the file theirs as well', () => {
		expect(restrictedOn(sampleCluster, {name: 'kafka-01'})).toEqual({peerPorts: [2181, 2888, 3888], clientPorts: []});
		expect(restrictedOn({...sampleCluster, ...forClients}, {name: 'kafka-01'}).clientPorts).toEqual([9092, 8080]);
		expect(restrictedOn(kraftCluster, {name: 'kafka-03'})).toEqual({peerPorts: [9093, 8083], clientPorts: []});
	});

	test.each([sampleCluster, kraftCluster])('are all that its services listen on, and no other', cluster => {
		for (const host of cluster.hosts) {
			const {peerPorts, clientPorts} = restrictedOn({...cluster, ...forClients}, host);
			const listening = portsOf(cluster, host).map(({port}) => port);
			expect([...peerPorts, ...clientPorts].sort()).toEqual(listening.sort());
		}
	});
});

test('every port of every role has its kind', () => {
	for (const id of roleIds) {
		const cluster = {...sampleCluster, roles: {...sampleCluster.roles, [id]: ['kafka-01']}, ...forClients};
		const {peerPorts, clientPorts} = restrictedOn(cluster, {name: 'kafka-01'});
		for (const {key} of roleOf(id).ports) expect([...peerPorts, ...clientPorts]).toContain((cluster[id] as never)[key]);
	}
});

describe('the openings in a firewall that is active', () => {
	const host = {name: 'kafka-02'};

	test('are for the roles that come there', () => {
		expect(openings(sampleCluster, host, 'zookeeper')).toEqual([
			{port: 2181, what: 'ZooKeeper clients', from: ['kafka-01', 'kafka-03']},
			{port: 2888, what: 'ZooKeeper peers', from: ['kafka-01', 'kafka-03']},
			{port: 3888, what: 'ZooKeeper leader election', from: ['kafka-01', 'kafka-03']},
		]);
		expect(openings(kraftCluster, host, 'controller')).toEqual([
			{port: 9093, what: 'KRaft controller', from: ['kafka-01', 'kafka-03']},
		]);
		expect(openings(sampleCluster, host, 'kafka')).toEqual([{port: 9092, what: 'Kafka', from: ['kafka-01', 'kafka-03']}]);
		expect(openings(sampleCluster, host, 'connect')).toEqual([]);
	});

	test('are for the clients of the file too, at the ports for clients alone', () => {
		const cluster = {...sampleCluster, ...forClients};
		const networks = roleIds.flatMap(role => openings(cluster, host, role).map(one => [one.port, one.networks]));
		expect(networks).toEqual([
			[9093, undefined],
			[2181, undefined],
			[2888, undefined],
			[3888, undefined],
			[9092, ['10.1.0.0/16']],
			[8080, ['10.1.0.0/16']],
		]);
	});
});
