import {basename} from 'node:path';
import type {Cluster} from '../../../cluster/cluster.ts';
import {type ClusterSecret, passwordOf} from '../../../cluster/secrets.ts';
import {joined, sh} from '../../../core/command.ts';
import type {Host} from '../../../core/inventory.ts';
import type {ConvergeStep, Stage} from '../../../core/plan.ts';
import type {Secret} from '../../../core/secret.ts';
import {directory} from '../../../host/files/directory.ts';
import {upload} from '../../../host/files/upload.ts';
import {service} from '../../../host/service/service.ts';
import {listens} from '../../../host/shell.ts';
import {whileRunning} from '../../../host/while-running.ts';
import {connectorsUrl, workerAddress} from '../../addresses.ts';
import {rowCounter} from '../../database/row-counts.ts';
import {fatalLines} from '../../diagnosis/fatal-lines.ts';
import {serviceEntries} from '../../diagnosis/table.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {dropIn, startFiles} from '../../drop-in.ts';
import {settingsGroup} from '../../service-settings.ts';
import {type KnownCluster, mountsOf} from '../../settled/record-steps.ts';
import {unitFile, unitFiles} from '../../unit-file.ts';
import type {Plugin} from './artifacts/plugin.ts';
import {isRunning} from './connector-status.ts';
import {connectorTests} from './connector-tests.ts';
import {driverFile, passwordFile, secretsDir, sourceFile, sourcesDir} from './files.ts';
import {leftSources} from './left-sources.ts';
import {offsetsStep} from './offsets-step.ts';
import {pluginFiles, pluginSteps} from './plugin-step.ts';
import {jaasFile, jaasStep, loginFile, loginOption, loginStep, restCurl, workerLoginStep} from './rest-login.ts';
import type {CountRows} from './rows.ts';
import {passwordStep, sourceStep} from './sources.ts';
import {hasRegistry, sourcesOf, workerFile} from './worker.ts';

export type ConnectMaterials = {
	readonly plugin: Plugin;
	readonly secret: (secret: ClusterSecret) => Promise<Secret>;
};

/** The files of a worker, and its start. */
function worker(
	cluster: Cluster,
	host: Host,
	folders: readonly ConvergeStep[],
	config: readonly ConvergeStep[],
	read: readonly string[],
): readonly ConvergeStep[] {
	const {restPort} = cluster.connect;
	const running = sourcesOf(cluster, host).map(source => isRunning(cluster, source));
	const answering = sh`{ ${restCurl(cluster, sh`-fsS -m 5 -o /dev/null`, connectorsUrl(cluster)).command}; } 2>/dev/null`;
	return service({
		id: 'start',
		title: 'Start Connect',
		unit: unitOf(cluster, 'connect'),
		// A worker that runs without their group reads no password there: it gets it by the restart that follows.
		folders,
		config,
		// Once the unit names them no longer: a start that comes in between, as after a power cut, has all that it reads.
		cleanup: [leftSources(cluster, host)],
		files: startFiles(cluster, {service: 'connect', files: read}),
		answers: {
			what: `Connect to answer on port ${restPort}, with its connectors running`,
			command: joined([listens(workerAddress, restPort), ...(running.length > 0 ? running : [answering])], ' && '),
		},
		fatal: fatalLines.connect,
		causes: serviceEntries,
		startSeconds: 150,
		// A worker that can't log in ends itself, and systemd would start it again: with a wrong password, until the account is locked.
		stopsOnFailure: true,
	});
}

type Given = ConnectMaterials & {readonly known: KnownCluster; readonly countRows: CountRows};

function onHost(cluster: Cluster, host: Host, {plugin, secret, known, countRows}: Given) {
	const {driver, dataDir, heap} = cluster.connect;
	const {files, users, group, groups} = distributionOf(cluster);
	const unit = unitOf(cluster, 'connect');
	const sources = sourcesOf(cluster, host);
	const driverPath = driverFile(plugin.jars);
	const artifacts = [
		...pluginSteps(cluster, plugin, driverPath),
		...(driver === undefined
			? []
			: [upload({id: 'driver', title: `JDBC driver ${basename(driver)}`, source: driver, target: driverPath})]),
	];
	const passwords = sources.flatMap(source => {
		const password = passwordOf(source);
		return password === undefined ? [] : [passwordStep(cluster, source, () => secret(password))];
	});
	const read = [
		files.worker,
		jaasFile,
		loginFile,
		...sources.map(({name}) => sourceFile(name)),
		...sources.filter(source => source.password !== undefined).map(({name}) => `${secretsDir}/${passwordFile(name)}`),
		...(driver === undefined ? [] : [driverPath]),
		...pluginFiles(cluster, plugin),
		...unitFiles(cluster, 'connect'),
	];
	const settings = [
		jaasStep(cluster),
		loginStep(cluster),
		workerLoginStep(cluster),
		...passwords,
		...sources.map(source => sourceStep(cluster, source)),
		...unitFile(cluster, 'connect', [files.worker, ...sources.map(({name}) => sourceFile(name))]),
		...dropIn(cluster, {
			service: 'connect',
			heap,
			heapVariable: 'KAFKA_HEAP_OPTS',
			options: loginOption,
			files: read,
			dataDirs: [dataDir],
			mounts: mountsOf(known, host, [dataDir]),
			after: [unitOf(cluster, 'kafka'), ...(hasRegistry(cluster) ? [unitOf(cluster, 'schema-registry')] : [])],
			restartSeconds: 30,
		}),
	];
	return [
		directory({id: 'data', title: 'Folder of the offsets', path: dataDir, owner: users.connect, group, mode: 0o700, data: true}),
		offsetsStep(cluster),
		settingsGroup(cluster, 'connect'),
		...worker(
			cluster,
			host,
			// Not as the package makes it, so that a plan made before the package is there holds.
			[
				directory({id: 'sources', title: 'Folder of the sources', path: sourcesDir, group: groups.connect, mode: 0o750}),
				directory({id: 'secrets', title: 'Folder of the passwords', path: secretsDir, group: groups.connect, mode: 0o750}),
			],
			[
				hasRegistry(cluster) ? whileRunning(unit, workerFile(cluster, host)) : workerFile(cluster, host),
				...artifacts,
				...settings,
			],
			read,
		),
		...sources.flatMap(source => connectorTests(cluster, source, countRows)),
	];
}

export function connect(
	cluster: Cluster,
	hosts: readonly Host[],
	materials: ConnectMaterials & {readonly known: KnownCluster},
): Stage {
	return {
		id: 'connect',
		title: 'Connect',
		hosts,
		begin() {
			const countRows = rowCounter(cluster, materials);
			return host => onHost(cluster, host, {...materials, countRows});
		},
	};
}
