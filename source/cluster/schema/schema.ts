import * as z from 'zod/mini';
import {descriptions, text} from './fields.ts';
import {hosts, platform, ssh} from './schema-access.ts';
import {connect} from './schema-connect.ts';
import {kafka, roles, schemaRegistry, zookeeper} from './schema-services.ts';

export const clusterFile = z.strictObject(
	{
		name: text(
			'a cluster name (lower-case letters, digits and -, at most 41, a letter first)',
			/^[a-z][a-z0-9-]{0,40}$/,
			'Names the cluster on this machine and in what a run prints',
		),
		hosts,
		roles,
		ssh,
		platform,
		zookeeper,
		kafka,
		'schema-registry': schemaRegistry,
		connect,
	},
	'a mapping of keys to values, beginning with name, hosts and roles',
);

/** A cluster file as it is written, once the schema has filled in the defaults. */
export type ClusterFile = z.infer<typeof clusterFile>;

/** The JSON Schema (draft-07) of a cluster file, for editors. */
export function clusterSchema(): object {
	const schema = z.toJSONSchema(clusterFile, {target: 'draft-7', io: 'input', metadata: descriptions});
	return {...schema, title: 'kafka-setup cluster file'};
}
