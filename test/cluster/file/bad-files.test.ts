import {describe, expect, test} from 'vitest';
import {errorOf, everyRole, problemsOf, smallest} from './problems-of.ts';

describe('text that is no cluster file', () => {
	test.each([
		['', '1:1: the file is empty (it begins with name, hosts and roles)'],
		['# nothing\n', '1:1: the file is empty'],
		['---\n', '1:1: the file is empty'],
		['hello\n', '1:1: the file is not a mapping of keys to values'],
		['- a\n', '1:1: the file is not a mapping of keys to values'],
		['name: a\n\tb: 1\n', 'tab in indentation (YAML indents with spaces only)'],
		['name: a\nname: b\n', '2:1: duplicate key (keep one of the two)'],
		['name: "a\n', 'something is missing here: a closing quote or bracket'],
		['name: [a\nhosts: b\n', 'the indentation does not fit the lines above'],
		['name: a: b\n', '1:7: a second "key: value" begins inside a value'],
		['name: @a\n', '1:7: a value cannot begin with this sign (put the value in single quotes)'],
		['name: *a\n', '1:7: this alias has no anchor above it'],
		['name: &a [*a]\n', 'this alias contains itself'],
		['name: a\n<<: b\n', '2:1: a merge (<<) takes a mapping or a list of mappings'],
		['name: !secret a\n', 'tags (!name) are not used in a cluster file'],
		[`${smallest}---\nname: b\n`, '7:1: a second document begins here (one cluster, one file'],
		[`[${'['.repeat(20_000)}`, '1:'],
		[
			`a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`,
			'aliases (*name) multiply',
		],
	])('%j', (text, expected) => {
		expect(problemsOf(text).join('\n')).toContain(expected);
	});

	test('of a syntax error only its cause is told', () => {
		expect(problemsOf('- a\nb: 1\nc: 2\n')).toHaveLength(1);
	});
});

describe('names, hosts and roles', () => {
	test.each([
		['name: orders', 'name: Orders', '1:7: name: "Orders" is not a cluster name (a-z, 0-9 and -, a letter first'],
		['name: orders\n', '', '1:1: "name" is missing (it takes a cluster name'],
		['name: orders', 'name:', '1:1: name has no value'],
		['name: orders', 'name: "or\\u0007d"', '1:7: name holds a control character (U+0007)'],
		['name: orders', 'name: "or\\ud800d"', '1:7: name holds a lone surrogate (U+D800)'],
		['name: orders', 'name: "or\\U0010FFFFd"', '1:7: name holds a noncharacter (U+10FFFF)'],
		['[kafka-01, kafka-02, kafka-03]', '[]', '2:8: hosts is an empty list'],
		['[kafka-01, kafka-02, kafka-03]', 'kafka-01', '2:8: hosts: "kafka-01" is not a list of hosts'],
		['[kafka-01,', '[kafka_01,', '2:9: hosts[0]: "kafka_01" is not a host: a name, user@name:port, or a mapping'],
		['[kafka-01,', '[kafka-01:0,', '2:9: "kafka-01:0" is not a host: port 0 is not in 1-65535'],
		['[kafka-01,', '[-oProxyCommand=x,', '2:9: hosts[0]: "-oProxyCommand=x" is not a host'],
		['[kafka-01,', '[kafka-01, Kafka-01,', '2:19: host "Kafka-01" is listed twice (each host stands once'],
		[
			'[kafka-01,',
			'[kafka-01, {name: b, address: kafka-01},',
			'2:26: hosts "kafka-01" and "b" are the same machine: kafka-01 port 22',
		],
		[
			'[kafka-01,',
			'[kafka-01, {name: b, port: 70000},',
			'2:35: hosts[1].port: 70000 is not a port (a whole number from 1 to 65535)',
		],
		[
			'[kafka-01,',
			'[kafka-01, {nam: b},',
			'2:20: unknown key "nam"; did you mean "name"? (known here: name, address, bind, port, user, hostKeys, rack, properties)',
		],
		['[kafka-01,', '[kafka-01, {port: 1},', '2:19: "name" is missing in hosts[1]'],
		[
			'[kafka-01,',
			'[kafka-01, {name: b, address: -x},',
			'hosts[1].address: "-x" is not an address, a name or an alias of ssh_config',
		],
		['[kafka-01,', '[kafka-01, {name: b, hostKeys: [MD5:1]},', 'hosts[1].hostKeys[0]: "MD5:1" is not a fingerprint (SHA256:'],
		['[kafka-01,', '[localhost, kafka-01,', '2:9: "localhost" is not a name by which the other hosts can reach this one'],
		['[kafka-01,', '[kafka-01, 0.0.0.0,', '"0.0.0.0" is not a name by which'],
		[
			'kafka: [kafka-01,',
			'kafka: [kafak-01,',
			'5:11: unknown host "kafak-01" in roles.kafka; did you mean "kafka-01"? (hosts: kafka-01, kafka-02, kafka-03)',
		],
		['kafka: [kafka-01,', 'kafka: [kafka-02,', '5:21: "kafka-02" stands twice in roles.kafka'],
		[
			'  kafka: [',
			'  brokers: [',
			'5:3: unknown key "brokers" (known here: controller, zookeeper, kafka, schema-registry, connect)',
		],
		['  kafka: [kafka-01, kafka-02, kafka-03]\n', '', '3:1: roles.kafka is missing: a cluster has at least one broker'],
		[
			'  zookeeper: [kafka-01, kafka-02, kafka-03]\n',
			'',
			'3:1: roles.controller is missing: the brokers keep their metadata in it (write "controller: [HOST, …]" below roles)',
		],
		[
			'zookeeper: [kafka-01, kafka-02, kafka-03]',
			'zookeeper: [kafka-01, kafka-02]',
			'4:3: 2 ZooKeeper members tolerate no failure, as 1 does (more than half of them have to be up: name 1 or 3 hosts)',
		],
		[
			'03]\nroles:\n  zookeeper: [',
			'03, d]\nroles:\n  zookeeper: [d, ',
			'4:3: 4 ZooKeeper members tolerate no more failures than 3 (more than half of them have to be up: name 3 or 5 hosts)',
		],
	])('%j → %j', (before, after, expected) => {
		expect(smallest).toContain(before);
		expect(problemsOf(smallest.replace(before, after)).join('\n')).toContain(expected);
	});

	test('connect needs a schema registry', () => {
		expect(problemsOf(`${smallest}  connect: [kafka-01]\n`)).toEqual([
			'3:1: roles.schema-registry is missing: Connect keeps the schemas of its topics there (write "schema-registry: [HOST, …]" below roles)',
		]);
	});

	test('one mistake in a host does not bring up further ones in the roles', () => {
		expect(problemsOf(smallest.replace('kafka-03]', 'kafka-03:99999]'))).toHaveLength(1);
	});
});

