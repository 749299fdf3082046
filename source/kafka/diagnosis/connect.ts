import type {Entry} from '../../host/diagnosis/entry.ts';

/** What a Connect worker and its connectors say, but for the databases. */
export const connectEntries: readonly Entry[] = [
	{
		id: 'avro-registry-refused',
		cause: 'records cannot be written as Avro: Schema Registry does not answer where the converter asks',
		says: 'Failed to serialize Avro data',
		patterns: [
			/(?:Failed to serialize Avro data|Error (?:serializing|registering) Avro|Failed to access Avro data)/,
			/Connection refused|java\.net\.ConnectException|SocketTimeoutException|connect timed out|UnknownHostException|No route to host/,
		],
		fixes: [
			'Start Schema Registry (kafka-setup test), and compare value.converter.schema.registry.url with its address and port. Then restart the worker: a failed task stays failed.',
		],
	},
	{
		id: 'registry-url',
		cause: 'what answers at the URL of Schema Registry is none: another service, a proxy, or a path that it does not have',
		says: 'HTTP 404 Not Found; error code: 404',
		patterns: [/HTTP 404 Not Found; error code: 404|RestClientException: Unexpected character \('<' \(code 60\)\)/],
		fixes: [
			'Compare value.converter.schema.registry.url with host and port of Schema Registry (http://HOST:8081, without a path): curl URL/subjects answers with a list in brackets. Then restart the worker: a failed task stays failed.',
		],
	},
	{
		id: 'registry-login',
		cause: 'Schema Registry refuses the user or the password of the converter',
		says: 'Unauthorized; error code: 401',
		patterns: [/Unauthorized; error code: 401/],
		fixes: [
			'Set value.converter.basic.auth.credentials.source: USER_INFO and value.converter.basic.auth.user.info, as a reference to a secret, under connect.extraProperties. Then restart the worker: a failed task stays failed.',
		],
	},
	{
		id: 'registry-denied',
		cause: 'the user of the converter lacks a right in Schema Registry',
		says: 'User is denied operation',
		patterns: [/User is denied operation (\w+) on Subject: ([^\s;]+)|; error code: 403(?:01)?\b/],
		named: ([, right, subject]) =>
			`the user of the converter lacks a right in Schema Registry${subject === '' ? '' : `: ${right} on ${subject}`}`,
		fixes: [
			'Have it granted for the subjects of this source (TOPIC-value). Then restart the worker: a failed task stays failed.',
		],
	},
	{
		id: 'avro-name',
		cause: 'a table or column has a name that Avro does not take',
		says: 'Illegal character in:',
		patterns: [/SchemaParseException: (?:Illegal (?:initial )?character(?: in)?: (.{1,200})|Empty name)$/],
		named: ([, name]) => `a table or column has a name that Avro does not take${name === '' ? '' : `: ${name}`}`,
		fixes: [
			'Avro takes letters, digits and _, and no digit at the beginning. Set value.converter.scrub.invalid.names: true under connect.extraProperties, by which the converter writes _ in their place, or read a view or a query with other names.',
		],
	},
	{
		id: 'plugin-missing',
		cause: 'the connector plug-in is not where Connect looks for it',
		says: 'Failed to find any class that implements Connector and which name matches',
		patterns: [/Failed to find any class that implements Connector and which name matches ([^,\s]+)/],
		named: ([, name]) => `the connector plug-in is not where Connect looks for it: ${name}`,
		fixes: [
			'Check connect.plugin and connect.connectorClass in the cluster file. plugin.path names the folder that the folders of plug-ins lie in.',
		],
	},
	{
		id: 'tables-not-found',
		cause: 'the connector found none of its tables',
		says: 'After filtering the tables are:',
		patterns: [/After filtering the tables are: *(?:\(|$)|was not assigned a table nor a query to execute/],
		soft: true,
		fixes: [
			'Check `tables` of the source: the schema, and upper and lower case. The user has to see the table. A view needs tableTypes: [TABLE, VIEW]. Connect starts no other source before this one has a task.',
		],
	},
	{
		id: 'duplicate-table-names',
		cause: 'two schemas have a table of one name, and the connector makes one topic of both',
		says: 'duplicate unqualified table names',
		patterns: [/duplicate unqualified table names/],
		fixes: ['Make two sources, one for each schema, each with a topicPrefix of its own.'],
	},
	{
		id: 'nullable-key-column',
		cause: 'the key column of a table or view may be null',
		says: 'because this column is nullable',
		patterns: [
			/Cannot make incremental queries using (?:incrementing|timestamp) columns? (\[.{1,200}\]|\S+) on (.{1,200}) because (?:this column is|all of these columns) nullable/,
		],
		named: ([, column, table]) => `the key column of a table or view may be null: ${column} of ${table}`,
		fixes: [
			'Make the column NOT NULL. Columns of a view always count as nullable: set nullableColumns: true for the source, once no row has NULL there.',
		],
	},
	{
		id: 'key-column-type',
		cause: 'the incrementing column of a table is no whole number',
		says: 'Invalid type for incrementing column',
		patterns: [
			/Invalid type for incrementing column: (\w+)|Scale of Decimal value for incrementing column must be 0|Decimal value for incrementing column exceeded Long\.MAX_VALUE/,
		],
		fixes: [
			'Choose another `incrementingColumn`, or read a view or a query that casts it: Oracle: CAST(ID AS NUMBER(18,0)), for a NUMBER without a precision has decimals.',
		],
	},
	{
		id: 'stored-offset-type',
		cause: 'the stored offset of a connector is of a kind that this connector cannot read',
		says: 'class java.lang.String cannot be cast to class java.lang.Long',
		patterns: [/ClassCastException.*String cannot be cast to (?:class )?(?:java\.lang\.)?Long/],
		fixes: [
			'The offsets were written by another connector. Give the source another name to begin from the first row, or correct its offset (a JSON number) with the worker stopped.',
		],
	},
	{
		id: 'offsets-damaged',
		cause: "the file with Connect's offsets is damaged",
		says: 'StreamCorruptedException',
		patterns: [/StreamCorruptedException: (?:invalid stream header|invalid type code)/],
		fixes: [
			'Bring an earlier copy of it back (offset.storage.file.filename), with the worker stopped: the sources go on from there. Without a copy they begin from the first row, and every row is written again.',
		],
	},
	{
		id: 'internal-topic-policy',
		cause: 'an internal topic of Connect deletes what it must keep, or has the wrong number of partitions',
		says: "is required to have 'cleanup.policy=compact'",
		patterns: [/is required to have 'cleanup\.policy=compact'|supplied via the '\S+' property is required to have/],
		fixes: [
			'Set it: kafka-configs --alter --entity-type topics --entity-name TOPIC --add-config cleanup.policy=compact. The topic of the configurations has exactly one partition.',
		],
	},
	{
		id: 'rest-pem',
		cause: "Connect's REST interface takes no PEM files",
		says: 'PEM KeyStore not available',
		patterns: [/PEM (?:KeyStore )?not (?:available|found)/i],
		fixes: ['Give listeners.https.ssl.* a PKCS12 file.'],
	},
	{
		id: 'topic-name',
		cause: 'a topic would have a name that Kafka does not take',
		says: 'InvalidTopicException',
		patterns: [
			/InvalidTopicException: (?:Invalid topics: \[([^\]]{1,250})\]|Topic name "([^"]{1,250})" is illegal)|InvalidTopicException|=INVALID_TOPIC_EXCEPTION/,
		],
		named: ([, ...names]) =>
			`a topic would have a name that Kafka does not take${names.some(Boolean) ? `: ${names.find(Boolean)}` : ''}`,
		fixes: [
			'Kafka takes letters, digits, dot, _ and -, up to 249 of them. Correct topicPrefix of the source, or read a table of another name through a view or a query; a transform (RegexRouter) renames its topic.',
		],
	},
	{
		id: 'record-too-large',
		cause: 'a record is larger than brokers or producer allow',
		says: 'RecordTooLargeException',
		patterns: [/RecordTooLargeException|MESSAGE_TOO_LARGE/],
		fixes: [
			'Raise max.message.bytes of the topic and producer.override.max.request.size of the source together, or leave the large column out by a query.',
		],
	},
	{
		id: 'class-missing',
		cause: 'a class that the configuration names is not there',
		says: 'could not be found.',
		patterns: [/Class (\S+) could not be found/],
		named: ([, name]) => `a class that the configuration names is not there: ${name}`,
		fixes: [
			'Check the converters and class names in extraProperties. A converter of several jars needs a folder of its own in plugin.path.',
		],
	},
	{
		id: 'flush-timeout',
		cause: 'the brokers did not take the records of a source in time, and its offsets were not kept',
		symptom: true,
		says: 'timed out while waiting for producer to flush outstanding',
		patterns: [/Failed to flush, timed out while waiting for producer to flush outstanding/],
		fixes: [
			'It is tried again, and after a restart some records are written twice. Look at the brokers first (kafka-setup test); if all is well there, raise offset.flush.timeout.ms or lower producer.buffer.memory, under connect.extraProperties.',
		],
	},
	{
		id: 'connector-refused',
		cause: 'the connector refused its configuration',
		symptom: true,
		says: 'Connector configuration is invalid and contains the following',
		patterns: [/Connector configuration is invalid/],
		named: (_found, _lines, [first]) => `the connector refused its configuration${first === undefined ? '' : `: ${first}`}`,
		fixes: ['Correct that value: it comes from the source in the cluster file.'],
	},
	{
		id: 'task-failed',
		cause: 'a task of a connector failed at a record',
		symptom: true,
		says: 'Tolerance exceeded in error handler',
		patterns: [/Tolerance exceeded in error handler/],
		fixes: ['The causes below that line say why. A failed task stays so until the worker is restarted.'],
	},
];
