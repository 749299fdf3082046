import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {logMasker, maskedChange, maskedLog, partMasker} from '../../source/core/masked.ts';
import {compare, converge} from '../../source/core/run-step.ts';
import {debian} from '../helpers/context.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';

const shown = (text: string) => maskedChange({what: 'change /f', before: text}).before;

/** Lines of files as people and programs write them, each with CANARY where the secret stands. */
const secretLines = [
	'connection.password=CANARY',
	'connection.password = CANARY',
	'connection.password: CANARY',
	'connection.password CANARY',
	'connection.p\\u0061ssword=CANARY',
	'#connection.password=CANARY',
	'; password = CANARY',
	'connection.url=jdbc:postgresql://shop:CANARY@db/shop',
	'connection.url=jdbc:sqlserver://db;databaseName=shop;user=sa;password=CANARY',
	'connection.url=jdbc:oracle:thin:scott/x:CANARY@//db:1521/s',
	'ssl.keystore.key=CANARY',
	'aws.secret.access.key=CANARY',
	'proxy=http://me:CANARY@proxy:3128',
	'proxy=me:CANARY@proxy:3128',
	'headers=Authorization: Bearer CANARY',
	'headers=x: Bearer CANARY-0123456789',
	`headers=Basic ${btoa('me:x')}CANARY`,
	'{"Authorization": "Basic CANARY"}',
	'connection.url=jdbc:sqlserver://db;keyVaultProviderClientKey=CANARY',
	'connection.url=jdbc:sqlite:/data/x.db?cipher=sqlcipher&key=CANARY',
	'connection.url=jdbc:hsqldb:file:/d;crypt_key=CANARY',
	"init=ALTER USER x IDENTIFIED BY 'CANARY'",
	'baseurl=https://CANARY@mirror/rpm',
	'deb [signed-by=/k] https://me:CANARY@mirror/deb stable main',
	'sasl.jaas.config=org.x.PlainLoginModule required username="a" password="CANARY";',
	'Environment="KAFKA_OPTS=-Djavax.net.ssl.trustStorePassword=CANARY"',
	'Environment=AWS_SECRET_ACCESS_KEY=CANARY',
	'  password: CANARY',
	'machine h login u password CANARY',
	'default login u password CANARY',
	'user = "u:CANARY"',
	'proxy-user = u:CANARY',
	'ExecStart=/usr/bin/tool -u admin -p CANARY',
	'ExecStart=/usr/bin/mysqldump -h db -pCANARY shop',
	'zookeeper.DigestAuthenticationProvider.superDigest=super:CANARY',
	'azure.sas=CANARY',
	'{"user": "a", "password": "CANARY"}',
	'server.1=a:1:2\r\nssl.key.password=CANARY\r',
	'{"password":"a\\"CANARY"}',
	'  "password": "a\\"CANARY",',
	'body="{\\"user\\":\\"a\\",\\"password\\":\\"CANARY\\"}"',
	'connection.password=\\\n   CANARY',
	'connection.password=abc\\\n  CANARY\\\nCANARY',
	'custom.pem=-----BEGIN PRIVATE KEY-----\\n CANARY\\n-----END PRIVATE KEY-----',
	'custom.pem=-----BEGIN ENCRYPTED PRIVATE KEY-----\\\n  CANARY \\\n  -----END ENCRYPTED PRIVATE KEY-----',
	'pem: |\n  -----BEGIN EC PRIVATE KEY-----\n  CANARY\n  -----END EC PRIVATE KEY-----\nuser: x',
	'sasl.jaas.config=a.b required \\\n username="x" \\\n  CANARY \\\n CANARY',
	'password: |\n  CANARY\n  CANARY\nuser: x',
	'-----BEGIN PRIVATE KEY-----\nCANARY\nCANARY\n-----END PRIVATE KEY-----',
	'tokens:\n  - CANARY\n  - CANARY',
];

test.each(secretLines)('%j is shown without its secret', line => {
	expect(shown(line)).not.toContain('CANARY');
	expect(shown(line)).toContain('•••');
});

const inJournal = (text: string) =>
	text
		.split('\n')
		.map(line => `2026-11-23T10:00:00+0000 h u[1]: ${line}`)
		.join('\n');

