import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {errorOf, everyRole} from '../file/problems-of.ts';

const withProperty = (key: string, value: string, section = 'kafka') =>
	`${everyRole}${section}:\n  extraProperties:\n    ${key}: ${JSON.stringify(value)}\n`;

const secretKeys = [
	'ssl.keystore.password',
	'ssl.keystore.key',
	'listener.name.internal.ssl.keystore.key',
	'ssl.key.password',
	'sasl.jaas.config',
	'listener.name.x.plain.sasl.jaas.config',
	'delegation.token.secret.key',
	'delegation.token.master.key',
	'aws.secret.access.key',
	'azblob.account.key',
	'api.key',
	'apiKey',
	'secret.key',
	'encryption.key',
	'private_key',
	'gcs.credentials.json',
	'confluent.http.proxy.userinfo',
	'proxy.user.info',
	'basic.auth.user.info',
	'schema.registry.basic.auth.user.info',
	'sasl.oauthbearer.client.secret',
	'vault.token',
	'snowflake.passcode',
	'azure.sas',
	'azure.connection.string',
	'http.auth.header',
	'zookeeper.DigestAuthenticationProvider.superDigest',
	'db_pw',
];

test.each(secretKeys)('%s is refused with a value of its own, and it is not shown', key => {
	for (const value of ['hunter2', 'env:HUNTER2', '${hunter2}', '${hunter2:}', 'x${dir:/a:b}hunter2']) {
		const error = errorOf(withProperty(key, value));
		expect(`${error.message} ${error.hint}`).toContain(`${JSON.stringify(key)} holds a secret`);
		expect(`${error.message} ${error.hint}`).not.toContain('hunter2');
		expect(error.message).toContain('${dir:/PATH:NAME}');
	}
});

test.each(secretKeys)('%s takes a reference of a config provider', key => {
	for (const value of ['${dir:/etc/secrets:name}', '${file:/etc/x.properties:a.b}', '${env:NAME}', '${vault:secret/x:pass}']) {
		expect(parseCluster(withProperty(key, value), 'x').kafka.extraProperties[key]).toBe(value);
	}
});

