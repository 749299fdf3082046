import type {KnownRole} from '../../cluster/roles.ts';
import type {Reading} from './answers/reading.ts';
import {listRemarks} from './hosts/list-words.ts';
import type {PageId} from './page-order.ts';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const many = ({title, plural = title}: KnownRole) => plural;

/** What holds of the roles that are offered. */
function rolesHelp({offered}: Pick<Reading, 'offered'>): string {
	const majorities = offered.filter(({majority}) => majority === true).map(many);
	return [
		'Which host does what. Space switches one role of one host, p cycles the presets: three hosts share all of it, from six on the brokers have hosts of their own.',
		`${capital(majorities.join(', '))}: an odd number, for more than half of them must be up. One tolerates no failure, three tolerate one.`,
		'With three brokers each record has three copies.',
	].join('\n');
}

function idsHelp({numbered}: Pick<Reading, 'numbered'>): string {
	const firsts = numbered.map(role => `${many(role)} from ${role.ids.first ?? 1} on`);
	return [
		`Each has an id, given in order: ${firsts.join(', ')}. Type to override; delete to reset.`,
		...oneSpace(numbered),
		'A host with data keeps its id: it is stored in the data. Ids of an earlier installation are kept too; those of removed hosts are not reused.',
	].join('\n');
}

/** What is to be known where several roles have their ids from one space. */
export function oneSpace(numbered: readonly KnownRole[]): readonly string[] {
	const nodes = numbered.filter(role => role.nodes === true).map(many);
	return nodes.length < 2 ? [] : [`${capital(nodes.join(' and '))} share one set of ids: no number stands twice.`];
}

const hostsHelp =
	'Type or paste any list: one per line, or separated by commas or spaces.\nuser@host:port · aliases of ssh_config · kafka-[01:03].example.org · lines of /etc/hosts or of an ssh_config\nname=user@address:port, where this machine reaches a host by another name than the hosts themselves\nAn Ansible inventory: paste its text, or type its path alone. A group whose name does not say what its hosts do is asked about.';

const texts: Readonly<Record<PageId, string | ((reading: Reading) => string)>> = {
	start: 'Resume, open a cluster file, or start over. No host is changed until you confirm the plan.',
	version:
		'The version of Confluent Platform that is installed, and the Apache Kafka in it. For a new cluster take the newest, unless applications or a support contract ask for another.\nThe last line is Apache Kafka as Apache serves it, without Confluent’s packages.\nIt is settled by the first install: another one later is an upgrade, not an answer.',
	archive:
		'Apache Kafka as downloaded, kafka_SCALA-VERSION.tgz: its name says the version. It is uploaded from this machine to each host; a URL is fetched by each host, and needs its sha512.\nJava comes from the hosts’ own packages, or from an archive too: then hosts need no package source at all.\nThere is no Schema Registry in it: Connect writes JSON, each record with its schema. The JDBC connector is a zip that is asked for later.',
	metadata:
		'Where a cluster keeps what it knows of its brokers, topics and partitions. Applications do not notice which it is; operators do: the one is run with Kafka, the other beside it.\nIt is settled by the first install.',
	hosts: ({list}) => [hostsHelp, ...listRemarks(list)].join('\n'),
	login:
		'Hosts are checked while you continue: reach, host key, login, sudo, system, Java, memory, disk, clock.\nf changes the line of one host, u the user, port and key of all, s passwords.\nh shows all host keys that are not known yet: compare the fingerprints with ssh-keygen -lf on the host.',
	roles: rolesHelp,
	ids: idsHelp,
	settings: 'All values have defaults. Enter on the first line accepts them all.',
	driver: 'The database whose tables become topics, the connector that reads it, and its JDBC driver. Optional.',
	credentials:
		'The cluster file never holds a secret, only how to get it:\nt  type it now: used for this run and forgotten; later runs ask\nr  a reference, tried at once: env:NAME, file:PATH#KEY, exec:COMMAND (such as a password manager)\na  ask at each run      n  none',
	check:
		'All that the command check finds in these hosts, grouped by cause: ✖ failed, ! warning, ? not checked, and why; then what is ok. Each with what is wanted, the fix, and the command that does it on the host.\nThe database of the source is logged in to once, from its Connect worker; without Java there, only its port is tried. A login that was refused is not tried again before r, which checks everything again (by the line: before you say so).\np tries every port from every host: each host, unless something is installed there, listens on its free ports for some seconds (by the line: p and Enter). Before that, they are tried while nothing listens there.\nIf a host belongs to a cluster already, its name is shown; o opens its cluster file, if this machine has it. Brokers can be added to a cluster.',
	review:
		'What an installation would change, by stage and host. Enter opens and closes a line.\nd the diff of a file · e change an answer · w write the cluster file · i install.\nNo host is changed until then.\nA plan that would harm the cluster on the hosts is refused, with the commands to copy that solve it.',
};

export function pageHelp(page: PageId, reading: Reading): string {
	const text = texts[page];
	return typeof text === 'string' ? text : text(reading);
}
