import {eachRole, roles} from '../../../cluster/roles.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Answers, Roles} from './answers.ts';
import {clusterData} from './cluster-data.ts';
import {type YamlLine, yamlLines} from './yaml-lines.ts';

const majorities = roles.filter(({majority}) => majority === true).map(({title}) => title);

const comments = {
	name: 'Names the cluster on this machine and in what a run prints.',
	hosts: 'A name, user@name:port, or a mapping. The other hosts reach each one by its name.',
	roles: `Which hosts do what. ${majorities.join(', ')}: 1, 3 or 5 of them. The order is the order of the ids.`,
	ssh: 'How the hosts are logged in to; without it ssh_config decides. Secrets stand here as references only.',
	platform: 'What is installed, and from where.',
	...eachRole(() => 'What differs from the defaults.'),
};

/** A cluster file, line by line, each with the place in the data that it shows. */
export function clusterFileLines(answers: Answers, hosts: readonly Host[], members: Roles): readonly YamlLine[] {
	return [
		{text: '# Written by kafka-setup. "kafka-setup plan FILE" shows what it would change, "apply FILE" makes it so.', path: ''},
		{text: '# "kafka-setup config schema" prints every key; what is left out has its default.', path: ''},
		{text: '', path: ''},
		...yamlLines(clusterData(answers, hosts, members), comments, ['connect.plugin']),
	];
}

export const textOf = (lines: readonly YamlLine[]): string => `${lines.map(line => line.text).join('\n')}\n`;
