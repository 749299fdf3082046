import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {zipSync} from 'fflate';
import {stringify} from 'yaml';
import {connectorFiles, connectorZip} from '../helpers/connector.ts';
import {armored} from '../helpers/keys.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const driver = () =>
	zipSync({
		'META-INF/services/java.sql.Driver': bytes('org.example.Driver\n'),
		'org/example/Driver.class': new Uint8Array([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52]),
	});

/** Who keeps the metadata: the controllers of the newest platform, or the ensemble of the last one that can have it. */
export type Keeper = 'controller' | 'zookeeper';

const keepers = {
	// Two directories: a format may be cut between them.
	controller: {version: '8.3', kafka: {dataDirs: ['/var/lib/kafka/data', '/var/lib/kafka/data-2']}},
	zookeeper: {version: '7.9', kafka: {}},
} as const;

/** One host with all roles, as it is installed first; its password names it among the others behind the address. */
const installed = (folder: string, port: number, keeper: Keeper) => ({
	name: 'matrix',
	hosts: [{name: 'kafka-01', address: '127.0.0.1'}],
	roles: {[keeper]: ['kafka-01'], kafka: ['kafka-01'], 'schema-registry': ['kafka-01'], connect: ['kafka-01']},
	ssh: {
		user: 'root',
		port,
		configFile: join(folder, 'ssh_config'),
		knownHostsFile: join(folder, 'known_hosts'),
		password: 'env:MATRIX_HOST',
	},
	platform: {version: keepers[keeper].version, packages: {url: 'http://packages.example', key: join(folder, 'packages.asc')}},
	kafka: keepers[keeper].kafka,
	connect: {
		plugin: {zip: join(folder, 'plugin-1.zip')},
		driver: join(folder, 'driver.jar'),
		sources: [
			{
				name: 'orders',
				// Of several servers none is tried before Connect does.
				url: 'jdbc:postgresql://db-01:5432,db-02:5432/shop',
				user: 'app',
				password: 'env:MATRIX_DATABASE',
				tables: ['orders'],
				mode: 'incrementing',
				incrementingColumn: 'id',
			},
		],
	},
});

/** The same cluster with another heap, another setting and another plug-in. */
function changed(folder: string, port: number, keeper: Keeper) {
	const {connect, kafka, ...rest} = installed(folder, port, keeper);
	return {
		...rest,
		[keeper]: {heap: '300m'},
		kafka: {...kafka, extraProperties: {'log.retention.hours': '48'}},
		connect: {...connect, plugin: {zip: join(folder, 'plugin-2.zip')}},
	};
}

export type Files = {
	/** The cluster file, and one of the same cluster with changes. */
	readonly installed: string;
	readonly changed: string;
	/** The first one, as another operator has it. */
	readonly elsewhere: string;
};

/** The operator's files in a folder; `port` and `hostKey` are those of the server. */
export function writeFiles(folder: string, port: number, hostKey: string, keeper: Keeper): Files {
	const write = (name: string, content: string | Uint8Array) => {
		writeFileSync(join(folder, name), content);
		return join(folder, name);
	};
	write('ssh_config', '');
	write('known_hosts', `[127.0.0.1]:${port} ${hostKey}\n`);
	write('packages.asc', armored);
	write('driver.jar', driver());
	write('plugin-1.zip', connectorZip(connectorFiles('10.8.0')));
	write('plugin-2.zip', connectorZip(connectorFiles('10.9.0')));
	return {
		installed: write('installed.yaml', stringify(installed(folder, port, keeper))),
		changed: write('changed.yaml', stringify(changed(folder, port, keeper))),
		elsewhere: write('elsewhere.yaml', stringify(installed(folder, port, keeper))),
	};
}
