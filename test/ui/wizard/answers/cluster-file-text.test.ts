import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {eachRole} from '../../../../source/cluster/roles.ts';
import {idGiver} from '../../../../source/commands/install/given-ids.ts';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {answersOfCluster} from '../../../../source/ui/wizard/answers/answers-of-cluster.ts';
import {settingsFields} from '../../../../source/ui/wizard/answers/fields.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {shownIds} from '../../../../source/ui/wizard/shown-ids.ts';

const full = `
name: orders
hosts:
  - kafka-01
  - admin@kafka-02:2222
  - {name: kafka-03, address: 10.0.0.3, bind: 10.1.0.3, rack: b, properties: {connect: {c: '1'}}, hostKeys: ['SHA256:V5r9J0dG0k6Y3m0gq1vVwXb2yqkCwq8mK3e0p7fXyzA']}
  - {name: kafka-04, address: '2001:db8::4', bind: 'FD00:0::4', user: ops, port: 22}
  - {name: kafka-05, properties: {zookeeper: {maxClientCnxns: 5}, kafka: {'a.b': '1, 2', x: 010}}}
roles:
  zookeeper: [kafka-03, kafka-01, kafka-05]
  kafka: [kafka-01, kafka-02, kafka-04, kafka-05]
  schema-registry: [kafka-01]
  connect: [kafka-01, kafka-03]
ssh: {user: admin, sudoPassword: 'prompt:', transport: auto, configFile: ~/x y, jumpPassword: 'env:JUMP', connectTimeout: 5, password: 'exec:pass show "a #b"'}
platform: {version: '7.9', packages: {url: 'https://mirror.example/confluent', key: keys/a.asc}, javaPackage: openjdk-21-jre}
zookeeper: {ids: {kafka-03: 9}, peerPort: 2889, extraProperties: {autopurge.snapRetainCount: 5}}
kafka: {ids: {kafka-01: 0}, dataDirs: [/data/1/kafka, /data/2/kafka], heap: 6g, extraProperties: {log.retention.hours: 72, a: '010', b: 'true'}}
schema-registry: {port: 8081, heap: 1g}
connect:
  restPort: 8084
  connectorClass: com.example.Source
  plugin: {zip: './plug in.zip'}
  driver: 'drivers/my driver.jar'
  sources:
    - name: shop
      database: {kind: sqlserver, host: db-01, port: 1444, name: shop}
      user: 'kafka: reader'
      password: env:SHOP_PASSWORD
      tables: [orders, dbo.customers]
      mode: timestamp+incrementing
      incrementingColumn: id
      timestampColumn: 'updated at'
      pollIntervalMs: 1000
      extraProperties: {validate.non.null: false}
    - {name: other, url: 'jdbc:db2://h:50000/X:currentSchema=Y;', tables: [t], mode: bulk, topicPrefix: x., extraProperties: {a: '1'}}
`;

const again = (text: string) => readAnswers(answersOfCluster(parseCluster(text, 'given.yaml')));

