import type {Entry} from '../../host/diagnosis/entry.ts';
import {systemEntries} from '../../host/diagnosis/system.ts';

/** What is wrong with data directories and files. Nothing of it leads to deleting data. */
export const storageEntries: readonly Entry[] = [
	...systemEntries,
	{
		id: 'noexec-tmp',
		cause: 'Java may not run code from its temporary directory: it is mounted noexec',
		says: 'failed to map segment from shared object',
		patterns: [
			/UnsatisfiedLinkError: (?!.*(?:No such file or directory|GLIBC)).*\/tmp\/|failed to map segment from shared object|Could not initialize class (?:org\.xerial\.snappy|com\.github\.luben\.zstd|net\.jpountz)/,
		],
		fixes: [
			'Of a service: /var/cache/kafka-setup/UNIT has to be on a file system without noexec (findmnt -T /var/cache/kafka-setup): mount -o remount,exec MOUNT, and change its line in /etc/fstab; then systemctl restart UNIT.',
			'If systemctl cat UNIT has no -Djava.io.tmpdir, apply again. A drop-in of your own that sets another one, or KAFKA_HEAP_OPTS, takes the place of ours.',
			'Of a tool that is run by hand: KAFKA_OPTS=-Djava.io.tmpdir=DIRECTORY before it, on a file system without noexec.',
		],
	},
	{
		id: 'tmp-unusable',
		cause: 'Java cannot write to its temporary directory',
		says: 'Cannot unpack libzstd-jni',
		patterns: [/Cannot unpack lib\S+: /],
		fixes: [
			'See which it is: java.io.tmpdir in systemctl cat UNIT (/var/cache/kafka-setup/UNIT; of a tool that is run by hand, /tmp). It has to be there, with room for some megabytes, and the user of the service has to be able to write there (ls -ld, df -h). systemd makes that of a service at its start.',
		],
	},
	{
		id: 'lost-found',
		cause: 'its data directory is the root of a disk, and holds lost+found',
		says: 'lost+found',
		patterns: [/Found directory \S*lost\+found|'lost\+found' is not in the form of topic-partition/],
		fixes: [
			'Use a folder below the mount (such as /data/kafka for a disk at /data), and move the topics there if it has some. A broker takes every folder in its data directory for a partition.',
		],
	},
	{
		id: 'foreign-directory',
		cause: 'its data directory holds a folder that is no partition of a topic',
		says: 'is not in the form of topic-partition',
		patterns: [/Found directory (\S+?),? .*is not in the form of topic-partition/],
		named: ([, path]) => `its data directory holds a folder that is no partition of a topic: ${path}`,
		fixes: ['Look what it is and who made it, and move it elsewhere. Delete nothing there that has the name of a topic.'],
	},
	{
		id: 'node-id-mismatch',
		cause: 'its data directory belongs to a node with another id',
		says: "Stored node id 0 doesn't match previous node id",
		patterns: [/InconsistentBrokerIdException|Stored node id \S+ doesn't match|Configured (?:broker|node)\.id \S+ doesn't match/],
		fixes: [
			'Bring the disk of this host back, or give it the id that its data has (kafka.ids, controller.ids). kafka-setup never deletes or changes data.',
		],
	},
	{
		id: 'cluster-id-mismatch',
		cause: 'the data in its directory belongs to another Kafka cluster than the one that ZooKeeper or the controllers know now',
		says: "doesn't match stored clusterId",
		patterns: [
			/InconsistentClusterIdException|Invalid cluster\.id in|doesn't match stored clusterId|Mismatched cluster IDs between storage directories/,
		],
		fixes: [
			'Compare cluster.id in the meta.properties of that directory with that of the other hosts, and with `zookeeper-shell HOST:PORT get /cluster/id`: if ZooKeeper lost its data, bring that back. Do not empty the directory: it may hold the only copy.',
		],
	},
	{
		id: 'data-locked',
		cause: 'another broker process uses the same data directory',
		says: 'Failed to acquire lock on file .lock',
		patterns: [/Failed to acquire lock on file/],
		fixes: [
			'See which one, and stop it by its unit: pgrep -af kafka.Kafka',
			'Two roles or two brokers on one host need data directories of their own.',
		],
	},
	{
		id: 'data-directory-twice',
		cause: 'a data directory is named twice',
		says: 'Duplicate log directory found',
		patterns: [/Duplicate log director(?:y|ies)(?: found)?:? ?(.{0,200})/],
		named: ([, paths]) => `a data directory is named twice${paths === '' ? '' : `: ${paths}`}`,
		fixes: [
			'Name each once in the data directories of the role (log.dirs), and take out a link that leads to another of them: realpath DIRECTORY. Its data stays as it is.',
		],
	},
	{
		id: 'not-formatted',
		cause: 'its data directory is not formatted, or it may not read it',
		says: 'No readable meta.properties files found',
		patterns: [/No readable meta\.properties files found| is not formatted\.$/],
		fixes: [
			'See whether it may read its files: ls -l on the directory; data that was brought back as root needs its owner again (chown). Else apply again: what is not formatted is formatted, and what was is said to be lost. Do not format it by hand.',
		],
	},
	{
		id: 'already-formatted',
		cause: 'its data directory is formatted already',
		says: 'is already formatted. Use --ignore-formatted',
		patterns: [/is already formatted\. Use --ignore-formatted/],
		fixes: ['Nothing is wrong with it: leave it as it is, and apply again. kafka-setup formats only what never was.'],
	},
	{
		id: 'corrupt-log',
		cause: 'records or checkpoints in its data directory are damaged',
		says: 'CorruptRecordException',
		patterns: [/CorruptRecordException|CorruptIndexException|CorruptSnapshotException|Malformed line in checkpoint file/],
		fixes: [
			'Look at the disk first (dmesg, smartctl). With copies on other brokers, this broker can get its partitions from them; without, ask before anything is removed: it may be the only copy.',
		],
	},
	{
		id: 'cleaner-buffer',
		cause: 'its log cleaner has ended, for a segment has more records than its buffer holds',
		says: 'but offset map can fit only',
		patterns: [/(\d{1,15}) messages in segment (\S{1,300}) but offset map can fit only (\d{1,15})/],
		named: ([, messages, segment, most]) =>
			`its log cleaner has ended, for a segment has more records than its buffer holds: ${messages} in ${segment}, room for ${most}`,
		fixes: [
			'The broker goes on without it, and __consumer_offsets and other compacted topics grow until the disk is full. Raise log.cleaner.dedupe.buffer.size under kafka.extraProperties (it is shared by log.cleaner.threads, and taken from the heap), then restart the broker, which begins to clean again. Nothing is lost.',
		],
	},
	{
		id: 'log-dirs-failed',
		cause: 'none of its data directories can be used',
		symptom: true,
		says: 'Shutdown broker because all log dirs in',
		patterns: [
			/all log dirs in (.{1,200}) have failed|none of the specified log dirs from (.{1,200}) can be created or validated/,
		],
		named: ([, failed, unmade]) => `none of its data directories can be used: ${failed || unmade}`,
		fixes: [
			'An earlier error in its log says why. Look at the mounts and the disks (findmnt, dmesg, df -h), and at the owner of the directories; its data stays as it is.',
		],
	},
	{
		id: 'data-directory-unusable',
		cause: 'a data directory cannot be made or read',
		symptom: true,
		says: 'Failed to create or validate data directory',
		patterns: [
			/Failed to create or validate data directory (\S+)|Failed to load \S+ during broker startup|Error while (?:reading|loading|writing to) (?:log )?(?:dir|checkpoint)/,
		],
		fixes: ['Mount the disk, give the directory to the user of the service, and apply again.'],
	},
];

/** After all that knows better: a file that the user of the service may not use. */
export const permissionEntries: readonly Entry[] = [
	{
		id: 'file-permission',
		cause: 'it may not read or write a file',
		says: '(Permission denied)',
		patterns: [
			/(?<!\S)(\/\S{1,400}) \(Permission denied\)|AccessDeniedException: (\/\S+)|DatadirException: (?:Cannot write to|Unable to create) (?:data|snap) directory (\/\S+)|Permission denied/,
		],
		named: ([, ...paths]) => `it may not read or write a file${paths.map(path => (path ? `: ${path}` : '')).join('')}`,
		fixes: [
			'The service runs as a user of its own: give the file back to it, and look at the folders above (namei -l FILE). Files of an earlier start as root are the common cause; SELinux refuses too (ausearch -m avc).',
		],
	},
];
