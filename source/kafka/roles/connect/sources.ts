import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {selectionOf} from '../../../cluster/tables.ts';
import type {Secret} from '../../../core/secret.ts';
import {file} from '../../../host/files/file.ts';
import {distributionOf} from '../../distribution.ts';
import {serviceSettings} from '../../service-settings.ts';
import {renderProperties} from '../../templates.ts';
import {editedSource} from './edited-source.ts';
import {passwordFile, secretsDir, sourceFile} from './files.ts';

/** A source's own properties file. Its password is a reference to a file, never the password. */
export function sourceStep(cluster: Cluster, source: Source) {
	const {name, extraProperties, password, ...rest} = source;
	const {catalog, schema, names} = selectionOf(source);
	const values = {
		...rest,
		tables: names,
		catalog,
		schema,
		cluster: cluster.name,
		name,
		connectorClass: cluster.connect.connectorClass,
		passwordFile: password === undefined ? undefined : passwordFile(name),
		secretsDir,
	};
	return serviceSettings(cluster, 'connect', {
		id: `source-${name}`,
		title: `Source ${name}`,
		path: sourceFile(name),
		content: renderProperties('source.properties', values, {extra: extraProperties}),
		remarks: (before, after) => editedSource(name, before, after),
	});
}

/** The file that Kafka's DirectoryConfigProvider reads the password from, byte for byte, so it ends without a newline. */
export function passwordStep(cluster: Cluster, source: Source, password: () => Promise<Secret>) {
	const {users, groups} = distributionOf(cluster);
	return file({
		id: `password-${source.name}`,
		title: `Password of ${source.name}`,
		path: `${secretsDir}/${passwordFile(source.name)}`,
		secretContent: password,
		owner: users.connect,
		group: groups.connect,
		mode: 0o400,
	});
}
