import type {Overrides} from '../../helpers/lab.ts';
import type {Fault} from './fault.ts';

/** SQL, as the database's administrator. */
const sql = (text: string) => `su postgres -c "psql -q shop" <<'SQL'\n${text}\nSQL`;

/** The one source of the lab's file, with changes. */
const source = (changes: Overrides): Overrides => ({
	connect: {
		sources: [
			{
				name: 'orders',
				database: {kind: 'postgresql', host: 'db-01', name: 'shop'},
				user: 'app',
				password: 'env:LAB_DB_PASSWORD',
				tables: ['orders'],
				mode: 'incrementing',
				incrementingColumn: 'id',
				pollIntervalMs: 1000,
				...changes,
			},
		],
	},
});

const named = {check: 'database', host: 'kafka-01'} as const;
const onDatabase = {host: 'db-01', named} as const;
/** A source that runs with its very settings is not looked at. */
const changed = source({pollIntervalMs: 2000});

/** Faults of the database and of what a source says of it, where Java is there already: `check` names each before Connect is changed. */
export const databaseFaults: readonly Fault[] = [
	{
		id: 'wrong-password',
		title: 'the password is wrong',
		...onDatabase,
		file: changed,
		cause: sql("alter user app password 'another';"),
		says: /password/,
		fix: sql("alter user app password 'app-secret';"),
	},
	{
		id: 'no-such-database',
		title: 'the database has another name',
		named,
		file: source({database: {kind: 'postgresql', host: 'db-01', name: 'shopp'}}),
		says: /shopp/,
	},
	{
		id: 'database-down',
		title: 'PostgreSQL does not run',
		...onDatabase,
		file: changed,
		cause: 'systemctl stop postgresql',
		says: /5432|refused/,
		fix: 'systemctl start postgresql && sleep 2',
	},
	{
		id: 'wrong-port',
		title: 'the port is that of another database',
		named,
		file: source({database: {kind: 'postgresql', host: 'db-01', port: 5433, name: 'shop'}}),
		says: /5433/,
	},
	{
		id: 'no-pg-hba-entry',
		title: 'PostgreSQL lets nobody in from this host',
		...onDatabase,
		file: changed,
		cause:
			'f=$(ls /etc/postgresql/*/main/pg_hba.conf) && cp $f /root/hba && grep -v "^host" /root/hba >$f && systemctl reload postgresql && sleep 1',
		says: /pg_hba/,
		fix: 'cat /root/hba >$(ls /etc/postgresql/*/main/pg_hba.conf) && systemctl reload postgresql && sleep 1',
	},
	{
		id: 'wrong-table',
		title: 'the table is misspelled',
		named,
		file: source({tables: ['ordres']}),
		says: /ordres/,
	},
	{
		id: 'wrong-case',
		title: 'the table is written in another case',
		named,
		file: source({tables: ['Orders']}),
		says: /orders/,
	},
	{
		id: 'wrong-schema',
		title: 'the table is in another schema',
		named,
		file: source({tables: ['sales.orders']}),
		says: /sales|public/,
	},
	{
		id: 'a-view',
		title: 'what the file names is a view',
		...onDatabase,
		cause: sql('create view orders_v as select * from orders; grant select on orders_v to app;'),
		file: source({tables: ['orders_v']}),
		says: /view/i,
		tells: /tableTypes/,
		fixed: source({tables: ['orders_v'], tableTypes: ['TABLE', 'VIEW'], nullableColumns: true}),
		after: sql('drop view orders_v;'),
	},
	{
		id: 'no-key-column',
		title: 'the table has no such column',
		named,
		file: source({incrementingColumn: 'ix'}),
		says: /ix/,
	},
	{
		id: 'nullable-key',
		title: 'the key column may be null',
		...onDatabase,
		cause: sql('create table loose (id int, item text); grant select on loose to app;'),
		file: source({tables: ['loose']}),
		says: /NULL/i,
		tells: /nullableColumns/,
		fixed: source({tables: ['loose'], nullableColumns: true}),
		after: sql('drop table loose;'),
	},
	{
		id: 'text-key',
		title: 'the key column holds text',
		named,
		file: source({incrementingColumn: 'item'}),
		says: /item/,
	},
	{
		id: 'no-select',
		title: 'the user may not read the table',
		...onDatabase,
		cause: sql('create table secret_orders (id int primary key);'),
		file: source({tables: ['secret_orders']}),
		says: /secret_orders/,
		tells: /GRANT SELECT/i,
		fix: sql('grant select on secret_orders to app;'),
		after: sql('drop table secret_orders;'),
	},
	{
		id: 'wrong-kind',
		title: 'MySQL in the file, and the driver of PostgreSQL',
		named,
		file: source({database: {kind: 'mysql', host: 'db-01', port: 5432, name: 'shop'}}),
		says: /driver/,
	},
];
