import type {CheckEntry} from '../../core/check-sheet.ts';

/**
 * Every check of a host: its id, which is stable between versions, its title, and why it matters for Kafka. docs/checks.md has the
 * same, which a test holds. Their order is that of the matrix.
 */
const checks = {
	login: ['Login and sudo', 'Everything is done over SSH, and as root.'],
	settled: [
		'Cluster that the host belongs to',
		'Kafka refuses the data of another cluster or another broker, and a broker that does not see its own data starts empty.',
	],
	support: ['Support of the platform', 'A version without support gets no fixes, also not those of security holes.'],
	file: ['Cluster file', 'Kafka takes these settings, and few clusters want what they do.'],
	system: ['Operating system', 'Kafka comes in packages for these systems, and its services are units of systemd.'],
	channels: [
		'Channels to ports',
		'Kafka itself is asked through them, in place of starting its tools, each of which is a Java program.',
	],
	memory: ['Memory', 'A heap that does not fit into memory is swapped out, or the kernel kills the service.'],
	disk: ['Disk space', 'A broker whose disk is full stops, and takes the partitions on it along.'],
	'data-dirs': [
		'Data directories',
		'Data in memory or in a directory that is emptied is lost with the next boot, and a broker refuses what is not a partition.',
	],
	'data-owners': ['Owners of data and logs', 'A service that may not write to its data or its logs does not start.'],
	'cache-dir': [
		'Directory of temporary files',
		'The services unpack the libraries of their compression there, and load them from there.',
	],
	'log-space': ['Disk space for logs', 'Logs that fill a disk stop what writes to it.'],
	limits: ['Open files', 'A broker keeps three files of each segment open, and a socket for each client.'],
	swap: ['Swap', 'A heap in swap makes pauses in which a broker loses its session and its leaderships.'],
	'max-map-count': ['Memory maps', 'A broker maps two files of each segment, and dies with "Map failed" at the limit.'],
	clock: ['Clock', 'Retention, sessions and TLS go by the time of the hosts.'],
	identity: ['Unique machine IDs', 'Two names of one machine put two members of a quorum on it, and both are lost at once.'],
	bind: ['Address of its services', 'A service that is to listen on an address which the host does not have does not start.'],
	names: ['Names of the other hosts', 'The services tell each other and their clients these names, and bind to their own.'],
	ports: ['Ports are free', 'A service whose port is taken does not start.'],
	'low-ports': ['Ports below 1024', 'The services do not run as root, and only root may listen there.'],
	reach: ['Ports of the other hosts', 'Members that do not reach each other elect no leader and copy no records.'],
	firewall: ['Firewall', 'It closes the ports until the stages have opened them.'],
	selinux: ['SELinux', 'It may keep a service from files that have another label.'],
	'other-kafka': ['Other Kafka or ZooKeeper', 'Another installation takes ports, memory, and perhaps the data directories.'],
	java: ['Java', 'Each version of Kafka runs on certain versions of Java, and on no others.'],
	'package-source': ['Package source', 'The host fetches the packages there by itself, and trusts what its key has signed.'],
	'package-lock': ['Package lock', 'While another program installs packages, nothing can be installed.'],
	'package-state': ['Interrupted installation', 'The package manager installs nothing before what was interrupted is repaired.'],
	reboot: ['Pending reboot', 'A host that is restarted soon is better restarted before it has a broker.'],
	upgrades: ['Automatic upgrades', 'Java that is replaced below running services breaks them, on all hosts in the same night.'],
	database: [
		'Databases of the sources',
		'A connector that does not get in, or does not find its tables, sends nothing, and often says nothing.',
	],
	archive: ['What an archive needs', 'Where there is no package manager at work, these have to be there already.'],
} as const satisfies Readonly<Record<string, readonly [title: string, why: string]>>;

export type CheckId = keyof typeof checks;

export const entryOf = (id: CheckId): CheckEntry => ({id, title: checks[id][0], why: checks[id][1]});

export const catalogue: readonly CheckEntry[] = (Object.keys(checks) as CheckId[]).map(entryOf);
