import {type Answers, fieldOf} from '../answers/answers.ts';
import {listOf} from '../answers/cluster-data.ts';
import {defaults} from '../answers/defaults.ts';
import type {Reading} from '../answers/reading.ts';
import {cleanPath} from '../local-path.ts';
import type {ProbeTarget} from '../wizard-functions.ts';

/** The data directories as answered; their defaults where the answer is no directory. */
function directoriesOf(answers: Answers, {cluster, problems}: Reading): ProbeTarget['directories'] {
	if (cluster !== undefined) return {zookeeper: cluster.zookeeper.dataDir, kafka: cluster.kafka.dataDirs};
	const field = (id: 'zookeeper.dataDir' | 'kafka.dataDirs') => (problems.has(id) ? '' : fieldOf(answers, id));
	const {zookeeper, kafka} = defaults();
	const listed = listOf(field('kafka.dataDirs'));
	return {
		zookeeper: field('zookeeper.dataDir') || zookeeper.dataDir,
		kafka: listed.length > 0 ? listed : kafka.dataDirs,
	};
}

/** The hosts to look at, as the answers so far would have them logged in to. */
export function targetsOf(answers: Answers, reading: Reading): readonly ProbeTarget[] {
	const field = (id: Parameters<typeof fieldOf>[1]) => (reading.problems.has(id) ? '' : fieldOf(answers, id));
	const [user, port, identityFile] = [field('ssh.user'), field('ssh.port'), cleanPath(field('ssh.identityFile'))];
	const secrets = {password: field('ssh.password'), passphrase: field('ssh.passphrase'), sudoPassword: field('ssh.sudoPassword')};
	const {ssh: kept = {}} = answers.kept as {ssh?: Pick<ProbeTarget['ssh'], 'configFile' | 'knownHostsFile'>};
	const {configFile, knownHostsFile} = kept;
	const ssh: ProbeTarget['ssh'] = {
		...(configFile === undefined ? {} : {configFile}),
		...(knownHostsFile === undefined ? {} : {knownHostsFile}),
		...(user === '' ? {} : {user}),
		...(port === '' ? {} : {port: Number(port)}),
		...(identityFile === '' ? {} : {identityFile}),
		...Object.fromEntries(Object.entries(secrets).filter(([, ref]) => ref !== '')),
	};
	const directories = directoriesOf(answers, reading);
	return reading.hosts.map(host => {
		const hostKeys = answers.hostKeys[host.name];
		return {host: hostKeys?.length ? {...host, hostKeys} : host, ssh, directories};
	});
}
