import {clusterSchema} from '../../cluster/schema/json-schema.ts';
import type {FieldId} from './answers/answers.ts';
import {flow} from './answers/yaml-lines.ts';
import type {PageId} from './page-order.ts';

type Schema = {
	readonly description?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
	readonly default?: unknown;
};

const own: Partial<Record<FieldId, string>> = {
	'ssh.user': 'A host with its own user (user@host in the list) keeps it. Root is fine; others need sudo.',
	'ssh.identityFile': 'Without it the keys of ssh_config and of the agent are tried.',
	'kafka.dataDirs': 'Comma-separated, one per disk. They must outlive a reboot.',
	'kafka.heap': 'Leave room: Kafka reads through the page cache. 6g suits most clusters.',
	'connect.driver':
		'Type a path (Tab completes it) or drop the file here; quotes, ~ and file:// are fine. It is uploaded beside the connector.',
	'connect.plugin':
		'Written as in a cluster file:\n{hub: OWNER/NAME:VERSION}  fetched on the hosts by Confluent’s own plug-in command\n{package: NAME}            a package of the package source\n{zip: PATH}                a zip on this machine',
	'source.url': 'Without user and password: they are asked for separately; the URL is visible to everyone who may use Connect.',
	'source.tables': 'Separated by commas. Each becomes a topic: prefix and table name.',
	'source.mode': 'How the connector tells new rows from old ones. Left and right choose; each says what it can miss.',
	'source.kind': 'Left and right choose. The URL is built from the answers below.',
};

/** Where the field stands in a cluster file. */
export function fileKey(id: FieldId): string {
	if (['source.host', 'source.port', 'source.kind'].includes(id)) return id.replace('source.', 'connect.sources.database.');
	if (id === 'source.database') return 'connect.sources.database.name';
	return id.replace(/^source\./, 'connect.sources.');
}

function schemaOf(key: string): Schema | undefined {
	let schema: Schema | undefined = clusterSchema() as Schema;
	for (const part of key.split('.')) schema = (schema?.items ?? schema)?.properties?.[part];
	return schema;
}

/** A default as it would be typed into its field. */
const typed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : flow(value));

/** What a field is for, its default, and its key in a cluster file. */
export function helpOf(id: FieldId): string {
	const key = fileKey(id);
	const schema = schemaOf(key);
	const fallback = schema?.default === undefined ? '' : `\nDefault: ${typed(schema.default)}`;
	const lines = [schema?.description === undefined ? '' : `${schema.description}.`, own[id] ?? ''].filter(line => line !== '');
	return `${lines.join('\n')}${fallback}\nKey in a cluster file: ${key}`;
}

export const pageHelp: Readonly<Record<PageId, string>> = {
	start: 'Resume, open a cluster file, or start over. No host is changed until you confirm the plan.',
	hosts:
		'Type or paste any list: one per line, or separated by commas or spaces.\nuser@host:port · aliases of ssh_config · kafka-[01:03].example.org · lines of /etc/hosts\nname=user@address:port, where this machine reaches a host by another name than the hosts themselves\nAn Ansible inventory: paste its text, or type its path alone.',
	login:
		'Hosts are checked while you continue: reach, host key, login, sudo, system, Java, memory, disk, clock.\nf changes the line of one host, u the user, port and key of all, s passwords.\nh shows all host keys that are not known yet: compare the fingerprints with ssh-keygen -lf on the host.',
	roles:
		'Which host does what. Space switches one role of one host, p cycles the presets.\nZooKeeper needs an odd number: more than half of the members must be up.\nWith three brokers each record has three copies.',
	ids: 'Every ZooKeeper member and every broker has a unique id, assigned in order. Type to override; delete to reset.\nA host with data keeps its id: it is stored in the data. Ids of an earlier installation are kept too; those of removed hosts are not reused.',
	versions: 'All values have defaults. Enter on the first line accepts them all.',
	driver: 'The database whose tables become topics, and its JDBC driver. Optional.',
	credentials:
		'The cluster file never holds a secret, only how to get it:\nt  type it now: used for this run and forgotten; later runs ask\nr  a reference, tried at once: env:NAME, file:PATH#KEY, exec:COMMAND (such as a password manager)\na  ask at each run      n  none',
	check:
		'What is wrong with the hosts or the answers, grouped by cause. r checks again.\nIf a host belongs to a cluster already, its name is shown; o opens its cluster file, if this machine has it. Brokers can be added to a cluster.',
	review:
		'What an installation would change, by stage and host. Enter opens and closes a line.\nd the diff of a file · e change an answer · w write the cluster file · i install.\nNo host is changed until then.\nA plan that would harm the cluster on the hosts is refused, with the commands to copy that solve it.',
};
