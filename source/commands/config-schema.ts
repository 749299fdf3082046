import {clusterSchema} from '../cluster/schema/json-schema.ts';

/** What `config schema` prints: the JSON Schema (draft-07) of a cluster file. */
export function configSchema(): string {
	return `${JSON.stringify(clusterSchema(), null, '\t')}\n`;
}
