import {describe, expect, it} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import type {ClusterSecret} from '../../../source/cluster/secrets.ts';
import {InputError, LinkLostError} from '../../../source/core/errors.ts';
import {Secret} from '../../../source/core/secret.ts';
import {databaseSteps} from '../../../source/kafka/database/steps.ts';
import {distributionOf} from '../../../source/kafka/distribution.ts';
import {planFor} from '../../../source/kafka/plan.ts';
import {sourceStep} from '../../../source/kafka/roles/connect/sources.ts';
import {bareMaterials} from '../../helpers/materials.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {contextOn, host, type Made, machine, materials, password, ready, sample, say, stepOf, well, withJava} from './machine.ts';

async function before(answers: Parameters<typeof machine>[0], cluster: Cluster = sampleCluster) {
	const {asked, inputs, connection} = machine(answers);
	const steps = databaseSteps(cluster, materials);
	const context = contextOn(connection);
	const run = async (made: Made) => {
		const notes = context.seen.notes.length;
		const wrong = await stepOf(made(host)).check!(context);
		return {wrong: wrong.map(({what}) => what), notes: context.seen.notes.slice(notes)};
	};
	return {asked, inputs, run, steps, context};
}

const refused = [say('source', '0'), say('refused', '28P01', '0', 'no', 'X')].join('\n');

