import type {Fault} from './fault.ts';

/** A drop-in of the operator's own, after ours; the unit is stopped, so that the next run starts it. */
const dropIn = (unit: string, lines: string) =>
	`mkdir -p /etc/systemd/system/${unit}.service.d && printf '[Service]\\n${lines}\\n' >/etc/systemd/system/${unit}.service.d/zz-lab.conf && systemctl daemon-reload && systemctl stop ${unit}`;
const noDropIn = (unit: string) => `rm /etc/systemd/system/${unit}.service.d/zz-lab.conf && systemctl daemon-reload`;

const broker = 'confluent-kafka';
const properties = (section: string, values: Readonly<Record<string, string>>) => ({[section]: {extraProperties: values}});

/** Faults of services on a host where the whole platform is installed: they are named when a run meets them. */
export const serviceFaults: readonly Fault[] = [
	{
		id: 'setting-refused',
		title: 'a value that Kafka refuses',
		// One of the few that no table of kinds knows.
		file: properties('kafka', {'remote.log.metadata.manager.impl.prefix': ''}),
		named: {step: 'kafka/start', diagnosis: 'setting-refused'},
		says: /remote\.log\.metadata\.manager\.impl\.prefix/,
	},
	{
		id: 'jvm-option',
		title: 'an option that Java does not know',
		cause: dropIn(broker, 'Environment=KAFKA_OPTS=-XX:+NoSuchThing'),
		named: {step: 'kafka/start', diagnosis: 'jvm-option'},
		says: /option|NoSuchThing/,
		fix: noDropIn(broker),
	},
	{
		id: 'agent-missing',
		title: 'the jar of a Java agent is not there',
		cause: dropIn(broker, 'Environment=KAFKA_OPTS=-javaagent:/opt/agent.jar'),
		named: {step: 'kafka/start', diagnosis: 'agent-missing'},
		says: /agent/,
		fix: noDropIn(broker),
	},
	{
		id: 'heap-larger-than-memory',
		title: 'a heap that the system does not give',
		cause: dropIn(broker, 'Environment="KAFKA_HEAP_OPTS=-Xms900g -Xmx900g"'),
		named: {step: 'kafka/start', diagnosis: 'heap-larger-than-memory'},
		says: /heap/,
		fix: noDropIn(broker),
	},
	{
		id: 'killed',
		title: 'something kills the broker at its start',
		cause: dropIn(broker, 'ExecStartPost=/bin/bash -c "sleep 1; kill -9 $MAINPID"'),
		named: {step: 'kafka/start', diagnosis: 'killed'},
		says: /kill/,
		fix: noDropIn(broker),
	},
	{
		id: 'too-many-open-files',
		title: 'the broker may open too few files',
		cause: dropIn(broker, 'LimitNOFILE=120'),
		named: {step: 'kafka/start', diagnosis: 'too-many-open-files'},
		says: /files/,
		fix: noDropIn(broker),
	},
	{
		id: 'unit-user',
		title: 'the account of the service is gone',
		cause: dropIn(broker, 'User=nobody-there'),
		named: {step: 'kafka/start', diagnosis: 'unit-user'},
		says: /user|account/,
		fix: noDropIn(broker),
	},
	{
		id: 'unit-program',
		title: 'the program of the unit is not there',
		cause: dropIn(broker, 'ExecStart=\\nExecStart=/usr/bin/no-such-kafka /etc/kafka/server.properties'),
		named: {step: 'kafka/start', diagnosis: 'unit-program'},
		says: /program|no-such-kafka/,
		fix: noDropIn(broker),
	},
	{
		id: 'data-of-root',
		title: 'the files of the data belong to root',
		cause: `systemctl stop ${broker} && chown -R root:root /var/lib/kafka/data/* && chmod -R go= /var/lib/kafka/data/*`,
		named: {step: 'kafka/start', diagnosis: 'not-formatted'},
		says: /may not read it/,
		tells: /chown/,
		fix: 'chown -R cp-kafka:confluent /var/lib/kafka/data/*',
	},
	{
		id: 'class-missing',
		title: 'a class of the configuration is not there',
		file: properties('connect', {'key.converter': 'com.example.NoConverter'}),
		named: {step: 'connect/start', diagnosis: 'class-missing'},
		says: /com\.example\.NoConverter|class/,
	},
];
