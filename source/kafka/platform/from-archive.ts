import {dirname} from 'node:path/posix';
import {type Cluster, directoriesOn} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import type {Host} from '../../core/inventory.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {within} from '../../core/system-directories.ts';
import {directory} from '../../host/files/directory.ts';
import {file} from '../../host/files/file.ts';
import {links} from '../../host/files/link.ts';
import {unpacked} from '../../host/files/unpacked.ts';
import {user} from '../../host/user.ts';
import {distributionOf} from '../distribution.ts';
import type {Archives} from './archives.ts';
import {
	currentLink,
	javaFolder,
	javaHome,
	kafkaFolder,
	launcher,
	launcherText,
	logFolder,
	toolsOf,
	unpackedMark,
	versionFolder,
} from './layout.ts';

/** Java, and Kafka, unpacked. They come first: an archive that is refused leaves the host as it was. */
export function archiveSteps({platform}: Cluster, {kafka, java}: Archives): readonly ConvergeStep[] {
	const home = javaHome({platform});
	return [
		...(java === undefined || home === undefined
			? []
			: [
					directory({path: javaFolder, title: 'Folder of Java'}),
					unpacked({
						id: 'java-archive',
						title: 'Java',
						target: home,
						...java,
						mark: unpackedMark,
						proof: sh`bin/java -version >&2`,
					}),
				]),
		...(kafka === undefined || platform.source === undefined
			? []
			: [
					directory({path: kafkaFolder, title: 'Folder of Kafka'}),
					unpacked({
						id: 'kafka-archive',
						title: 'Apache Kafka',
						target: versionFolder(platform.source.kafka),
						...kafka,
						mark: unpackedMark,
						proof: sh`for one in ${`libs/kafka-clients-${platform.source.kafka}.jar`} bin/kafka-server-start.sh; do
	[ -f "$one" ] || { echo "the archive has no $one" >&2; exit 1; }
done`,
					}),
				]),
	];
}

/** Where data is by default: the folder is named, so that a removal with the data takes it away. */
const dataFolder = '/var/lib/kafka';

/** What packages would bring beside: accounts, folders, and the names of tools. */
export function layoutSteps(cluster: Cluster, host: Host): readonly ConvergeStep[] {
	const {source} = cluster.platform;
	if (source === undefined) return [];
	const {users, group, pluginsDir, bin} = distributionOf(cluster);
	const connects = cluster.roles.connect.includes(host.name);
	const plugins = connects ? [dirname(pluginsDir), pluginsDir] : [];
	return [
		user({name: users.kafka, group}),
		...(connects ? [user({name: users.connect, group})] : []),
		directory({path: '/etc/kafka', title: 'Folder of settings'}),
		// Every service of the group logs there.
		directory({path: logFolder, title: 'Folder of logs', owner: users.kafka, group, mode: 0o775, logs: true}),
		...(directoriesOn(cluster, host.name).some(path => within(path, dataFolder))
			? [directory({path: dataFolder, title: 'Folder of data'})]
			: []),
		...plugins.map(path => directory({path, title: 'Folder of plug-ins'})),
		links({id: 'current', title: 'Version that runs', links: [{path: currentLink, to: source.kafka}]}),
		file({id: 'launcher', title: 'Launcher of tools', path: launcher, content: launcherText(cluster), mode: 0o755}),
		links({
			id: 'tool-links',
			title: 'Command line tools',
			links: toolsOf(cluster).map(name => ({path: `${bin}/${name}`, to: launcher})),
		}),
	];
}
