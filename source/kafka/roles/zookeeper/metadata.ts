import {zookeeper as role} from '../../../cluster/roles/zookeeper.ts';
import {brokerWith} from '../../addresses.ts';
import type {Metadata} from '../../metadata.ts';
import {zookeepers} from './addresses.ts';
import {readAssignments} from './assignments.ts';
import {controllerAt, uncontrolled} from './controller.ts';
import {settingsFile} from './files.ts';
import {ensembleMembers, ensemblePorts, replacedMembers, reportsOf} from './judge.ts';
import {logDirectory} from './judge-log-dir.ts';
import {askController, readController, registered} from './registered.ts';
import {sameCluster} from './same-cluster.ts';
import {ensembleOf, lookAtMember} from './standing.ts';
import {stillRegistered} from './still-registered.ts';

const property = 'zookeeper.connect';

/** A ZooKeeper ensemble keeps the metadata: brokers register in it, and elect the controller through it. */
export const zookeeper: Metadata = {
	role: role.id,
	title: role.title,
	member: `${role.title} member`,
	settingsFile,
	brokerProperty: () => property,
	addresses: zookeepers,
	brokerProperties: (cluster, {name}) => ({
		'broker.id': String(cluster.kafka.ids[name]),
		[property]: zookeepers(cluster),
		'zookeeper.connection.timeout.ms': '18000',
	}),
	isIn: settings => settings['process.roles'] === undefined && settings[property] !== undefined,
	addressesIn: settings =>
		// Behind the first slash stands where in ZooKeeper the cluster begins.
		(settings[property] ?? '')
			.replace(/\/.*$/, '')
			.split(',')
			.map(one => one.trim())
			.filter(Boolean),
	look: lookAtMember,
	standing: ensembleOf,
	async assignments(connection, {metadata}) {
		if (metadata?.clientPort === undefined) return undefined;
		return readAssignments(connection, {address: metadata.address, port: metadata.clientPort});
	},
	registered,
	askController,
	readController,
	controllerHost: brokerWith,
	authorities: controllerAt,
	uncontrolled,
	sameCluster: (cluster, known) => [sameCluster(cluster, known)],
	prepare: () => [],
	// ZooKeeper ends the session of a broker that was killed after 18 s (zookeeper.session.timeout.ms), and its registration.
	passing: {pattern: stillRegistered, what: 'the registration of the killed broker to end', seconds: 60},
	stopSeconds: 180,
	rules: [ensembleMembers, ensemblePorts, replacedMembers, logDirectory],
	isRunning: view => reportsOf(view).some(({from}) => from === 'process'),
};
