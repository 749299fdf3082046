import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {bound} from '../../../source/kafka/preflight/bind.ts';
import {checkStep} from '../../../source/kafka/preflight/host-check.ts';
import {names} from '../../../source/kafka/preflight/names.ts';
import {preflight} from '../../../source/kafka/preflight/stage.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {shims} from '../../helpers/shims.ts';

const has = '2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0\\       valid_lft forever preferred_lft forever\n';
const listening = (...places: readonly string[]) => places.map(place => `LISTEN 0 50 ${place} *:*\n`).join('');

/** The sample cluster, in which the first host listens on this address. */
const withBind = (bind: string): Cluster => ({
	...sampleCluster,
	hosts: sampleCluster.hosts.map((host, index) => (index === 0 ? {...host, bind} : host)),
});

describe('the address on which services are to listen', () => {
	const check = async (stdout: string, addresses: readonly string[] = ['10.0.0.4', 'fd00::4'], bind = '10.0.0.5') => {
		const cluster = withBind(bind);
		const script = [{command: `/^ip -o addr show to ${bind}\nss -Hltn '.*sport = :9092.*'$/s`, stdout}];
		const context = fakeContext(fakeConnection(script), {facts: {...sampleFacts, addresses}});
		const [one] = bound(cluster, cluster.hosts[0]!);
		return checkStep(one!, false).check!(context);
	};

	test('has to be one of the host', async () => {
		expect(await check(has)).toEqual([]);
		expect(await check('')).toEqual([
			{
				what: 'kafka-01 has no address 10.0.0.5; it has 10.0.0.4, fd00::4',
				reason: expect.stringContaining('Set "bind" of kafka-01'),
			},
		]);
		expect((await check('', []))[0]).toMatchObject({what: 'kafka-01 has no address 10.0.0.5; it has none that can be seen'});
	});

	test('is not another one than that on which they run: peers would lose them on the way', async () => {
		expect(
			await check(has + listening('*:9092', '[::]:2181', '0.0.0.0:8080', '[::ffff:10.0.0.5]:2888', '127.0.0.1:9092')),
		).toEqual([]);
		expect(await check(has + listening('[::ffff:10.0.0.9]:9092', '[fd00::9]:2181'))).toEqual([
			{
				what: 'services of kafka-01 listen on 10.0.0.9:9092, [fd00::9]:2181 alone, and are to listen on 10.0.0.5',
				reason: expect.stringContaining('take "bind" of kafka-01 out and apply'),
			},
		]);
	});

	test('is asked for on the host itself, by the real tools', async () => {
		const cluster = withBind('10.255.254.253');
		const context = fakeContext(localConnection(), {facts: sampleFacts});
		const [change] = await checkStep(bound(cluster, cluster.hosts[0]!)[0]!, false).check!(context);
		expect(change?.what).toMatch(/^kafka-01 has no address 10\.255\.254\.253/);
	});

	test('is looked at before anything else is done there, and only where one is given', () => {
		const idsOf = (cluster: Cluster) =>
			preflight(cluster, cluster.hosts, {factsOf: new Map(), remarks: new Map()})
				.begin()(cluster.hosts[0]!)
				.map(({id}) => id);
		expect(idsOf(withBind('10.0.0.5'))).toContain('bind');
		expect(idsOf(sampleCluster)).not.toContain('bind');
		expect(idsOf({...withBind('10.0.0.5'), hosts: withBind('10.0.0.5').hosts.slice(0, 1)})).toContain('names');
		expect(idsOf({...sampleCluster, hosts: sampleCluster.hosts.slice(0, 1)})).not.toContain('names');
	});
});

/** What the check of names says on a host where the first one's name leads to these addresses. */
async function said(cluster: Cluster, on: number, addresses: readonly string[], of: readonly string[] = []) {
	const lines = addresses.map(address => `'${address} STREAM kafka-01'`).join(' ');
	const getent = `case $2 in
		kafka-01) printf '%s\\n' ${lines} ;;
		kafka-02) echo '10.0.0.2 STREAM kafka-02' ;;
		kafka-03) echo '10.0.0.3 STREAM kafka-03' ;;
	esac`;
	const host = cluster.hosts[on]!;
	const factsOf = new Map([['kafka-01', {...sampleFacts, addresses: of}]]);
	const context = fakeContext(localConnection({prefix: shims({getent})}), {host});
	const changes = await checkStep(names(cluster, host, factsOf), false).check!(context);
	return {changes: changes.map(({what}) => what), notes: context.seen.notes};
}

describe('the name of a host that listens on one address', () => {
	const cluster = withBind('10.0.0.5');

	test('leads there, on the others and on itself', async () => {
		for (const on of [0, 1, 2]) {
			expect((await said(cluster, on, ['10.0.0.5'])).changes).toEqual([]);
			expect((await said(cluster, on, ['10.0.0.5', 'fd00::5'])).changes).toEqual([]);
			expect((await said(cluster, on, ['10.0.0.4'])).changes).toEqual([
				`on kafka-0${on + 1} the name kafka-01 leads to 10.0.0.4, and its services are to listen on 10.0.0.5 alone`,
			]);
		}
	});

	test('does not lead to loopback, where nobody would answer: not even on the host itself', async () => {
		expect((await said(cluster, 0, ['127.0.1.1'])).changes).toEqual([
			'on kafka-01 the name kafka-01 leads to 127.0.1.1, and its services are to listen on 10.0.0.5 alone',
		]);
		expect((await said(sampleCluster, 0, ['127.0.1.1'])).changes).toEqual([]);
	});
});

describe('a host that is on the Internet as well', () => {
	const note =
		'kafka-01 has the public address 203.0.113.5 too, on which its services listen: set its "bind", or "clients", in the cluster file';
	const own = ['10.0.0.1', '203.0.113.5', 'fd00::1', '169.254.3.4', '100.64.0.7'];

	test('is named, by one host and for once', async () => {
		expect((await said(sampleCluster, 1, ['10.0.0.1'], own)).notes).toEqual([note]);
		expect((await said(sampleCluster, 2, ['10.0.0.1'], own)).notes).toEqual([]);
		expect((await said(sampleCluster, 0, ['10.0.0.1'], own)).notes).toEqual([]);
	});

	test('is not, where that is how its peers find it, or where the file says on what it listens or who may come', async () => {
		expect((await said(sampleCluster, 1, ['203.0.113.5'], own)).notes).toEqual([]);
		expect((await said(withBind('10.0.0.1'), 1, ['10.0.0.1'], own)).notes).toEqual([]);
		expect((await said({...sampleCluster, clients: ['10.0.0.0/8']}, 1, ['10.0.0.1'], own)).notes).toEqual([]);
		expect((await said(sampleCluster, 1, ['10.0.0.1'], ['10.0.0.1'])).notes).toEqual([]);
		const roles = {
			...sampleCluster.roles,
			zookeeper: ['kafka-02'],
			kafka: ['kafka-02'],
			'schema-registry': [],
			connect: ['kafka-01'],
		};
		expect((await said({...sampleCluster, roles}, 1, ['10.0.0.1'], own)).notes).toEqual([]);
	});

	test('has not all of its addresses named', async () => {
		const many = Array.from({length: 9}, (_, index) => `2001:db8::${index + 1}`);
		expect((await said(sampleCluster, 1, ['10.0.0.1'], many)).notes[0]).toContain(
			'2001:db8::1, 2001:db8::2, 2001:db8::3 and 6 more',
		);
	});
});
