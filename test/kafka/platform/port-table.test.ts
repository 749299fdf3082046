import {spawnSync} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Cluster} from '../../../source/cluster/cluster.ts';
import {tableText} from '../../../source/host/firewall/port-table.ts';
import {planFor} from '../../../source/kafka/plan.ts';
import {hasTable} from '../../../source/kafka/platform/port-table.ts';
import type {KnownCluster} from '../../../source/kafka/settled/record-steps.ts';
import type {Standing} from '../../../source/kafka/settled/standing.ts';
import {debian, fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {bareMaterials} from '../../helpers/materials.ts';
import {kraftCluster, sampleCluster} from '../../helpers/sample-cluster.ts';
import {bareStanding, clusterId, quorumFor, runningStandings, withoutRecords} from '../../helpers/standings.ts';

const asks = {...sampleCluster, clients: ['0.0.0.0/0', '::/0']};
const standingsOf = (standing: Standing) => new Map(sampleCluster.hosts.map(({name}) => [name, standing]));
const knownOf = (standings: ReadonlyMap<string, Standing>, id?: string): KnownCluster => ({
	standings,
	shared: undefined,
	clusterId: id,
});
const bare = knownOf(standingsOf(bareStanding));
const running = knownOf(runningStandings(sampleCluster), clusterId);

/** The steps of a plan, as `STAGE/HOST/STEP`. */
function stepsOf(cluster: Cluster, known: KnownCluster): readonly string[] {
	const {stages} = planFor(cluster, {...bareMaterials(), known});
	return stages.flatMap(({id, hosts, begin}) => {
		const on = begin();
		return hosts.flatMap(host => on(host).map(step => `${id}/${host.name}/${step.id}`));
	});
}

describe('the hosts get the table', () => {
	test('of a new cluster', () => {
		expect(hasTable(sampleCluster, bare)).toBe(true);
	});

	test('of one that was there, where the file says who its clients are', () => {
		expect(hasTable(sampleCluster, running)).toBe(false);
		expect(hasTable(asks, running)).toBe(true);
	});

	test('of one that has it on a host, whatever else became of it', () => {
		const standings = new Map(running.standings);
		standings.set('kafka-03', {...standings.get('kafka-03')!, table: true});
		expect(hasTable(sampleCluster, {...running, standings})).toBe(true);
		expect(
			hasTable(sampleCluster, knownOf(new Map([...standings].map(([name, one]) => [name, {...one, record: undefined}])))),
		).toBe(true);
	});

	const up = {active: true, enabled: true};
	const inUse: readonly (readonly [string, Partial<Standing>, string?])[] = [
		['that runs without a record', {}, clusterId],
		[
			'whose ensemble runs',
			{
				metadata: {
					...up,
					dataDir: '/z',
					clientPort: 2181,
					address: 'localhost',
					id: 1,
					members: [],
					from: 'process',
					hasData: true,
				},
			},
		],
		['whose registry runs', {registry: up}],
		['whose Connect runs', {connect: {...bareStanding.connect, active: true}}],
		[
			'that left data',
			{
				disks: new Map([
					['/d', {path: '/d', mount: '/', exists: true, meta: {broker: '1'}, hasZnodes: false, hasOffsets: false}],
				]),
			},
		],
		['that left offsets', {disks: new Map([['/d', {path: '/d', mount: '/', exists: true, hasZnodes: false, hasOffsets: true}]])}],
	];

	test.each(inUse.map(([what, standing, id]) => ({what, standing, id})))('but not of one $what', ({standing, id}) => {
		const standings = new Map(standingsOf(bareStanding)).set('kafka-02', {...bareStanding, ...standing});
		expect(hasTable(sampleCluster, knownOf(standings, id))).toBe(false);
	});

	test('and not where nothing is known of the hosts', () => {
		expect(hasTable(sampleCluster, knownOf(new Map()))).toBe(false);
		expect(hasTable(sampleCluster, knownOf(withoutRecords(running.standings), clusterId))).toBe(false);
	});
});

test('a recorded cluster whose file does not ask for it has no step more than before', () => {
	const steps = stepsOf(sampleCluster, running);
	expect(steps.length).toBeGreaterThan(20);
	expect(steps.filter(step => step.includes('port-table'))).toEqual([]);
	expect(stepsOf(asks, running).filter(step => !step.includes('port-table'))).toEqual(steps);
});

test.each([
	['ZooKeeper', sampleCluster],
	['controllers', kraftCluster],
])(
	'the table is loaded on every host before a service starts and before the record, and narrowed when all is done: %s',
	(_, cluster) => {
		const quorum = quorumFor(cluster);
		const steps = stepsOf(cluster, {...bare, ...(quorum === undefined ? {} : {quorum})});
		const at = (step: string) => steps.flatMap((one, index) => (one.endsWith(`/${step}`) ? [index] : []));
		const hosts = cluster.hosts.map(({name}) => name);
		expect(at('port-table').map(index => steps[index])).toEqual(hosts.map(name => `platform/${name}/port-table`));
		expect(at('port-table-close').map(index => steps[index])).toEqual(hosts.map(name => `record/${name}/port-table-close`));
		for (const name of hosts) {
			const [table, record] = ['port-table', 'record'].map(step => steps.indexOf(`platform/${name}/${step}`));
			expect(table).toBeLessThan(record!);
		}
		expect(Math.max(...at('port-table'))).toBeLessThan(Math.min(...at('start')));
		expect(Math.min(...at('port-table-close'))).toBeGreaterThan(Math.max(...at('start')));
	},
);

/** What the step would write on a bare host, by path. */
async function filesOn(cluster: Cluster, name: string): Promise<ReadonlyMap<string, string>> {
	const {stages} = planFor(cluster, {
		...bareMaterials(),
		known: bare,
		factsOf: new Map([['kafka-02', {...debian, addresses: ['10.5.0.2']}]]),
	});
	const step = stages
		.find(({id}) => id === 'platform')!
		.begin()({name})
		.find(({id}) => id === 'port-table')!;
	const others = cluster.hosts
		.filter(host => host.name !== name)
		.map((host, index) => `== host ${host.name}\n10.0.0.${index + 2}\n`);
	const context = fakeContext(
		fakeConnection([
			{command: '/getent ahosts/', stdout: `== own\n10.0.0.1\n${others.join('')}== table\nloaded \nunit \nconnected \n`},
			...Array.from({length: 5}, () => ({command: '/path=/', stdout: 'missing\n'})),
		]),
		{facts: {...debian, nft: true}, host: {name}},
	);
	const changes = await step.check!(context);
	return new Map(changes.flatMap(({after, puts = []}) => (after === undefined ? [] : [[puts[0]!.name, after]])));
}

test('the unit loads it before the services, and after what flushes it', async () => {
	const files = await filesOn(sampleCluster, 'kafka-01');
	expect([...files.keys()]).toEqual([
		'/etc/systemd/system/kafka-setup-firewall.service',
		'/etc/systemd/system/nftables.service.d/kafka-setup.conf',
		'/etc/kafka-setup/ports.nft',
	]);
	expect(files.get('/etc/systemd/system/nftables.service.d/kafka-setup.conf')).toMatchInlineSnapshot(`
		"# Written by kafka-setup for the cluster orders. What is changed here by hand is undone by its next run.
		# Where the ruleset of the host begins with "flush ruleset", a start or a reload takes away every table: this one is loaded again.
		[Service]
		ExecStartPost=-/usr/sbin/nft -f /etc/kafka-setup/ports.nft
		ExecReload=-/usr/sbin/nft -f /etc/kafka-setup/ports.nft
		"
	`);
	expect(files.get('/etc/systemd/system/kafka-setup-firewall.service')).toMatchInlineSnapshot(`
		"# Written by kafka-setup for the cluster orders. What is changed here by hand is undone by its next run.
		[Unit]
		Description=Who may come to the ports of the Kafka cluster orders
		Documentation=man:nft(8)
		DefaultDependencies=no
		RequiresMountsFor=/etc/kafka-setup/ports.nft
		Wants=network-pre.target
		Before=network-pre.target confluent-zookeeper.service confluent-kafka.service confluent-schema-registry.service shutdown.target
		Conflicts=shutdown.target
		After=local-fs.target nftables.service

		[Service]
		Type=oneshot
		RemainAfterExit=yes
		ExecStart=/usr/sbin/nft -f /etc/kafka-setup/ports.nft
		ExecReload=/usr/sbin/nft -f /etc/kafka-setup/ports.nft
		ExecStop=-/usr/sbin/nft delete table inet kafka_setup

		[Install]
		WantedBy=multi-user.target
		"
	`);
});

test('the rules of a host with all roles, where the file has clients and where it has none', async () => {
	const path = '/etc/kafka-setup/ports.nft';
	expect((await filesOn(sampleCluster, 'kafka-01')).get(path)).toMatchInlineSnapshot(`
		"# Written by kafka-setup for the cluster orders: who may come to the ports of its services. What is changed here by hand is undone by its next run.
		table inet kafka_setup
		delete table inet kafka_setup
		table inet kafka_setup {
			set peers4 { type ipv4_addr; elements = { 10.0.0.2, 10.0.0.3, 10.5.0.2 }; }
			chain input {
				type filter hook input priority -10; policy accept;
				iifname "lo" accept comment "kafka-setup 1b215a38a56606f3"
				ip saddr @peers4 accept
				tcp dport { 2181, 2888, 3888 } reject with tcp reset
			}
		}
		"
	`);
	expect((await filesOn({...kraftCluster, clients: ['10.1.0.0/16']}, 'kafka-03')).get(path)).toMatchInlineSnapshot(`
		"# Written by kafka-setup for the cluster orders: who may come to the ports of its services. What is changed here by hand is undone by its next run.
		table inet kafka_setup
		delete table inet kafka_setup
		table inet kafka_setup {
			set peers4 { type ipv4_addr; elements = { 10.0.0.2, 10.0.0.3, 10.5.0.2 }; }
			set clients4 { type ipv4_addr; flags interval; elements = { 10.1.0.0/16 }; }
			chain input {
				type filter hook input priority -10; policy accept;
				iifname "lo" accept comment "kafka-setup 85d6c725c308f905"
				ip saddr @peers4 accept
				tcp dport { 9092 } ip saddr @clients4 accept
				tcp dport { 8083, 9092, 9093 } reject with tcp reset
			}
		}
		"
	`);
});

test.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('systemd takes the unit', async () => {
	const text = (await filesOn(sampleCluster, 'kafka-01')).get('/etc/systemd/system/kafka-setup-firewall.service')!;
	const path = join(mkdtempSync(join(tmpdir(), 'port-table-')), 'kafka-setup-firewall.service');
	writeFileSync(path, text.replaceAll('/usr/sbin/nft', '/bin/true'));
	const {stderr} = spawnSync('systemd-analyze', ['verify', '--man=no', path], {encoding: 'utf8'});
	expect(stderr.split('\n').filter(line => line.includes('kafka-setup-firewall'))).toEqual([]);
});

test('who has left is known by the record of the host', async () => {
	const kept = {...sampleCluster, hosts: sampleCluster.hosts.slice(0, 2), clients: ['10.1.0.0/16']};
	const text = (...peers: readonly string[]) =>
		tableText({
			head: 'x',
			peerPorts: [2181, 2888, 3888],
			clientPorts: [9092, 8080],
			peers,
			clients: kept.clients,
		});
	const close = async (cluster: Cluster) => {
		const {stages} = planFor({...cluster, clients: kept.clients}, {...bareMaterials(), known: running});
		const step = stages
			.find(({id}) => id === 'record')!
			.begin()({name: 'kafka-01'})
			.find(({id}) => id === 'port-table-close')!;
		const others = cluster.hosts.slice(1).map((host, index) => `== host ${host.name}\n10.0.0.${index + 2}\n`);
		const file = text('10.0.0.2', '10.0.0.3', '10.0.0.4').replaceAll('\n', '\\n');
		const stdout = `== own\n10.0.0.1\n${others.join('')}== table\nloaded x\nunit \nfile ${file}\nconnected \n`;
		const looks = Array.from({length: 5}, () => ({command: '/path=/', stdout: 'missing\n'}));
		const context = fakeContext(fakeConnection([{command: '/getent ahosts/', stdout}, ...looks]), {
			facts: {...debian, nft: true},
		});
		return (await step.check!(context)).flatMap(({after = ''}) => /peers4 .*\{ (.*) \}; \}/.exec(after)?.[1] ?? []);
	};
	expect(await close(sampleCluster)).toEqual([]);
	const smaller = {...kept, roles: {...kept.roles, zookeeper: ['kafka-01'], kafka: ['kafka-01', 'kafka-02'], connect: []}};
	expect(await close(smaller)).toEqual(['10.0.0.2']);
});