describe('a log', () => {
	test.each([
		'-----BEGIN RSA PRIVATE KEY-----\nCANARY\nCANARY\n-----END RSA PRIVATE KEY-----',
		'read -----BEGIN PRIVATE KEY-----\\nCANARY\\n-----END PRIVATE KEY-----',
		'ssl.key.password=abc\\\nCANARY\\\nCANARY',
		'{"password":"a\\"CANARY"}',
		'{\\"password\\":\\"a\\\\\\"CANARY\\"}',
	])('that has %j is shown without it, and goes on after it', text => {
		for (const one of [text, inJournal(text)]) {
			const said = maskedLog(`before\n${one}\nINFO after`);
			expect(said).not.toContain('CANARY');
			expect(said).toMatch(/^before\n.*\nINFO after$/s);
		}
	});

	test.each([
		'ERROR could not connect to jdbc:oracle:thin:scott/CANARY@//db:1521/s',
		'ERROR oracle thin:scott/CANARY@db failed',
		"ALTER USER x IDENTIFIED BY 'CANARY'",
		'alter user x identified by CANARY',
		'CREATE USER x IDENTIFIED BY VALUES "CANARY"',
		"CREATE USER 'x'@'%' IDENTIFIED WITH mysql_native_password BY 'CANARY'",
		"ALTER ROLE x WITH PASSWORD 'CANARY'",
		'$ mysql -h db -u root -pCANARY shop',
		'x IDENTIFIED BY "CANARY"',
		'-Dzookeeper.DigestAuthenticationProvider.superDigest=super:CANARY',
		"the password 'CANARY' is wrong",
		"x identified by 'CANARY'",
		'jdbc:sqlite:/x.db?key=CANARY',
		'jdbc:sqlserver://db;keyVaultProviderClientKey=CANARY',
		'jdbc:x://db;encryptionKey=CANARY',
	])('is shown without the line %j', line => {
		expect(maskedLog(`before\n${line}\nafter`)).toBe('before\n•••\nafter');
	});

	test.each([
		'INFO connecting to jdbc:oracle:thin:@//db:1521/s and mail@host',
		'WARN the row is identified by the columns id and "x"',
		'INFO jdbc:sqlite:/data/x.db?foreign_keys=on',
		'INFO the row is identified by "id"',
		'INFO docker run -u 1000 -p 80:80 x',
		'INFO psql -U shop -p 5432; mysql -P3306 -p shop',
		'INFO User login with password failed',
		'ERROR FATAL: password authentication failed for user "shop"',
	])('is shown with the line %j', line => {
		expect(maskedLog(line)).toBe(line);
	});

	test('that comes in parts is remembered over them', () => {
		const mask = logMasker();
		const said = ['a\n-----BEGIN PRIVATE KEY-----\nCANARY\n', 'CANARY\n-----END PRIVATE KEY-----\nb'].map(mask).join('');
		expect(said).not.toContain('CANARY');
		expect(said).toMatch(/^a\n.*\nb$/s);
	});

	test('whose parts are cut within a line is read line by line', () => {
		for (const parts of [
			['x -----BEGIN PRI', 'VATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\nlast'],
			['db pass', 'word=CAN', 'ARY\n', 'la', 'st'],
		]) {
			const {part, rest} = partMasker();
			const said = `${parts.map(part).join('')}${rest()}`;
			expect(said).not.toMatch(/CAN|ARY/);
			expect(said).toMatch(/•••\nlast$/);
			expect(rest()).toBe('');
		}
	});

	test('hides a second key that begins where the first one ends', () => {
		const begin = '-----BEGIN PRIVATE KEY-----';
		const end = '-----END PRIVATE KEY-----';
		for (const text of [`${begin}\nx\n${end}${begin}\nCANARY\n${end}`, `${begin}x${end}${begin}\nCANARY\n${end}`]) {
			for (const one of [text, inJournal(text)]) expect(maskedLog(`${one}\nINFO after`)).not.toContain('CANARY');
			expect(maskedLog(`${text}\nINFO after`)).toMatch(/\nINFO after$/);
			expect(shown(`pem=${text}\nuser=x`)).not.toContain('CANARY');
			expect(shown(`pem=${text}\nuser=x`)).toMatch(/\nuser=x$/);
		}
	});

	test('hides a key that begins in the last line of a hidden value', () => {
		expect(maskedLog('password=a\\\n-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----')).not.toContain('CANARY');
	});

	test('shows what follows a line that only names the first line of a key', () => {
		const named = 'ERROR PEM has no -----BEGIN PRIVATE KEY----- line';
		for (const one of [`${named}\nINFO after it\nWARN more of it`, inJournal(`${named}\nINFO after it\nWARN more of it`)]) {
			const [first, ...others] = maskedLog(one).split('\n');
			expect(first).toBe('•••');
			expect(others).toEqual(one.split('\n').slice(1));
		}
		const long = maskedLog(`${named}\n${'INFO some of it\n'.repeat(300)}started`);
		expect(long).toMatch(/\nstarted$/);
	});

	test('hides the lines of a key between those of others, and those of another process', () => {
		const key = 'ab+/'.repeat(16);
		const said = maskedLog(
			['u[99]: -----BEGIN PRIVATE KEY-----', `u[99]: ${key}`, 'u[99]: INFO of another', `u[100]: ${key}`, 'u[100]: Qw=='].join(
				'\n',
			),
		);
		expect(said).toBe('•••\n•••\nu[99]: INFO of another\n•••\n•••');
		expect(maskedLog(`-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n"${key}" +\n${key}\\n${key}`)).toBe(
			Array(5).fill('•••').join('\n'),
		);
	});

	test('of a certificate is shown', () => {
		const text = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nINFO after';
		expect(maskedLog(text)).toBe(text);
	});
});

