import {stemOf} from '../../cluster/archive.ts';
import type {Cluster} from '../../cluster/cluster.ts';
import {roleOf} from '../../cluster/roles.ts';
import {versionOf} from '../../cluster/versions.ts';
import {sh} from '../../core/command.ts';

/*
 * How Apache Kafka from an archive lies on a host: each version in a folder of its own, a link to the one that runs, and
 * one small script that starts whatever it is called by. With its links in /usr/local/bin, tools and start scripts have the
 * names that packages give them, and find their Java also where only they know of it.
 */
export const kafkaFolder = '/opt/kafka';
export const currentLink = `${kafkaFolder}/current`;
export const launcher = `${kafkaFolder}/run`;
export const logFolder = '/var/log/kafka';
export const javaFolder = '/opt/java';

/** Left in a folder that was unpacked, with the sha512 of the archive: the last file to come and the last to go. */
export const unpackedMark = '.kafka-setup-archive';

export const versionFolder = (kafka: string) => `${kafkaFolder}/${kafka}`;

/** Where Java from an archive is; undefined where the system brings it. */
export const javaHome = ({platform: {java}}: Pick<Cluster, 'platform'>): string | undefined =>
	java === undefined ? undefined : `${javaFolder}/${stemOf(java.archive)}`;

const tools = [
	...[
		'kafka-acls',
		'kafka-broker-api-versions',
		'kafka-cluster',
		'kafka-configs',
		'kafka-console-consumer',
		'kafka-console-producer',
	],
	...[
		'kafka-consumer-groups',
		'kafka-delete-records',
		'kafka-dump-log',
		'kafka-features',
		'kafka-get-offsets',
		'kafka-leader-election',
	],
	...['kafka-log-dirs', 'kafka-metadata-quorum', 'kafka-metadata-shell', 'kafka-producer-perf-test', 'kafka-consumer-perf-test'],
	...[
		'kafka-reassign-partitions',
		'kafka-run-class',
		'kafka-server-start',
		'kafka-storage',
		'kafka-topics',
		'kafka-transactions',
	],
	...['connect-standalone', 'connect-distributed', 'connect-plugin-path'],
];

/** What can be typed on a host: each a link to the launcher. */
export function toolsOf(cluster: Cluster): readonly string[] {
	const ofKeepers = versionOf(cluster).keepers.flatMap(id => {
		const {start, tools: more = []} = roleOf(id);
		return [...(start === undefined ? [] : [start.script]), ...more];
	});
	return [...new Set([...tools, ...ofKeepers])];
}

/** The launcher: sh, which runs the script of the archive that has the name it was called by. */
export function launcherText(cluster: Cluster): string {
	const home = javaHome(cluster);
	const java = home === undefined ? sh`` : sh`export JAVA_HOME=${home}\n`;
	return sh`#!/bin/sh
# Written by kafka-setup: runs what it is called by, such as /usr/local/bin/kafka-topics.
script=${currentLink}/bin/\${0##*/}.sh
[ -f "$script" ] || { echo "$script does not exist" >&2; exit 127; }
${java}export LOG_DIR="\${LOG_DIR:-${logFolder}}"
exec "$script" "$@"
`.text;
}
