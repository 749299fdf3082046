/** A URL of a database whose drivers name its hosts between // and what follows. */
export type Parts = {
	readonly kind: 'postgresql' | 'mysql' | 'mariadb' | 'sqlserver';
	/** All that follows `jdbc:KIND:`, and `jdbc:KIND:failover:` and the like. */
	readonly rest: string;
	/** The hosts, as `host:port` each; empty where none is named, or where MySQL has them in brackets. */
	readonly place: string;
	/** What follows the hosts. */
	readonly behind: string;
};

/** Undefined for a URL of another kind. */
export function partsOf(url: string): Parts | undefined {
	const [, kind, rest = ''] = /^jdbc:(postgresql|mysql|mariadb|sqlserver):(?:[a-z-]+:(?=\/\/))*(.*)$/i.exec(url) ?? [];
	if (kind === undefined) return undefined;
	const [, place = '', behind = ''] = /^\/\/([^/;?()]*)(.*)$/.exec(rest) ?? [];
	return {kind: kind.toLowerCase() as Parts['kind'], rest, place, behind};
}
