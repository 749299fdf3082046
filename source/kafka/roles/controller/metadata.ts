import {isCombined} from '../../../cluster/cluster.ts';
import {controller as role} from '../../../cluster/roles/controller.ts';
import {distributionOf} from '../../distribution.ts';
import {formatStep, formattedStep} from '../../format.ts';
import type {Metadata} from '../../metadata.ts';
import {memberToo, testsToo} from './combined.ts';
import {settingsFile} from './files.ts';
import {directoryIds, quorumMembers, quorumPort, quorumProcesses, replacedControllers} from './judge.ts';
import {orphanedBrokers} from './judge-orphans.ts';
import {controllers, kindOf, quorumOptions, quorumProperties, quorumProperty} from './quorum.ts';
import {askController, assignments, authorities, controllerHost, registered, serves, uncontrolled} from './registered.ts';
import {readController} from './registered-by-commands.ts';
import {addressesIn, look, standingOf} from './standing.ts';

/** The controllers of KRaft keep the metadata in a log of their own: brokers register with them, and follow the log. */
export const kraft: Metadata = {
	role: role.id,
	title: 'the KRaft quorum',
	member: 'controller',
	settingsFile,
	brokerProperty: cluster => quorumProperty[kindOf(cluster, {})],
	addresses: controllers,
	brokerProperties: (cluster, {name}, known) => ({
		'process.roles': isCombined(cluster, name) ? 'broker,controller' : 'broker',
		'node.id': String(cluster.kafka.ids[name]),
		...quorumProperties(cluster, known),
	}),
	isIn: settings => settings['process.roles'] !== undefined,
	addressesIn,
	look,
	standing: standingOf,
	serves,
	assignments,
	registered,
	askController,
	readController,
	controllerHost,
	authorities,
	uncontrolled,
	// Its storage was formatted with the cluster id, and a broker of another cluster is not let in.
	sameCluster: () => [],
	prepare(cluster, host, known) {
		const {ids, dataDirs} = cluster.kafka;
		const options = isCombined(cluster, host.name) ? quorumOptions(cluster, known) : [];
		const spec = {
			cluster,
			role: 'kafka',
			host,
			nodeId: ids[host.name]!,
			directories: dataDirs,
			settingsFile: distributionOf(cluster).files.kafka,
			options,
		} as const;
		return [formatStep(spec, known), formattedStep(spec)];
	},
	memberToo,
	testsToo,
	// A broker that finds no active controller stops after five minutes (measured: 302 to 305 s): killed before, it would have to recover its logs.
	stopSeconds: 360,
	rules: [quorumMembers, quorumPort, quorumProcesses, directoryIds, replacedControllers, orphanedBrokers],
	isRunning: view => view.serving !== undefined,
};