test.each([
	'# Passwords are read from the files of one folder.',
	'connection.password=${dir:/etc/kafka-setup/secrets:orders.password}',
	'connection.password=',
	'connection.url=jdbc:oracle:thin:@//db:1521/s',
	'connection.url=jdbc:postgresql://db:5432/shop',
	'server.1=kafka-01:2888:3888',
	'listeners=PLAINTEXT://:9092,CONTROLLER://kafka-01:9093',
	'key.converter=io.confluent.connect.avro.AvroConverter',
	'# Basic authentication is off, and so is Bearer authentication',
	'http.auth=Basic realm of all',
	'# the login and password are in the vault',
	'user = kafka',
	'user: "1000:1000"',
	'ExecStart=/bin/mkdir -p /x',
	'ExecStart=/usr/bin/docker run -u 1000 -p 80:80 x',
	'ExecStart=/usr/sbin/runuser -u kafka -p -- x',
	'log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n',
	'Environment="KAFKA_HEAP_OPTS=-Xms1g -Xmx1g"',
	'',
])('%j is shown as it is', line => {
	expect(shown(`${line}\nlast`)).toBe(`${line}\nlast`);
});

describe('a secret that is another one', () => {
	test('is a difference that can be seen', () => {
		const {before, after} = maskedChange({
			what: 'w',
			before: 'a=1\npassword=x\ntoken=z\n',
			after: 'a=1\npassword=y\ntoken=z\n',
		});
		expect({before, after}).toEqual({
			before: 'a=1\npassword=•••\ntoken=•••\n',
			after: 'a=1\npassword=••• (another)\ntoken=•••\n',
		});
	});

	test('of a key that is new is told by its key', () => {
		expect(maskedChange({what: 'w', before: 'a=1', after: 'a=1\npassword=y'}).after).toBe('a=1\npassword=•••');
	});
});

test('a change without contents stays as it is', () => {
	const change = {what: 'restart kafka', reason: 'its files changed'};
	expect(maskedChange(change)).toBe(change);
});

const piece = fc.oneof(
	fc.string(),
	fc.constantFrom('password', '=', ':', ' ', '\n', '\\', '#', '//', '@', 'key', '${', '}', '"', '|', '\t'),
);

test('other lines are kept one by one, whatever stands around them', () => {
	fc.assert(
		fc.property(
			fc.array(piece).map(parts => parts.join('')),
			text => {
				const lines = shown(`${text}\n\nplain.line=1`)!.split('\n');
				expect(lines).toHaveLength(text.split('\n').length + 2);
			},
		),
	);
});

test('what a step says of a file has no secret when it leaves the step: the plan, the lines of JSON, the run log and the journal get no other', async () => {
	const change = {what: 'change /f', before: 'password=CANARY\n', after: 'password=${dir:/s:p}\n'};
	const step = {id: 'file', title: 'File', check: async () => [change], apply: async () => {}};
	const session = {host: {name: 'kafka-01'}, connection: fakeConnection([]), facts: debian};
	const told: unknown[] = [];
	const services = {
		emit: (event: unknown) => void told.push(event),
		signal: new AbortController().signal,
		reconnect: async () => session,
		beforeApply: async (...all: readonly unknown[]) => void told.push(all),
	};
	const ref = {stage: 's', host: 'kafka-01', step: 'file'};
	told.push(await compare(session, ref, step, services), await converge(session, ref, step, services));
	expect(JSON.stringify(told)).toContain('${dir:/s:p}');
	expect(JSON.stringify(told)).not.toContain('CANARY');
});
