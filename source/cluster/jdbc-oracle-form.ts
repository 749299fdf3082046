import type {UrlProblem} from './jdbc-url.ts';

const hint = 'write jdbc:oracle:thin:@HOST:1521:SID or jdbc:oracle:thin:@//HOST:1521/SERVICE';

/** What the driver reads as an address: without parameters, each IPv6 address as one word. */
const addressIn = (text: string) => text.replace(/\?.*$/, '').replace(/\[[^\]]*\]/g, 'v6');

/** `@HOST:PORT:SID`, of which a part is missing: the driver takes the SID for the port, and says `ORA-17868: Unknown host`. */
function portProblem(text: string): string | undefined {
	// The drivers take a protocol also without slashes, and a list of hosts of which some have a port.
	const address = text.replace(/^tcps?:/i, '');
	if (address.includes(',')) return undefined;
	const [host = '', second, third] = address.split(':');
	const port = second?.replace(/\/.*$/, '') ?? '';
	if (second === undefined || /^\d{1,5}$/.test(port)) return undefined;
	const glued = /^(.*?[^\d.])(1\d{3}|\d{4,5})$/.exec(host);
	return glued !== null && third === undefined
		? `a colon is missing between host and port: ${host} names no port`
		: 'there is no port between the host and the SID';
}

/** Each is refused by Oracle's drivers 19 and 23, whatever host it names, or read as a service whose name is a port. */
const wrong: readonly (readonly [form: RegExp, message: string])[] = [
	[/^(?:\/|\/{3,})[^/:]+:\d/, 'before the host stand neither none nor two slashes'],
	[/^(?:(?:tcps?:)?\/\/)?[^/:]+\/\d{3,5}\/./, 'a slash stands between the host and the port'],
	[/,[^/]*:\d+:[^/]/, 'several hosts go with a service, and not with a SID'],
	[/^(?:(?:tcps?:)?\/\/|tcps?:)[^/:,]+:\d+:./, 'a SID goes with @HOST, a service with @//HOST'],
	[/^[^/:,]+:\d+:[^/:]+\/./, 'a SID and a service are both named'],
	[/^(?:(?:tcps?:)?\/\/)?[^/:,]+:\d+\/$/, 'the service after the / is missing'],
];

/** What is wrong with a URL of Oracle's driver. */
export function oracleProblem(url: string): UrlProblem | undefined {
	const rest = /^jdbc:oracle:(.*)$/i.exec(url)?.[1];
	if (rest === undefined) return undefined;
	const of = (message: string | undefined): UrlProblem | undefined => (message === undefined ? undefined : {message, hint});
	if (/^thin@/i.test(rest)) return of('the colon between thin and @ is missing');
	if (!/^(?:thin|oci\w*|kprb):/i.test(rest)) return of('the kind of driver is missing');
	const thin = /^thin:(.*)$/i.exec(rest)?.[1];
	if (thin === undefined) return undefined;
	if (/^[^@?]+$/.test(thin)) return of('the @ before the host is missing');
	const place = /^[^@]*@(.*)$/.exec(thin)?.[1] ?? '';
	// A description, or a list of addresses.
	if (place.includes('(')) return undefined;
	const address = addressIn(place);
	const form = wrong.find(([pattern]) => pattern.test(address));
	if (form !== undefined) return of(form[1]);
	return place.includes('?') || /^(?:\/\/|[a-z]+:\/\/)/i.test(place) ? undefined : of(portProblem(address));
}
