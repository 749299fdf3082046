import {oracleProblem} from './jdbc-oracle-form.ts';
import type {UrlProblem} from './jdbc-url.ts';
import {type Parts, partsOf} from './jdbc-url-parts.ts';

const examples: Readonly<Record<string, string>> = {
	postgresql: 'jdbc:postgresql://HOST:5432/NAME',
	mysql: 'jdbc:mysql://HOST:3306/NAME',
	mariadb: 'jdbc:mariadb://HOST:3306/NAME',
	sqlserver: 'jdbc:sqlserver://HOST:1433;databaseName=NAME',
	oracle: 'jdbc:oracle:thin:@//HOST:1521/SERVICE',
};

/** Names that the databases have elsewhere, and no JDBC driver does. */
const misnamed: Readonly<Record<string, string>> = {
	postgres: 'postgresql',
	postgre: 'postgresql',
	postgressql: 'postgresql',
	mssql: 'sqlserver',
	mssqlserver: 'sqlserver',
	'sql-server': 'sqlserver',
};

/** Without a host it would be a database on the worker's own, which only PostgreSQL's driver has. */
function slashesMissing({kind, rest}: Parts): string | undefined {
	if (rest.startsWith('//')) return undefined;
	const isLocal = kind === 'postgresql' && !/^\/[^/?]|^[^/?]*:\d{1,5}\//.test(rest);
	return isLocal ? undefined : 'the // before the host is missing';
}

function hostProblem({kind, place, behind}: Parts): string | undefined {
	if (/^https?:$/i.test(place) && behind.startsWith('//')) return 'the address of a web server stands in place of the host';
	if (/[<>]/.test(place)) return 'the host is still a placeholder';
	if (kind === 'sqlserver') {
		if (place === '' && behind.startsWith('(')) return 'a word in parentheses stands in place of the host';
		if (place.includes(',')) return 'a comma stands behind the host';
		if (/^[/?]/.test(behind)) return `a ${behind[0]} stands behind the host`;
	} else if (behind.startsWith(';')) {
		return 'a ; stands behind the host';
	}
	// MariaDB's driver takes the port, and no database.
	if (kind !== 'mariadb' && /^[^:[\]@=\\,]+:\d{1,5}:[^:,]*[^:,\d][^:,]*$/.test(place))
		return 'a colon stands between the port and the database';
	if (kind !== 'sqlserver' && !place.includes(':') && /^\/\d{4,5}\/[^/]/.test(behind))
		return 'a slash stands between the host and the port';
	return undefined;
}

function portProblem({kind, place}: Parts): UrlProblem | undefined {
	// MySQL's driver takes a list of hosts in brackets as well.
	for (const one of place.replace(/\[[^\]]*\]/g, '[]').split(',')) {
		const port = /^(?:\[[^\]]*\]|[^:[\]@=\\]*):([^:]*)$/.exec(one)?.[1];
		if (port === undefined || (port === '' && kind !== 'postgresql')) continue;
		if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) continue;
		return {message: 'what stands behind the colon of the host is no port', hint: 'write HOST:PORT, a port from 1 to 65535'};
	}
	return undefined;
}

/** Of SQL Server each parameter is `;NAME=VALUE`; a value in braces may hold anything. */
const isUnnamed = (parameter: string) => parameter.trim() !== '' && !/^[^=]+=/.test(parameter);

function restProblem({kind, place, behind}: Parts): string | undefined {
	if (kind === 'postgresql' && place !== '' && /^(?:\?|$)/.test(behind)) return 'the / after the host is missing';
	const parameters = behind.replace(/=\s*\{(?:[^}]|\}\})*\}/g, '=x').split(';');
	if (kind === 'sqlserver' && parameters.some(isUnnamed)) return 'what follows a ; is not NAME=VALUE';
	return undefined;
}

/** What keeps every driver from reading the URL as it is meant. */
export function formProblems(url: string): readonly UrlProblem[] {
	const [, beforeSlashes] = /^jdbc:(postgresql|mysql|mariadb|sqlserver|oracle)\/\//i.exec(url) ?? [];
	if (beforeSlashes !== undefined) {
		const kind = beforeSlashes.toLowerCase();
		return [{message: `the colon between ${kind} and // is missing`, hint: `write ${examples[kind]}`}];
	}
	if (/^[^:/]*%|^jdbc:[^:/]*%/i.test(url)) {
		return [{message: 'a % stands in the name of the driver', hint: 'write its signs as they are, such as jdbc:mysql://HOST'}];
	}
	const name = /^jdbc:([^:/]+):/i.exec(url)?.[1]?.toLowerCase() ?? '';
	if (Object.hasOwn(misnamed, name)) {
		return [{message: `no driver takes jdbc:${name}:`, hint: `write ${examples[misnamed[name]!]}`}];
	}
	const oracle = oracleProblem(url);
	if (oracle !== undefined) return [oracle];
	const parts = partsOf(url);
	if (parts === undefined) return [];
	const message = slashesMissing(parts) ?? hostProblem(parts);
	const port = message === undefined ? portProblem(parts) : undefined;
	if (port !== undefined) return [port];
	const found = message ?? restProblem(parts);
	return found === undefined ? [] : [{message: found, hint: `write ${examples[parts.kind]}`}];
}
