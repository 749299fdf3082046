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
	['key.converter', 'org.apache.kafka.connect.storage.StringConverter'],
	['transforms.copy.message.key', 'id'],
	['metric.reporters', 'a.B,c.D'],
	['schema.registry.url', 'http://kafka-01:8081,http://kafka-02:8081'],
	['aws.access.key.id', 'AKIA'],
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
