import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {homedir, userInfo} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Cluster, Source} from '../../../source/cluster/cluster.ts';
import {Secret} from '../../../source/core/secret.ts';
import {judge} from '../../../source/kafka/database/judge.ts';
import {lookAtDatabases} from '../../../source/kafka/database/on-host.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

/** PostgreSQL and its driver, where this machine has them: the lab's own, or Maven's. */
const programs = ['/usr/lib/postgresql/15/bin', '/usr/lib/postgresql/17/bin'].find(path => existsSync(join(path, 'initdb')));
const drivers = [
	join(homedir(), '.cache/kafka-setup-lab/cache/drivers'),
	join(homedir(), '.m2/repository/org/postgresql/postgresql/42.7.7'),
].flatMap(folder =>
	existsSync(folder)
		? readdirSync(folder)
				.filter(name => /^postgresql-.*\.jar$/.test(name))
				.map(name => join(folder, name))
		: [],
);
const [driver] = drivers;
const canRun =
	programs !== undefined && driver !== undefined && userInfo().uid === 0 && spawnSync('java', ['-version']).status === 0;

const [sample] = sampleCluster.connect.sources;
const port = 40_000 + (process.pid % 20_000);
const url = `jdbc:postgresql://127.0.0.1:${port}/shop`;
let folder = '';
const as = (...command: readonly string[]) =>
	execFileSync('setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', ...command], {
		cwd: '/',
		stdio: ['ignore', 'pipe', 'pipe'],
		encoding: 'utf8',
	});
const inBash = (script: string) => as('bash', '-euc', script);

describe.skipIf(!canRun)('a look at PostgreSQL', {timeout: 120_000}, () => {
	beforeAll(() => {
		folder = inBash('mktemp -d /tmp/kafka-setup-test-XXXXXX').trim();
		inBash(`cd ${folder}; ${programs}/initdb -D data -A scram-sha-256 --pwfile=<(echo super) -U postgres >init.log
			printf '%s\\n' 'port=${port}' "unix_socket_directories='${folder}'" "listen_addresses='127.0.0.1'" fsync=off log_connections=on >>data/postgresql.conf
			${programs}/pg_ctl -D data -l log -w start >start.log`);
		inBash(`export PGPASSWORD=super; psql() { ${programs}/psql -h 127.0.0.1 -p ${port} -U postgres -q -v ON_ERROR_STOP=1 "$@"; }
			psql -c "create role app login password 'app-secret'" -c 'create database shop'
			psql -d shop -c 'create table orders (id serial primary key, item text not null, maybe int)' -c 'create view orders_v as select * from orders' \\
				-c 'create table hidden (id int primary key)' -c 'create table parted (id int not null) partition by range (id)' \\
				-c 'grant select on orders, orders_v, parted to app'`);
	}, 120_000);
	afterAll(() => {
		if (folder === '') return;
		inBash(`${programs}/pg_ctl -D ${folder}/data -m immediate stop >/dev/null || true; rm -rf ${folder}`);
	}, 60_000);

	/** Of each source what failed. */
	async function look(asked: readonly Partial<Source>[], password = 'app-secret'): Promise<readonly (readonly string[])[]> {
		const sources = asked.map((source, index) => ({...sample!, url, ...source, name: `s${index}`}));
		const cluster: Cluster = {...sampleCluster, connect: {...sampleCluster.connect, driver, sources}};
		const connection = localConnection();
		const logins = async () => sources.map(source => ({source, password: new Secret(password)}));
		const looked = await lookAtDatabases(fakeContext(connection), cluster, {jars: '/nonexistent'}, logins);
		expect(connection.commands.join('\n')).not.toContain(password);
		const used = /folder=(\/run\/kafka-setup-database\.\w+)/.exec(connection.commands.at(-1)!)![1]!;
		expect(existsSync(used)).toBe(false);
		if (!('answer' in looked)) throw new Error(looked.why);
		const failed = judge(sources, looked.answer, looked.drivers).filter(({state}) => state === 'failed');
		return sources.map(({name}) => failed.filter(({source}) => source === name).map(({found}) => found));
	}
	const refusals = () => readFileSync(`${folder}/log`, 'utf8').split('password authentication failed').length - 1;

	it('finds what is wrong with tables, columns, databases, ports and drivers, and leaves nothing behind', async () => {
		const wrong: readonly (readonly [Partial<Source>, readonly unknown[]])[] = [
			[{}, []],
			[{tables: ['Orders']}, ['the database has no table Orders; it has public.orders']],
			[
				{tables: ['orders_v']},
				[
					'orders_v is a VIEW, and the connector reads TABLE alone',
					'column id of public.orders_v may be NULL, as every column of a view',
				],
			],
			[{tables: ['orders_v'], tableTypes: ['VIEW'], nullableColumns: true}, []],
			[{tables: ['hidden']}, ['app may not read public.hidden: ERROR: permission denied for table hidden']],
			[{tables: ['parted']}, ['parted is a PARTITIONED TABLE, and the connector reads TABLE alone']],
			[{incrementingColumn: 'maybe'}, ['column maybe of public.orders may be NULL']],
			[{incrementingColumn: 'item'}, ['column item of public.orders is text, no integer']],
			[{incrementingColumn: 'nr'}, ['public.orders has no column nr']],
			[{url: url.replace('/shop', '/none')}, ['the database server has no such database: FATAL: database "none" does not exist']],
			[{url: 'jdbc:postgresql://127.0.0.1:1/shop'}, [expect.stringMatching(/^no connection to the database: .*refused/)]],
			[{url: 'jdbc:mysql://127.0.0.1/shop'}, [expect.stringMatching(/ is no driver for jdbc:mysql$/)]],
		];
		expect(await look(wrong.map(([source]) => source))).toEqual(wrong.map(([, found]) => found));
	});

	it('tries a wrong password once', async () => {
		const before = refusals();
		expect(await look([{}, {}], 'not the password')).toEqual([
			['the database refuses the login of app: FATAL: password authentication failed for user "app"'],
			[],
		]);
		expect(refusals() - before).toBe(1);
	});
});
