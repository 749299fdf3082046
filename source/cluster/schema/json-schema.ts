import * as z from 'zod/mini';
import {descriptions} from './fields.ts';
import {clusterFile} from './schema.ts';

/** The JSON Schema (draft-07) of a cluster file, for editors. The bundle has what this gives, in place of what makes it (`lean.ts`). */
export function clusterSchema(): object {
	const schema = z.toJSONSchema(clusterFile, {target: 'draft-7', io: 'input', metadata: descriptions});
	return {...schema, title: 'kafka-setup cluster file'};
}
