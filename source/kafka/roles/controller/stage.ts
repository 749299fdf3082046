import type {Cluster} from '../../../cluster/cluster.ts';
import {controllerListener} from '../../../cluster/listener-names.ts';
import {ownProperties} from '../../../cluster/properties.ts';
import {controller as role} from '../../../cluster/roles/controller.ts';
import {sh} from '../../../core/command.ts';
import type {Host} from '../../../core/inventory.ts';
import type {ConvergeStep, Stage, Step} from '../../../core/plan.ts';
import {directory} from '../../../host/files/directory.ts';
import {firewall} from '../../../host/firewall/firewall.ts';
import {service} from '../../../host/service/service.ts';
import {listens} from '../../../host/shell.ts';
import {fatalLines} from '../../diagnosis/fatal-lines.ts';
import {serviceEntries} from '../../diagnosis/table.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {dropIn, startFiles} from '../../drop-in.ts';
import {openings} from '../../exposure.ts';
import {formatStep, formattedStep} from '../../format.ts';
import {boundTo} from '../../listeners.ts';
import {ownAddress} from '../../own-address.ts';
import type {Materials} from '../../plan.ts';
import {serviceSettings, settingsGroup} from '../../service-settings.ts';
import {type KnownCluster, mountsOf} from '../../settled/record-steps.ts';
import {renderProperties} from '../../templates.ts';
import {topicDefaults} from '../../topic-defaults.ts';
import {unitFile, unitFiles} from '../../unit-file.ts';
import {losesElections} from '../broker/durability.ts';
import {settingsFile} from './files.ts';
import {quorumGate} from './gate.ts';
import {quorumOptions, quorumProperties} from './quorum.ts';
import {quorumTests} from './tests.ts';

const unitOfController = (cluster: Cluster) => unitOf(cluster, role.id);
const read = (cluster: Cluster) => [settingsFile, ...unitFiles(cluster, role.id)];

function configuration(cluster: Cluster, host: Host, known: KnownCluster) {
	const {name} = host;
	const {ids, port, dataDir, extraProperties} = cluster.controller;
	return serviceSettings(cluster, 'kafka', {
		id: 'configuration',
		title: 'Configuration',
		path: settingsFile,
		content: renderProperties(
			'controller.properties',
			{
				cluster: cluster.name,
				id: ids[name],
				quorum: Object.entries(quorumProperties(cluster, known)),
				listeners: boundTo([{name: controllerListener, port}], host),
				advertised: `${controllerListener}://${name}:${port}`,
				dataDir,
				topics: Object.entries(topicDefaults(cluster)),
			},
			{extra: extraProperties, own: ownProperties(cluster, name, role.id)},
		),
		remarks: losesElections,
	});
}

/** The unit, which packages do not bring, and what every unit of ours has. */
function unitSteps(cluster: Cluster, host: Host, known: KnownCluster): readonly ConvergeStep[] {
	const {heap, dataDir} = cluster.controller;
	return [
		...unitFile(cluster, role.id, [settingsFile]),
		...dropIn(cluster, {
			service: 'controller',
			heap,
			heapVariable: 'KAFKA_HEAP_OPTS',
			files: read(cluster),
			dataDirs: [dataDir],
			mounts: mountsOf(known, host, [dataDir]),
			restartSeconds: 5,
		}),
	];
}

/** Formatted by the settings that it will run with: as a member of the quorum that was drawn. */
function storage(cluster: Cluster, host: Host, known: KnownCluster): readonly ConvergeStep[] {
	const {ids, dataDir} = cluster.controller;
	const spec = {
		cluster,
		role: role.id,
		host,
		nodeId: ids[host.name]!,
		directories: [dataDir],
		settingsFile,
		options: quorumOptions(cluster, known),
	};
	return [formatStep(spec, known), formattedStep(spec)];
}

/** What makes a host a controller; its tests come after all of them are there. */
function member(cluster: Cluster, host: Host, known: KnownCluster): readonly Step[] {
	const {port, dataDir} = cluster.controller;
	const gate = quorumGate(cluster, host, known);
	const {users, group} = distributionOf(cluster);
	return [
		firewall({
			id: 'firewall',
			title: 'Firewall',
			name: role.id,
			openings: openings(cluster, host, 'controller'),
		}),
		directory({id: 'data', title: 'Data directory', path: dataDir, owner: users.kafka, group, mode: 0o700, data: true}),
		settingsGroup(cluster, 'kafka'),
		...service({
			id: 'start',
			title: 'Start the controller',
			unit: unitOfController(cluster),
			config: [configuration(cluster, host, known), ...unitSteps(cluster, host, known), ...storage(cluster, host, known)],
			files: startFiles(cluster, {service: 'controller', files: read(cluster)}),
			answers: {what: `the controller to answer on port ${port}`, command: sh`${listens(ownAddress(host), port)}`},
			fatal: fatalLines.kafka,
			causes: serviceEntries,
			startSeconds: 120,
			beforeStart: gate.beforeStart,
			beforeRestart: gate.before,
			afterRestart: gate.after,
			last: gate.isActive,
		}),
	];
}

export function controller(cluster: Cluster, hosts: readonly Host[], {known}: Pick<Materials, 'known'>): Stage {
	return {
		id: role.id,
		title: role.title,
		hosts,
		begin() {
			const testsOf = quorumTests(cluster, hosts, known);
			return host => [...member(cluster, host, known), ...testsOf(host)];
		},
	};
}
