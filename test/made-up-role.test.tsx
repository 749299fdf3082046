import {describe, expect, it, vi} from 'vitest';
import {parseCluster} from '../source/cluster/file/parse.ts';
import {giveIds} from '../source/cluster/ids.ts';
import type {RoleDescriptor} from '../source/cluster/roles/role.ts';
import type {Role} from '../source/cluster/roles.ts';
import {clusterSchema} from '../source/cluster/schema/json-schema.ts';
import type {Host} from '../source/core/inventory.ts';
import type {Stage} from '../source/core/plan.ts';
import {destroyPlan} from '../source/kafka/destroy/plan.ts';
import {planFor} from '../source/kafka/plan.ts';
import {portsOf} from '../source/kafka/preflight/ports.ts';
import {bareMaterials} from './helpers/materials.ts';
import {keys} from './ui/helpers/app.ts';
import {wizardAt} from './ui/wizard/scene.tsx';

/** A role that no other file knows: its descriptor, and its stage. */
const mirror = vi.hoisted(
	() =>
		({
			id: 'mirror',
			title: 'Mirror',
			short: 'Mir',
			members: 'Hosts that mirror another cluster',
			settings: 'Mirror settings',
			properties: 'mirror.properties',
			unit: 'kafka-mirror',
			ports: [{key: 'port', fallback: 7400, about: 'Port of the mirror', purpose: 'Mirror'}],
			data: {key: 'dataDir', fallback: '/var/lib/mirror', about: 'Directory of the mirror'},
			ids: {what: 'mirror id', lowest: 1, highest: 9, variables: ['mirror_id'], onDisk: {file: 'mirror.id'}},
			heap: {share: 1 / 8, least: 256, most: 512},
			logs: {
				directory: '/var/log/mirror',
				packaged: '/etc/mirror/',
				script: {prefix: 'MIRROR', property: 'mirror.log.dir'},
				pattern: '%m%n',
				files: [{file: 'mirror.log', mb: 5, kept: 1, loggers: {}}],
			},
			managed: [],
			asked: [{key: 'dataDir', label: 'Mirror data'}],
			placement: {usual: ({worker}) => worker, brokerOnEvery: hosts => hosts.slice(0, 1)},
			groups: ['mirrors'],
		}) as const satisfies RoleDescriptor,
);

vi.mock('../source/cluster/roles/all.ts', async original => {
	const {all} = await original<{all: readonly RoleDescriptor[]}>();
	return {all: [...all, mirror]};
});
vi.mock('../source/kafka/role-stages.ts', async original => {
	const {roleStages} = await original<{roleStages: object}>();
	const make = (_: unknown, hosts: readonly Host[]): Stage => ({id: 'mirror', title: 'Mirror', hosts, begin: () => () => []});
	return {roleStages: {...roleStages, mirror: {make}}};
});

const role = 'mirror' as Role;
const text = (more = '') => `name: a\nhosts: [k1, k2]\nroles: {zookeeper: [k1], kafka: [k1, k2], mirror: [k2, k1]}\n${more}`;

describe('a role that was registered', () => {
	it('is in the schema, with its keys and defaults', () => {
		const {properties} = clusterSchema() as {properties: Record<string, {properties: Record<string, {default?: unknown}>}>};
		expect(Object.keys(properties.roles!.properties)).toContain('mirror');
		expect(Object.keys(properties.mirror!.properties)).toEqual(['ids', 'dataDir', 'port', 'heap', 'extraProperties']);
		expect(properties.mirror!.properties.port!.default).toBe(7400);
	});

	it('is read from a file, and its mistakes are told', () => {
		expect(parseCluster(text('mirror: {dataDir: /data//mirror/}\n'), 'f')).toMatchObject({
			roles: {mirror: ['k2', 'k1']},
			mirror: {port: 7400, dataDir: '/data/mirror', ids: {}, extraProperties: {}},
		});
		expect(() => parseCluster(text('mirror: {port: 9092}\n'), 'f')).toThrow(/kafka\.port and mirror\.port are both 9092/);
		expect(() => parseCluster(text('mirror: {dataDir: /var/lib/kafka/data}\n'), 'f')).toThrow(/lie one in the other/);
		expect(() => parseCluster(text('mirror: {ids: {k1: 12}}\n'), 'f')).toThrow(/a mirror id \(a whole number from 1 to 9\)/);
	});

	it('gets ids, ports, a stage of its own and one of its removal', () => {
		const {cluster, problems} = giveIds(parseCluster(text(), 'f'), new Map([['k1', {[role]: 4}]]));
		expect([(cluster[role] as {ids?: object}).ids, problems]).toEqual([{k2: 1, k1: 4}, []]);
		expect(portsOf(cluster, {name: 'k1'}).at(-1)).toMatchObject({port: 7400, purpose: 'Mirror', unit: 'kafka-mirror'});
		const plan = planFor(cluster, bareMaterials());
		expect(plan.stages.map(({id}) => id)).toEqual([
			'preflight',
			'platform',
			'zookeeper',
			'kafka',
			'mirror',
			'record',
			'smoke-test',
		]);
		const placed = [{host: 'k1', stage: 'mirror', thing: {kind: 'service', name: 'kafka-mirror'}} as const];
		const removal = destroyPlan(cluster, {placed, recorded: undefined, data: false, since: '2026-11-23T12:00:00.000Z'});
		expect(removal.stages.map(({id, title}) => [id, title])).toContainEqual(['mirror', 'Mirror']);
	});

	it("is on the wizard's pages", async () => {
		const app = wizardAt('roles', {hosts: 'a b c'});
		expect(app.frame()).toMatch(/Mir/);
		await app.press(keys.enter);
		expect(app.frame()).toContain('Mirror data');
		await app.press(keys.enter);
		expect(app.page()).toContain('IDs');
		expect(app.frame()).toMatch(/mir/i);
	});
});
