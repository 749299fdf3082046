import type {Cluster} from '../../../cluster/cluster.ts';
import {sh} from '../../../core/command.ts';
import type {WayOut} from '../../../core/events.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {ownAddress} from '../../own-address.ts';
import type {View} from '../../settled/view.ts';
import {run, say} from '../../settled/way-out.ts';
import {settingsFile} from './files.ts';
import {serversOf} from './servers.ts';

const hostWith = ({hosts}: Cluster, name: string) => hosts.find(one => one.name === name) ?? {name};

const on = (host: string, command: string) => run(sh`ssh ${host} ${command}`.text);

/** The data directory of a member, with its id alone. */
function emptyMember(cluster: Cluster, name: string): readonly WayOut[] {
	const {dataDir, ids} = cluster.zookeeper;
	const {users, group} = distributionOf(cluster);
	return [
		on(name, sh`sudo install -d -o ${users.kafka} -g ${group} -m 750 ${dataDir}`.text),
		on(name, sh`echo ${ids[name]!} | sudo -u ${users.kafka} tee ${`${dataDir}/myid`} >/dev/null`.text),
	];
}

/** Starts a member, and asks it whether it follows one that has the data. */
const startMember = (cluster: Cluster, name: string): readonly WayOut[] => [
	on(name, sh`sudo systemctl enable --now ${unitOf(cluster, 'zookeeper')}`.text),
	on(
		name,
		sh`exec 3<>/dev/tcp/${ownAddress(hostWith(cluster, name))}/${cluster.zookeeper.clientPort}; echo srvr >&3; grep Mode: <&3`
			.text,
	),
];

/** How members that lost their data come back beside those that have it. */
export const refillMembers = ({cluster}: View, empty: readonly string[]): readonly WayOut[] => [
	say('By hand, one by one, while a member with data runs. Each has to say "Mode: follower" before the next is started:'),
	...empty.flatMap(name => [...emptyMember(cluster, name), ...startMember(cluster, name)]),
	say('Then run again.'),
];

/**
 * How members are added to an ensemble by hand: those with data first, the others one by one (measured; a new majority
 * that starts first leads an empty ensemble of its own). The commands are for the operator's machine.
 */
export function addMembers({cluster}: View, there: readonly string[]): readonly WayOut[] {
	const {peerPort, electionPort} = cluster.zookeeper;
	const members = cluster.roles.zookeeper;
	const added = members.filter(name => !there.includes(name));
	const first = there[0]!;
	const file = settingsFile;
	const lines = (name: string) =>
		serversOf(cluster, hostWith(cluster, name)).map(({id, address}) => `server.${id}=${address}:${peerPort}:${electionPort}`);
	const have = there.length > 1;
	return [
		say('Adding ZooKeeper members is not supported yet. By hand, in this order:'),
		say(
			`1. Keep \`zookeeper: [${there.join(', ')}]\`, give ${added.join(', ')} the role kafka or another one, and apply: that installs the packages there.`,
		),
		run('kafka-setup apply FILE'),
		say('2. Write the settings of all members:'),
		...added.flatMap(name => [
			run(sh`ssh ${first} sudo cat ${file} | ssh ${name} ${sh`sudo tee ${file} >/dev/null`.text}`.text),
			...emptyMember(cluster, name),
		]),
		...members.map(name =>
			run(
				sh`printf '%s\\n' ${lines(name)} | ssh ${name} ${sh`sudo sed -i ${'/^server[.]/d'} ${file}; sudo tee -a ${file} >/dev/null`.text}`
					.text,
			),
		),
		say(
			`3. Restart ${there.join(', ')} first, which ${have ? 'have' : 'has'} the data: ${have ? 'they wait' : 'it waits'} for the others, and so does Kafka.`,
		),
		...there.map(name => on(name, sh`sudo systemctl restart ${unitOf(cluster, 'zookeeper')}`.text)),
		say('4. Start the new members one by one. Each has to say "Mode: follower" before the next is started:'),
		...added.flatMap(name => startMember(cluster, name)),
		say(
			'5. Put the new members into the cluster file and apply: the brokers are restarted one by one, for their list of members.',
		),
		run('kafka-setup apply FILE'),
	];
}
