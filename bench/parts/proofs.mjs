// What a run with tests has proven when it is green, a line for each tool: times alone would compare unlike things.

const services =
	'versions, each member of ZooKeeper, topics through each broker, copies in sync, the registry from each host, connector and topic';
const records = 'a record written through each broker and all of them read back';

/** `peersRecords`: the peers ran the smoke test's records, too. */
export const proofs = peersRecords => [
	'what a green run with tests has proven',
	`  kafka-setup  that the hosts could hold it, before it began; ${services}; ${records};`,
	'               besides, who leads and who follows, and that all brokers are in one cluster',
	`  script       the same but for the last line, and fewer checks before it began (apt, systemd, memory, disk, ports, names)`,
	`  pyinfra      ${services}${peersRecords ? `; ${records}` : '. No records'}. Nothing before it began`,
	'  Ansible      as pyinfra',
	'',
];
