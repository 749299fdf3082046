import type {Entry} from '../../host/diagnosis/entry.ts';

/** What the four databases say of a query that a connector makes. */
export const queryEntries: readonly Entry[] = [
	{
		id: 'table-missing',
		cause: 'the database has no such table, or its user does not see it',
		says: 'ORA-00942',
		patterns: [/relation "?([^"\s]+)"? does not exist|Invalid object name '([^']+)'|Table '([^']+)' doesn.t exist|(?:ORA-00942)/],
		named: ([, ...words]) =>
			`the database has no such table, or its user does not see it${words.map(word => (word === '' ? '' : `: ${word}`)).join('')}`,
		fixes: ['Check `tables` of this source, their schema and their upper and lower case, and that its user may read them.'],
	},
	{
		id: 'column-missing',
		cause: 'a table has no such column',
		says: 'does not exist',
		patterns: [/column "?([^"\s]+)"? does not exist|Invalid column name '([^']+)'|Unknown column '([^']+)'|(?:ORA-00904)/],
		named: ([, ...words]) => `a table has no such column${words.map(word => (word === '' ? '' : `: ${word}`)).join('')}`,
		fixes: ['Check `incrementingColumn` and `timestampColumn` of this source, and their upper and lower case.'],
	},
	{
		id: 'table-forbidden',
		cause: 'the user of the source may not read a table',
		says: 'permission denied for',
		patterns: [
			/permission denied for (?:table|relation|schema|view) (\S+)|The SELECT permission was denied on the object '([^']+)'|SELECT command denied to user .{1,200} for table ['`]([^']+?)['`](?:$|\s)|(?:ORA-01031)/,
		],
		named: ([, ...words]) =>
			`the user of the source may not read a table${words.map(word => (word === '' ? '' : `: ${word}`)).join('')}`,
		fixes: ['Have SELECT granted on it (PostgreSQL: USAGE on its schema too).'],
	},
	{
		id: 'query-failed',
		cause: 'the database refuses the query of a connector',
		symptom: true,
		says: 'Failed to run query for table',
		patterns: [/Failed to run query for table/],
		fixes: [
			'The causes below that line say why. Check `tables`, `incrementingColumn` and `timestampColumn` of this source: the key column has to be a number.',
		],
	},
];
