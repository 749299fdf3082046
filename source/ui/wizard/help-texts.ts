import {type KnownRole, membersOf} from '../../cluster/roles.ts';
import {clusterSchema} from '../../cluster/schema/json-schema.ts';
import {versions} from '../../cluster/versions.ts';
import type {FieldId} from './answers/answers.ts';
import type {Reading} from './answers/reading.ts';
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
	'source.url': 'Without user and password: they are asked for separately; the URL is visible to everyone who may use Connect.',
	'source.tables': 'Separated by commas. Each becomes a topic: prefix and table name.',
	'source.mode': 'How the connector tells new rows from old ones. Left and right choose; each says what it can miss.',
	'source.kind': 'Left and right choose. The URL is built from the answers below.',
};

/** What the JDBC connector may be given as, for the field of it. */
function connectorHelp({version}: Pick<Reading, 'version'>): string {
	const command = {'confluent-hub': 'confluent-hub', confluent: 'confluent connect plugin'};
	const {commands, connectorByDefault} = versions[version]!;
	return [
		'The JDBC connector is not among Confluent’s packages. Download its zip where there is internet access:',
		'https://www.confluent.io/hub/confluentinc/kafka-connect-jdbc',
		'and type its path (Tab completes it) or drop it here: it is uploaded to the Connect workers. Or, as in a cluster file:',
		`{hub: OWNER/NAME:VERSION}  by ${command[commands.plugin]} on the workers${connectorByDefault ? '' : ', if it is there'}`,
		'{package: NAME}            from a package source of your own',
	].join('\n');
}

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
export function helpOf(id: FieldId, reading: Pick<Reading, 'version'>): string {
	const key = fileKey(id);
	const last = `Key in a cluster file: ${key}`;
	const schema = schemaOf(key);
	const fallback = schema?.default === undefined ? [] : [`Default: ${typed(schema.default)}`];
	if (id === 'connect.plugin') {
		return [connectorHelp(reading), ...(versions[reading.version]!.connectorByDefault ? fallback : []), last].join('\n');
	}
	const lines = [schema?.description === undefined ? '' : `${schema.description}.`, own[id] ?? ''].filter(line => line !== '');
	return [...lines, ...fallback, last].join('\n');
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const many = (role: KnownRole) => membersOf(role, 2).slice(2);

/** What holds of the roles that are offered. */
function rolesHelp({offered}: Pick<Reading, 'offered'>): string {
	const majorities = offered.filter(({majority}) => majority === true).map(many);
	return [
		'Which host does what. Space switches one role of one host, p cycles the presets: three hosts share all of it, from six on the brokers have hosts of their own.',
		`${capital(majorities.join(', '))}: an odd number, for more than half of them must be up. One tolerates no failure, three tolerate one.`,
		'With three brokers each record has three copies.',
	].join('\n');
}

function idsHelp({offered}: Pick<Reading, 'offered'>): string {
	const numbered = offered.flatMap(role => (role.ids === undefined ? [] : [`${many(role)} from ${role.ids.first ?? 1} on`]));
	return [
		`Each has an id, given in order: ${numbered.join(', ')}. Type to override; delete to reset.`,
		...oneSpace(offered),
		'A host with data keeps its id: it is stored in the data. Ids of an earlier installation are kept too; those of removed hosts are not reused.',
	].join('\n');
}

/** What is to be known where several roles have their ids from one space. */
export function oneSpace(offered: readonly KnownRole[]): readonly string[] {
	const nodes = offered.filter(role => role.nodes === true).map(many);
	return nodes.length < 2 ? [] : [`${capital(nodes.join(' and '))} share one set of ids: no number stands twice.`];
}

const texts: Readonly<Record<PageId, string | ((reading: Reading) => string)>> = {
	version:
		'The version of Confluent Platform that is installed, and the Apache Kafka in it. For a new cluster take the newest, unless applications or a support contract ask for another.\nIt is settled by the first install: another one later is an upgrade, not an answer.',
	metadata:
		'Where a cluster keeps what it knows of its brokers, topics and partitions. Applications do not notice which it is; operators do: the one is run with Kafka, the other beside it.\nIt is settled by the first install.',

	start: 'Resume, open a cluster file, or start over. No host is changed until you confirm the plan.',
	hosts:
		'Type or paste any list: one per line, or separated by commas or spaces.\nuser@host:port · aliases of ssh_config · kafka-[01:03].example.org · lines of /etc/hosts\nname=user@address:port, where this machine reaches a host by another name than the hosts themselves\nAn Ansible inventory: paste its text, or type its path alone.',
	login:
		'Hosts are checked while you continue: reach, host key, login, sudo, system, Java, memory, disk, clock.\nf changes the line of one host, u the user, port and key of all, s passwords.\nh shows all host keys that are not known yet: compare the fingerprints with ssh-keygen -lf on the host.',
	roles: rolesHelp,
	ids: idsHelp,
	settings: 'All values have defaults. Enter on the first line accepts them all.',
	driver: 'The database whose tables become topics, the connector that reads it, and its JDBC driver. Optional.',
	credentials:
		'The cluster file never holds a secret, only how to get it:\nt  type it now: used for this run and forgotten; later runs ask\nr  a reference, tried at once: env:NAME, file:PATH#KEY, exec:COMMAND (such as a password manager)\na  ask at each run      n  none',
	check:
		'What is wrong with the hosts or the answers, grouped by cause. r checks again.\nIf a host belongs to a cluster already, its name is shown; o opens its cluster file, if this machine has it. Brokers can be added to a cluster.',
	review:
		'What an installation would change, by stage and host. Enter opens and closes a line.\nd the diff of a file · e change an answer · w write the cluster file · i install.\nNo host is changed until then.\nA plan that would harm the cluster on the hosts is refused, with the commands to copy that solve it.',
};

export function pageHelp(page: PageId, reading: Reading): string {
	const text = texts[page];
	return typeof text === 'string' ? text : text(reading);
}
