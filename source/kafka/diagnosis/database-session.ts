import type {Entry} from '../../host/diagnosis/entry.ts';

/** What a driver and its database do not agree on once they have met: time zones, variables, dates, and the file of SQLite. */
export const sessionEntries: readonly Entry[] = [
	{
		id: 'database-time-zone',
		cause: 'the driver does not understand the time zone of the MySQL server',
		says: 'The server time zone value',
		patterns: [/The server time zone value '?(\S+?)'? is unrecognized/],
		fixes: [
			'Name the zone of the server in the URL: connectionTimeZone=Europe/Berlin, say (before Connector/J 8.0.23: serverTimezone). Another one than it has moves all timestamps.',
		],
	},
	{
		id: 'database-zone-region',
		cause: 'the Oracle database does not know the time zone of this host',
		says: 'timezone region not found',
		patterns: [/ORA-01882|timezone region not found/],
		fixes: [
			'Give the worker a zone that the database knows, in a drop-in of its unit: Environment=KAFKA_OPTS=-Duser.timezone=Europe/Berlin, say. Where only the name is unknown: -Doracle.jdbc.timezoneAsRegion=false, by which the driver sends the offset.',
		],
	},
	{
		id: 'database-zone-name',
		cause: 'the PostgreSQL server does not know the time zone of this host',
		says: 'invalid value for parameter "TimeZone"',
		patterns: [/invalid value for parameter "TimeZone": "([^"]{1,100})"/],
		named: ([, zone]) => `the PostgreSQL server does not know the time zone of this host: ${zone}`,
		fixes: [
			'Give the worker a zone that the server knows (pg_timezone_names), in a drop-in of its unit: Environment=KAFKA_OPTS=-Duser.timezone=Asia/Yangon, say. An old name needs the package tzdata-legacy on the database server (Debian 13, Ubuntu 24.04).',
		],
	},
	{
		id: 'database-zero-date',
		cause: 'a row of MySQL has a date of zeros (0000-00-00), which Java does not know',
		says: 'Zero date value prohibited',
		patterns: [/Zero date value prohibited|Value '0000-00-00[^']{0,20}' can not be represented as java\.sql\./],
		fixes: [
			'Add zeroDateTimeBehavior=CONVERT_TO_NULL to the URL (Connector/J 5: convertToNull): such a date is NULL then. If it is the time column of this source, such rows are not read by it: correct them first.',
		],
	},
	{
		id: 'database-file',
		cause: 'the SQLite file cannot be opened',
		says: '[SQLITE_CANTOPEN]',
		patterns: [/\[SQLITE_(?:CANTOPEN|READONLY)\w*\]|SQLException: path to '([^']{1,400})': '[^']{1,400}' does not exist/],
		named: ([, file]) => `the SQLite file cannot be opened${file === '' ? '' : `: ${file}`}`,
		fixes: [
			'Look at the path in the URL of the source, on the host of the worker: the user of the service has to pass the folders above it (namei -l FILE), read the file and, in WAL mode, write in its folder.',
		],
	},
	{
		id: 'database-variable',
		cause: 'the driver asks for a variable that the MySQL server does not have: driver and server versions do not match',
		says: 'Unknown system variable',
		patterns: [/Unknown system variable '([^']{1,100})'/],
		named: ([, name]) =>
			`the driver asks for a variable that the MySQL server does not have (${name}): driver and server versions do not match`,
		fixes: [
			'Take a driver that fits the server (connect.driver): for MySQL 8 and newer a Connector/J of 8.0 or newer, for MariaDB its own driver. A variable of your own stands in sessionVariables of the URL.',
		],
	},
];
