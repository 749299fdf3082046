import {quote} from '../../core/command.ts';
import {files, group, units, users} from '../layout.ts';
import {serversOf} from '../servers.ts';
import type {View} from './view.ts';

/**
 * How members are added to an ensemble by hand: those with data first, the others one by one (measured; a new majority
 * that starts first leads an empty ensemble of its own). In lines, as they are typed on the operator's machine.
 */
export function addMembers({cluster}: View, there: readonly string[]): readonly string[] {
	const {dataDir, ids} = cluster.zookeeper;
	const members = cluster.roles.zookeeper;
	const added = members.filter(name => !there.includes(name));
	const [first] = there;
	const without = added.filter(
		name => !(['kafka', 'schema-registry', 'connect'] as const).some(role => cluster.roles[role].includes(name)),
	);
	const file = files.zookeeper;
	const lines = (name: string) =>
		serversOf(cluster, {name})
			.map(({id, address}) => `server.${id}=${address}:${cluster.zookeeper.peerPort}:${cluster.zookeeper.electionPort}`)
			.join(' ');
	const mode = (name: string) =>
		`ssh ${name} 'exec 3<>/dev/tcp/localhost/${cluster.zookeeper.clientPort}; echo srvr >&3; grep Mode: <&3'`;
	return [
		`Adding ZooKeeper members is not supported yet. By hand, as root on the hosts (here by ssh and sudo), in this order:`,
		`1. Keep \`zookeeper: [${there.join(', ')}]\` and give ${added.join(', ')} the role kafka${without.length > 0 ? ' (or another one)' : ''}, then run kafka-setup apply FILE: it installs the packages there.`,
		'2. Write the settings of all members:',
		...added.flatMap(name => [
			`   ssh ${first} sudo cat ${file} | ssh ${name} 'sudo tee ${file} >/dev/null'`,
			`   ssh ${name} 'sudo install -d -o ${users.kafka} -g ${group} -m 750 ${quote(dataDir)} && echo ${ids[name]} | sudo -u ${users.kafka} tee ${quote(`${dataDir}/myid`)} >/dev/null'`,
		]),
		...members.map(
			name =>
				`   printf '%s\\n' ${lines(name)} | ssh ${name} 'sudo sed -i /^server\\\\./d ${file}; sudo tee -a ${file} >/dev/null'`,
		),
		`3. Restart ${there.join(', ')} first: ${there.length > 1 ? 'they have' : 'it has'} the data. ${there.length > 1 ? 'They wait' : 'It waits'} for the others, and Kafka waits too:`,
		...there.map(name => `   ssh ${name} sudo systemctl restart ${units.zookeeper}`),
		'4. Start the new members one by one; each has to say "Mode: follower" before the next is started:',
		...added.flatMap(name => [`   ssh ${name} sudo systemctl enable --now ${units.zookeeper}`, `   ${mode(name)}`]),
		'5. Run kafka-setup apply with this cluster file: it restarts the brokers one by one, for their list of members.',
	];
}
