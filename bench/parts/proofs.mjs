// What a run with tests has proven when it is green, a line for each tool: times alone would compare unlike things.

const services =
	'versions, each member of ZooKeeper, topics through each broker, copies in sync, the registry from each host, connector and topic';
const records = 'a record written through each broker and all of them read back';

/** `peersRecords`: the peers ran the smoke test's records, too. */
export const proofs = peersRecords => [
	'what a green run with tests has proven',
	`  kafka-setup  ${services};`,
	`               ${records}; who leads and who follows; before it began, that the hosts could hold it`,
	'  script       as kafka-setup, but for who leads and follows, and with fewer checks before it began (memory, disk, ports, names)',
	`  pyinfra      ${services}${peersRecords ? `;\n               ${records}` : ';\n               no records, and nothing before it began'}`,
	'  Ansible      as pyinfra',
	'',
];