describe('settings of the roles', () => {
	test.each([
		['zookeeper: {ids: {kafka-01: 0}}', '8:29: zookeeper.ids.kafka-01: 0 is not a ZooKeeper id (a whole number from 1 to 255)'],
		['zookeeper: {ids: {kafka-01: 256}}', '256 is not a ZooKeeper id (a whole number from 1 to 255)'],
		['kafka: {ids: {kafka-01: 1001}}', '1001 is not a broker id (a whole number from 0 to 1000)'],
		['kafka: {ids: {kafka-01: 1.5}}', '1.5 is not a broker id'],
		['kafka: {ids: {kafka-01: 2, kafka-02: 2}}', '8:38: broker id 2 is given to both kafka-01 and kafka-02'],
		['zookeeper: {ids: {kafka-01: 2, kafka-02: 2}}', 'ZooKeeper id 2 is given to both kafka-01 and kafka-02'],
		['kafka: {ids: {kafka-1: 2}}', '8:15: kafka.ids names "kafka-1", which is not in roles.kafka; did you mean "kafka-01"?'],
		['kafka: {port: 0}', 'kafka.port: 0 is not a port'],
		['kafka: {port: "9092"}', 'kafka.port: "9092" is not a port'],
		['kafka: {port: 8083}', '8:15: kafka.port and connect.restPort are both 8083, and kafka-01 has both services'],
		['connect: {restPort: 2888}', '8:21: zookeeper.peerPort and connect.restPort are both 2888'],
		['zookeeper: {peerPort: 3888}', '8:23: zookeeper.peerPort and zookeeper.electionPort are both 3888'],
		['ssh: {port: 9092}', 'kafka.port is 9092, the SSH port of kafka-01'],
		['kafka: {heap: 4}', '8:15: kafka.heap: 4 is not a heap size such as 512m or 4g'],
		['kafka: {heap: 4gb}', 'kafka.heap: "4gb" is not a heap size'],
		['kafka: {dataDirs: []}', 'kafka.dataDirs is an empty list'],
		['kafka: {dataDirs: [/]}', '8:20: "/" belongs to the system: data needs a directory of its own'],
		['kafka: {dataDirs: [//var//]}', '"/var" belongs to the system'],
		['kafka: {dataDirs: [/tmp/kafka]}', '"/tmp/kafka" does not outlive a reboot or a clean-up of /tmp'],
		['zookeeper: {dataDir: /var/tmp/x}', '8:22: "/var/tmp/x" does not outlive'],
		['connect: {dataDir: /run/x}', '"/run/x" does not outlive'],
		[
			'kafka: {dataDirs: [/var/cache/kafka-setup/confluent-kafka/data]}',
			'does not outlive a reboot or a clean-up of /var/cache/kafka-setup',
		],
		['kafka: {dataDirs: [/dev/shm]}', '"/dev/shm" does not outlive'],
		['kafka: {dataDirs: [/a/../b]}', 'is not an absolute path without spaces, commas, colons and ".."'],
		['kafka: {dataDirs: [data]}', '"data" is not an absolute path'],
		['kafka: {dataDirs: [/tmp/kafka]}', 'name a directory on a disk that stays, such as /var/lib/kafka/data'],
		['kafka: {dataDirs: [/var/lib/zookeeper]}', '"/var/lib/zookeeper" is the default of zookeeper.dataDir; each kind of data'],
		['kafka: {dataDirs: [/a, /a/b]}', '8:24: "/a" and "/a/b" lie one in the other'],
		['kafka: {dataDirs: [/var/lib/zookeeper]}', '"/var/lib/zookeeper" and "/var/lib/zookeeper" lie one in the other'],
		['kafka: {dataDir: /a}', '8:9: unknown key "dataDir"; did you mean "dataDirs"?'],
		['kafka: {data_dirs: [/a]}', 'did you mean "dataDirs"?'],
		['schemaRegistry: {port: 1}', '8:1: unknown key "schemaRegistry"; did you mean "schema-registry"?'],
		[
			'restPort: 1',
			'unknown key "restPort" (known here: name, hosts, roles, clients, ssh, platform, controller, zookeeper, kafka, schema-registry, connect "restPort" is a key of connect)',
		],
		[
			'platform: {version: 7.8}',
			'8:21: platform.version: "7.8" is not a supported version; did you mean "7.9"? (allowed: 7.9, 8.0, 8.1, 8.2, 8.3)',
		],
		['platform: {version: __proto__}', 'platform.version: "__proto__" is not a supported version'],
		['platform: {version: constructor}', 'platform.version: "constructor" is not a supported version'],
		['platform: {version: 7.90}', 'platform.version: "7.90" is not a supported version'],
		[
			'platform: {packages: {url: ftp://x}}',
			'platform.packages.url: "ftp://x" is not a URL that begins with https:// or http://',
		],
		// apt reads %41 as A, dnf puts its own value for $arch and takes two URLs for a,b; a [ makes apt refuse all its sources.
		...['h/%41', 'h/$arch', 'h/a,b', 'h/[a', 'h:p', 'h:0', 'h:080/a', '[::1/a', '[x'].map(
			rest =>
				[`platform: {packages: {url: "http://${rest}"}}`, 'is not a URL that begins with https:// or http://'] as [
					string,
					string,
				],
		),
		['platform: {packages: {key: 0C2BF624}}', '"0C2BF624" is a part of a fingerprint: 8 of 40 hex digits'],
		['connect:', '8:1: connect has no value'],
		['connect: {driver: x.zip}', 'connect.driver: "x.zip" is not a path to a .jar file'],
		['connect: {plugin: {zip: a, package: b}}', 'connect.plugin takes one of package, zip, folder, hub, not zip, package'],
		['connect: {plugin: {}}', 'connect.plugin takes one of package, zip, folder, hub, not none'],
		['connect: {plugin: {hub: x}}', 'connect.plugin.hub: "x" is not OWNER/NAME:VERSION'],
	])('%s', (lines, expected) => {
		expect(problemsOf(`${everyRole}${lines}\n`).join('\n')).toContain(expected);
	});
});

