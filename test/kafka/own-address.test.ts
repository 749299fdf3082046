import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import type {Command} from '../../source/core/command.ts';
import {textOf} from '../../source/host/remarks.ts';
import {movedAddress} from '../../source/kafka/moved-address.ts';
import {beforePort, ownAddress, ownAddressIn, ownAddressOf} from '../../source/kafka/own-address.ts';
import {controller} from '../../source/kafka/roles/controller/stage.ts';
import {dataFirst} from '../../source/kafka/roles/zookeeper/ensemble-data.ts';
import {zookeeper} from '../../source/kafka/roles/zookeeper/stage.ts';
import {nothingKnown} from '../../source/kafka/settled/record-steps.ts';
import {fakeContext} from '../helpers/context.ts';
import {noDial} from '../helpers/fake-connection.ts';
import {kraftCluster, sampleCluster} from '../helpers/sample-cluster.ts';
import {quorumFor} from '../helpers/standings.ts';

test('a host is asked where it listens, and IPv6 stands in brackets before a port', () => {
	expect([ownAddress({}), ownAddress({bind: 'fd00::5'})]).toEqual(['localhost', 'fd00::5']);
	expect([beforePort(''), beforePort('10.0.0.5'), beforePort('fd00::5')]).toEqual(['', '10.0.0.5', '[fd00::5]']);
});

test('of settings only an address counts', () => {
	for (const [text, address] of [
		['PLAINTEXT://:9092', 'localhost'],
		['http://0.0.0.0:8080', 'localhost'],
		['http://[::]:8080', 'localhost'],
		['PLAINTEXT://10.0.0.5:9092', '10.0.0.5'],
		['PLAINTEXT://[FD00:0::5]:9092,CONTROLLER://[fd00::5]:9093', 'fd00::5'],
		['PLAINTEXT://kafka-09:9092', 'localhost'],
		['PLAINTEXT://10.0.0.0/8:9092', 'localhost'],
		['$(id)', 'localhost'],
		[undefined, 'localhost'],
	] as const) {
		expect(ownAddressIn(text)).toBe(address);
	}
	expect(['10.0.0.0/8', '10.0.0.5 ; id', ''].map(ownAddressOf)).toEqual(['localhost', 'localhost', 'localhost']);
});

const withBind = (cluster: Cluster, bind: string): Cluster => ({...cluster, hosts: cluster.hosts.map(host => ({...host, bind}))});

/** Every place that commands of the steps of a host dial, whatever they do. */
async function dialed(steps: ReturnType<ReturnType<ReturnType<typeof zookeeper>['begin']>>, host: Cluster['hosts'][number]) {
	const places = new Set<string>();
	const exec = async ({text}: Command) => {
		for (const [, place] of text.matchAll(/\/dev\/tcp\/([^/$]+)\//g)) places.add(place!);
		return {code: 0, stdout: '', stderr: ''};
	};
	const context = fakeContext({exec, dial: noDial, close: async () => {}}, {host});
	for (const step of steps) await (step.check ?? step.apply)(context).catch(() => []);
	return [...places];
}

describe('the service of a host is asked at the address on which it listens', () => {
	test.each(['10.0.0.5', 'fd00::5'])('%s', async bind => {
		const ensemble = withBind(sampleCluster, bind);
		const [host] = ensemble.hosts;
		const members = ['kafka-01', 'kafka-02', 'kafka-03'];
		const steps = zookeeper(ensemble, ensemble.hosts, {known: nothingKnown()}).begin()(host!);
		// The others are asked by their names, to see that there is one leader.
		expect((await dialed(steps, host!)).sort()).toEqual([bind, ...members].sort());
		expect(dataFirst(ensemble, host!).up.command.text).toContain(`/dev/tcp/${bind}/2181`);
		const kraft = withBind(kraftCluster, bind);
		const known = {...nothingKnown(), quorum: quorumFor(kraft)};
		const start = controller(kraft, kraft.hosts, {known})
			.begin()(kraft.hosts[0]!)
			.filter(({id}) => id === 'start');
		expect(await dialed(start, kraft.hosts[0]!)).toEqual([bind]);
	});

	test('which is any of its own without one', async () => {
		const [host] = sampleCluster.hosts;
		const steps = zookeeper(sampleCluster, sampleCluster.hosts, {known: nothingKnown()}).begin()(host!);
		expect(await dialed(steps, host!)).toContain('localhost');
	});
});

describe('who has to follow a service to another address is told', () => {
	const settings = (address: string, head = '# Written by kafka-setup for the cluster orders.\n') =>
		`${head}listeners=PLAINTEXT://${address}:9092\nadvertised.listeners=PLAINTEXT://kafka-01:9092\n`;
	const said = (bind: string | undefined, before: string | undefined, after: string) =>
		movedAddress('Kafka', {name: 'kafka-01', ...(bind === undefined ? {} : {bind})})(before, after);

	test('by one line, which is left to do where an address is given up', () => {
		expect(said('10.0.0.5', settings(''), settings('10.0.0.5'))).toEqual([
			{todo: 'clients that come to Kafka on kafka-01 by another address than 10.0.0.5 must change to that one or to its name'},
		]);
		expect(said(undefined, settings('10.0.0.5'), settings('')).map(textOf)).toEqual([
			'Kafka on kafka-01 will listen on all its addresses',
		]);
	});

	test('and by none where nothing changes, or nobody knew of it', () => {
		expect(said('10.0.0.5', settings('10.0.0.5'), settings('10.0.0.5'))).toEqual([]);
		expect(said(undefined, settings(''), settings(''))).toEqual([]);
		expect(said('10.0.0.5', undefined, settings('10.0.0.5'))).toEqual([]);
		expect(said('10.0.0.5', settings('', ''), settings('10.0.0.5'))).toEqual([]);
	});
});
