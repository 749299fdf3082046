import {expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {everyRole, problemsOf} from '../file/problems-of.ts';

const good = {name: 'shop', url: 'jdbc:postgresql://h/d', tables: ['t'], mode: 'bulk'};

function problemsWith(changes: object, ...more: readonly object[]): string {
	const sources = [{...good, ...changes}, ...more].map(source =>
		Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined)),
	);
	return problemsOf(`${everyRole}connect: ${JSON.stringify({sources})}\n`).join('\n');
}

const database = {kind: 'mysql', host: 'h', name: 'd'};

test.each([
	[{name: 'Shop'}, 'connect.sources[0].name: "Shop" is not a source name'],
	[{name: undefined}, '"name" is missing in connect.sources[0]'],
	[{url: undefined}, '"url" is missing in connect.sources[0] (write "url: jdbc:…" or "database: {kind: postgresql'],
	[{database}, '"url" and "database" both say where the source is'],
	[{url: 'postgresql://h/d'}, '"postgresql://h/d" is not a JDBC URL (jdbc:KIND:…, without spaces at its end and in its host)'],
	[{url: 'jdbc:mysql://h 1/d'}, 'is not a JDBC URL'],
	[{url: 'jdbc:sqlite:/srv/app.db '}, 'is not a JDBC URL'],
	[{url: 'jdbc:sqlite: /srv/app.db'}, 'is not a JDBC URL'],
	[{url: 'jdbc:sqlserver://h;databaseName={My DB; pass word=x}'}, 'the URL holds a password (password)'],
	[{url: 'jdbc:h2:mem:x; IN IT =RUNSCRIPT FROM a'}, 'the URL parameter init lets'],
	[{url: undefined, database: {...database, host: 'h:3306'}}, '"h:3306" is not a host name or an address'],
	[{url: undefined, database: {...database, name: 'd '}}, 'is not a database name'],
	[{url: 'jdbc:postgresql://u@h/d'}, 'the URL holds a login (Connect logs the URL'],
	[{url: 'jdbc:postgresql://h/d?user=u'}, 'the URL holds a user (user)'],
	[{url: 'jdbc:sqlserver://h;user=u;password=p'}, 'the URL holds a password (password); the URL holds a user (user)'],
	[{url: 'jdbc:postgresql://h/d?socketFactory=x'}, 'the URL parameter socketfactory lets the driver read files or run code'],
	[{password: 'env:A'}, 'connect.sources[0] has a password but no user (write "user: NAME" beside it)'],
	[{tables: []}, 'connect.sources[0].tables is an empty list'],
	[{tables: undefined}, '"tables" is missing in connect.sources[0]'],
	[{tables: ['a\u0007']}, 'connect.sources[0].tables[0] holds a control character (U+0007)'],
	[{tables: ['a,b']}, '"a,b" is not a table name without commas'],
	[{tables: ['my table']}, 'table "my table" would make the topic "shop-my table", which is no topic name'],
	[{tables: ['größe']}, 'table "größe" would make the topic "shop-größe", which is no topic name (topic names hold letters'],
	[{tables: ['t'.repeat(245)]}, 'which is no topic name'],
	[{tables: ['`reboot`; x']}, '"`reboot`; x" is not the name of a table (write TABLE or SCHEMA.TABLE'],
	[{tables: ['orders', 'orders']}, 'table "orders" is named twice (take one out)'],
	[{tables: ['a.t', 'a.t']}, 'table "a.t" is named twice (take one out)'],
	[{tables: ['a.t', 'b.t']}, 'make two sources of them, each with its own topicPrefix'],
	[{tables: ['a.t', 'b.t']}, 'table "b.t" goes into the topic "shop-t", as "a.t" of shop does'],
	[{topicPrefix: 'a b'}, '"a b" is not the beginning of a topic name'],
	[{user: 'a\u0001'}, 'connect.sources[0].user holds a control character (U+0001)'],
	[
		{mode: 'timstamp'},
		'"timstamp" is not a mode; did you mean "timestamp"? (allowed: incrementing, timestamp, timestamp+incrementing, bulk)',
	],
	[
		{mode: undefined},
		'mode incrementing needs incrementingColumn in connect.sources[0] (write "incrementingColumn: COLUMN", such as id, or another mode)',
	],
	[{mode: 'timestamp+incrementing', incrementingColumn: 'id'}, 'mode timestamp+incrementing needs timestampColumn'],
	[{timestampColumn: 't'}, 'mode bulk does not use timestampColumn'],
	[
		{topicPrefix: '_', tables: ['schemas']},
		'table "schemas" would go into the topic "_schemas", which is Schema Registry\'s own (set another topicPrefix: with records of others',
	],
	[{topicPrefix: '_schema_', tables: ['x', 'encoders']}, 'the topic "_schema_encoders", which is Schema Registry\'s own'],
	[
		{topicPrefix: '__consumer_', tables: ['public.offsets']},
		'table "public.offsets" would go into the topic "__consumer_offsets", which is Kafka\'s own (set another topicPrefix: what others send there is refused)',
	],
	[{topicPrefix: '__', tables: ['transaction_state']}, "which is Kafka's own"],
	[{tableTypes: []}, 'connect.sources[0].tableTypes is an empty list'],
	[{tableTypes: ['view']}, '"view" is not a kind of table in capital letters, such as TABLE or VIEW'],
	[{tableTypes: ['VIEW,TABLE']}, '"VIEW,TABLE" is not a kind of table in capital letters'],
	[
		{tableTypes: ['VIEW'], extraProperties: {'table.types': 'VIEW'}},
		'"tableTypes" and table.types in extraProperties say the same (keep one of the two)',
	],
	[
		{nullableColumns: true, extraProperties: {'validate.non.null': false}},
		'"nullableColumns" and validate.non.null in extraProperties say the same (keep one of the two)',
	],
	[{pollIntervalMs: 0}, '0 is not a number of milliseconds'],
	[
		{url: undefined, database: {...database, kind: 'postgres'}},
		'"postgres" is not a kind of database; did you mean "postgresql"?',
	],
	[{url: undefined, database: {...database, name: 'd?x=1'}}, '"d?x=1" is not a database name'],
	[{url: undefined, database: {...database, host: 'h/x'}}, '"h/x" is not a host name or an address'],
	[
		{extraProperties: {'connection.password': 'x'}},
		'"connection.password" does not belong in connect.sources[0].extraProperties (set password of the source',
	],
	[{extraProperties: {'table.whitelist': 'x'}}, 'set tables of the source'],
	[{extraProperties: {query: 'x'}}, 'make a view of it'],
])('%j', (changes, expected) => {
	expect(problemsWith(changes)).toContain(expected);
});

