import type {Entry} from '../../host/diagnosis/entry.ts';

/** What the databases say of a query that a connector makes. */
export const queryEntries: readonly Entry[] = [
	{
		id: 'table-missing',
		cause: 'the database has no such table, or its user does not see it',
		says: 'ORA-00942',
		patterns: [
			/relation "?([^"\s]+)"? does not exist|Invalid object name '([^']+)'|Table '([^']+)' doesn.t exist|no such table: ([^\s)]{1,200})|SQLCODE=-204,.{0,60} SQLERRMC=([^,;\s]{1,200})|(?:ORA-00942)/,
		],
		named: ([, ...words]) =>
			`the database has no such table, or its user does not see it${words.map(word => (word === '' ? '' : `: ${word}`)).join('')}`,
		fixes: ['Check `tables` of this source, their schema and their upper and lower case, and that its user may read them.'],
	},
	{
		id: 'column-missing',
		cause: 'a table has no such column',
		says: 'does not exist',
		patterns: [
			/column "?([^"\s]+)"? does not exist|Invalid column name '([^']+)'|Unknown column '([^']+)'|no such column: ([^\s)]{1,200})|SQLCODE=-206,.{0,60} SQLERRMC=([^,;\s]{1,200})|(?:ORA-00904)/,
		],
		named: ([, ...words]) => `a table has no such column${words.map(word => (word === '' ? '' : `: ${word}`)).join('')}`,
		fixes: ['Check `incrementingColumn` and `timestampColumn` of this source, and their upper and lower case.'],
	},
	{
		id: 'table-forbidden',
		cause: 'the user of the source may not read a table',
		says: 'permission denied for',
		patterns: [
			/permission denied for (?:table|relation|schema|view) (\S+)|The SELECT permission was denied on the object '([^']+)'|SELECT command denied to user .{1,200} for table ['`]([^']+?)['`](?:$|\s)|SQLCODE=-55[12],.{0,60} SQLERRMC=[^;,]{1,200};[^;,]{1,60};([^,;\s]{1,200})|(?:ORA-01031)/,
		],
		named: ([, ...words]) =>
			`the user of the source may not read a table${words.map(word => (word === '' ? '' : `: ${word}`)).join('')}`,
		fixes: ['Have SELECT granted on it (PostgreSQL: USAGE on its schema too).'],
	},
	{
		id: 'query-cancelled',
		cause: 'the database ended a query of a connector before it was done',
		says: 'canceling statement due to',
		patterns: [
			/(canceling statement due to [\w ]{1,60}|ORA-01555: snapshot too old|maximum statement execution time exceeded|Lock wait timeout exceeded|was deadlocked on \w+ resources|Deadlock found when trying to get lock|SQLCODE=-91[13]\b|The query has timed out)/,
		],
		named: ([, words]) => `the database ended a query of a connector before it was done: ${words}`,
		fixes: [
			'It is tried again with the next poll. If it comes back, the query takes too long: give the key and time columns of the table an index.',
			'A timeout is a limit of the user or the server (statement_timeout of PostgreSQL, max_execution_time of MySQL): have it raised for this user. A standby ends long queries for what it has to replay: max_standby_streaming_delay or hot_standby_feedback, or read the primary. ORA-01555: a larger UNDO_RETENTION.',
		],
	},
	{
		id: 'database-busy',
		cause: 'another process has locked the SQLite file',
		says: '[SQLITE_BUSY]',
		patterns: [/\[SQLITE_(?:BUSY|LOCKED)\w*\]/],
		fixes: [
			'It is tried again with the next poll. If it stays so, see who holds it (fuser -v FILE). WAL mode of the file lets others read while one writes, and ?busy_timeout=10000 in the URL lets the connector wait.',
		],
	},
	{
		id: 'query-failed',
		cause: 'the database refuses the query of a connector',
		symptom: true,
		says: 'Failed to run query for table',
		patterns: [/Failed to run query for table|SQL exception while running query for table/],
		fixes: [
			'The causes below that line say why. Check `tables`, `incrementingColumn` and `timestampColumn` of this source: the key column has to be a number.',
		],
	},
];
