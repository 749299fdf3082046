import {writeFileSync} from 'node:fs';
import {eventSchemaText} from './event-schema.ts';

// `npm run schema` builds this and runs it in the project's folder.
writeFileSync('schema/events.schema.json', eventSchemaText());
