import type {UrlProblem} from './jdbc-url.ts';

/** The hosts of a URL, as `host:port` each. */
const authority = /^jdbc:(?:postgresql|mysql|mariadb|sqlserver)(?::[a-z]+)*:\/\/([^/;?()]*)/i;

function portProblem(url: string): UrlProblem | undefined {
	const places = (authority.exec(url)?.[1] ?? '').split(',');
	for (const place of places) {
		const port = /^(?:\[[^\]]*\]|[^:[\]@=\\]*):([^:]*)$/.exec(place)?.[1];
		if (port === undefined || port === '' || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) continue;
		return {message: 'what stands behind the colon of the host is no port', hint: 'write HOST:PORT, a port from 1 to 65535'};
	}
	return undefined;
}

/** `@HOST:PORT:SID`, of which a part is missing: the driver takes the SID for the port, and says `ORA-17868: Unknown host`. */
function oracleProblem(url: string): UrlProblem | undefined {
	const rest = /^jdbc:oracle:thin:(?:[^@]*)@(?!\/\/|\(|[a-z]+:\/\/)(.*)$/i.exec(url)?.[1];
	if (rest === undefined || /[?()]/.test(rest)) return undefined;
	const [host = '', second, third] = rest.replace(/^\[[^\]]*\]/, 'v6').split(':');
	const port = second?.replace(/\/.*$/, '') ?? '';
	if (second === undefined || /^\d{1,5}$/.test(port)) return undefined;
	const glued = /^(.*?[^\d.])(1\d{3}|\d{4,5})$/.exec(host);
	return {
		message:
			glued !== null && third === undefined
				? `a colon is missing between host and port: ${host} names no port`
				: 'there is no port between the host and the SID',
		hint: 'write jdbc:oracle:thin:@HOST:1521:SID or jdbc:oracle:thin:@//HOST:1521/SERVICE',
	};
}

/** What keeps a driver from reading the URL as it is meant. */
export function formProblems(url: string): readonly UrlProblem[] {
	const slashes = /^jdbc:(mysql|mariadb|sqlserver):(?!(?:[a-z]+:)*\/\/)/i.exec(url);
	const missing: UrlProblem | undefined =
		slashes === null ? undefined : {message: 'the // before the host is missing', hint: `write jdbc:${slashes[1]}://HOST:PORT…`};
	return [missing, portProblem(url), oracleProblem(url)].filter(problem => problem !== undefined);
}
