import {type Answers, fieldOf} from './answers.ts';
import {cleanPath} from './local-path.ts';
import type {Reading} from './reading.ts';
import type {ProbeTarget} from './wizard-functions.ts';

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
	return reading.hosts.map(host => {
		const hostKeys = answers.hostKeys[host.name];
		return {host: hostKeys?.length ? {...host, hostKeys} : host, ssh};
	});
}
