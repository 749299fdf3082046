import type {Entry} from '../../host/diagnosis/entry.ts';

/** The controllers that one of them did not reach, as its log names them. */
const notReached = (lines: readonly string[]) => {
	const found = lines.flatMap(
		line => /\[RaftManager [^\]]{1,60}\] Connection to node -?\d{1,10} \(([\w.:/-]{1,255})\) could not be/.exec(line)?.[1] ?? [],
	);
	return found.length === 0 ? '' : ` (not reached: ${[...new Set(found)].slice(0, 5).join(', ')})`;
};

/** What controllers write, and brokers that work with them. */
export const kraftEntries: readonly Entry[] = [
	{
		id: 'kraft-other-cluster',
		cause: 'the controllers that it asks are of another Kafka cluster',
		says: 'INCONSISTENT_CLUSTER_ID',
		patterns: [/INCONSISTENT_CLUSTER_ID/],
		fixes: [
			'Compare cluster.id in the meta.properties of its data directory on all hosts, and the addresses of the controllers.',
		],
	},
	{
		id: 'kraft-other-directories',
		cause: 'the controllers refuse to register the broker: its data directories are known as those of another one',
		says: 'returned error INVALID_REGISTRATION',
		patterns: [/returned error INVALID_REGISTRATION/],
		fixes: [
			'Compare node.id and directory.id in the meta.properties of its data directories with those of the other brokers, and bring the right disks.',
		],
	},
	{
		id: 'kraft-id-not-registered',
		cause: 'the controllers do not know this broker yet: they still take the brokers’ metadata from ZooKeeper',
		says: 'BROKER_ID_NOT_REGISTERED',
		patterns: [/BROKER_ID_NOT_REGISTERED/],
		fixes: [
			'Go back one step: give the broker its settings with zookeeper.metadata.migration.enable again, and wait until all brokers are registered with the controllers.',
		],
	},
	{
		id: 'kraft-broker-registered',
		cause: 'another broker with this id is registered',
		soft: true,
		says: 'DuplicateBrokerRegistrationException',
		patterns: [/DuplicateBrokerRegistrationException|returned error DUPLICATE_BROKER_REGISTRATION/],
		fixes: ['Look for one outside of this cluster file that uses the same controllers; two brokers must not have one id.'],
	},
	{
		id: 'kraft-id-among-voters',
		cause: 'a broker has the id of a controller',
		says: 'must not be included in the set of voters',
		patterns: [/the node id (\d+) must not be included in the set of voters/],
		named: ([, id]) => `a broker has the id of a controller: ${id}`,
		fixes: [
			'Give brokers and controllers ids of their own (kafka.ids, controller.ids). Ids of hosts with data stay as they are.',
		],
	},
	{
		id: 'kraft-not-a-voter',
		cause: 'a controller is not among the voters that its settings name',
		says: 'must be included in the set of voters',
		patterns: [/the node id (\d+) must be included in the set of voters/],
		named: ([, id]) => `a controller is not among the voters that its settings name: ${id}`,
		fixes: ['Compare controller.quorum.voters with controller.ids of the cluster file; take both out of extraProperties.'],
	},
	{
		id: 'kraft-format-quorum',
		cause: 'it was to be formatted without saying who the first controllers are',
		says: 'you must specify one of the following: --standalone, --initial-controllers, or --no-initial-controllers',
		patterns: [
			/you must specify one of the following: --standalone, --initial-controllers|You cannot specify controller\.quorum\.voters and format the node with/,
		],
		fixes: [
			'Let kafka-setup format it (apply): it knows the controllers and their directory ids. --standalone on several controllers makes as many clusters.',
		],
	},
	{
		id: 'kraft-scram-controllers',
		cause: 'controllers cannot log in to each other with SCRAM: the users are in the metadata that they have not read yet',
		says: 'invalid credentials',
		patterns: [/\[RaftManager.*invalid credentials/],
		fixes: ['Let controllers log in by certificates (mTLS), or by PLAIN.'],
	},
	{
		id: 'kraft-authorizer',
		cause: 'its authorizer is one for clusters with ZooKeeper',
		says: 'kafka.security.authorizer.AclAuthorizer',
		patterns: [
			/ClassNotFoundException: kafka\.security\.authorizer\.AclAuthorizer|Class kafka\.security\.authorizer\.AclAuthorizer could not be found|"connectString" is null/,
		],
		fixes: ['Set authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer, on controllers and brokers.'],
	},
	{
		id: 'kraft-lost-quorum',
		cause: 'the metadata of this node is older or other than that of the controllers which lead now',
		says: 'inconsistent with current leader',
		patterns: [
			/inconsistent with current leader|Unexpected error (?:INVALID_VOTER|INCONSISTENT_VOTER_SET|UNKNOWN_LEADER_EPOCH|FENCED_LEADER_EPOCH) in/,
		],
		fixes: [
			'Stop the controllers, and change nothing on their disks: a majority that was formatted anew has an empty log. Bring the disks of the earlier ones back.',
		],
	},
	{
		id: 'kraft-metadata-record',
		cause: 'a record of the metadata cannot be read: a newer Kafka wrote it, or it is damaged',
		says: 'Error loading metadata log record',
		patterns: [/MetadataParseException|Error loading metadata log record/],
		fixes: [
			'Compare the versions of Kafka on all hosts: an older one does not read what a newer one wrote, so that the newer one is to be started here. If they are the same, look at the disk (dmesg, smartctl), and change nothing on the disks of the controllers: a majority of them has the record.',
		],
	},
	{
		id: 'kraft-metadata-version',
		cause: 'the metadata of the cluster has a version that the Kafka which starts here does not know',
		says: 'No MetadataVersion with feature level',
		patterns: [
			/No MetadataVersion with feature level (\d+)|does not support finalized version|because the controller returned error UNSUPPORTED_VERSION/,
		],
		fixes: [
			'Start the Kafka that ran before: the metadata version of the cluster (kafka-features describe) is too new for this one, or, after a jump over several versions, too old: then raise it first, with the Kafka that knows it. Change nothing on the disks.',
		],
	},
	{
		id: 'kraft-no-quorum',
		cause: 'the controllers elect none that leads: no majority of them finds each other',
		symptom: true,
		soft: true,
		until: /Completed transition to (?:Leader|FollowerState)|Becoming the active controller/,
		says: 'Election has timed out',
		// One election is part of every start.
		patterns: [
			/\[RaftManager [^\]]{1,60}\] (?:Election has timed out|Completed transition to (?:ProspectiveState|CandidateState.{0,300}\bretries=(?:[2-9]|\d\d)))/,
		],
		named: (_, lines) => `the controllers elect none that leads, no majority of them finds each other${notReached(lines)}`,
		fixes: [
			'Start the other controllers (kafka-setup test), and see whether their port is open between them, in both directions; the port of this one may be open, and nothing reach it from there. Then compare controller.quorum.* and the ids on all of them. Change nothing on their disks.',
		],
	},
	{
		id: 'kraft-no-controller',
		cause: 'the broker did not reach an active controller',
		symptom: true,
		soft: true,
		until: /Successfully registered broker|has been unfenced/,
		says: 'unable to register with the controller quorum',
		patterns: [
			/unable to register with the controller quorum|Unable to register the broker because the RPC got timed out|Timed out waiting for (?:all of the SocketServer|the controller to acknowledge|the broker to be unfenced)|(?<!Finished )waiting for the controller to acknowledge that we are caught up/,
		],
		fixes: ['Check that the controllers run (kafka-setup test) and that their port is open from this host.'],
	},
];
