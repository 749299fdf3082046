import {databasePorts} from './jdbc-url.ts';
import {partsOf} from './jdbc-url-parts.ts';

/** A host without a port whose name ends with the port of its kind: it may be its name. */
function glued(host: string, port: number): string | undefined {
	const isGlued = host.endsWith(String(port)) && /[a-z-]\d{4}$/i.test(host);
	return isGlued ? `names the host ${host} and no port: is a colon missing before ${port}?` : undefined;
}

function oracleDoubt(url: string): string | undefined {
	const place = /^jdbc:oracle:thin:[^@]*@([^?(]*)/i.exec(url)?.[1];
	if (place === undefined) return undefined;
	if (/^\/[^/]/.test(place)) return "names no host: it leads to the worker's own";
	if (/^(?:(?:tcps?:)?\/\/)?(?:\[[^\]]*\]|[^/:,]+):\d{1,5}:?$/i.test(place)) {
		return 'names no SID and no service: it works where the listener has a default one';
	}
	return glued(/^(?:\/\/)?([^/:]+)\//.exec(place)?.[1] ?? '', databasePorts.oracle);
}

/** What a driver reads in another way than it looks: it works on hosts that are so. */
export function urlDoubt(url: string): string | undefined {
	const parts = partsOf(url);
	if (parts === undefined) return oracleDoubt(url);
	const {kind, rest, place} = parts;
	if (kind === 'postgresql' && /^[^/?]+\//.test(rest))
		return "names no host: it leads to the worker's own, and all of it is the name of a database";
	const hosts = place.split(',');
	const number = hosts.find(host => /^\d{1,5}$/.test(host));
	if (number !== undefined) return `names ${number} as a host: a port follows a colon`;
	if (kind === 'mariadb' && /^[^:[\]]+:\d{1,5}:[^:]+$/.test(place))
		return 'names no database: a / stands between it and the port';
	const port = databasePorts[kind === 'mariadb' ? 'mysql' : kind];
	return hosts.map(host => glued(host, port)).find(doubt => doubt !== undefined);
}
