import * as z from 'zod/mini';
import {hostFolder} from '../../host/host-folder.ts';
import {type BadRecord, parseKept} from './kept.ts';

/** Root's alone. `destroy` writes it before it removes anything from a host, and removes it when all else is gone. */
export const removalPath = `${hostFolder}/destroying`;

/** Raised when an older kafka-setup would misread the mark. */
const removalFormat = 1;

const schema = z.object({
	format: z.literal(removalFormat),
	cluster: z.string(),
	/** Whether data goes too. */
	data: z.boolean(),
	/** When the removal began, ISO 8601, by the clock of the machine that ran `destroy`. */
	since: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z$/)),
});

/** The mark of a host from which a cluster is being removed. */
export type Removal = Omit<z.infer<typeof schema>, 'format'>;

export function parseRemoval(text: string): Removal | BadRecord {
	const parsed = parseKept(text, removalFormat, schema);
	if ('bad' in parsed) return parsed;
	const {cluster, data, since} = parsed;
	return {cluster, data, since};
}

export const removalText = ({cluster, data, since}: Removal): string =>
	`${JSON.stringify({format: removalFormat, cluster, data, since})}\n`;

export const isRemoval = (removal: Removal | BadRecord | undefined): removal is Removal =>
	removal !== undefined && !('bad' in removal);

/** `2026-11-23 12:00 UTC`, of an ISO 8601 time. */
export const minuteOf = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
