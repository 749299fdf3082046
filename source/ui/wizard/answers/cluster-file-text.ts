import type {Host} from '../../../core/inventory.ts';
import type {Answers, Roles} from './answers.ts';
import {clusterData} from './cluster-data.ts';
import {type YamlLine, yamlLines} from './yaml-lines.ts';

const comments = {
	name: 'Names the cluster on this machine and in what a run prints.',
	hosts: 'A name, user@name:port, or a mapping. The other hosts reach each one by its name.',
	roles: 'Which hosts do what. ZooKeeper: 1, 3 or 5 of them. The order is the order of the ids.',
	ssh: 'How the hosts are logged in to; without it ssh_config decides. Secrets stand here as references only.',
	platform: 'What is installed, and from where.',
	zookeeper: 'What differs from the defaults.',
	kafka: 'What differs from the defaults.',
	'schema-registry': 'What differs from the defaults.',
	connect: 'The JDBC driver and the databases whose tables become topics.',
};

/** A cluster file, line by line, each with the place in the data that it shows. */
export function clusterFileLines(answers: Answers, hosts: readonly Host[], roles: Roles): readonly YamlLine[] {
	return [
		{text: '# Written by kafka-setup. "kafka-setup plan FILE" shows what it would change, "apply FILE" makes it so.', path: ''},
		{text: '# "kafka-setup config schema" prints every key; what is left out has its default.', path: ''},
		{text: '', path: ''},
		...yamlLines(clusterData(answers, hosts, roles), comments, ['connect.plugin']),
	];
}

export const textOf = (lines: readonly YamlLine[]): string => `${lines.map(line => line.text).join('\n')}\n`;
