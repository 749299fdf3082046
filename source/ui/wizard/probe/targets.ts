import {idDirectories} from '../../../cluster/ids.ts';
import {eachNumbered, numberedRole} from '../../../cluster/roles.ts';
import {type Answers, fieldOf} from '../answers/answers.ts';
import {defaults} from '../answers/defaults.ts';
import {listOf} from '../answers/list-of.ts';
import type {Reading} from '../answers/reading.ts';
import {askedKeys} from '../answers/role-fields.ts';
import {cleanPath} from '../local-path.ts';
import type {ProbeTarget} from '../wizard-functions.ts';

/** The data directories as answered; their defaults where the answer is no directory. */
function directoriesOf(answers: Answers, {cluster, problems}: Reading): ProbeTarget['directories'] {
	if (cluster !== undefined) return idDirectories(cluster);
	const usual = idDirectories(defaults());
	return eachNumbered(role => {
		const asked = askedKeys().find(one => one.role === role && one.key === numberedRole(role).data?.key);
		const typed = asked === undefined || problems.has(asked.id) ? [] : listOf(fieldOf(answers, asked.id));
		return typed.length > 0 ? typed : usual[role];
	});
}

/** The hosts to look at, as the answers so far would have them logged in to. */
export function targetsOf(answers: Answers, reading: Reading): readonly ProbeTarget[] {
	const {completed} = reading;
	const field = (id: Parameters<typeof fieldOf>[1]) => (reading.problems.has(id) ? '' : fieldOf(completed, id));
	const [user, port, identityFile] = [field('ssh.user'), field('ssh.port'), cleanPath(field('ssh.identityFile'))];
	const secrets = {password: field('ssh.password'), passphrase: field('ssh.passphrase'), sudoPassword: field('ssh.sudoPassword')};
	const {ssh: kept = {}} = completed.kept as {
		ssh?: Pick<ProbeTarget['ssh'], 'transport' | 'configFile' | 'knownHostsFile' | 'proxyJump' | 'jumpPassword'>;
	};
	const {transport, configFile, knownHostsFile, proxyJump, jumpPassword} = kept;
	const ssh: ProbeTarget['ssh'] = {
		...(transport === undefined ? {} : {transport}),
		...(configFile === undefined ? {} : {configFile}),
		...(knownHostsFile === undefined ? {} : {knownHostsFile}),
		...(proxyJump === undefined ? {} : {proxyJump}),
		...(jumpPassword === undefined ? {} : {jumpPassword}),
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