test.each(['$(id).orders', 'a; cmd #.x', '`$(reboot)`', '"${dir:/x:y}"', 'a|b', 'a..b'])(
	'%s is refused as a table, also where transforms rename the topics',
	table => {
		const extraProperties = {transforms: 'r', 'transforms.r.type': 'org.apache.kafka.connect.transforms.RegexRouter'};
		for (const changes of [{}, {extraProperties}]) {
			expect(problemsWith({...changes, tables: [table]})).toContain(
				`${JSON.stringify(table).replaceAll('\\"', '"')} is not the name`,
			);
		}
	},
);

test('names as the databases quote them are taken, and the topic is another matter', () => {
	const good = 'The file was taken as good.';
	expect(() => problemsWith({tables: ['`order`', 'public."order-items"']})).toThrow(good);
	expect(() => problemsWith({tables: ['[dbo].[Client]', 'dbo.Order']})).toThrow(good);
	const extraProperties = {transforms: 'r', 'transforms.r.type': 'org.apache.kafka.connect.transforms.RegexRouter'};
	expect(() => problemsWith({tables: ['Order Details', 'größe', 'log$1'], extraProperties})).toThrow(good);
	// Without the key that names them, transforms do nothing.
	expect(problemsWith({tables: ['Order Details'], extraProperties: {'transforms.r.type': 'x'}})).toContain('no topic name');
});

test.each(['openssh-server-', 'x+', '-x', 'a b', '$(id)', 'a;b'])(
	'%s is no package: apt would take it for an operation',
	name => {
		expect(problemsOf(`${everyRole}platform: {javaPackage: '${name}'}\n`).join()).toContain('is not a package name');
		expect(problemsOf(`${everyRole}connect: {plugin: {package: '${name}'}}\n`).join()).toContain('is not a package name');
	},
);

test('two sources have two names and do not share a topic', () => {
	expect(problemsWith({}, good)).toContain('two sources are named "shop"');
	expect(problemsWith({}, {...good, name: 'b', topicPrefix: 'shop-'})).toContain(
		'goes into the topic "shop-t", as "t" of shop does',
	);
});

