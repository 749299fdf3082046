import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {eachRole, type MetadataRole, rolesWith} from '../../../source/cluster/roles.ts';
import {noAnswers, type Roles} from '../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../source/ui/wizard/answers/reading.ts';
import {presetsFor as deal, explainRoles, toggleRole} from '../../../source/ui/wizard/role-presets.ts';

const presetsFor = (names: readonly string[], keeper: MetadataRole = 'controller') => deal(names, rolesWith(keeper));
const hosts = (count: number) => Array.from({length: count}, (_, index) => `h${index + 1}`);

/** Members by number: `controller 1 2 3`; roles without any are left out. */
const shape = (count: number, keeper?: MetadataRole, preset = 0) =>
	Object.entries(presetsFor(hosts(count), keeper)[preset]!.roles)
		.filter(([, members]) => members.length > 0)
		.map(([role, members]) => `${role} ${members.map(name => name.slice(1)).join(' ')}`);

describe('the roles by number of hosts', () => {
	it.each([
		[1, ['controller 1', 'kafka 1', 'schema-registry 1', 'connect 1']],
		[2, ['controller 1', 'kafka 1 2', 'schema-registry 1', 'connect 2']],
		[3, ['controller 1 2 3', 'kafka 1 2 3', 'schema-registry 1', 'connect 3']],
		[5, ['controller 1 2 3', 'kafka 1 2 3', 'schema-registry 4', 'connect 5']],
		[6, ['controller 1 2 3', 'kafka 4 5 6', 'schema-registry 1', 'connect 2']],
		[9, ['controller 1 2 3', 'kafka 4 5 6 7', 'schema-registry 8', 'connect 9']],
	])('for %i', (count, roles) => {
		expect(shape(count)).toEqual(roles);
		// Where it is chosen, the other one that keeps the metadata stands in the same place.
		expect(shape(count, 'zookeeper')).toEqual(roles.map(text => text.replace('controller', 'zookeeper')));
	});

	it('with a broker on each, and with Kafka alone', () => {
		expect(shape(6, 'controller', 1)).toEqual(['controller 1 2 3', 'kafka 1 2 3 4 5 6', 'schema-registry 1', 'connect 6']);
		expect(shape(9, 'controller', 1)[0]).toBe('controller 1 2 3 4 5');
		expect(shape(3, 'controller', 1)).toEqual(['controller 1 2 3', 'kafka 1 2 3']);
		expect(shape(1, 'zookeeper', 1)).toEqual(['zookeeper 1', 'kafka 1']);
	});

	it('are right in a cluster file for any number and choice', () => {
		fc.assert(
			fc.property(fc.integer({min: 1, max: 40}), count => {
				for (const [keeper, version] of [
					['controller', ''],
					['controller', '7.9'],
					['zookeeper', '7.9'],
				] as const) {
					for (const {roles} of presetsFor(hosts(count), keeper)) {
						const fields = {'platform.version': version};
						expect([...readAnswers({...noAnswers, hosts: hosts(count).join(' '), fields, keeper, roles}).problems]).toEqual([]);
					}
				}
			}),
			{numRuns: 10},
		);
	});

	it('are switched one by one, in the order of the hosts', () => {
		const {roles} = presetsFor(hosts(3))[0]!;
		const without = toggleRole(roles, 'kafka', 'h1', hosts(3));
		expect(without.kafka).toEqual(['h2', 'h3']);
		expect(toggleRole(without, 'kafka', 'h1', hosts(3)).kafka).toEqual(['h1', 'h2', 'h3']);
	});

	it('come with what they mean', () => {
		const explain = (members: Partial<Roles>, archive = false) =>
			explainRoles({roles: {...eachRole(() => []), ...members}, archive});
		const lines = (controllers: number, kafka: number) => explain({controller: hosts(controllers), kafka: hosts(kafka)});
		expect(lines(3, 3).map(line => line.text)).toEqual([
			'3 controllers: tolerate the loss of 1',
			'3 brokers: 3 copies of each record, tolerate the loss of 1',
		]);
		expect(lines(5, 5)[0]!.text).toContain('loss of 2');
		expect(lines(2, 2).every(line => line.doubtful)).toBe(true);
		expect(lines(1, 1).some(line => line.doubtful)).toBe(false);
		expect(explain({zookeeper: hosts(3), kafka: hosts(3)})[0]!.text).toBe('3 ZooKeeper members: tolerate the loss of 1');
		expect(explain({kafka: hosts(1)}, true).at(-1)).toEqual({
			text: 'Apache Kafka has no Schema Registry: Connect writes JSON with its schema',
			doubtful: false,
		});
	});
});
