import {databasePorts} from '../../../cluster/jdbc-url.ts';
import {versions} from '../../../cluster/versions.ts';
import type {Answers, FieldId} from './answers.ts';
import {archiveKinds, isFetched, placeOfArchive} from './archive.ts';
import {defaults} from './defaults.ts';
import {hasEffect} from './metadata.ts';
import type {Reading} from './reading.ts';
import {askedKeys, textOfValue} from './role-fields.ts';

export type Choice = {readonly value: string; readonly label: string; readonly note?: string};

/** A field of a form: how it is called, and what it is without an answer. */
export type FieldSpec = {
	readonly id: FieldId;
	readonly label: string;
	/** Shown while it is empty: the default, or an example in words. */
	readonly usual: string;
	readonly choices?: readonly Choice[];
	/** A path on this machine: Tab completes it. */
	readonly path?: boolean;
	/** Without an answer the page is not done. */
	readonly needed?: boolean;
	/** Whether it may be empty is for the rules of the cluster file to say. */
	readonly ruled?: boolean;
};

export const loginFields = ({list}: Pick<Reading, 'list'>): readonly FieldSpec[] => [
	{id: 'ssh.user', label: 'SSH user', usual: 'from ssh_config'},
	{id: 'ssh.port', label: 'SSH port', usual: 'from ssh_config'},
	{
		id: 'ssh.identityFile',
		label: 'private key',
		usual: list.keyFile === undefined ? 'as ssh_config and the agent have it' : `${list.keyFile}, as the inventory says`,
		path: true,
	},
];

/** The fields of the archives: a sha512 is asked for where there is something to compare with it. */
export function archiveFields(answers: Answers): readonly FieldSpec[] {
	return archiveKinds.flatMap(({key, brings}): readonly FieldSpec[] => {
		const archive = {id: `platform.${key}.archive`, label: `${brings} archive`, path: true} as const;
		const sha512 = {id: `platform.${key}.sha512`, label: `${brings} sha512`, path: true, ruled: true} as const;
		const usual = isFetched(answers, key) ? 'its digits, or the path of its .sha512' : 'not compared';
		if (key === 'source')
			return [
				{...archive, usual: 'kafka_….tgz: a path or a URL', needed: true},
				{...sha512, usual},
			];
		const none = {...archive, usual: 'none: Java from the hosts’ own packages'};
		return placeOfArchive(answers, key) === '' ? [none] : [none, {...sha512, usual}];
	});
}

/** The fields of packages, ports and directories, with their defaults: those of these roles. */
export function settingsFields(
	{offered, combined, archive}: Pick<Reading, 'offered' | 'combined' | 'archive'>,
	withConnect: boolean,
): readonly FieldSpec[] {
	const {platform} = defaults();
	const key = /^[0-9A-F]{40}$/.test(platform.packages.key) ? `fingerprint ${platform.packages.key.slice(0, 8)}…` : '';
	const asked = askedKeys().filter(
		({role, key, besideSource}) =>
			!besideSource &&
			(role !== 'connect' || withConnect) &&
			offered.some(({id}) => id === role) &&
			hasEffect(combined, role, key),
	);
	const packages: readonly FieldSpec[] = [
		{id: 'platform.packages.url', label: 'packages from', usual: platform.packages.url},
		{id: 'platform.packages.key', label: 'signing key', usual: `Confluent’s, ${key}`},
	];
	return [
		...(archive ? [] : packages),
		...asked.map(({id, label, usual}) => ({id, label, usual: textOfValue(usual) || 'from the host’s memory'})),
		{id: 'clients', label: 'clients from', usual: 'everywhere'},
	];
}

const kinds: readonly Choice[] = [
	{value: '', label: 'none yet', note: 'Connect is installed without a source; one can be added to the cluster file later'},
	{value: 'postgresql', label: 'PostgreSQL'},
	{value: 'sqlserver', label: 'SQL Server', note: 'the URL asks for encryption'},
	{value: 'mysql', label: 'MySQL'},
	{value: 'oracle', label: 'Oracle'},
	{value: 'other', label: 'other', note: 'any database with a JDBC driver; you type its URL'},
];

/** How the driver of a database is called where the connector brings none. */
const driverJars: Readonly<Record<string, string>> = {
	sqlserver: 'mssql-jdbc-….jre11.jar',
	mysql: 'mysql-connector-j-….jar',
	oracle: 'ojdbc11.jar',
};

