import {expect, test} from 'vitest';
import {parseCluster} from '../../../source/kafka/cluster/parse.ts';
import type {Membership} from '../../../source/ui/wizard/wizard-functions.ts';
import {wellHost, wizardAt} from './scene.tsx';

const lab = parseCluster('name: lab\nhosts: [a, b]\nroles: {zookeeper: [a], kafka: [a, b]}\n', 'lab.yaml');
const at = (member: Membership, functions = {}) =>
	wizardAt('check', {hosts: 'a b', probeOf: ({host}) => (host.name === 'a' ? {...wellHost, member} : wellHost), functions});

test('a host that belongs to a cluster already is said, and the cluster can be opened', async () => {
	const opened: string[] = [];
	const app = at(
		{cluster: 'lab', hosts: ['a', 'b', 'c'], file: '/x/lab.yaml'},
		{
			openFile: async (file: string) => {
				opened.push(file);
				return lab;
			},
		},
	);
	await app.settle();
	expect(app.frame()).toContain('! a belongs to the cluster lab (a, b, c) already');
	expect(app.frame()).toContain('open that cluster');
	await app.press('o');
	await app.settle();
	expect(opened).toEqual(['/x/lab.yaml']);
	expect(app.page()).toContain('Review');
	expect(app.answers().fields.name).toBe('lab');
});

test('one whose file is elsewhere does not stop the wizard', async () => {
	const app = at({cluster: 'lab', hosts: []});
	await app.settle();
	expect(app.frame()).toContain('! a belongs to the cluster lab already');
	expect(app.frame()).toContain('Its cluster file is where it was installed from');
	expect(app.frame()).not.toContain('open that cluster');
});

test.each([
	['damaged', 'the record of its cluster is damaged'],
	['newer', 'written by a newer kafka-setup'],
] as const)('a record that is %s is said', async (bad, text) => {
	const app = at({bad});
	await app.settle();
	expect(app.frame()).toContain(text);
});
