import type {Entry} from '../../host/diagnosis/entry.ts';
import {stillRegistered} from '../roles/zookeeper/still-registered.ts';

/** What members of an ensemble write, and brokers that work with them. */
export const zookeeperEntries: readonly Entry[] = [
	{
		id: 'zookeeper-myid',
		cause: 'its myid file is missing or no number',
		says: 'myid file is missing',
		patterns: [/myid file is missing|serverid \S* is not a number/],
		fixes: ['Apply again: it is written from the cluster file. With data in the directory, say the id in `zookeeper.ids` first.'],
	},
	{
		id: 'zookeeper-not-in-peer-list',
		cause: 'its id is not among the members of its ensemble',
		says: 'not in the peer list',
		patterns: [/My id (\d+) not in the peer list/],
		named: ([, id]) => `its id is not among the members of its ensemble: ${id}`,
		fixes: [
			'Compare the myid file in its data directory with the server lines of zookeeper.properties; the ids of hosts with data stand in `zookeeper.ids`. Apply again to write both.',
		],
	},
	{
		id: 'zookeeper-no-snapshot',
		cause: 'its data directory has transaction logs, but no snapshot',
		says: 'No snapshot found, but there are log entries',
		patterns: [/No snapshot found, but there are log entries/],
		fixes: [
			'Bring the snapshot files (version-2/snapshot.*) back: a part of the data is gone, a snapshot that is there is cut off, or dataDir and dataLogDir are not those it was written with.',
			'Data of ZooKeeper 3.4 that never had a snapshot: start once with snapshot.trust.empty=true under zookeeper.extraProperties, then take it out again.',
		],
	},
	{
		id: 'zookeeper-epoch',
		cause: 'members disagree about the past: a leader with less than this member knows was elected',
		soft: true,
		says: 'is less than accepted epoch',
		patterns: [/Leaders epoch, \S+ is less than accepted epoch/],
		fixes: [
			'Stop the members that lead each other: they may be empty. Do not empty this one: it knows more than they do, and may hold the only copy. Start it first, then the others one by one.',
		],
	},
	{
		id: 'zookeeper-epoch-files',
		cause: 'the epochs that its data directory names do not fit its transaction logs: they are not of one moment',
		says: 'is less than the current epoch',
		patterns: [/The accepted epoch, \S+ is less than the current epoch|The current epoch, \S+ is older than the last zxid/],
		fixes: [
			'Bring its folder version-2 back as a whole, as it was at one moment: snapshots, logs, currentEpoch and acceptedEpoch. Write none of the epoch files by hand, and empty nothing: as long as a majority of the others serves, there is time.',
		],
	},
	{
		id: 'zookeeper-data-damaged',
		cause: 'a transaction log or a snapshot of it is cut off or damaged',
		says: 'java.io.EOFException',
		patterns: [
			/(?:^|Caused by: )java\.io\.EOFException$|IOException: CRC check failed/,
			/Unable to load database on disk|Unable to run quorum server|exiting abnormally/,
		],
		fixes: [
			'Look at the disk first (df -h, dmesg): one that was full leaves a log.* file of 0 bytes in version-2. If there is one, and a majority of the others serves, from which this member gets what it misses: with the service stopped, move that file of 0 bytes out of the folder, and keep it. If not, bring the folder back as it was at one moment.',
		],
	},
	{
		id: 'zookeeper-buffer',
		cause: 'a packet or a record is larger than jute.maxbuffer allows',
		says: 'Unreasonable length =',
		patterns: [/Unreasonable length = ?(-?\d{1,12})|Packet len(?:gth is|) ?(-?\d{1,12}) is out of range/],
		named: ([, ...lengths]) => `a packet or a record is larger than jute.maxbuffer allows: ${lengths.find(Boolean)} bytes`,
		fixes: [
			'A size of some megabytes: raise it on all members and on the brokers alike, by KAFKA_OPTS=-Djute.maxbuffer=BYTES in a drop-in of each unit, and restart one after another. Then see which znode has grown so.',
			'A size below 0 or of hundreds of megabytes is none: a file of it is damaged, or another protocol came in. Look at the disk (dmesg), and bring version-2 back as it was at one moment; the other members have what it misses.',
		],
	},
	{
		id: 'zookeeper-peer-name',
		cause: 'the name of another member leads to no address on this host',
		soft: true,
		says: 'Cannot open channel to',
		patterns: [
			/[Cc]annot open channel to \d+ at election address (\S+)|Failed to resolve address: (\S+)/,
			/UnknownHostException|Failed to resolve address|<unresolved>/,
		],
		named: ([, one, two]) => `the name of another member leads to no address on this host: ${one || two}`,
		fixes: [
			'Fix DNS or /etc/hosts on this host: getent hosts NAME. Members must find each other by the names of the cluster file.',
		],
	},
	{
		id: 'zookeeper-peer-route',
		cause: 'another member is not reached: a firewall refuses its peer or election port, or a route is missing',
		soft: true,
		says: 'NoRouteToHostException',
		patterns: [
			/[Cc]annot open channel to \d+ at election address (\S+)/,
			/NoRouteToHostException|No route to host|SocketTimeoutException|connect timed out/i,
		],
		named: ([, address]) => `another member is not reached, a firewall refuses it or a route is missing: ${address}`,
		fixes: ['Open the peer and the election port (2888 and 3888 by default) between all members, in both directions.'],
	},
	{
		id: 'zookeeper-peer-refused',
		cause: 'another member does not listen for elections: it is down, or binds to a loopback address',
		soft: true,
		symptom: true,
		explains: ['zookeeper-not-serving'],
		says: 'Cannot open channel to',
		patterns: [/[Cc]annot open channel to \d+ at election address (\S+)/, /Connection refused/],
		named: ([, address]) => `another member does not listen for elections, it is down or binds to a loopback address: ${address}`,
		fixes: [
			'Start it, and see on its host where it listens: ss -ltn. Where its own name leads to 127.0.1.1, fix /etc/hosts there.',
		],
	},
	{
		id: 'zookeeper-admin-port',
		cause: 'the port of its admin server is taken',
		says: 'Problem starting AdminServer',
		patterns: [/Problem starting AdminServer|Unable to start AdminServer/],
		fixes: [
			'Take admin.enableServer out of zookeeper.extraProperties (kafka-setup sets it to false), or give admin.serverPort another port than 8080.',
		],
	},
	{
		id: 'zookeeper-broker-registered',
		cause: 'another broker with this id is registered in ZooKeeper',
		says: 'node already exists',
		// The exception that ends it names no path.
		patterns: [new RegExp(`${stillRegistered.source}|NodeExistsException: KeeperErrorCode = NodeExists$`)],
		fixes: [
			'After a crash or a power cut it is its own earlier session, which ends within 18 s (zookeeper.session.timeout.ms): start it again then.',
			'If it stays so, look for a broker outside of this cluster file that uses the same ensemble; two brokers must not have one id.',
		],
	},
	{
		id: 'zookeeper-login',
		cause: 'ZooKeeper refuses the login',
		says: 'SASL authentication failed using login context',
		patterns: [
			/SASL authentication failed using login context|SessionClosedRequireAuthException|SessionClosedRequireAuth\b|NoAuthException|KeeperErrorCode = NoAuth|KeeperErrorCode = AUTH_?FAILED/i,
		],
		fixes: [
			'Compare user and password in the JAAS file of this service with those of the ensemble; ACLs of the znodes may belong to another user.',
		],
	},
	{
		id: 'zookeeper-not-reached',
		cause: 'the broker did not reach ZooKeeper',
		symptom: true,
		soft: true,
		// Between its tries, its client alone says something.
		until: /^(?!.*\b(?:ClientCnxn|ZooKeeperSaslClient|zookeeper\.(?:Login|common)))|Session establishment complete/,
		says: 'Timed out waiting for connection while in state: CONNECTING',
		patterns: [
			/Timed out waiting for connection (?:to ZooKeeper )?while in state: CONNECTING|Unable to connect to ZooKeeper|Session 0x0 for server (?!null)([^\s,]{1,255}), .{0,40}closing socket connection/i,
		],
		named: ([, server]) => `the broker did not reach ZooKeeper${server === '' ? '' : `: ${server}`}`,
		fixes: [
			'Check that the ensemble serves (kafka-setup test) and that its client port is open from this host. A client port with TLS looks the same.',
		],
	},
	{
		id: 'zookeeper-client-ahead',
		cause: 'a client has seen newer data than this member of ZooKeeper has',
		// By itself it is usual: a member that was just restarted has not caught up yet.
		explains: ['zookeeper-not-reached'],
		says: 'as it has seen zxid',
		patterns: [/Refusing session request for client \S{1,255} as it has seen zxid (\S{1,20}) our last zxid is (\S{1,20})/],
		named: ([, seen, own]) => `a client has seen newer data than this member of ZooKeeper has: zxid ${seen}, here ${own}`,
		fixes: [
			'Compare the Zxid of all members (srvr). If this one alone is behind, it catches up, or is cut off from the others: look at its election and peer port.',
			'If all are behind, the ensemble has lost data or was emptied: stop the brokers, and bring its data back before anything else.',
		],
	},
	{
		id: 'zookeeper-not-serving',
		cause: 'ZooKeeper runs, but serves nobody: it has no majority of the ensemble',
		symptom: true,
		soft: true,
		until: /QuorumPeer main thread exited/,
		says: 'This ZooKeeper instance is not currently serving requests',
		patterns: [
			/This ZooKeeper instance is not currently serving requests|IOException: ZooKeeperServer not running|PeerState set to LOOKING| LOOKING(?: \(org\.apache\.zookeeper\.server\.quorum\.QuorumPeer\))?$/,
		],
		fixes: ['Start the other members, and see in their logs why they do not find each other (election port, names, ids).'],
	},
	{
		id: 'zookeeper-words',
		cause: 'ZooKeeper does not answer this four letter word',
		says: 'is not executed because it is not in the whitelist',
		patterns: [/(\w{4}) is not executed because it is not in the whitelist/],
		named: ([, word]) => `ZooKeeper does not answer this four letter word: ${word}`,
		fixes: ['Take 4lw.commands.whitelist out of zookeeper.extraProperties: kafka-setup allows what its tests and gates need.'],
	},
	{
		id: 'zookeeper-settings',
		cause: 'it refuses its settings',
		symptom: true,
		says: 'Invalid config, exiting abnormally',
		patterns: [/Invalid config, exiting abnormally/],
		fixes: ['The exception below that line says which; look at zookeeper.extraProperties in the cluster file.'],
	},
];
