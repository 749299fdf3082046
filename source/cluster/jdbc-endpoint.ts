import {type DatabaseKind, databasePorts} from './jdbc-url.ts';

/** Where a JDBC URL leads. */
export type Endpoint = {
	readonly kind: DatabaseKind;
	readonly host: string;
	readonly port: number;
	/** Whether the URL asks for TLS in a way that a server without it cannot serve. */
	readonly tls: boolean;
};

const forms: Readonly<Record<DatabaseKind, {readonly url: RegExp; readonly tls: RegExp}>> = {
	postgresql: {
		url: /^jdbc:postgresql:\/\/(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(?:[/?]|$)/i,
		tls: /[?&](?:sslmode=(?:require|verify-ca|verify-full)|ssl=true)(?:&|$)/i,
	},
	mysql: {
		url: /^jdbc:(?:mysql|mariadb):\/\/(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(?:[/?]|$)/i,
		tls: /[?&](?:sslMode=(?:REQUIRED|VERIFY_CA|VERIFY_IDENTITY|trust|verify-ca|verify-full)|requireSSL=true)(?:&|$)/i,
	},
	sqlserver: {
		url: /^jdbc:sqlserver:\/\/(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(?:;|$)/i,
		tls: /;encrypt=(?:true|strict|mandatory)(?:;|$)/i,
	},
	oracle: {
		url: /^jdbc:oracle:thin:@(?:tcps?:)?(?:\/\/)?(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})[/:]/i,
		tls: /^jdbc:oracle:thin:@tcps:/i,
	},
};

/** Undefined where it names several servers, a local file, or a database of which nothing is known here. */
export function endpointOf(url: string): Endpoint | undefined {
	for (const kind of Object.keys(forms) as DatabaseKind[]) {
		const found = forms[kind].url.exec(url);
		if (found === null) continue;
		const port = Number(found[2] ?? databasePorts[kind]);
		const host = found[1]!.replace(/^\[|\]$/g, '');
		// A named instance of SQL Server has a port that its browser service tells.
		if (port < 1 || port > 65_535 || /;instanceName=/i.test(url)) return undefined;
		return {kind, host, port, tls: forms[kind].tls.test(url)};
	}
	return undefined;
}