describe('the databases of a worker', () => {
	it('are asked once in preflight, with the password by standard input alone, and not again after the packages', async () => {
		const {asked, inputs, run, steps} = await before({...ready, login: `${well}\nend\n`});
		expect(await run(steps.before())).toEqual({
			wrong: ['connector orders: the database has no table orders that its user sees'],
			notes: [expect.stringMatching(/^connector orders: mode incrementing /)],
		});
		expect(await run(steps.afterJava())).toEqual({wrong: [], notes: []});
		expect(asked).toEqual(['unit', 'reach', 'means', 'put', 'login']);
		expect(inputs).toHaveLength(1);
		expect(inputs[0]).toContain(Buffer.from(password).toString('base64'));
	});

	it('say why each finding matters, in place of what all of them have in common', async () => {
		const {run, steps, context} = await before({...ready, login: `${well}\nend\n`});
		await run(steps.before());
		expect(context.seen.reports).toMatchObject([
			{check: 'database', why: 'The connector runs without a task for a table that it does not find, and says nothing.'},
			{check: 'database', why: 'A connector that misses rows says nothing of it.'},
		]);
	});

	it('are asked after the packages where preflight has no Java, which it says once', async () => {
		const {asked, run, steps} = await before({...ready, means: ['none\n', 'none\n', withJava], login: `${well}\nend\n`});
		expect(await run(steps.before())).toEqual({
			wrong: [],
			notes: ['connector orders: not checked: no Java yet; looked at once it is there, before any service starts'],
		});
		const after = steps.afterJava();
		// Asked ahead of the packages.
		expect(await run(after)).toEqual({wrong: [], notes: []});
		expect((await run(after)).wrong).toEqual(['connector orders: the database has no table orders that its user sees']);
		expect(await run(after)).toMatchObject({wrong: [expect.anything()]});
		expect(asked.filter(one => one === 'login')).toHaveLength(1);
	});

	it('are asked nothing where the source runs with these very settings', async () => {
		const source = {...sample!, password: undefined};
		const cluster = {...sampleCluster, connect: {...sampleCluster.connect, sources: [source]}};
		const [change] = await sourceStep(cluster, source).check(contextOn(machine({source: ''}).connection));
		const content = change!.after!;
		const file = '/etc/kafka-connect-jdbc/source-orders.properties 1 2';
		const running = (now: string) =>
			`LoadState=loaded\nActiveState=active\nSubState=running\n== started\n${file}\n== now\n${now}\n== answers\nyes\n`;
		const there = (text: string) => `81a0 root ${distributionOf(cluster).groups.connect} ${Buffer.byteLength(text)}\n${text}`;

		const same = await before({unit: running(file), source: there(content)}, cluster);
		expect(await same.run(same.steps.before())).toEqual({wrong: [], notes: []});
		expect(await same.run(same.steps.afterJava())).toEqual({wrong: [], notes: []});
		expect(same.asked).toEqual(['unit', 'source']);

		for (const [unit, text] of [
			[running(file), `${content}batch.max.rows=7\n`],
			[running(`${file}3`), content],
			[running(file), content.replace('table.whitelist=orders', 'table.whitelist=Orders')],
			[running(file), content.replace('table.whitelist=orders', 'table.whitelist=sales.orders')],
		] as const) {
			const other = await before({...ready, unit, source: there(text), login: `${well}\nend\n`}, cluster);
			await other.run(other.steps.before());
			expect(other.asked).toContain('login');
		}
	});

	it('are asked nothing where an earlier version named the same table by its whole name', async () => {
		const source = {...sample!, password: undefined, tables: ['public.orders']};
		const cluster = {...sampleCluster, connect: {...sampleCluster.connect, sources: [source]}};
		const [change] = await sourceStep(cluster, source).check(contextOn(machine({source: ''}).connection));
		const earlier = change!.after!.replace('schema.pattern=public\n', '').replace('whitelist=orders', 'whitelist=public.orders');
		expect(earlier).not.toBe(change!.after);
		const file = '/etc/kafka-connect-jdbc/source-orders.properties 1 2';
		const unit = `LoadState=loaded\nActiveState=active\nSubState=running\n== started\n${file}\n== now\n${file}\n== answers\nyes\n`;
		const there = `81a0 root ${distributionOf(cluster).groups.connect} ${Buffer.byteLength(earlier)}\n${earlier}`;
		const {asked, run, steps} = await before({unit, source: there}, cluster);
		await run(steps.before());
		expect(asked).toEqual(['unit', 'source']);
	});

	it('are not logged in to where the port does not answer', async () => {
		const {asked, run, steps} = await before({
			...ready,
			reach: 'reach 0 1 bash: line 1: /dev/tcp/db-01/5432: Connection refused\n',
		});
		expect((await run(steps.before())).wrong).toEqual([
			'connector orders: kafka-03 does not reach its database at db-01:5432: Connection refused',
		]);
		expect(asked).toEqual(['unit', 'reach']);
	});

	it('are not tried by another worker after a login that was refused, and are in the next attempt', async () => {
		const second = {...sample!, name: 'second'};
		const cluster: Cluster = {
			...sampleCluster,
			roles: {...sampleCluster.roles, connect: ['kafka-02', 'kafka-03']},
			connect: {...sampleCluster.connect, sources: [sample!, second]},
		};
		const steps = databaseSteps(cluster, materials);
		const machines = ['kafka-02', 'kafka-03'].map(name => ({
			name,
			...machine({...ready, login: `${say('java', '17')}\n${refused}\nend\n`}),
		}));
		const run = async (made: Made) => {
			const found = machines.map(async ({name, connection}) => {
				const context = contextOn(connection, name);
				const wrong = await stepOf(made({name})).check!(context);
				return [...wrong.map(({what}) => what), ...context.seen.notes];
			});
			return (await Promise.all(found)).flat();
		};
		const logins = () => machines.flatMap(({asked}) => asked).filter(one => one === 'login').length;
		expect(await run(steps.before())).toEqual([
			'connector orders: the database refuses the login of app: no',
			'connector second: not checked: a login was refused on kafka-02, and no other is tried',
		]);
		expect(logins()).toBe(1);
		await run(steps.before());
		expect(logins()).toBe(2);
	});

	it('are not logged in to twice when the connection to the host is lost in the login', async () => {
		const {asked, run, steps} = await before({...ready, login: new LinkLostError('lost')});
		const made = steps.before();
		await expect(run(made)).rejects.toThrow('lost');
		expect((await run(made)).notes).toEqual([
			'connector orders: not checked: the connection to the host was lost during the login, which is not tried twice',
		]);
		expect(asked.filter(one => one === 'login')).toHaveLength(1);
	});

	it('are reached all the same where their password is not to be had, which is said with what to do', async () => {
		const {asked, connection} = machine({...ready, reach: 'reach 0 1 bash: connect: Connection refused\nreach 1 0\n'});
		const secret = async () => {
			throw new InputError('its password was not typed yet', {hint: 'Type it.'});
		};
		const away = {...sample!, name: 'away'};
		const cluster = {...sampleCluster, connect: {...sampleCluster.connect, sources: [away, sample!]}};
		const context = contextOn(connection);
		const wrong = await stepOf(databaseSteps(cluster, {...materials, secret}).before()(host)).check!(context);
		expect(wrong).toEqual([
			expect.objectContaining({what: expect.stringContaining('connector away: kafka-03 does not reach its database')}),
			{what: 'connector orders: not logged in to: its password was not typed yet', reason: 'Type it.'},
		]);
		expect(asked).not.toContain('login');
	});

	it('are looked at but for the one whose password is not to be had, which alone is told of', async () => {
		const lacking = {...sample!, name: 'lacking', password: 'env:LACKING'};
		const cluster = {...sampleCluster, connect: {...sampleCluster.connect, sources: [lacking, sample!]}};
		const {asked, inputs, connection} = machine({...ready, reach: 'reach 0 0\nreach 1 0\n', login: `${well}\nend\n`});
		const secret = async ({ref}: ClusterSecret) => {
			if (ref === 'env:LACKING') throw new InputError('LACKING is not set', {hint: 'Set it.'});
			return new Secret(password);
		};
		const context = contextOn(connection);
		const wrong = await stepOf(databaseSteps(cluster, {...materials, secret}).before()(host)).check!(context);
		expect(wrong.map(({what}) => what)).toEqual([
			'connector lacking: not logged in to: LACKING is not set',
			'connector orders: the database has no table orders that its user sees',
		]);
		expect(asked.filter(one => one === 'login')).toHaveLength(1);
		expect(inputs[0]!.split('\n').filter(line => line.startsWith('source '))).toHaveLength(1);
	});

	it('say of each whose password is not to be had its own reason', async () => {
		const second = {...sample!, name: 'second', password: 'env:SECOND'};
		const cluster = {...sampleCluster, connect: {...sampleCluster.connect, sources: [sample!, second]}};
		const {connection} = machine({...ready, reach: 'reach 0 0\nreach 1 0\n'});
		const secret = async ({ref}: ClusterSecret) => {
			throw new InputError(`no ${ref}`);
		};
		const context = contextOn(connection);
		const wrong = await stepOf(databaseSteps(cluster, {...materials, secret}).before()(host)).check!(context);
		expect(wrong.map(({what}) => what)).toEqual([
			`connector orders: not logged in to: no ${sample!.password}`,
			'connector second: not logged in to: no env:SECOND',
		]);
	});

	it.each([
		['prose', 'Error: no'],
		['another path', 'put /etc/passwd 0'],
		['a path with syntax', 'put /run/kafka-setup-database.$(id)xx 61500'],
	])('are not asked where the folder is %s', async (_, put) => {
		const {asked, run, steps} = await before({...ready, put: `${put}\n`});
		expect((await run(steps.before())).notes).toEqual([
			'connector orders: not checked: the program that looks could not be put there',
		]);
		expect(asked).not.toContain('login');
	});
});

it('a run of another stage alone does not look at databases', () => {
	const idsOf = (stage: string | undefined) =>
		planFor(sampleCluster, bareMaterials(), {stage})
			.stages.flatMap(one =>
				one
					.begin()(host)
					.map(step => `${one.id}/${step.id}`),
			)
			.filter(id => id.endsWith('/database'));
	expect(idsOf(undefined)).toEqual(['preflight/database', 'platform/database']);
	expect(idsOf('preflight')).toEqual(['preflight/database']);
	expect(idsOf('platform')).toEqual([]);
	expect(idsOf('connect')).toEqual([]);
});
