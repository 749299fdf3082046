import {eachRole, type MetadataRole, rolesWith} from '../../../cluster/roles.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Answers, Roles} from './answers.ts';
import {clusterData} from './cluster-data.ts';
import {yamlLines} from './yaml-lines.ts';

const majorities = (keeper: MetadataRole): string =>
	rolesWith(keeper)
		.filter(({majority}) => majority === true)
		.map(({title}) => title)
		.join(', ');

const comments = (keeper: MetadataRole) => ({
	name: 'Names the cluster on this machine and in what a run prints.',
	hosts: 'A name, user@name:port, or a mapping. The other hosts reach each one by its name.',
	roles: `Which hosts do what. ${majorities(keeper)}: 1, 3 or 5 of them. The order is the order of the ids.`,
	clients: 'The networks that may come to the ports of Kafka and Schema Registry, beside the hosts.',
	ssh: 'How the hosts are logged in to; without it ssh_config decides. Secrets stand here as references only.',
	platform: 'What is installed, and from where.',
	...eachRole(() => 'What differs from the defaults.'),
});

/** These answers as a cluster file, whether they are right or not. */
export function clusterFileText(answers: Answers, hosts: readonly Host[], members: Roles, keeper: MetadataRole): string {
	const lines = [
		'# Written by kafka-setup. "kafka-setup plan FILE" shows what it would change, "apply FILE" makes it so.',
		'# "kafka-setup config schema" prints every key; what is left out has its default.',
		'',
		...yamlLines(clusterData(answers, hosts, members, keeper), comments(keeper), ['connect.plugin']),
	];
	return `${lines.join('\n')}\n`;
}
