import type {Cluster} from '../../../cluster/cluster.ts';
import {ownProperties} from '../../../cluster/properties.ts';
import {zookeeper as role} from '../../../cluster/roles/zookeeper.ts';
import {logDirOf} from '../../../cluster/roles/zookeeper-log-dir.ts';
import {StepError} from '../../../core/errors.ts';
import type {Host} from '../../../core/inventory.ts';
import type {ConvergeStep, Stage, Step} from '../../../core/plan.ts';
import {directory} from '../../../host/files/directory.ts';
import {file} from '../../../host/files/file.ts';
import {firewall} from '../../../host/firewall/firewall.ts';
import {service} from '../../../host/service/service.ts';
import {must} from '../../../host/shell.ts';
import {fatalLines} from '../../diagnosis/fatal-lines.ts';
import {serviceEntries} from '../../diagnosis/table.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {dropIn, startFiles} from '../../drop-in.ts';
import {openings} from '../../exposure.ts';
import {ownAddress} from '../../own-address.ts';
import type {Materials} from '../../plan.ts';
import {serviceSettings, settingsGroup} from '../../service-settings.ts';
import {type KnownCluster, mountsOf} from '../../settled/record-steps.ts';
import {renderProperties} from '../../templates.ts';
import {unitFile, unitFiles} from '../../unit-file.ts';
import {dataFirst} from './ensemble-data.ts';
import {settingsFile} from './files.ts';
import {ask, modeIn, serves, type ZookeeperMode} from './four-letter-words.ts';
import {ensembleGate} from './gate.ts';
import {serversOf} from './servers.ts';

const read = (cluster: Cluster) => [settingsFile, `${cluster.zookeeper.dataDir}/myid`, ...unitFiles(cluster, role.id)];

function configuration(cluster: Cluster, host: Host) {
	const {dataDir, clientPort, peerPort, electionPort, extraProperties} = cluster.zookeeper;
	const members = {peerPort, electionPort, servers: serversOf(cluster, host)};
	const values = {cluster: cluster.name, dataDir, clientPort, address: host.bind, ...members};
	return serviceSettings(cluster, 'kafka', {
		id: 'configuration',
		title: 'Configuration',
		path: settingsFile,
		content: renderProperties('zookeeper.properties', values, {
			extra: extraProperties,
			own: ownProperties(cluster, host.name, role.id),
		}),
	});
}

function myid(cluster: Cluster, host: Host) {
	const {dataDir, ids} = cluster.zookeeper;
	const {users, group} = distributionOf(cluster);
	const path = `${dataDir}/myid`;
	return file({id: 'myid', title: `ID ${ids[host.name]}`, path, content: `${ids[host.name]}\n`, owner: users.kafka, group});
}

/** The files of a member, and its start. */
function filesAndStart(cluster: Cluster, host: Host, config: readonly ConvergeStep[]): readonly ConvergeStep[] {
	const {clientPort} = cluster.zookeeper;
	const gate = ensembleGate(cluster, host);
	return service({
		id: 'start',
		title: 'Start ZooKeeper',
		unit: unitOf(cluster, role.id),
		config,
		files: startFiles(cluster, {service: 'zookeeper', files: read(cluster)}),
		answers: {
			what: `ZooKeeper to answer on port ${clientPort}`,
			command: serves(ownAddress(host), clientPort),
		},
		fatal: fatalLines.zookeeper,
		causes: serviceEntries,
		startSeconds: 90,
		...(cluster.roles.zookeeper.length > 1 ? {first: dataFirst(cluster, host)} : {}),
		beforeRestart: gate.before,
		afterRestart: gate.after,
		last: gate.isLeader,
	});
}

/** The seed's test, `stat` on every member; and together they must have exactly one leader. */
function tests(cluster: Cluster, hosts: readonly Host[]): (host: Host) => readonly Step[] {
	const {clientPort} = cluster.zookeeper;
	const members = cluster.roles.zookeeper;
	const member = (host: Host): Step => ({
		id: 'stat',
		title: 'Member answers',
		async apply(context) {
			const address = ownAddress(host);
			await must(context, ask('stat', address, clientPort), {show: true});
			const {stdout} = await must(context, ask('srvr', address, clientPort), {show: true});
			const {name} = host;
			if (modeIn(stdout) !== undefined) return context.report({kind: 'endpoint', host: name, address: `${name}:${clientPort}`});
			throw new StepError(`ZooKeeper on ${name} runs, but serves nobody: it has no majority of the ensemble`, {
				command: ask('srvr', address, clientPort).text,
				tail: stdout.trim().split('\n'),
				hint: `See why it can't reach the others: journalctl -u ${unitOf(cluster, role.id)} -n 50`,
			});
		},
	});
	const leader: Step = {
		id: 'leader',
		title: 'One leader',
		async apply(context) {
			const modes: (ZookeeperMode | undefined)[] = [];
			for (const name of members) {
				const {stdout} = await context.show(ask('srvr', name, clientPort));
				modes.push(modeIn(stdout));
			}
			const leaders = members.filter((_, index) => modes[index] === 'leader');
			const followers = modes.filter(mode => mode === 'follower');
			const fine =
				members.length === 1 ? modes[0] === 'standalone' : leaders.length === 1 && followers.length === members.length - 1;
			const said = members.map((name, index) => `${name}: ${modes[index] ?? 'no answer'}`).join(', ');
			if (!fine) throw new StepError(`the ensemble should have one leader and ${members.length - 1} followers; it has ${said}`);
			context.note(said);
			for (const [index, name] of members.entries()) {
				const part = modes[index];
				if (part !== undefined) context.report({kind: 'member', host: name, part});
			}
		},
	};
	return host => (host === hosts[0] ? [member(host), leader] : [member(host)]);
}

/** What makes a host a member; its tests come after all members are there. */
function member(cluster: Cluster, host: Host, known: KnownCluster): readonly ConvergeStep[] {
	const {dataDir, heap} = cluster.zookeeper;
	const {users, group} = distributionOf(cluster);
	const logDir = logDirOf(cluster.zookeeper);
	const dataDirs = [dataDir, ...(logDir === undefined ? [] : [logDir])];
	const config: readonly ConvergeStep[] = [
		myid(cluster, host),
		configuration(cluster, host),
		...unitFile(cluster, role.id, [settingsFile]),
		...dropIn(cluster, {
			service: 'zookeeper',
			heap,
			heapVariable: 'KAFKA_HEAP_OPTS',
			files: read(cluster),
			dataDirs,
			mounts: mountsOf(known, host, dataDirs),
			restartSeconds: 5,
		}),
	];
	return [
		firewall({
			id: 'firewall',
			title: 'Firewall',
			name: 'zookeeper',
			openings: openings(cluster, host, 'zookeeper'),
		}),
		...dataDirs.map((path, index) =>
			directory({
				id: index === 0 ? 'data' : 'log-data',
				title: index === 0 ? 'Data directory' : 'Directory of the transaction log',
				path,
				owner: users.kafka,
				group,
				mode: 0o700,
				data: true,
			}),
		),
		settingsGroup(cluster, 'kafka'),
		...filesAndStart(cluster, host, config),
	];
}

export function zookeeper(cluster: Cluster, hosts: readonly Host[], {known}: Pick<Materials, 'known'>): Stage {
	return {
		id: 'zookeeper',
		title: 'ZooKeeper',
		hosts,
		begin() {
			const testsOf = tests(cluster, hosts);
			return host => [...member(cluster, host, known), ...testsOf(host)];
		},
	};
}
