import {clusterSchema} from '../../cluster/schema/json-schema.ts';
import {versions} from '../../cluster/versions.ts';
import type {FieldId} from './answers/answers.ts';
import {connectorIsFetched} from './answers/fields.ts';
import type {Reading} from './answers/reading.ts';
import {textOfValue} from './answers/role-fields.ts';

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
	clients: 'Networks or addresses, separated by commas, such as 10.1.0.0/16. The hosts themselves are always let in.',
	'connect.driver':
		'Type a path (Tab completes it) or drop the file here; quotes, ~ and file:// are fine. It is uploaded beside the connector.',
	'source.url': 'Without user and password: they are asked for separately; the URL is visible to everyone who may use Connect.',
	'source.tables': 'Separated by commas. Each becomes a topic: prefix and table name.',
	'source.mode': 'How the connector tells new rows from old ones. Left and right choose; each says what it can miss.',
	'source.kind': 'Left and right choose. The URL is built from the answers below.',
};

/** What the JDBC connector may be given as, for the field of it. */
function connectorHelp(reading: Pick<Reading, 'version' | 'archive'>): string {
	const zip = [
		'Download its zip where there is internet access:',
		'https://www.confluent.io/hub/confluentinc/kafka-connect-jdbc',
		'and type its path, or that of the folder it unpacks to (Tab completes), or drop it here: the workers get it.',
	];
	if (reading.archive) {
		return ['Apache Kafka has no JDBC connector.', ...zip, 'Without it, leave Connect out on the page of roles.'].join('\n');
	}
	const command = {'confluent-hub': 'confluent-hub', confluent: 'confluent connect plugin'};
	const {commands, connectorByDefault} = versions[reading.version]!;
	return [
		`The JDBC connector is not among Confluent’s packages. ${zip[0]}`,
		zip[1],
		`${zip[2]} Or, as in a cluster file:`,
		`{hub: OWNER/NAME:VERSION}  by ${command[commands.plugin]}${connectorByDefault ? ' on the workers' : ', if workers have it'}`,
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

/** What a field is for, its default, and its key in a cluster file. */
export function helpOf(id: FieldId, reading: Pick<Reading, 'version' | 'archive'>): string {
	const key = fileKey(id);
	const last = `Key in a cluster file: ${key}`;
	const schema = schemaOf(key);
	const fallback = schema?.default === undefined ? [] : [`Default: ${textOfValue(schema.default)}`];
	if (id === 'connect.plugin') {
		return [connectorHelp(reading), ...(connectorIsFetched(reading) ? fallback : []), last].join('\n');
	}
	const lines = [schema?.description === undefined ? '' : `${schema.description}.`, own[id] ?? ''].filter(line => line !== '');
	return [...lines, ...fallback, last].join('\n');
}
