import {expect, test} from 'vitest';
import {checkStep} from '../../../source/kafka/preflight/host-check.ts';
import {identity} from '../../../source/kafka/preflight/machines.ts';
import {names} from '../../../source/kafka/preflight/names.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';

const [host] = sampleCluster.hosts;

/** Facts of hosts with these addresses. */
const factsOf = (addresses: Readonly<Record<string, readonly string[]>>) =>
	new Map(Object.entries(addresses).map(([name, own]) => [name, {...sampleFacts, addresses: own}]));

async function said(stdout: string, addresses: Readonly<Record<string, readonly string[]>> = {}) {
	const context = fakeContext(fakeConnection([{command: '/getent ahosts/s', stdout}]));
	const changes = await checkStep(names(sampleCluster, host!, factsOf(addresses)), true).check!(context);
	return changes.map(({what}) => what);
}

const well = 'kafka-01 10.0.0.1\nkafka-02 10.0.0.2\nkafka-03 10.0.0.3\n';

test('names that lead to their hosts are well, also by an address that the hosts do not know of, as behind a NAT', async () => {
	expect(await said(well)).toEqual([]);
	expect(
		await said(well, {
			'kafka-01': ['10.0.0.1'],
			'kafka-02': ['10.0.0.2', '172.17.0.1'],
			'kafka-03': ['192.168.7.3', '172.17.0.1'],
		}),
	).toEqual([]);
});

test('two names of one address are told', async () => {
	expect(await said('kafka-01 10.0.0.1\nkafka-02 10.0.0.2\nkafka-03 10.0.0.2\n')).toEqual([
		'on kafka-01 the name kafka-03 leads to 10.0.0.2, which is kafka-02',
	]);
	expect(await said('kafka-01 10.0.0.1\nkafka-02 10.0.0.1\nkafka-03 10.0.0.3\n')).toEqual([
		'on kafka-01 the name kafka-02 leads to 10.0.0.1, which is kafka-01',
	]);
});

test('a name that leads to another host is told, by the addresses that the hosts have', async () => {
	const addresses = {'kafka-01': ['10.0.0.1'], 'kafka-02': ['10.0.0.2'], 'kafka-03': ['10.0.0.3', '10.1.0.3']};
	expect(await said('kafka-01 10.0.0.1\nkafka-02 10.1.0.3\nkafka-03 10.0.0.3\n', addresses)).toEqual([
		'on kafka-01 the name kafka-02 leads to 10.1.0.3, which is kafka-03',
	]);
	// A bridge for containers has the same address everywhere, and is nobody's.
	const bridges = {'kafka-01': ['172.17.0.1'], 'kafka-02': ['172.17.0.1'], 'kafka-03': ['172.17.0.1']};
	expect(await said(well, bridges)).toEqual([]);
});

test('hosts that call themselves the same are a warning', async () => {
	const all = new Map([
		['kafka-01', sampleFacts],
		['kafka-02', {...sampleFacts, machineId: 'b'}],
		['kafka-03', {...sampleFacts, machineId: 'c', hostname: 'kafka-03'}],
	]);
	const context = fakeContext(fakeConnection([]), {host: host!, facts: sampleFacts});
	expect(await checkStep(identity(all), true).check!(context)).toEqual([]);
	expect(context.seen.reports).toEqual([
		expect.objectContaining({state: 'warning', found: 'calls itself kafka-01, as kafka-02'}),
	]);
});
