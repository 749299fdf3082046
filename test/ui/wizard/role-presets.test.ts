import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../source/ui/wizard/answers/reading.ts';
import {explainRoles, presetsFor, toggleRole} from '../../../source/ui/wizard/role-presets.ts';

const hosts = (count: number) => Array.from({length: count}, (_, index) => `h${index + 1}`);

/** Members by number: `zookeeper 1 2 3`. */
const shape = (count: number) =>
	Object.entries(presetsFor(hosts(count))[0]!.roles).map(
		([role, members]) => `${role} ${members.map(name => name.slice(1)).join(' ')}`,
	);

describe('the roles by number of hosts', () => {
	it.each([
		[1, ['zookeeper 1', 'kafka 1', 'schema-registry 1', 'connect 1']],
		[2, ['zookeeper 1', 'kafka 1 2', 'schema-registry 1', 'connect 2']],
		[3, ['zookeeper 1 2 3', 'kafka 1 2 3', 'schema-registry 1', 'connect 3']],
		[5, ['zookeeper 1 2 3', 'kafka 1 2 3', 'schema-registry 4', 'connect 5']],
		[6, ['zookeeper 1 2 3', 'kafka 4 5 6', 'schema-registry 1', 'connect 2']],
		[9, ['zookeeper 1 2 3', 'kafka 4 5 6 7', 'schema-registry 8', 'connect 9']],
	])('for %i', (count, roles) => {
		expect(shape(count)).toEqual(roles);
	});

	it('are right in a cluster file for any number and choice', () => {
		fc.assert(
			fc.property(fc.integer({min: 1, max: 40}), count => {
				const presets = presetsFor(hosts(count));
				for (const {roles} of presets) {
					expect([...readAnswers({...noAnswers, hosts: hosts(count).join(' '), roles}).problems]).toEqual([]);
				}
			}),
			{numRuns: 20},
		);
	});

	it('are switched one by one, in the order of the hosts', () => {
		const {roles} = presetsFor(hosts(3))[0]!;
		const without = toggleRole(roles, 'kafka', 'h1', hosts(3));
		expect(without.kafka).toEqual(['h2', 'h3']);
		expect(toggleRole(without, 'kafka', 'h1', hosts(3)).kafka).toEqual(['h1', 'h2', 'h3']);
	});

	it('come with what they mean', () => {
		const lines = (zookeeper: number, kafka: number) =>
			explainRoles({zookeeper: hosts(zookeeper), kafka: hosts(kafka), 'schema-registry': [], connect: []});
		expect(lines(3, 3).map(line => line.text)).toEqual([
			'3 ZooKeeper members: tolerate the loss of 1',
			'3 brokers: 3 copies of each record, tolerate the loss of 1',
		]);
		expect(lines(5, 5)[0]!.text).toContain('loss of 2');
		expect(lines(2, 2).every(line => line.doubtful)).toBe(true);
		expect(lines(1, 1).some(line => line.doubtful)).toBe(false);
	});
});
