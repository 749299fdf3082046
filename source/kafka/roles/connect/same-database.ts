import {type DatabaseKind, databasePorts} from '../../../cluster/jdbc-url.ts';
import {partsOf} from '../../../cluster/jdbc-url-parts.ts';

/** Where a URL leads, in lower case: hosts with their ports, and the name of the database there, without what else it says. */
type Target = {readonly kind: string; readonly hosts: string; readonly name: string};

const parameter = (parameters: readonly string[], name: RegExp) =>
	parameters
		.find(part => name.test(part))
		?.replace(/^.*?=\s*/, '')
		.trim()
		.replace(/^\{(.*)\}$/, '$1');

/** An instance of SQL Server has a port that nobody has written. */
function withPort(host: string, kind: DatabaseKind): string {
	if (/:\d+$|\\/.test(host)) return host;
	return `${host.replace(/:$/, '')}:${databasePorts[kind]}`;
}

function targetOf(url: string): Target {
	const text = url.toLowerCase();
	const [, oracleHost, oraclePort = databasePorts.oracle, service = ''] =
		/^jdbc:oracle:thin:[^@]*@(?:tcps?:)?(?:\/\/)?(\[[^\]]*\]|[\w.-]+)(?::(\d+))?(?:[/:](.+?))?(?:\?.*)?$/.exec(text) ?? [];
	// A word alone is an alias of a file elsewhere, and a service is no SID only by the sign before it.
	if (oracleHost !== undefined && service !== '') return {kind: 'oracle', hosts: `${oracleHost}:${oraclePort}`, name: service};
	const parts = partsOf(text);
	if (parts === undefined || !parts.rest.startsWith('//')) {
		const [, kind, hosts, name] = /^(jdbc:[^/]*:)\/\/([^/;?]*)([^?]*)/.exec(text) ?? [];
		return kind === undefined ? {kind: '', hosts: '', name: text.replace(/\?.*$/, '')} : {kind, hosts: hosts!, name: name!};
	}
	// MariaDB's driver reads MySQL, and the other way round.
	const kind = parts.kind === 'mariadb' ? 'mysql' : parts.kind;
	const hosts = parts.place
		.split(',')
		.map(host => withPort(host, kind))
		.join(',');
	if (kind !== 'sqlserver') return {kind, hosts: parts.place === '' ? '' : hosts, name: parts.behind.replace(/\?.*$/, '')};
	// A value in braces may hold anything.
	const found = parts.behind.match(/(?:\{(?:[^}]|\}\})*\}|[^;])+/g) ?? [];
	const parameters = found.map(part => part.trim());
	const [server, port] = [parameter(parameters, /^server(?:name)?\s*=/), parameter(parameters, /^port(?:number)?\s*=/)];
	const place = `${parts.place || (server ?? '')}${port === undefined || parts.place.includes(':') ? '' : `:${port}`}`;
	return {kind, hosts: withPort(place, kind), name: parameter(parameters, /^database(?:name)?\s*=/) ?? ''};
}

/**
 * Whether two URLs lead to one database: `perhaps` where it has the same name on another host or port, which may be another name of
 * the same server.
 */
export function sameDatabase(one = '', other = ''): 'yes' | 'perhaps' | 'no' {
	const [first, second] = [targetOf(one), targetOf(other)];
	if (first.kind !== second.kind || first.name !== second.name) return 'no';
	return first.hosts === second.hosts ? 'yes' : 'perhaps';
}