describe('a secret under a key that says nothing of it is refused, and not shown', () => {
	test.each([
		['metrics.url', 'https://u:hunter2@h/x'],
		['metrics.url', 'https://hunter2@h/x'],
		['metrics.url', 'http://u:hun/ter2@h/x'],
		['endpoints', 'http://a,http://u:hunter2@b'],
		['storage', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hunter2'],
		['options', 'a=1&password=hunter2'],
		['jvm', '-Dx.password=hunter2'],
		['headers', 'Authorization: Bearer hunter2'],
		['headers', 'authorization=Basic hunter2'],
		['headers', 'X-Auth: Bearer ey0123456789hunter2'],
		['headers', `Basic ${btoa('user:hunter2')}`],
		['pem', '-----BEGIN RSA PRIVATE KEY----- hunter2 -----END RSA PRIVATE KEY-----'],
		['http.proxy', 'user:hunter2@proxy:3128'],
		['http.proxy', 'direct, user:hun/ter2@proxy.example:3128'],
		['connect', 'jdbc:oracle:thin:scott/hunter2@//h/s'],
		['database', 'jdbc:sqlite:/x.db?key=hunter2'],
		['statement', "ALTER USER x IDENTIFIED BY 'hunter2'"],
		['statement', "CREATE USER 'x'@'%' IDENTIFIED BY 'hunter2'"],
		['statement', 'alter user x identified by "hunter2"'],
		['statement', "ALTER ROLE x WITH PASSWORD 'hunter2'"],
		['statement', "create role x login password 'hunter2'"],
	])('%s: %s', (key, value) => {
		const error = errorOf(withProperty(key, value));
		expect(error.message).toContain('holds a secret');
		expect(error.message).not.toMatch(/hun\/?ter2/);
	});
});

test.each([
	['sasl.kerberos.principal.to.local.rules', 'RULE:[1:$1@$0](.*@EXAMPLE)s/@.*//,DEFAULT'],
	['ssl.principal.mapping.rules', 'RULE:^CN=(.*?),OU=.*$/$1@x/,DEFAULT'],
	['ssl.keystore.location', '/etc/key.jks'],
	['ssl.key.store.type', 'PEM'],
	['super.users', 'User:CN=a@b;User:c'],
	['super.users', 'User:kafka/host@EXAMPLE.COM;User:ops@EXAMPLE.COM'],
	['voters.of.old', '1@kafka-01:9093,2@kafka-02:9093'],
	['listeners.of.old', 'PLAINTEXT://kafka-01:9092,SSL://kafka-01:9093'],
	['headers', 'Authorization: Bearer ${dir:/etc/secrets:token}'],
	['about', 'Basic authentication, Bearer authentication'],
	['basic.auth.credentials.source', 'USER_INFO'],
	['ssl.truststore.location', '/etc/kafka/trust.jks'],
	['ssl.truststore.certificates', '-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE-----'],
	['rows', 'is identified by "id"'],
	['key.converter', 'org.apache.kafka.connect.storage.StringConverter'],
	['transforms.copy.message.key', 'id'],
	['metric.reporters', 'a.B,c.D'],
	['schema.registry.url', 'http://kafka-01:8081,http://kafka-02:8081'],
	['aws.access.key.id', 'AKIA'],
	['zookeeper.connection.string', 'kafka-01:2181'],
	['topics.sas', 'a'],
	['query.suffix', "AND note <> 'reset password ' AND x = 'y'"],
	['query.suffix', "AND note <> 'ends with password ' AND x = 'y'"],
	['query.suffix', "AND note NOT IN ('password ', 'token')"],
	['query.suffix', "AND note NOT IN ('is identified by ', 'token')"],
	['transforms.a.regex', '(.*):(.*)@(.*):80'],
	['transforms.a.regex', '\\w+:[^@]+@[a-z]+:80'],
])('%s: %s is no secret', (key, value) => {
	expect(parseCluster(withProperty(key, value), 'x').kafka.extraProperties[key]).toBe(value);
});

test.each(['zookeeper', 'schema-registry', 'connect'])('the same holds for %s', section => {
	expect(errorOf(withProperty('api.key', 'hunter2', section)).message).toContain('holds a secret');
});

test('a mapping in place of a value is named, whatever its keys are', () => {
	const text = (value: string) => `${everyRole}kafka:\n  extraProperties:\n    log: ${value}\n`;
	expect(errorOf(text('{toString: null}')).message).toContain('kafka.extraProperties.log is a mapping');
	expect(errorOf(text('{valueOf: 1, toString: 2}')).message).toContain('kafka.extraProperties.log is a mapping');
});

describe('connection.X of a source goes to the driver, as a parameter of the URL does', () => {
	const source = (key: string, value: string, url = 'jdbc:postgresql://h/d') =>
		`${everyRole}connect:\n  sources:\n    - {name: shop, tables: [t], mode: bulk, url: "${url}", user: u, password: "env:P", extraProperties: {${key}: ${JSON.stringify(value)}}}\n`;

	test.each([
		['connection.socketFactory', 'x.Y', 'lets the driver read files or run code'],
		['connection.sslfactory', 'x.Y', 'lets the driver read files or run code'],
		['connection.allowLoadLocalInfile', 'true', 'lets the driver read files or run code', 'jdbc:mysql://h/d'],
		['connection.init', 'RUNSCRIPT', 'lets the driver read files or run code', 'jdbc:h2:tcp://h/d'],
		['connection.loggerFile', '/x', 'lets the driver read files or run code', 'jdbc:dm://h'],
		['connection.key', 'hunter2', 'holds a secret', 'jdbc:sqlite%3A/x.db'],
		['connection.keyVaultProviderClientKey', 'hunter2', 'holds a secret'],
		['connection.pass_word', 'hunter2', 'holds a secret'],
		['connection.userName', 'x', 'names a user'],
	])('%s: %s', (key, value, words, url?: string) => {
		const {message} = errorOf(source(key, value, url));
		expect(message).toContain(words);
		expect(message).not.toContain('hunter2');
	});

	test('the key of an encrypted SQLite file is a secret, and a reference to it is none', () => {
		expect(errorOf(source('connection.key', 'hunter2', 'jdbc:sqlite:/x.db')).message).toContain('holds a secret');
		const reference = '${dir:/etc/secrets:name}';
		const {connect} = parseCluster(source('connection.key', reference, 'jdbc:sqlite:/x.db'), 'x');
		expect(connect.sources[0]!.extraProperties).toEqual({'connection.key': reference});
	});

	test.each([
		['connection.attempts', '5'],
		['connection.loggerLevel', 'DEBUG'],
		['connection.init', 'x'],
		['connection.jaasConfigurationName', 'x'],
		['connection.sslfactory', 'org.postgresql.ssl.DefaultJavaSSLFactory'],
		['connection.sslfactory', 'x.Y', 'jdbc:mysql://h/d'],
		['connection.logger', 'x', 'jdbc:db2://h:50000/d'],
		['connection.backoff.ms', '10000'],
		['connection.sslmode', 'verify-full'],
		['connection.oracle.net.ssl_server_dn_match', 'true'],
		['connection.sslkey', '/etc/ssl/client.pk8'],
		['connection.sslpassword', '${dir:/etc/secrets:name}'],
	])('%s: %s is fine', (key, value, url?: string) => {
		expect(parseCluster(source(key, value, url), 'x').connect.sources[0]!.extraProperties).toEqual({[key]: value});
	});
});

test('of controller.*, brokers take what follows from nothing else in the file', () => {
	const free = [
		'controller.socket.timeout.ms',
		'controller.quota.window.num',
		'controller.quota.window.size.seconds',
		'controller.performance.sample.period.ms',
		'controller.quorum.request.timeout.ms',
	];
	for (const key of free) {
		for (const file of [withProperty(key, '30000'), `${withProperty(key, '30000')}platform: {version: '7.9'}\n`]) {
			expect(parseCluster(file, 'x').kafka.extraProperties[key]).toBe('30000');
		}
	}
	for (const key of ['controller.quorum.voters', 'controller.quorum.bootstrap.servers', 'controller.listener.names'])
		expect(errorOf(withProperty(key, 'x')).message).toContain(`${JSON.stringify(key)} `);
	expect(errorOf(withProperty('controller.quorum.auto.join.enable', 'true')).message).toContain('controller.quorum.auto.join');
});
