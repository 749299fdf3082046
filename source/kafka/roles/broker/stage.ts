import type {Cluster} from '../../../cluster/cluster.ts';
import {ownProperties, rackOf} from '../../../cluster/properties.ts';
import type {Host} from '../../../core/inventory.ts';
import type {ConvergeStep, Stage, Step} from '../../../core/plan.ts';
import {directory} from '../../../host/files/directory.ts';
import {firewall} from '../../../host/firewall/firewall.ts';
import {service} from '../../../host/service/service.ts';
import {listens} from '../../../host/shell.ts';
import {sysctl} from '../../../host/sysctl.ts';
import {replication} from '../../addresses.ts';
import {fatalLines} from '../../diagnosis/fatal-lines.ts';
import {serviceEntries} from '../../diagnosis/table.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {dropIn, startFiles} from '../../drop-in.ts';
import {openings} from '../../exposure.ts';
import {brokerSettings} from '../../host-limits.ts';
import {advertisedAs, boundTo, listenersOf} from '../../listeners.ts';
import {metadataOf} from '../../metadata.ts';
import {movedAddress} from '../../moved-address.ts';
import {movedBroker} from '../../moved-ports.ts';
import type {Materials} from '../../plan.ts';
import {serviceSettings, settingsGroup} from '../../service-settings.ts';
import {isOurs} from '../../settled/marker.ts';
import {brokersClusterId, clusterIdStep, type KnownCluster, mountsOf} from '../../settled/record-steps.ts';
import {renderProperties} from '../../templates.ts';
import {unitFile, unitFiles} from '../../unit-file.ts';
import {brokerTests} from './broker-tests.ts';
import {losesData} from './durability.ts';
import {afterBroker, beforeBroker, isController} from './gate.ts';

const read = (cluster: Cluster) => [distributionOf(cluster).files.kafka, ...unitFiles(cluster, 'kafka')];

function configuration(cluster: Cluster, host: Host, known: KnownCluster) {
	const {dataDirs, extraProperties} = cluster.kafka;
	const listeners = listenersOf(cluster, host);
	const moved = [movedBroker(cluster, host.name), movedAddress('Kafka', host)];
	const rack = rackOf(cluster, host.name);
	return serviceSettings(cluster, 'kafka', {
		id: 'configuration',
		title: 'Configuration',
		path: distributionOf(cluster).files.kafka,
		content: renderProperties(
			'server.properties',
			{
				...replication(cluster),
				cluster: cluster.name,
				listeners: boundTo(listeners, host),
				advertised: advertisedAs(listeners),
				dataDirs: dataDirs.join(','),
				metadata: Object.entries({
					...metadataOf(cluster).brokerProperties(cluster, host, known),
					...(rack === undefined ? {} : {'broker.rack': rack}),
				}),
			},
			{extra: extraProperties, own: ownProperties(cluster, host.name, 'kafka')},
		),
		// What a package brought, nothing has run with.
		remarks: (before, after) => [
			...losesData(isOurs(before) ? before : undefined, after),
			...moved.flatMap(said => said(before, after)),
		],
	});
}

/** The files of a broker, and its start. */
function filesAndStart(
	cluster: Cluster,
	host: Host,
	known: KnownCluster,
	config: readonly ConvergeStep[],
): readonly ConvergeStep[] {
	const {port} = cluster.kafka;
	const {passing, memberToo} = metadataOf(cluster);
	const member = memberToo?.(cluster, host, known);
	return service({
		id: 'start',
		title: 'Start Kafka',
		unit: unitOf(cluster, 'kafka'),
		config,
		files: startFiles(cluster, {service: 'kafka', files: read(cluster)}),
		answers: {what: `Kafka to answer on port ${port}`, command: listens(host.name, port)},
		fatal: fatalLines.kafka,
		causes: serviceEntries,
		...(passing === undefined ? {} : {passing}),
		startSeconds: 180,
		beforeStart: async context => member?.beforeStart(context),
		async beforeRestart(context) {
			await member?.before(context);
			await beforeBroker(context, cluster, host);
		},
		async afterRestart(context) {
			await member?.after(context);
			await afterBroker(context, cluster, host);
		},
		last: context => member?.isActive(context) ?? isController(context, cluster, host),
	});
}

/** What makes a host a member; its tests come after all members are there. */
function member(cluster: Cluster, host: Host, known: KnownCluster): readonly Step[] {
	const {dataDirs, heap} = cluster.kafka;
	const metadata = metadataOf(cluster);
	const {files, users, group} = distributionOf(cluster);
	const own = metadata.memberToo?.(cluster, host, known);
	const config: readonly ConvergeStep[] = [
		configuration(cluster, host, known),
		...unitFile(cluster, 'kafka', [files.kafka]),
		...dropIn(cluster, {
			service: 'kafka',
			heap,
			heapVariable: 'KAFKA_HEAP_OPTS',
			files: read(cluster),
			dataDirs,
			mounts: mountsOf(known, host, dataDirs),
			after: [unitOf(cluster, metadata.role)],
			restartSeconds: 5,
			stopSeconds: metadata.stopSeconds,
		}),
		...metadata.prepare(cluster, host, known),
	];
	return [
		firewall({
			id: 'firewall',
			title: 'Firewall',
			name: 'kafka',
			openings: [...openings(cluster, host, 'kafka'), ...(own === undefined ? [] : openings(cluster, host, metadata.role))],
		}),
		sysctl({name: 'kafka', settings: brokerSettings}),
		...dataDirs.map((path, index) =>
			directory({
				id: index === 0 ? 'data' : `data-${index + 1}`,
				title: 'Data directory',
				path,
				owner: users.kafka,
				group,
				mode: 0o700,
				data: true,
			}),
		),
		...metadata.sameCluster(cluster, known),
		settingsGroup(cluster, 'kafka'),
		...filesAndStart(cluster, host, known, config),
		clusterIdStep(known, brokersClusterId(dataDirs)),
	];
}

export function kafka(cluster: Cluster, hosts: readonly Host[], {known}: Pick<Materials, 'known'>): Stage {
	return {
		id: 'kafka',
		title: 'Kafka',
		hosts,
		begin() {
			const testsOf = brokerTests(cluster, hosts);
			const testsToo = metadataOf(cluster).testsToo?.(cluster, hosts, known);
			return host => [...member(cluster, host, known), ...(testsToo?.(host) ?? []), ...testsOf(host)];
		},
	};
}