/** Whether the class of the connector is asked for: a cluster file says another, or the plug-in has another. */
export const asksClass = ({fields}: Answers): boolean => fields['connect.connectorClass'] !== undefined;

/** What each mode can miss. */
const modes: readonly Choice[] = [
	{value: '', label: 'incrementing', note: 'a strictly increasing column. Misses: updates; rows committed late'},
	{
		value: 'timestamp',
		label: 'timestamp',
		note: 'time of the last change. Misses: rows with a time already read; deletes',
	},
	{
		value: 'timestamp+incrementing',
		label: 'timestamp + incrementing',
		note: 'both columns: new and changed rows, each once. Misses: deletes',
	},
	{value: 'bulk', label: 'bulk', note: 'the whole table on every poll. Misses: deletes; duplicates every row'},
];

/** Whether the connector may be left to what the workers fetch. */
export const connectorIsFetched = ({version, archive}: Pick<Reading, 'version' | 'archive'>): boolean =>
	!archive && versions[version]?.connectorByDefault === true;

/** Where the connector comes from: asked for where a version can't be trusted to fetch it. */
function connectorField(reading: Pick<Reading, 'version' | 'archive'>): FieldSpec {
	const {id, label, usual} = askedKeys().find(({id}) => id === 'connect.plugin')!;
	return connectorIsFetched(reading)
		? {id, label, usual: textOfValue(usual), path: true}
		: {id, label, usual: 'its zip from Confluent Hub: drop or type a path', path: true, needed: true};
}

function classFields(): readonly FieldSpec[] {
	// Empty it is wrong beside the plug-in of another connector.
	return askedKeys().flatMap(({id, label, usual}) =>
		id === 'connect.connectorClass' ? [{id, label, usual: textOfValue(usual), ruled: true}] : [],
	);
}

/** The fields for a version or an archive, a kind of database and a mode; most connectors need no word about their class. */
export function databaseFields(
	reading: Pick<Reading, 'version' | 'archive'>,
	kind: string,
	mode: string,
	withClass = false,
): readonly FieldSpec[] {
	const itsClass = withClass ? classFields() : [];
	const first: FieldSpec = {id: 'source.kind', label: 'database', usual: 'none yet', choices: kinds};
	// A worker of packages has a connector without being told, or can do without; one of an archive is asked for it at once.
	if (kind === '') return [first, ...(reading.archive ? [connectorField(reading)] : []), ...itsClass];
	const driver: FieldSpec = {
		id: 'connect.driver',
		label: 'driver jar',
		usual: kind === 'postgresql' ? 'the connector’s own' : `${driverJars[kind] ?? 'a .jar'}: drop or type a path`,
		path: true,
		needed: kind !== 'postgresql',
	};
	const place: readonly FieldSpec[] =
		kind === 'other'
			? [{id: 'source.url', label: 'JDBC URL', usual: 'jdbc:…', needed: true}]
			: [
					{id: 'source.host', label: 'host', usual: 'as the Connect workers reach it', needed: true},
					{id: 'source.port', label: 'port', usual: String(databasePorts[kind as keyof typeof databasePorts] ?? '')},
					{
						id: 'source.database',
						label: kind === 'oracle' ? 'service name' : 'database name',
						usual: 'such as shop',
						needed: true,
					},
				];
	const words = (mode === '' ? 'incrementing' : mode).split('+');
	return [
		first,
		connectorField(reading),
		...itsClass,
		driver,
		...place,
		{id: 'source.user', label: 'user', usual: 'none'},
		{id: 'source.tables', label: 'tables', usual: 'such as orders, customers', needed: true},
		{id: 'source.mode', label: 'mode', usual: 'incrementing', choices: modes},
		...(words.includes('incrementing')
			? [{id: 'source.incrementingColumn', label: 'incrementing column', usual: 'such as id', needed: true} as const]
			: []),
		...(words.includes('timestamp')
			? [
					{
						id: 'source.timestampColumn',
						label: 'timestamp column',
						usual: 'such as updated_at, or several',
						needed: true,
					} as const,
				]
			: []),
		{id: 'source.name', label: 'source name', usual: 'source'},
		{id: 'source.topicPrefix', label: 'topic prefix', usual: 'source name and -'},
	];
}
