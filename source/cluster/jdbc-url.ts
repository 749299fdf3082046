import {secretKeyWords} from '../core/secret-text.ts';
import {driverWords, folded, harmfulTo, unescaped} from './jdbc-harmful.ts';
import {formProblems} from './jdbc-url-form.ts';

export const databaseKinds = ['sqlserver', 'postgresql', 'mysql', 'oracle'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

export type Database = {
	readonly kind: DatabaseKind;
	readonly host: string;
	readonly port?: number | undefined;
	/** For Oracle the service name. */
	readonly name: string;
};

/** The ports that the databases' own installers use. */
export const databasePorts: Readonly<Record<DatabaseKind, number>> = {
	sqlserver: 1433,
	postgresql: 5432,
	mysql: 3306,
	oracle: 1521,
};

/** The JDBC URL of a database. For SQL Server it asks for encryption, as its drivers do by themselves since 10.2. */
export function jdbcUrl(database: Database): string {
	// Without brackets the end of an IPv6 address would be the port.
	const host = database.host.includes(':') ? `[${database.host.replace(/^\[|\]$/g, '')}]` : database.host;
	const place = `${host}:${database.port ?? databasePorts[database.kind]}`;
	switch (database.kind) {
		case 'sqlserver':
			return `jdbc:sqlserver://${place};databaseName=${/\s/.test(database.name) ? `{${database.name}}` : database.name};encrypt=true;trustServerCertificate=false`;
		case 'postgresql':
			return `jdbc:postgresql://${place}/${database.name}`;
		case 'mysql':
			return `jdbc:mysql://${place}/${database.name}`;
		case 'oracle':
			return `jdbc:oracle:thin:@//${place}/${database.name}`;
	}
}

const userKeys = new Set(['user', 'username', 'user_name', 'uid', 'userid']);
/** Compared without `_`, `-` and `.`: each driver writes them in its own way. */
const secretKey = new RegExp(
	`(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?|${secretKeyWords}key(?:base64)?)\\d*$`,
);

/** What a parameter does that nobody should give a driver. */
export type ParameterDanger = 'secret' | 'user' | 'harmful';

/** Names of secrets in one database's driver that are something else in another's. */
const secretsOf: Readonly<Record<string, RegExp>> = {
	sqlite: /key$/,
	cassandra: /^auth$/,
	teradata: /^logdata$/,
	clickhouse: /^ssl_key$/,
	ch: /^ssl_key$/,
};

/** Tells what is wrong with a parameter that goes to the driver of `url`, in it or beside it. */
export function dangersTo(url: string): (parameter: string) => ParameterDanger | undefined {
	const words = driverWords(url);
	const isHarmful = harmfulTo(words);
	const secrets = [...new Set(words)].flatMap(word => (Object.hasOwn(secretsOf, word) ? [secretsOf[word]!] : []));
	return parameter => {
		const name = folded(parameter);
		if (secretKey.test(name.replace(/[_.-]/g, '')) || secrets.some(secret => secret.test(name))) return 'secret';
		if (userKeys.has(name)) return 'user';
		return isHarmful(name) ? 'harmful' : undefined;
	};
}

export type UrlProblem = {readonly message: string; readonly hint: string};

/** Names of `name=value` parameters in whatever way the drivers part them: `?a=b&c=d`, `;a=b`, `(a=b)`, `{a=b}`. */
function parameterNames(url: string): readonly string[] {
	// The PostgreSQL and MySQL drivers decode %XX in names, so a hidden name is found as well.
	return url.split(/[?&;#(),{}]/).flatMap(piece => {
		const name = /^([^=]+)=/.exec(unescaped(piece))?.[1];
		// H2 takes a backslash in a name for nothing; the first parameter of Db2 follows a colon.
		return name === undefined ? [] : [folded(name).replace(/^.*[:/]|\\/g, '')];
	});
}

function hasLogin(url: string): boolean {
	if (/^jdbc:oracle:[a-z0-9]+:(?=[^@]*[^@/])[^@]*@/i.test(url)) return true;
	return url.split(/[?;]/).some(part => part.includes('//') && part.includes('@', part.indexOf('//')));
}

/** What a JDBC URL holds that nobody should write into one, a secret above all; a message never quotes a value. */
export function urlDangers(url: string): readonly UrlProblem[] {
	const problems: UrlProblem[] = [];
	const names = [...new Set(parameterNames(url))];
	const dangerOf = dangersTo(url);
	const login = hasLogin(url);
	const first = (danger: ParameterDanger) => names.find(name => dangerOf(name) === danger);
	const password = first('secret');
	if (login || password !== undefined) {
		problems.push({
			message: login ? 'the URL holds a login' : `the URL holds a password (${password})`,
			hint: 'Connect logs the URL and shows it to everyone. Take it out and write "user: NAME" and "password: env:NAME" beside the url',
		});
	}
	const user = first('user');
	if (user !== undefined) {
		problems.push({
			message: `the URL holds a user (${user})`,
			hint: 'Take it out and write "user: NAME" beside the url',
		});
	}
	for (const name of names) {
		if (dangerOf(name) !== 'harmful') continue;
		problems.push({
			message: `the URL parameter ${name} lets the driver read files or run code of the URL's choice`,
			hint: `take ${name} out of the URL`,
		});
	}
	if (/^jdbc:oracle:[a-z0-9]+:@(?:ldaps?|config-[a-z0-9-]+):/i.test(url)) {
		problems.push({
			message: 'the URL looks the database up in a directory server or in a configuration elsewhere',
			hint: 'name the database’s own host: jdbc:oracle:thin:@//HOST:1521/SERVICE',
		});
	}
	return problems;
}

/** What is wrong with a JDBC URL of a cluster file. */
export function jdbcUrlProblems(url: string): readonly UrlProblem[] {
	const dangers = urlDangers(url);
	return dangers.length > 0 ? dangers : formProblems(url);
}
