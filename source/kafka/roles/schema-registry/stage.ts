import type {Cluster} from '../../../cluster/cluster.ts';
import {ownProperties} from '../../../cluster/properties.ts';
import {sh} from '../../../core/command.ts';
import {StepError} from '../../../core/errors.ts';
import type {Host} from '../../../core/inventory.ts';
import type {ConvergeStep, Stage, Step} from '../../../core/plan.ts';
import {firewall} from '../../../host/firewall/firewall.ts';
import {service} from '../../../host/service/service.ts';
import {listens, must} from '../../../host/shell.ts';
import {whileDown} from '../../../host/while-running.ts';
import {brokers, hostsOf, registryUrl, replication} from '../../addresses.ts';
import {fatalLines} from '../../diagnosis/fatal-lines.ts';
import {serviceEntries} from '../../diagnosis/table.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {dropIn, startFiles} from '../../drop-in.ts';
import {openings} from '../../exposure.ts';
import {clientScheme} from '../../listeners.ts';
import {movedAddress} from '../../moved-address.ts';
import {movedRegistry} from '../../moved-ports.ts';
import {beforePort} from '../../own-address.ts';
import {serviceSettings, settingsGroup} from '../../service-settings.ts';
import {givesSubjects, subjectsCommand} from '../../subjects.ts';
import {renderProperties} from '../../templates.ts';
import {workerFile} from '../connect/worker.ts';
import {leftRegistry} from './left-registry.ts';
import {otherTopic} from './other-topic.ts';

function configuration(cluster: Cluster, host: Host) {
	const {port, extraProperties} = cluster['schema-registry'];
	const moved = [movedRegistry(cluster, host.name), movedAddress('Schema Registry', host)];
	return serviceSettings(cluster, 'registry', {
		id: 'configuration',
		title: 'Configuration',
		path: distributionOf(cluster).files.schemaRegistry,
		content: renderProperties(
			'schema-registry.properties',
			{
				cluster: cluster.name,
				host: host.name,
				address: beforePort(host.bind ?? '0.0.0.0'),
				port,
				bootstrapServers: brokers(cluster, clientScheme),
				replicationFactor: replication(cluster).replicationFactor,
			},
			{extra: extraProperties, own: ownProperties(cluster, host.name, 'schema-registry')},
		),
		remarks: (before, after) => [otherTopic, ...moved].flatMap(said => said(before, after)),
	});
}

function member(cluster: Cluster, host: Host): readonly Step[] {
	const {port, heap} = cluster['schema-registry'];
	const {files} = distributionOf(cluster);
	const unit = unitOf(cluster, 'schema-registry');
	const config: readonly ConvergeStep[] = [
		configuration(cluster, host),
		...dropIn(cluster, {
			service: 'schema-registry',
			heap,
			heapVariable: 'SCHEMA_REGISTRY_HEAP_OPTS',
			files: [files.schemaRegistry],
			after: [unitOf(cluster, 'kafka')],
			restartSeconds: 10,
		}),
	];
	return [
		firewall({
			id: 'firewall',
			title: 'Firewall',
			name: 'schema-registry',
			openings: openings(cluster, host, 'schema-registry'),
		}),
		settingsGroup(cluster, 'registry'),
		...service({
			id: 'start',
			title: 'Start Schema Registry',
			unit,
			config,
			files: startFiles(cluster, {service: 'schema-registry', files: [files.schemaRegistry]}),
			answers: {
				what: `Schema Registry to answer on port ${port}`,
				command: sh`${listens(host.name, port)} && ${givesSubjects(cluster, host.name)}`,
			},
			fatal: fatalLines.schemaRegistry,
			causes: serviceEntries,
			// It makes its topic at the first start, and waits for that up to a minute (kafkastore.init.timeout.ms).
			startSeconds: 150,
		}),
	];
}

/** The seed's test: from every host that has business with it, the registry answers with a list of subjects. */
function subjects(cluster: Cluster): readonly Step[] {
	return cluster.roles['schema-registry'].map(name => ({
		id: cluster.roles['schema-registry'].length === 1 ? 'subjects' : `subjects-${name}`,
		title: `Subjects of ${name}`,
		async apply(context) {
			const command = subjectsCommand(cluster, name);
			const {stdout} = await must(context, command, {show: true});
			if (/^\[.*\]\s*$/s.test(stdout)) return context.report({kind: 'endpoint', host: name, address: registryUrl(cluster, name)});
			throw new StepError(
				`Schema Registry on ${name} answered ${context.host.name} with something that is not a list of subjects`,
				{
					command: command.text,
					tail: stdout.split('\n').slice(-20),
					hint: `See its log on ${name}: journalctl -u ${unitOf(cluster, 'schema-registry')} -n 50`,
				},
			);
		},
	}));
}

export function schemaRegistry(cluster: Cluster, hosts: readonly Host[]): Stage {
	return {
		id: 'schema-registry',
		title: 'Schema Registry',
		hosts,
		begin() {
			const clients = new Set(hostsOf(cluster, 'kafka', 'schema-registry', 'connect').map(({name}) => name));
			return host => [
				...(cluster.roles['schema-registry'].includes(host.name) ? member(cluster, host) : [leftRegistry(cluster, host, hosts)]),
				...(cluster.roles.connect.includes(host.name)
					? [settingsGroup(cluster, 'connect'), whileDown(unitOf(cluster, 'connect'), workerFile(cluster, host))]
					: []),
				...(clients.has(host.name) ? subjects(cluster) : []),
			];
		},
	};
}
