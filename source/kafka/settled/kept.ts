import type * as z from 'zod/mini';

/** What a host keeps and cannot be used: `newer` was written by a later kafka-setup. */
export type BadRecord = {readonly bad: 'damaged' | 'newer'};

/** Reads JSON that a host keeps in a format of ours; `format` is the newest that this version knows. */
export function parseKept<T extends object>(text: string, format: number, schema: z.ZodMiniType<T>): T | BadRecord {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return {bad: 'damaged'};
	}
	const {format: found} = (value ?? {}) as {format?: unknown};
	if (typeof found === 'number' && found > format) return {bad: 'newer'};
	const parsed = schema.safeParse(value);
	return parsed.success ? parsed.data : {bad: 'damaged'};
}
