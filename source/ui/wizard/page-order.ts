import type {Answers} from './answers/answers.ts';
import {keepersIn} from './answers/metadata.ts';
import type {Reading} from './answers/reading.ts';

/**
 * The pages, in order. What there is to answer follows from the version, so that is first; ids stand in the data directories,
 * so those come before them.
 */
export const pageIds = [
	'start',
	'version',
	'archive',
	'metadata',
	'hosts',
	'login',
	'roles',
	'settings',
	'ids',
	'driver',
	'credentials',
	'check',
	'review',
] as const;
export type PageId = (typeof pageIds)[number];

export const pageTitles: Readonly<Record<PageId, string>> = {
	start: 'Start',
	version: 'Version',
	archive: 'Archive',
	metadata: 'Metadata',
	hosts: 'Hosts',
	login: 'Login',
	roles: 'Roles',
	settings: 'Packages and directories',
	ids: 'IDs and addresses',
	driver: 'JDBC connector and database',
	credentials: 'Credentials',
	check: 'Check',
	review: 'Review',
};

/** What a page is called with these answers. */
export const titleOf = (page: PageId, {archive}: Pick<Reading, 'archive'>): string =>
	page === 'settings' && archive ? 'Ports and directories' : pageTitles[page];

/** What some pages are left out without. */
const needed: Partial<Record<PageId, (reading: Reading) => boolean>> = {
	archive: ({archive}) => archive,
	// Without a choice there is no question.
	metadata: ({version}) => keepersIn(version).length > 1,
	// Without a Connect worker there is no database to ask for.
	driver: ({roles, hosts}) => roles.connect.length > 0 || hosts.length === 0,
};

/** The pages that these answers need. */
export const pagesFor = (reading: Reading): readonly PageId[] => pageIds.filter(page => needed[page]?.(reading) ?? true);

/** Step k of n; the start page is no step. */
export function stepOf(page: PageId, pages: readonly PageId[]): {readonly step: number; readonly of: number} {
	return {step: pages.indexOf(page), of: pages.length - 1};
}

/** Whether anything was answered yet that is worth to be kept: the version alone is not. */
export function isBlank({hosts, fields}: Answers): boolean {
	return hosts.trim() === '' && Object.keys(fields).every(id => id === 'platform.version');
}
