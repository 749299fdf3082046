import * as z from 'zod/mini';
import {databaseKinds} from '../jdbc-url.ts';
import {sourceName} from '../roles/connect.ts';
import {described, integer, localPath, packagePattern, port, properties, secret, text} from './fields.ts';

export const sourceModes = ['incrementing', 'timestamp', 'timestamp+incrementing', 'bulk'] as const;

const column = 'a column name';
const columnName = '[^\\s,\\x00-\\x1f\\x7f](?:[^,\\x00-\\x1f\\x7f]*[^\\s,\\x00-\\x1f\\x7f])?';
const columnPattern = new RegExp(`^${columnName}$`);
const columns = 'a column name, or a list of column names';

const database = z.strictObject(
	{
		kind: described(z.enum(databaseKinds, 'a kind of database'), 'Kind of the database'),
		host: text(
			'a host name or an address',
			/^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)$/,
			'Its host, as the Connect workers reach it',
		),
		port: z.optional(port('Its port; by default 1433, 5432, 3306 or 1521, after the kind')),
		name: text(
			'a database name (letters, digits, _, $, ., #, - and spaces inside)',
			/^[A-Za-z0-9_$.#-]+(?: +[A-Za-z0-9_$.#-]+)*$/,
			'Name of the database; for Oracle the service name',
		),
	},
	'a mapping with kind, host, port, name',
);

const source = z.strictObject(
	{
		name: text(
			'a source name (a-z, 0-9 and -, a letter first, at most 41)',
			new RegExp(`^${sourceName}$`),
			'Names the connector and its file source-NAME.properties',
		),
		url: z.optional(
			text(
				'a JDBC URL (jdbc:KIND:…, without spaces at its end and in its host)',
				/^jdbc:[a-z][a-z0-9+.-]*:(?!\/\/[^/;?]* )[^\s\x00-\x1f\x7f]+(?: +[^\s\x00-\x1f\x7f]+)*$/,
				'JDBC URL, without user and password',
			),
		),
		database: z.optional(described(database, 'The database, in place of the URL')),
		user: z.optional(text('a user name without control characters', /^[^\x00-\x1f\x7f]+$/, 'Database user')),
		password: z.optional(secret('Database password')),
		tables: described(
			z
				.array(
					z
						.string('a table name')
						.check(z.regex(columnPattern, 'a table name without commas, control characters and outer spaces')),
					'a list of table names',
				)
				.check(z.minLength(1, 'a list of table names')),
			'Tables to copy, as TABLE or SCHEMA.TABLE; each becomes a topic, named without the schema',
		),
		mode: z._default(
			described(z.enum(sourceModes, 'a mode'), 'How new rows are found; bulk copies the whole tables at each poll'),
			'incrementing',
		),
		incrementingColumn: z.optional(
			text(column, columnPattern, 'Strictly increasing column; needed by the modes with incrementing'),
		),
		timestampColumn: z.optional(
			described(
				z.union(
					[
						z.string(columns).check(z.regex(new RegExp(`^${columnName}(?: *, *${columnName})*$`), columns)),
						z.array(z.string(column).check(z.regex(columnPattern, column)), columns).check(z.minLength(1, columns)),
					],
					columns,
				),
				'Column with the time of the last change, or several, of which the first that is not NULL counts in each row; needed by the modes with timestamp',
			),
		),
		topicPrefix: z.optional(
			text(
				'the beginning of a topic name (letters, digits, ., _ and -, at most 200)',
				/^[A-Za-z0-9._-]{1,200}$/,
				'The topic of a table is this and the table’s name, without its schema; by default NAME-',
			),
		),
		pollIntervalMs: z._default(
			integer('a number of milliseconds', 1, 86_400_000, 'Milliseconds between two looks at the tables'),
			5000,
		),
		tableTypes: z.optional(
			described(
				z
					.array(
						z
							.string('a kind of table')
							.check(z.regex(/^[A-Z]+(?: [A-Z]+)*$/, 'a kind of table in capital letters, such as TABLE or VIEW')),
						'a list of kinds of tables',
					)
					.check(z.minLength(1, 'a list of kinds of tables')),
				'What is read of the kinds that the database has, such as [TABLE, VIEW]; by default TABLE alone',
			),
		),
		nullableColumns: z.optional(
			described(
				z.boolean('true or false'),
				'Take a key or time column that may be NULL by its definition, as every column of a view; a row without a value there is never read',
			),
		),
		extraProperties: properties('the connector'),
	},
	'a mapping with name, url or database, tables and more',
);

const plugin = z.prefault(
	z.strictObject(
		{
			package: z.optional(
				text('a package name', packagePattern, 'A package of the package source, such as confluent-kafka-connect-jdbc'),
			),
			zip: z.optional(localPath('A zip on this machine, as Confluent Hub serves it')),
			folder: z.optional(localPath('A folder on this machine that such a zip was unpacked to')),
			hub: z.optional(
				text(
					'OWNER/NAME:VERSION',
					/^[A-Za-z0-9][A-Za-z0-9._-]*\/[A-Za-z0-9][A-Za-z0-9._-]*:[A-Za-z0-9][A-Za-z0-9._-]*$/,
					'Fetched on the hosts by Confluent’s own plug-in command',
				),
			),
		},
		'{package: NAME}, {hub: OWNER/NAME:VERSION}, {zip: PATH} or {folder: PATH}',
	),
	{hub: 'confluentinc/kafka-connect-jdbc:10.9.9'},
);

/** The source connector where the file names none. */
export const defaultConnectorClass = 'io.confluent.connect.jdbc.JdbcSourceConnector';

/** What the section of Connect has beside that of any role. */
export const connectKeys = {
	connectorClass: z._default(
		text('a Java class', /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/, 'Class of the source connector'),
		defaultConnectorClass,
	),
	plugin: described(plugin, 'Where the connector plug-in comes from: one of package, zip, folder, hub'),
	driver: z.optional(
		text(
			'a path to a .jar file',
			/^[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*\.jar$/,
			'JDBC driver on this machine, if the plug-in brings none for the database',
		),
	),
	sources: z._default(described(z.array(source, 'a list of sources'), 'JDBC sources, each a connector'), []),
};