test('a source needs a host to run it', () => {
	const file = everyRole.replace(/ {2}connect.*\n/, '');
	expect(problemsOf(`${file}connect: ${JSON.stringify({sources: [good]})}\n`)).toEqual([
		'7:11: there are sources, but no host to run them (write "connect: [HOST]" below roles)',
	]);
});

test.each([
	['url', {url: 'jdbc:postgresql://h/d?x=${dir:/secrets:other.password}'}],
	['user', {user: '${dir:/secrets:other.password}'}],
	['incrementingColumn', {mode: 'incrementing', incrementingColumn: '${env:HOME}'}],
	['timestampColumn', {mode: 'timestamp', timestampColumn: 'a${b'}],
	['timestampColumn', {mode: 'timestamp', timestampColumn: ['a', 'a${b']}],
])('Connect would put a secret into %s: refused', (key, changes) => {
	expect(problemsWith(changes)).toContain(`connect.sources[0].${key} holds "\${"`);
});

test.each([
	['table', {tables: ['"${dir:/secrets:x}"']}],
	['topicPrefix', {topicPrefix: '${dir:/secrets:x}'}],
	['name', {name: '${dir:/secrets:x}'}],
	['database.name', {url: undefined, database: {...database, name: '${dir:/secrets:x}'}}],
	['database.host', {url: undefined, database: {...database, host: '${dir:/secrets:x}'}}],
])('%s takes no ${ either', (key, changes) => {
	expect(problemsWith(changes)).toContain('is not ');
	expect(problemsWith(changes)).toContain(key.split('.').at(-1));
});

const topicOf = (registry: string, tables: string) =>
	`${everyRole}${registry}connect: {sources: [{name: a, url: "jdbc:h2:x", topicPrefix: "_", tables: [${tables}], mode: bulk}]}\n`;

test('the topic of the schemas is the one that the file names', () => {
	const other = 'schema-registry: {extraProperties: {kafkastore.topic: _other}}\n';
	expect(problemsOf(topicOf(other, 'other')).join('\n')).toContain('"_other", which is Schema Registry\'s own');
	expect(() => parseCluster(topicOf(other, 'schemas'), 'x')).not.toThrow();
});

const sourceOf = (changes: object) =>
	parseCluster(`${everyRole}connect: ${JSON.stringify({sources: [{...good, ...changes}]})}\n`, 'x').connect.sources[0]!;

test.each([
	'jdbc:sqlserver://h:1433;databaseName={My DB};encrypt=false',
	'jdbc:sqlserver://h:1433;databaseName=My DB;encrypt=false',
	'jdbc:sqlite:/srv/my data/app.db',
	'jdbc:postgresql://h/my shop',
])('a database and a path may have spaces: %s', url => {
	expect(sourceOf({url}).url).toBe(url);
});

test.each([
	[
		{kind: 'sqlserver', host: 'h', name: 'My DB'},
		'jdbc:sqlserver://h:1433;databaseName={My DB};encrypt=true;trustServerCertificate=false',
	],
	[{kind: 'postgresql', host: 'h', name: 'My DB'}, 'jdbc:postgresql://h:5432/My DB'],
	[{kind: 'postgresql', host: 'fd00::5', name: 'd'}, 'jdbc:postgresql://[fd00::5]:5432/d'],
	[{kind: 'postgresql', host: '[fd00::5]', name: 'd'}, 'jdbc:postgresql://[fd00::5]:5432/d'],
])('%j is %s', (given, url) => {
	const file = `${everyRole}connect: ${JSON.stringify({sources: [{name: 'a', database: given, tables: ['t'], mode: 'bulk'}]})}\n`;
	expect(parseCluster(file, 'x').connect.sources[0]!.url).toBe(url);
});

test.each([['updated_at'], ['updated_at,created_at'], ['updated_at , created at'], [['updated_at', 'created_at']]])(
	'several columns may hold the time: %j',
	timestampColumn => {
		const joined = String(timestampColumn).replace(' , ', ',');
		expect(sourceOf({mode: 'timestamp', timestampColumn}).timestampColumn).toBe(joined);
	},
);

test.each([[[]], [['a,b']], ['a,'], [',a'], ['a,,b'], [[' a']]])('no columns for the time: %j', timestampColumn => {
	expect(problemsWith({mode: 'timestamp', timestampColumn})).toContain('connect.sources[0].timestampColumn');
});
