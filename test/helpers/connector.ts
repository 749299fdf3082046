import {zipSync} from 'fflate';

const bytes = (text: string) => new TextEncoder().encode(text);

export const connectorClass = 'io.confluent.connect.jdbc.JdbcSourceConnector';

/** A jar with the connector in it, the same at each call. */
export const connectorJar = (name = connectorClass): Uint8Array =>
	zipSync({[`${name.replaceAll('.', '/')}.class`]: bytes(name)}, {mtime: new Date(2026, 0, 1)});

/** A jar that it needs, the same at each call. */
export const otherJar = (text = 'what it needs'): Uint8Array => zipSync({'it.txt': bytes(text)}, {mtime: new Date(2026, 0, 1)});

/** The files of the connector as Confluent Hub packs them, without the folder that they are all in. */
export const connectorFiles = (version: string): Readonly<Record<string, Uint8Array>> => ({
	'manifest.json': bytes(JSON.stringify({name: 'kafka-connect-jdbc', version, owner: {username: 'confluentinc'}})),
	[`lib/kafka-connect-jdbc-${version}.jar`]: connectorJar(),
	'lib/common-utils.jar': otherJar(),
	'doc/README.md': bytes('read me'),
});

/** The same as a zip. */
export const connectorZip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
	zipSync(
		Object.fromEntries(Object.entries(files).map(([name, content]) => [`confluentinc-kafka-connect-jdbc/${name}`, content])),
	);