describe('the text of a cluster file', () => {
	it('gives the same cluster as the file that it was read from, also in what the wizard does not ask', () => {
		const {cluster, problems, text} = again(full);
		expect([...problems]).toEqual([]);
		expect(cluster).toEqual(parseCluster(full, 'given.yaml'));
		expect(parseCluster(text, 'written.yaml')).toEqual(cluster);
	});

	it('is short and commented where all is at its default', () => {
		const {text} = readAnswers({...noAnswers, hosts: 'kafka-[1:3]'});
		expect(text).toMatchInlineSnapshot(`
			"# Written by kafka-setup. "kafka-setup plan FILE" shows what it would change, "apply FILE" makes it so.
			# "kafka-setup config schema" prints every key; what is left out has its default.

			# Names the cluster on this machine and in what a run prints.
			name: kafka

			# A name, user@name:port, or a mapping. The other hosts reach each one by its name.
			hosts: [kafka-1, kafka-2, kafka-3]

			# Which hosts do what. KRaft controllers: 1, 3 or 5 of them. The order is the order of the ids.
			roles:
			  controller: [kafka-1, kafka-2, kafka-3]
			  kafka: [kafka-1, kafka-2, kafka-3]
			  schema-registry: [kafka-1]
			  connect: [kafka-3]

			# What is installed, and from where.
			platform:
			  version: '8.3'
			"
		`);
	});

	it('keeps what keeps the metadata, and the version: said, or left open', () => {
		const roles = 'kafka: [h1], schema-registry: [h1]';
		for (const [keeper, platform, version] of [
			['controller', '', '8.3'],
			['zookeeper', '', '7.9'],
			['controller', "platform: {version: '7.9'}", '7.9'],
			['controller', "platform: {version: '8.1'}", '8.1'],
			['zookeeper', "platform: {version: '7.9'}", '7.9'],
		] as const) {
			const file = `name: a\nhosts: [h1]\nroles: {${keeper}: [h1], ${roles}}\n${platform}\n`;
			const {cluster, problems, keeper: kept, version: shown, text} = again(file);
			expect([...problems]).toEqual([]);
			expect([kept, shown, text.includes('version:')]).toEqual([keeper, version, platform !== '']);
			expect(cluster).toEqual(parseCluster(file, 'given.yaml'));
		}
	});

	it('keeps who the clients are, and says what is none of them', () => {
		const file = 'name: a\nhosts: [h1]\nroles: {controller: [h1], kafka: [h1]}\nclients: [10.1.2.3/16, "fd00::/32"]\n';
		const {cluster, text} = again(file);
		expect(cluster).toEqual(parseCluster(file, 'given.yaml'));
		expect(cluster!.clients).toEqual(['10.1.0.0/16', 'fd00::/32']);
		expect(text).toContain('clients: [10.1.0.0/16, fd00::/32]');
		const {problems} = readAnswers({...noAnswers, hosts: 'h1', fields: {clients: '10.0.0.0/8, db-01'}});
		expect(problems.get('clients')?.message).toBe('"db-01" is a name: a firewall lets addresses in');
		expect(readAnswers({...noAnswers, hosts: 'h1'}).cluster).not.toHaveProperty('clients');
	});

	it('of one process for controllers and brokers stays so, with ids and directories of brokers alone', () => {
		const file = `name: a
hosts: [h1, h2, h3]
roles: {controller: [h1, h2, h3], kafka: [h1, h2, h3]}
platform: {version: '8.3'}
controller: {combined: true, port: 9094}
kafka: {ids: {h2: 7}, dataDirs: [/data/1, /data/2], heap: 2g}
`;
		const {cluster, problems, combined, numbered} = again(file);
		expect([[...problems], combined, numbered.map(({id}) => id)]).toEqual([[], true, ['kafka']]);
		expect(cluster).toEqual(parseCluster(file, 'given.yaml'));
		const answers = answersOfCluster(parseCluster(file, 'given.yaml'));
		expect(settingsFields(readAnswers(answers), false).map(({id}) => id)).not.toContain('controller.dataDir');
		const {shown, blocked} = shownIds(answers, readAnswers(answers), new Map(), idGiver(undefined));
		expect(shown.kafka.map(({text}) => text)).toEqual(['1', '7', '2']);
		expect(blocked).toBeUndefined();
		// With the older way there is none of it.
		const older = {...answers, keeper: 'zookeeper', fields: {...answers.fields, 'platform.version': '7.9'}} as const;
		expect(readAnswers(older)).toMatchObject({combined: false, cluster: {roles: {zookeeper: ['h1', 'h2', 'h3']}}});
	});

	it('has a line for each of many hosts', () => {
		const {text, cluster} = readAnswers({...noAnswers, hosts: 'kafka-[001:200].example.org'});
		expect(text).toContain('hosts:\n  - kafka-001.example.org\n  - kafka-002');
		expect(cluster?.hosts).toHaveLength(200);
	});

	it.each(['sqlserver', 'postgresql', 'mysql', 'oracle'])('keeps the parts of a %s URL', kind => {
		const file = (port: string) => `
name: a
hosts: [h1]
roles: {zookeeper: [h1], kafka: [h1], schema-registry: [h1], connect: [h1]}
connect: {sources: [{name: s, database: {kind: ${kind}, host: db${port}, name: n}, tables: [t], incrementingColumn: id}]}`;
		for (const port of ['', ', port: 1234']) {
			expect(again(file(port)).cluster).toEqual(parseCluster(file(port), 'given.yaml'));
			expect(again(file(port)).text).toContain(`kind: ${kind}
`);
		}
	});

	it('is right YAML whatever is typed into the fields, and says what does not fit', () => {
		const anything = fc.string({unit: 'binary', maxLength: 20});
		const fields = fc.record(
			{
				name: anything,
				'ssh.user': anything,
				'kafka.dataDirs': anything,
				'kafka.port': anything,
				clients: fc.oneof(anything, fc.ipV4(), fc.ipV6()),
				'source.kind': fc.constantFrom('postgresql', 'other', 'x'),
				'source.url': anything,
				'source.host': anything,
				'source.user': anything,
				'source.password': anything,
				'source.tables': anything,
				'connect.driver': anything,
				'connect.plugin': fc.oneof(
					anything,
					anything.map(text => `{${text}}`),
					anything.map(text => `{zip: ${text}}`),
				),
			},
			{requiredKeys: []},
		);
		fc.assert(
			fc.property(fields, given => {
				const {cluster, problems} = readAnswers({...noAnswers, hosts: 'a', fields: given});
				expect(cluster === undefined).toBe(problems.size > 0);
				for (const [place, {message}] of problems) expect([place, message]).not.toEqual(['file', expect.anything()]);
			}),
			{numRuns: 60},
		);
	});

	it('holds typed values as they are', () => {
		const value = fc.stringMatching(/^[ -~]{1,20}$/).filter(text => text.trim() === text && !/[,\s]|\$\{/.test(text));
		fc.assert(
			fc.property(value, user => {
				const {cluster} = readAnswers({
					...noAnswers,
					hosts: 'a',
					fields: {
						'source.kind': 'postgresql',
						'source.host': 'db',
						'source.database': 'x',
						'source.user': user,
						'source.tables': 't',
						'source.incrementingColumn': user,
					},
				});
				expect(cluster?.connect.sources[0]).toMatchObject({user, incrementingColumn: user});
			}),
			{numRuns: 60},
		);
	});
});

describe('what is wrong with the answers', () => {
	const problemsOf = (fields: object, hosts = 'a b c') =>
		Object.fromEntries([...readAnswers({...noAnswers, hosts, fields}).problems].map(([place, {message}]) => [place, message]));

	it('stands at the field where it was typed', () => {
		expect(
			problemsOf({
				name: 'Orders',
				'kafka.port': '99999',
				'kafka.dataDirs': '/tmp/kafka',
				'kafka.heap': 'much',
				'source.kind': 'postgresql',
				'source.host': 'db 1',
				'source.database': 'shop',
				'source.tables': '',
				'source.mode': 'timestamp',
				'source.password': 'hunter2',
				'source.user': 'u',
			}),
		).toMatchInlineSnapshot(`
			{
			  "kafka.dataDirs": ""/tmp/kafka" does not outlive a reboot or a clean-up of /tmp",
			  "kafka.heap": ""much" is not a heap size such as 512m or 4g",
			  "kafka.port": "99999 is not a port (a whole number from 1 to 65535)",
			  "name": ""Orders" is not a cluster name (a-z, 0-9 and -, a letter first, at most 41)",
			  "source.host": ""db 1" is not a host name or an address",
			  "source.password": "this holds the secret itself, or what is no reference to one",
			  "source.tables": "this is an empty list",
			  "source.timestampColumn": "mode timestamp needs timestampColumn",
			}
		`);
	});

	it('names ids that are out of range or given twice', () => {
		const ids = {controller: {a: '-1', b: 'x', c: '7'}, zookeeper: {}, kafka: {a: '8', b: '8', c: '7'}};
		const {problems} = readAnswers({...noAnswers, hosts: 'a b c', ids});
		expect([...problems].map(([place, {message}]) => `${place}: ${message}`)).toMatchInlineSnapshot(`
			[
			  "controller.ids.a: "-1" is not a controller id (a whole number from 0 to 99999)",
			  "controller.ids.b: "x" is not a controller id (a whole number from 0 to 99999)",
			  "kafka.ids.b: broker id 8 is given to both a and b",
			  "kafka.ids.c: id 7 is given to KRaft controllers on c and to Kafka on c",
			]
		`);
	});

	it('names an even ensemble at the roles', () => {
		const problemWith = (members: object) =>
			readAnswers({...noAnswers, hosts: 'a b', roles: {...eachRole(() => []), kafka: ['a'], ...members}}).problems.get('roles');
		expect(problemWith({controller: ['a', 'b']})?.message).toBe('2 KRaft controllers tolerate no failure, as 1 does');
		expect(problemWith({zookeeper: ['a', 'b']})?.message).toBe('2 ZooKeeper members tolerate no failure, as 1 does');
	});
});
