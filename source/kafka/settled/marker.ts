import type {Look} from './look.ts';

/** The first line of every file that an earlier kafka-setup wrote (templates/*.eta); it kept no record on the hosts. */
const pattern = /^# Written by kafka-setup for the cluster ([^\s:.]+)[:.]/;

/** Whether these settings are ours, and not those that a package brought, with which nothing has run for anybody. */
export const isOurs = (text: string | undefined): boolean => text !== undefined && pattern.test(text);

/** The cluster that the settings of a host were written for. The name has only letters, digits, `_` and `-` (the schema's rule). */
export function clusterNameIn(texts: Look['texts']): string | undefined {
	for (const text of Object.values(texts)) {
		const name = pattern.exec(text)?.[1];
		if (name !== undefined) return name;
	}
	return undefined;
}