describe('properties beyond ours', () => {
	test.each([
		['kafka', 'broker.id: 1', '"broker.id" does not belong in kafka.extraProperties (set kafka.ids)'],
		['kafka', 'node.id: 1', 'set kafka.ids'],
		['kafka', 'zookeeper.connect: a', 'it follows from roles.zookeeper'],
		['kafka', 'log.dirs: /a', 'set kafka.dataDirs'],
		['kafka', 'listeners: a', 'set kafka.port'],
		['zookeeper', 'server.1: a', 'it follows from roles.zookeeper'],
		['zookeeper', 'dataDir: /a', 'set zookeeper.dataDir'],
		['zookeeper', 'clientPort: 1', 'set zookeeper.clientPort'],
		['schema-registry', 'listeners: a', 'set schema-registry.port'],
		['connect', 'plugin.path: /a', 'set connect.plugin'],
		['connect', 'offset.storage.file.filename: /a', 'set connect.dataDir'],
		[
			'kafka',
			'log: {retention.hours: 5}',
			'kafka.extraProperties.log is a mapping (write the whole name in one: "log.retention.hours: VALUE")',
		],
		['kafka', 'a: [1]', 'kafka.extraProperties.a: a list is not one value'],
		['kafka', 'a b: 1', '"a b" is not a property name'],
		['kafka', '"a\\nb": 1', 'the key "a b" holds a control character'],
	])('%s: %s', (section, line, expected) => {
		expect(problemsOf(`${everyRole}${section}:\n  extraProperties:\n    ${line}\n`).join('\n')).toContain(expected);
	});

	test.each([
		'ssl.keystore.password: hunter2',
		'sasl.jaas.config: hunter2',
		'metadata.encoder.secret: hunter2',
		'ssl.key.password: env:HUNTER2',
		'basic.auth.user.info: a:hunter2',
	])('a secret is refused and not shown: %s', line => {
		const error = errorOf(`${everyRole}kafka:\n  extraProperties:\n    ${line}\n`);
		expect(error.message).toContain('holds a secret');
		expect(error.message).not.toContain('hunter2');
	});
});
