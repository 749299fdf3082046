import {readdirSync, readFileSync} from 'node:fs';

const folder = new URL('../../cases/logs/', import.meta.url);

export type CaseLog = {readonly name: string; readonly lines: readonly string[]};

const read = (path: string) => readFileSync(new URL(path, folder), 'utf8').trimEnd().split('\n');
const named = (under: string): readonly CaseLog[] =>
	readdirSync(new URL(under, folder))
		.filter(file => file.endsWith('.txt'))
		.sort()
		.map(file => ({name: file.replace('.txt', ''), lines: read(`${under}${file}`)}));

/** A log for each cause: `ID.txt`, `ID.2.txt` and so on. */
export const failures = named('./');

/** Starts with which nothing is wrong, of each service. */
export const healthy = named('healthy/');

/** The cause that a log was made for. */
export const idOf = ({name}: CaseLog): string => name.split('.')[0]!;
