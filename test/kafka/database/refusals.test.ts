import {expect, it} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {Secret} from '../../../source/core/secret.ts';
import {createRefusals} from '../../../source/kafka/database/refusals.ts';
import {databaseSteps} from '../../../source/kafka/database/steps.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {contextOn, host, machine, materials, password, ready, sample, say, stepOf, well} from './machine.ts';

it('a login that was refused is not tried by a later look, before someone asks for it or it is another one', async () => {
	const second = {...sample!, name: 'second', user: 'other'};
	const cluster: Cluster = {...sampleCluster, connect: {...sampleCluster.connect, sources: [second, sample!]}};
	const {asked, connection} = machine({
		...ready,
		reach: 'reach 0 0\nreach 1 0\n',
		login: `${well}\n${say('source', '1')}\n${say('refused', '28P01', '0', 'no', 'X')}\nend\n`,
	});
	const refusals = createRefusals();
	let typed = password;
	const look = async () => {
		const secret = async () => new Secret(typed);
		const steps = databaseSteps(cluster, {...materials, secret}, refusals);
		const context = contextOn(connection);
		const wrong = await stepOf(steps.before()(host)).check!(context);
		return [...wrong.map(({what}) => what), ...context.seen.notes];
	};
	const logins = () => asked.filter(one => one === 'login').length;
	expect(refusals.any()).toBe(false);
	const first = await look();
	expect(refusals.any()).toBe(true);
	expect(first).toContain('connector orders: the database refuses the login of app: no');
	expect(await look()).toEqual([
		'connector orders: the database refuses the login of app: no',
		'connector second: not checked: the login of orders was refused, and no other is tried',
	]);
	expect(logins()).toBe(1);
	typed = 'another one';
	await look();
	expect(logins()).toBe(2);
	refusals.forget();
	expect(refusals.any()).toBe(false);
	expect(await look()).toEqual(first);
	expect(logins()).toBe(3);
});
