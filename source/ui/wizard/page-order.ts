import type {Answers} from './answers/answers.ts';
import type {Reading} from './answers/reading.ts';

/** The pages, in order. Ids stand in the data directories, so those come first. */
export const pageIds = [
	'start',
	'hosts',
	'login',
	'roles',
	'versions',
	'ids',
	'driver',
	'credentials',
	'check',
	'review',
] as const;
export type PageId = (typeof pageIds)[number];

export const pageTitles: Readonly<Record<PageId, string>> = {
	start: 'Start',
	hosts: 'Hosts',
	login: 'Login',
	roles: 'Roles',
	ids: 'IDs and addresses',
	versions: 'Versions and directories',
	driver: 'JDBC driver and database',
	credentials: 'Credentials',
	check: 'Check',
	review: 'Review',
};

/** The pages that these answers need: without a Connect worker there is no database to ask for. */
export function pagesFor(reading: Reading): readonly PageId[] {
	return pageIds.filter(page => page !== 'driver' || reading.roles.connect.length > 0 || reading.hosts.length === 0);
}

/** Step k of n; the start page is no step. */
export function stepOf(page: PageId, pages: readonly PageId[]): {readonly step: number; readonly of: number} {
	return {step: pages.indexOf(page), of: pages.length - 1};
}

/** Whether anything was answered yet. */
export function isBlank(answers: Answers): boolean {
	return answers.hosts.trim() === '' && Object.keys(answers.fields).length === 0;
}
